"""YAML and CSV into structs, with the file and line of every slip.

A file is decoded record by record, so that one run reports every record's slip
and not only the first.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import msgspec
import yaml

from .explain import explain
from .unknown import Unknown

T = TypeVar("T")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Slip:
    """One fault in a data file: where, what, and what to do now."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


class SeedError(ValueError):
    """The data files have faults; ``slips`` lists all that were found."""

    def __init__(self, slips: list[Slip]) -> None:
        self.slips = sorted(slips)
        super().__init__("\n".join(map(str, self.slips)))


Fill = Callable[[str], str]


class Source:
    """One data file: its records, and the line on which each part of it stands."""

    def __init__(self, path: Path, root: Path, fill: Fill = str) -> None:
        self.fill = fill
        self.path = path
        self.name = path.relative_to(root).as_posix()
        self.lines: dict[str, int] = {}  # record id → line
        self.inner: dict[str, int] = {}  # id inside a record → line of the first one
        self.parts: dict[tuple[str, str], int] = {}  # record id, id inside it → line

    def slip(self, record: str, what: str, part: str = "") -> Slip:
        """A slip at the line of a record, or of the ``part`` of it with this id."""
        line = self.parts.get((record, part)) or self.lines.get(record)
        return Slip(self.name, line or self.inner.get(record, 1), what)


def read_yaml(path: Path, root: Path, type_: type[T], slips: list[Slip],
              fill: Fill = str) -> tuple[T, Source]:
    """Decode a YAML file into ``type_`` (a struct, or ``tuple[Struct, ...]``).

    ``fill`` completes every text; the Unknown that it raises becomes a slip. Records that
    fail are left out and reported in ``slips``. A file that is not YAML at all gives the
    struct's absence: SeedError is raised for it at once.
    """
    source = Source(path, root, fill)
    try:
        node = yaml.compose(path.read_text("utf-8"), Loader=_Loader)
    except OSError as error:
        why = f"cannot be read ({error.strerror}); put the file back"
        raise SeedError([Slip(source.name, 1, why)]) from None
    except yaml.YAMLError as error:
        raise SeedError([_yaml_slip(source.name, error)]) from None
    except UnicodeDecodeError:
        raise SeedError([Slip(source.name, 1, "is not UTF-8 text; save it as UTF-8")]) from None
    if get_origin(type_) is tuple:
        return _records(node, source, get_args(type_)[0], slips), source  # type: ignore[return-value]
    if node is None:
        raise SeedError([Slip(source.name, 1, "is empty; fill it in")])
    whole = _one(node, source, type_, slips)
    if whole is None:
        raise SeedError(slips)
    return whole, source


def _records(node: Any, source: Source, type_: Any, slips: list[Slip]) -> tuple[Any, ...]:
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        slips.append(Slip(source.name, 1, "should be a list of records; begin each with “- ”"))
        return ()
    records = [_one(child, source, type_, slips) for child in node.value]
    return tuple(r for r in records if r is not None)


def _one(node: Any, source: Source, type_: Any, slips: list[Slip]) -> Any:
    value = construct(node, source, slips)
    name = value.get("id") if isinstance(value, dict) else None
    if isinstance(name, str):
        if name in source.lines:
            slips.append(Slip(source.name, _line(node), f"id {name} is there twice "
                              f"(first on line {source.lines[name]}); give each its own id"))
        source.lines.setdefault(name, _line(node))
    try:
        return msgspec.convert(value, type_, strict=False)
    except msgspec.ValidationError as error:
        what, path = explain(str(error), value, type_)
        slips.append(Slip(source.name, _line(_follow(node, path)), what))
        return None


def construct(node: Any, source: Source, slips: list[Slip]) -> Any:
    """Plain Python data from a YAML node; duplicate keys are slips, dates stay text."""
    if isinstance(node, yaml.MappingNode):
        out: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if key in out:
                slips.append(Slip(source.name, _line(key_node),
                                  f"key {key} is there twice; keep one"))
            out[key] = construct(value_node, source, slips)
        if isinstance(out.get("id"), str):
            source.inner.setdefault(out["id"], _line(node))
            for part, line in _parts(node):
                source.parts.setdefault((out["id"], part), line)
        return out
    if isinstance(node, yaml.SequenceNode):
        return [construct(child, source, slips) for child in node.value]
    tag, text = node.tag, node.value
    if tag.endswith(":null"):
        return None
    if tag.endswith(":bool") and text.lower() in ("true", "false"):  # yes and no stay words
        return text.lower() == "true"
    if tag.endswith(":int"):
        return int(text.replace("_", "")) if re.fullmatch(r"[-+]?\d+", text) else text
    if tag.endswith(":float"):
        with contextlib.suppress(ValueError):  # such as .inf, which no field of ours needs
            return float(text)
    try:
        return source.fill(text)
    except (Unknown, SeedError) as error:
        slips.append(Slip(source.name, _line(node), str(error).splitlines()[0]))
        return text


def _parts(record: yaml.MappingNode) -> Iterator[tuple[str, int]]:
    """Ids and lines of the records in a record's own lists, such as its options."""
    for _, many in record.value:
        for part in many.value if isinstance(many, yaml.SequenceNode) else ():
            for key, value in part.value if isinstance(part, yaml.MappingNode) else ():
                if key.value == "id" and isinstance(value, yaml.ScalarNode):
                    yield value.value, _line(part)


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


def _follow(node: Any, path: str) -> Any:
    """The node at a msgspec path such as ``$.options[2].verdict``, as far as it goes."""
    for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        if isinstance(node, yaml.MappingNode) and key:
            found = [v for k, v in node.value if k.value == key]
            if not found:
                return node
            node = found[0]
        elif isinstance(node, yaml.SequenceNode) and index and int(index) < len(node.value):
            node = node.value[int(index)]
        else:
            return node
    return node


def _yaml_slip(name: str, error: yaml.YAMLError) -> Slip:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "not YAML"
    line = mark.line + 1 if mark else 1
    return Slip(name, line, f"{problem}; mend the YAML (often an indent, or a colon "
                "in unquoted text)")


def read_csv(path: Path, root: Path, type_: type[T], slips: list[Slip]) -> tuple[T, ...]:
    """Decode a CSV file with a header row into structs, row by row."""
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise SeedError([Slip(name, 1, "cannot be read as UTF-8 text; put it back")]) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    rows: list[T] = []
    for cells in reader:
        if not cells:
            continue
        if len(cells) != len(header):
            slips.append(Slip(name, reader.line_num, f"has {len(cells)} cells where the header "
                              f"has {len(header)}; quote cells that contain a comma"))
            continue
        try:
            row = dict(zip(header, cells, strict=True))
            rows.append(msgspec.convert(row, type_, strict=False))
        except msgspec.ValidationError as error:
            what, _ = explain(str(error), row, type_)
            slips.append(Slip(name, reader.line_num, what))
    return tuple(rows)
