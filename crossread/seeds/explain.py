"""msgspec's message about a record in this project's words: what is wrong there, and what now."""

from __future__ import annotations

import re
from typing import Any

from msgspec import inspect

STEP = re.compile(r"\.(\w+)|\[(\d+)\]")  # of a path such as $.options[2].verdict


def explain(message: str, value: Any = None, type_: Any = None) -> tuple[str, str]:
    """What is wrong and what to do now, and the path inside the record.

    ``value`` is the record, so that a part of it is named by its id; ``type_`` is what it should
    be, so that the values allowed can be listed. Both may be left out.
    """
    what, _, path = message.partition(" - at `")
    path = path.rstrip("`")
    at = f"{name}: " if (name := _named(path, value)) else ""
    if m := re.match(r"Object contains unknown field `(.+)`", what):
        return f"{at}field {m[1]} is not known; check its spelling or drop it", path
    if m := re.match(r"Object missing required field `(.+)`", what):
        return f"{at}field {m[1]} is missing; add it", path
    if m := re.match(r"Invalid enum value (.+)", what):
        listed = ", ".join(allowed(type_, value, path)) or "those allowed"
        return f"{at}value {m[1]} is not one of {listed}; write one of them", path
    if m := re.match(r"Invalid value '(.+)'", what):
        return f"{at}type {m[1]} is not a kind of item; see CONTRIBUTING", path
    return f"{at}{what[:1].lower()}{what[1:]}; correct the value", path


def _named(path: str, value: Any) -> str:
    """A path in words: ``$.options[1].verdict`` is “option b: verdict”."""
    words: list[str] = []
    for key, index in STEP.findall(path):
        if key:
            words.append(key)
            value = value.get(key) if isinstance(value, dict) else None
            continue
        inside = isinstance(value, list) and int(index) < len(value)
        value = value[int(index)] if inside else None
        own = value.get("id") if isinstance(value, dict) else None
        one = words.pop().removesuffix("s") if words else "record"
        words.append(f"{one} {own}" if isinstance(own, str) and own
                     else f"{one} number {int(index) + 1}")
    return ": ".join(words)


def allowed(type_: Any, value: Any, path: str) -> list[str]:
    """The words that may stand at a path of a record, by alphabet; none where it is open."""
    if type_ is None:
        return []
    node: Any = inspect.type_info(type_)
    for key, index in STEP.findall(path):
        node = _inside(node, value, key)
        value = (value.get(key) if isinstance(value, dict) else None) if key else (
            value[int(index)] if isinstance(value, list) and int(index) < len(value) else None)
    parts = node.types if isinstance(node, inspect.UnionType) else (node,)
    return [str(one) for part in parts if isinstance(part, inspect.LiteralType)
            for one in part.values if one != ""]


def _inside(node: Any, value: Any, key: str) -> Any:
    """The type of a field, or of an element of a list; of kinds, that of the record's own tag."""
    for part in node.types if isinstance(node, inspect.UnionType) else (node,):
        if isinstance(part, inspect.StructType) and key:
            tag = value.get(part.tag_field) if isinstance(value, dict) and part.tag_field else None
            field = next((one.type for one in part.fields if one.encode_name == key), None)
            if field is not None and tag in (None, part.tag):
                return field
        elif isinstance(part, inspect.VarTupleType | inspect.ListType) and not key:
            return part.item_type
    return None
