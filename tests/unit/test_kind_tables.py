"""A kind of question stands in several tables; one where it is missing is told by its place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from support.items import blanks, impossible
from support.lake import LAKE

from crossread.kinds import KINDS
from crossread.model import item as m
from crossread.publish import sheets
from crossread.seeds import Seeds

PROJECT = Path(__file__).resolve().parents[2]
GATHERED = re.compile(r"(?m)^  (\w+): ")  # the entries of GATHER


def structs() -> set[type[m.Base]]:
    """Every kind of question that model/item.py has a struct for."""
    return {type_ for type_ in vars(m).values()
            if isinstance(type_, type) and issubclass(type_, m.Base) and type_ is not m.Base}


@cache
def gatherers() -> set[str]:
    """The ways of gathering an answer that the form knows."""
    text = (PROJECT / "crossread" / "widgets" / "gather.js").read_text("utf-8")
    table = text.split("export const GATHER = {\n")[1].split("\n};")[0]
    return set(GATHERED.findall(f"{table}\n"))


@cache
def asked() -> dict[type[m.Base], m.Item]:
    """A question of each kind that the made-up course has."""
    return {type(item): item for item in Seeds(LAKE).items("01")}


def answered(kind: type[m.Base]) -> bool:
    """Do the tests know a blank and an impossible answer of a kind?"""
    try:
        return bool(blanks(asked()[kind]) and impossible(asked()[kind]))
    except KeyError:
        return False


PLACES = {
    "the union Item in crossread/model/item.py": lambda kind: kind in get_args(m.Item),
    "KINDS in crossread/kinds/__init__.py": lambda kind: kind in KINDS,
    "PARTS in crossread/publish/sheets.py": lambda kind: kind in sheets.PARTS,
    "GATHER in crossread/widgets/gather.js": lambda kind: (
        kind in KINDS and KINDS[kind].gather in gatherers()),
    "a question in tests/lake/seeds/items/01.yml": lambda kind: kind in asked(),
    "the lists in tests/support/items.py": answered,
}


def lacking(kind: type[m.Base]) -> list[str]:
    """The places where a kind is missing."""
    return [place for place, has in PLACES.items() if not has(kind)]


@pytest.mark.parametrize("kind", sorted(structs(), key=lambda one: one.__name__))
def test_a_kind_of_question_stands_in_every_table(kind: type[m.Base]) -> None:
    assert lacking(kind) == [], f"{kind.__name__} is missing there; see “Add a kind of question”"


def test_a_kind_that_stands_in_no_table_is_told_with_all_places() -> None:
    class Stranger(m.Base, frozen=True, kw_only=True, tag="stranger"):
        """A kind that nobody registered."""

    assert lacking(Stranger) == list(PLACES)
    with pytest.raises(LookupError, match=r"PARTS has no row for Stranger; name there the fields"):
        sheets.keyless(Stranger(id="x", stem="?"))  # type: ignore[arg-type]


def structs_in(hint: Any) -> Iterator[type[msgspec.Struct]]:
    """The structs that a field can hold."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for inner in get_args(hint):
        yield from structs_in(inner)


def test_every_part_that_a_sheet_holds_says_what_a_student_may_see_of_it() -> None:
    rows = {**sheets.PARTS, **sheets.OPEN}
    for type_, shown in rows.items():
        hints = get_type_hints(type_)
        for name in shown:
            for part in structs_in(hints[name]):
                assert part in sheets.OPEN, f"OPEN has no row for {part.__name__}"


def test_a_part_of_which_nobody_said_what_may_be_shown_is_refused(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sheets.OPEN, m.Row)
    with pytest.raises(LookupError, match=r"OPEN has no row for Row; name there the fields"):
        sheets.keyless(asked()[m.Match])


def told_apart(source: str) -> bool:
    """Does a module ask of which kind an item is?"""
    tree = ast.parse(source)
    kinds = {one.__name__ for one in structs()}
    here = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
            and (node.module or "").endswith("model.item") for alias in node.names} & kinds
    return any(isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance"
               and {one.id for one in ast.walk(node.args[1]) if isinstance(one, ast.Name)} & here
               for node in ast.walk(tree))


def test_every_module_that_tells_kinds_apart_is_named_to_who_adds_one() -> None:
    section = (PROJECT / "CONTRIBUTING.md").read_text("utf-8").split(
        "## Add a kind of question")[1].split("\n## ")[0]
    package = PROJECT / "crossread"
    found = {path.relative_to(package).as_posix() for path in package.rglob("*.py")
             if path.parent.name != "kinds" and told_apart(path.read_text("utf-8"))}
    assert len(found) > 10
    assert [one for one in sorted(found) if f"`{one}`" not in section] == []
    named = set(re.findall(r"`([\w/]+\.py)`", section.split("treat some kinds")[1]))
    assert sorted(named - found) == [], "named there, and tells no kinds apart any more"
