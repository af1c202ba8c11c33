"""Every item there is, and answers to it: what the walk and the front-end tests go through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crossread.kinds import kind_of
from crossread.kinds.point import PointKind
from crossread.model import item as m
from crossread.model.exercise import Sheet
from crossread.publish.sheets import sheet
from crossread.seeds import SeedError, Seeds
from crossread.texts import Copies, Recognised

from .lake import LAKE

PROJECT = Path(__file__).resolve().parents[2]
COPIED = "printedword"  # what made-up copies are made of
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'&"


@dataclass(frozen=True)
class Case:
    """An item, where it came from, and the sheet that a student gets of it."""

    id: str
    seeds: Seeds
    item: m.Item = field(repr=False)
    sheet: Sheet | None = None
    slip: str = ""
    copied: bool = False  # is the reader's own copy of the texts attached?

    @property
    def graded(self) -> bool:
        """Is it a field of an exercise?"""
        return self.sheet is not None

    @property
    def section(self) -> str:
        """The journal section it is answered in."""
        return f"exercise-{self.sheet.id}" if self.sheet else self.item.id.split("-")[0]

    @property
    def asked(self) -> m.Item:
        """The item as the student has it: a graded field comes without its key."""
        if self.sheet is None:
            return self.item
        return next(f for f in self.sheet.fields if f.id == self.item.id)


def cases(root: Path, prefix: str = "") -> Iterator[Case]:
    """Every item and every exercise field of a course; a file with slips is one failing case."""
    seeds = Seeds(root)
    for ref in seeds.course.lessons:
        try:
            yield from in_both_states(
                Case(prefix + one.id, seeds, one) for one in seeds.items(ref.id))
        except SeedError as error:
            yield Case(f"{prefix}items/{ref.id}.yml", seeds, m.Text(id="", stem=""),
                       slip=str(error))
    for ref in seeds.course.exercises:
        try:
            exercise = seeds.exercise(ref.id)
        except SeedError as error:
            yield Case(f"{prefix}source/{ref.id}.yml", seeds, m.Text(id="", stem=""),
                       slip=str(error))
            continue
        yield from in_both_states(
            Case(prefix + one.id, seeds, one, sheet(exercise)) for one in exercise.fields)


def in_both_states(found: Iterator[Case]) -> Iterator[Case]:
    """The cases; one that is answered in the printed text also with a copy attached."""
    for case in found:
        yield case
        if isinstance(case.item, m.Point):
            yield replace(case, id=f"{case.id} with a copy", copied=True)


def attach_copy(item: m.Point, home: Path) -> None:
    """Attach made-up sentences, as long as the printed ones, for every place of the item."""
    for text in {option.id[0] for option in item.options}:
        sentences = {option.id: " ".join(f"{COPIED}{n}," for n in range(option.words))
                     for option in item.options if option.id[0] == text}
        Copies(home).attach(Recognised(text, len(sentences), sentences))


CASES = [*cases(PROJECT), *cases(LAKE, "lake ")]


def right(case: Case) -> Any:
    """The right answer of a case as the browser sends it: words where a copy is attached."""
    kind = kind_of(case.item)
    if isinstance(kind, PointKind) and case.copied:
        return kind.pointed(case.item)
    return typed(case.item, kind.right(case.item))


def typed(item: m.Item, answer: Any) -> Any:
    """An answer as the browser sends it: numbers as they were typed."""
    if isinstance(item, m.Numeric):
        return f"{answer:.12g}"
    if isinstance(item, m.Band) and answer != "none":
        return [f"{end:.12g}" for end in answer]
    return answer


def impossible(item: m.Item) -> list[Any]:
    """Answers that the item cannot have: of a wrong type, or not on offer."""
    some = {"one": [7, True, ["a"], {"a": 1}, "zz", HOSTILE],
            "many": [7, "zz", {"a": 1}, ["zz"], [1], [["a"]], [HOSTILE]],
            "map": [7, "zz", ["a"], {"zz": "a"}, {HOSTILE: "a"}],
            "list": [7, "zz", {"a": 1}, ["zz"], [1], [HOSTILE]],
            "number": ["abc", HOSTILE, [1], {"a": 1}, True, "1e999", "nan", 1e13],
            "text": [7, ["a"], {"a": 1}, True, "x" * 20_001],
            "band": [7, "zz", [1], [60, 20], [-5, 5], [5, 101], ["a", "b"], [1, None],
                     [HOSTILE, 5], {"a": 1}],
            "steps": [7, "zz", ["a"], {"zz": 1}, {HOSTILE: "a"}, {"edges": "zz"}, {"own": ["a"]},
                      {"edges": [7]}, {"edges": [{"zz": 1}]}, {"own": {"zz": "a"}}],
            "rows": [7, "zz", {"a": 1}, [7], ["a"], [{"zz": "a"}], [{HOSTILE: "a"}]],
            "span": [7, "zz", [1], [0, 1], [2, 1], [1, 10**6], ["a", "b"], [True, True],
                     [1.5, 2.5], {"a": 1}],
            "point": [7, "zz", ["a"], {"at": "zz"}, {"at": HOSTILE}, {"at": 7}, {"words": [1, 2]},
                      {"zz": 1}]}[kind_of(item).gather]
    if isinstance(item, m.Multi):
        some.append([item.options[0].id] * 2)
    if isinstance(item, m.Point):
        one = item.options[0]
        some += [{"at": one.id, "words": run} for run in (
            7, "zz", [1], [0, 1], [2, 1], [1, one.words + 1], [True, True], [1.5, 2.5], HOSTILE)]
        some += [{"at": one.id, "zz": 1}]
    if isinstance(item, m.Order):
        ids = [card.id for card in item.cards]
        some += [ids[:-1], [*ids[:-1], ids[0]], [*ids, ids[0]]]
    if isinstance(item, m.Match):
        some += [{item.rows[0].id: wrong} for wrong in ("zz", HOSTILE, 3, ["a"])]
    if isinstance(item, m.Matrix):
        some += [{f"{item.rows[0].id}/{item.columns[0].id}": "zz"},
                 {f"{item.columns[0].id}/{item.rows[0].id}": item.choices[0].id}]
    if isinstance(item, m.Card):
        some += [{one.id: "zz" if one.choices else "x" * 401} for one in item.fields]
        some += [{one.id: 3} for one in item.fields]
    if isinstance(item, m.Table):
        first = item.columns[0]
        fine = first.choices[0].id if first.choices else "x"
        some += [[{first.id: fine}] * (item.max_rows + 1), [{first.id: 3}]]
        some += [[{c.id: "zz" if c.choices else "x" * 2_001}] for c in item.columns]
    if isinstance(item, m.ArgMap):
        one = {"premises": [item.nodes[0].id], "conclusion": item.nodes[1].id,
               "relation": item.relations[0]}
        some += [{"edges": [one, one]}, {"edges": [one] * (item.max_edges + 1)},
                 {"own": {f"own-{item.may_add + 1}": "x"}}]
        some += [{"edges": [{**one, name: wrong}]} for name, wrong in (
            ("premises", "a"), ("premises", []), ("premises", ["zz"]), ("premises", [HOSTILE]),
            ("premises", [["a"]]), ("premises", [one["conclusion"]]), ("premises", ["own-9"]),
            ("conclusion", "zz"), ("conclusion", ["a"]), ("conclusion", ""),
            ("relation", "zz"), ("relation", HOSTILE), ("relation", ["a"]), ("relation", None))]
    return some


def blanks(item: m.Item) -> list[Any]:
    """What the form sends when nothing was chosen or written."""
    return {"one": [None], "many": [[], None], "map": [{}, None], "list": [None],
            "number": [None, "", " "], "text": ["", " \n", None], "band": [None, ["", ""]],
            "rows": [[], None], "span": [None], "point": [None, {}],
            "steps": [{"edges": [], "own": {}}, None]}[kind_of(item).gather]


def wrongs(item: m.Item) -> list[Any]:
    """Wrong answers as the browser sends them; of an excerpt also a word outside every key."""
    some = list(kind_of(item).wrongs(item))
    if isinstance(item, m.Span):
        keyed = {n for key in item.keys for n in range(key.first, key.last + 1)}
        some += [[n, n] for n in range(1, len(item.excerpt.split()) + 1) if n not in keyed][:1]
    if isinstance(item, m.Point):
        key = next(option for option in item.options if option.verdict == "key")
        keyed = {n for run in key.spans for n in range(run.first, run.last + 1)}
        some += [{"at": key.id, "words": [n, n]} for n in range(1, key.words + 1)
                 if n not in keyed][:1]
    return [typed(item, one) for one in some]
