"""The cells of a saved notebook, and what its one-line calls show, found without running it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHOWS = frozenset({"lesson", "quiz", "chart", "read", "exercise", "hand_in", "progress", "review"})


@dataclass(frozen=True)
class Cell:
    """One cell: its kind (``markdown`` or ``code``), its source, the HTML saved under it.

    ``line`` is the line of the file on which the cell's id stands.
    """

    id: str
    kind: str
    source: str
    html: str
    line: int


def cells(path: Path) -> tuple[Cell, ...]:
    """The cells of a notebook file. Raises ValueError when it is none, OSError when unreadable."""
    text = path.read_text("utf-8")
    try:
        return tuple(_cell(one, text) for one in json.loads(text)["cells"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"has no cells ({error})") from None


def _cell(raw: dict[str, object], text: str) -> Cell:
    ident = str(raw.get("id", ""))
    at = text.find(f'"id": {json.dumps(ident)}')
    outputs: list[dict[str, dict[str, object]]] = raw.get("outputs") or []  # type: ignore[assignment]
    return Cell(ident, str(raw["cell_type"]), joined(raw["source"]),
                "\n".join(joined(one.get("data", {}).get("text/html", "")) for one in outputs),
                text.count("\n", 0, max(at, 0)) + 1)


def joined(source: object) -> str:
    """A text that nbformat may keep as a list of lines."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def calls(source: str) -> Iterator[tuple[str, list[str]]]:
    """The calls of a code cell as (name, ids); imports and anything else give nothing."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in tree.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) \
                and isinstance(node.value.func, ast.Name) and node.value.func.id in SHOWS:
            yield node.value.func.id, [a.value for a in node.value.args
                                       if isinstance(a, ast.Constant) and isinstance(a.value, str)]


def imports(source: str) -> set[str]:
    """The names that a code cell imports from the package."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    return {one.asname or one.name for node in tree.body if isinstance(node, ast.ImportFrom)
            and node.module == "crossread" for one in node.names}


def is_plain(source: str) -> bool:
    """Is the cell nothing but an import, or one call with its ids between quotation marks?"""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    return len(tree.body) == 1 and (
        (isinstance(tree.body[0], ast.ImportFrom) and tree.body[0].module == "crossread")
        or any(len(what) == _arguments(tree.body[0]) for _, what in calls(source)))


def _arguments(node: ast.stmt) -> int:
    call = node.value if isinstance(node, ast.Expr) else None
    return len(call.args) + len(call.keywords) if isinstance(call, ast.Call) else -1


def headings(markdown: str) -> list[tuple[int, str]]:
    """The headings of a prose cell as (level, words)."""
    return [(len(mark), words.strip()) for mark, words in re.findall(r"(?m)^(#+) +(.+)$", markdown)]
