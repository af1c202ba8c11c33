"""What a page says in the pseudo-locale, against what the course says and what is in the tables."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def calls(folder: Path) -> Iterator[tuple[str, str, set[str]]]:
    """Every ``say("key", blank=…)`` below ``folder``: (file, key, blanks given)."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args \
                    and isinstance(node.args[0], ast.Constant) \
                    and all(word.arg for word in node.keywords):
                yield path.name, str(node.args[0].value), {str(w.arg) for w in node.keywords}


def patterns(folder: Path) -> Iterator[str]:
    """Keys that are put together, such as ``f"progress_{name}"``, as regular expressions."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"\w+"
                         for one in node.values]
                whole = "".join(parts)
                if re.fullmatch(r"(?:\w|\\w\+)+", whole) and re.search(r"[a-z]{3}", whole):
                    yield whole


def blanks(text: str) -> set[str]:
    """The named blanks of a string."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def of_the_course(value: Any) -> Iterator[str]:
    """Every string of a record: what authors wrote, not what the package says."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from (*of_the_course(key), *of_the_course(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from of_the_course(one)
    elif isinstance(value, str) and value.strip():
        yield " ".join(re.sub(r"[*`]", "", value).split())


def left_over(text: str, known: set[str], letters: int = 2) -> list[str]:
    """Words on a page that are neither marked by the pseudo-locale nor the course's own.

    ``letters``: the fewest that make a word.
    """
    for one in sorted((one for one in known if one in text), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(one)}(?=\W|$|{re.escape(one[:2])})", " ⟧⟦ ", text)
    while (fewer := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = fewer
    rest = re.sub(r"⟦[^⟦⟧]*~⟧?|[⟦⟧]|~+", " ", text)
    return re.findall(rf"[^\W\d_]{{{letters},}}(?: [^\W\d_]+)*", rest)
