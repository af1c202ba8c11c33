"""What a class decided: every keyed question in its single decisions, and who decided what.

A question with rows asks several things at once. Whatever is counted later is counted
row by row: a row has one key and its own wrong choices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from typing import Any

from ..kinds import kind_of
from ..locators import locator_pattern
from ..model.exercise import Exercise
from ..model.item import (
    Card, Cite, Field, Item, Match, Matrix, Multi, Note, Option, Relation, Row, Single,
)
from .grade import FieldMark
from .results import Result

LABEL = 90  # characters of a row's words


@dataclass(frozen=True)
class Way:
    """One thing that can be chosen in a decision."""

    id: str
    text: str
    right: bool
    misconception: str = ""


@dataclass(frozen=True)
class Part:
    """One decision: a row of a question, or a question that is one decision.

    ``text`` is the letter of the course's text that its key points to, "" for none.
    """

    exercise: str
    question: str
    id: str
    label: str
    objective: str
    text: str
    ways: tuple[Way, ...]

    @property
    def name(self) -> str:
        """How people are told of it: “x03-1, row figures”."""
        return f"{self.question}, row {self.id}" if self.id else self.question


@dataclass(frozen=True)
class Took:
    """What one student decided: the way taken ("" where ways are not told apart), and how good."""

    student: int
    part: Part
    way: str
    right: bool
    misconception: str


@dataclass(frozen=True)
class Sheet:
    """All decisions of a class. Students are numbers; ``credits`` are shares of a question."""

    parts: tuple[Part, ...]
    took: tuple[Took, ...]
    credits: Mapping[str, Mapping[int, float]]  # question → student → 0.0 to 1.0
    students: int
    keys: tuple[str, ...] = ()  # roster keys of the students, by number

    @cached_property
    def by_part(self) -> dict[Part, list[Took]]:
        """The decisions taken, part by part; parts that nobody answered too."""
        found: dict[Part, list[Took]] = {part: [] for part in self.parts}
        for one in self.took:
            found[one.part].append(one)
        return found

    @cached_property
    def _over(self) -> dict[int, tuple[float, dict[Part, float]]]:
        """Student → the sum and the single values of (right − share of the class that is right)."""
        over: dict[int, dict[Part, float]] = defaultdict(dict)
        for part, some in self.by_part.items():
            usual = fmean(one.right for one in some) if some else 0.0
            for one in some:
                over[one.student][part] = one.right - usual
        return {student: (sum(mine.values()), mine) for student, mine in over.items()}

    def strength(self, student: int, without: Iterable[Part] = ()) -> float | None:
        """How far a student is above the class in all other decisions, −1.0 to 1.0.

        Each decision is compared with the share of the class that is right in it, so
        that a student who left out the hard ones gains nothing. None without any other.
        """
        total, mine = self._over.get(student, (0.0, {}))
        left = [mine[part] for part in without if part in mine]
        n = len(mine) - len(left)
        return (total - sum(left)) / n if n else None

    def ranked(self, part: Part) -> list[Took]:
        """Who decided a part, the strongest in the rest first."""
        some = [(one, self.strength(one.student, [part])) for one in self.by_part[part]]
        return [one for one, strength in sorted(
            ((one, s) for one, s in some if s is not None), key=lambda pair: -pair[1])]


def sheet(results: Iterable[Result], exercises: Mapping[str, Exercise],
          texts: frozenset[str]) -> Sheet:
    """The decisions in the hand-ins that count; blank ones and unscored ones are left out."""
    parts = {item.id: {part.id: part for part in parts_of(item, exercise.id, texts)}
             for exercise in exercises.values() for item in exercise.fields if item.marks}
    items = {item.id: item for exercise in exercises.values() for item in exercise.fields}
    numbers: dict[str, int] = {}
    took: list[Took] = []
    credits: dict[str, dict[int, float]] = {question: {} for question in parts}
    for result in results:
        for mark in result.graded.fields if result.graded else ():
            if mark.item in parts and mark.outcome.status in ("correct", "not_yet"):
                student = numbers.setdefault(result.student.key, len(numbers))
                credits[mark.item][student] = mark.outcome.credit
                took += _taken(items[mark.item], mark, parts[mark.item], student)
    return Sheet(tuple(part for some in parts.values() for part in some.values()), tuple(took),
                 credits, len(numbers), tuple(numbers))


def parts_of(item: Item, exercise: str, texts: frozenset[str]) -> Iterator[Part]:
    """The decisions that a question asks for, in its order."""
    def part(id: str, label: str, ways: Iterable[Way], locators: Sequence[str]) -> Part:
        return Part(exercise, item.id, id, _short(label), item.objective,
                    _text(locators, texts), tuple(ways))

    if isinstance(item, Single | Relation | Cite):
        key = next((o.locator for o in item.options if o.verdict == "key"), "")
        yield part("", item.stem, map(_way, item.options), [key, *item.locators])
    elif isinstance(item, Multi):
        for option in item.options:
            if option.verdict in ("key", "not_yet"):
                wanted = option.verdict == "key"
                yield part(option.id, option.text, (
                    Way("yes", "chosen", wanted, "" if wanted else option.misconception),
                    Way("no", "left out", not wanted)), [option.locator, *item.locators])
    elif isinstance(item, Match | Matrix | Card):
        for row in _rows(item):
            if row.key:
                yield part(row.id, _named(item, row), _ways(item, row),
                           [row.locator, *item.locators])
    else:
        yield part("", item.stem, (), item.locators)


def _taken(item: Item, mark: FieldMark, parts: Mapping[str, Part], student: int,
           ) -> Iterator[Took]:
    answer: Any = kind_of(item).read(item, mark.answer)
    notes = {note.about: note for note in mark.outcome.notes}
    if isinstance(item, Multi):
        for id, part in parts.items():
            taken = part.ways[id not in answer]
            yield Took(student, part, taken.id, taken.right, taken.misconception)
    elif isinstance(item, Match | Matrix | Card):
        for id, part in parts.items():
            if answer.get(id) and id in notes:
                given = answer[id] if part.ways else ""
                yield _one(student, part, given, notes[id].verdict != "not_yet", [notes[id]])
    else:
        way = answer if isinstance(item, Single | Relation | Cite) else ""
        yield _one(student, parts[""], way, mark.outcome.status == "correct", mark.outcome.notes)


def _one(student: int, part: Part, way: str, right: bool, notes: Iterable[Note]) -> Took:
    code = next((n.misconception for n in notes if n.misconception), "")
    return Took(student, part, way, right, "" if right else code)


def _way(option: Option) -> Way:
    right = option.verdict in ("key", "accept")
    return Way(option.id, option.text, right, "" if right else option.misconception)


def _rows(item: Match | Matrix | Card) -> Sequence[Row | Field]:
    return item.rows if isinstance(item, Match) else \
        item.cells if isinstance(item, Matrix) else item.fields


def _ways(item: Match | Matrix | Card, row: Row | Field) -> Iterator[Way]:
    offered = row.choices if isinstance(row, Field) else \
        item.choices if isinstance(item, Match | Matrix) else ()
    for choice in offered:
        wrong = row.wrong.get(choice.id) or row.wrong.get("*")
        right = choice.id in (row.key, *row.accept)
        yield Way(choice.id, choice.text, right,
                  wrong.misconception if wrong and not right else "")


def _named(item: Match | Matrix | Card, row: Row | Field) -> str:
    if isinstance(item, Matrix):
        names = {one.id: one.text for one in (*item.rows, *item.columns)}
        return " × ".join(names.get(end, end) for end in row.id.split("/"))
    return row.label if isinstance(row, Field) else row.text


def _short(text: str) -> str:
    text = " ".join(text.replace("*", "").split())
    return text if len(text) <= LABEL else text[:LABEL - 1] + "…"


def _text(locators: Iterable[str], texts: frozenset[str]) -> str:
    """The course's text that the first locator names, if any."""
    if not texts:
        return ""
    first = next((place for place in locators if place), "")
    found = locator_pattern(texts).match(first)
    return found.group(1)[0] if found else ""
