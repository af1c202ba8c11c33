"""The class as figures: questions, misconceptions, groups, confidence, markers, what to look at.

Pure: from results, keys in force, marks and practice to one frozen account. ``gather``
alone reads, from a gradebook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..handin import HandInError, open_handin
from ..model.exercise import Exercise
from ..model.record import Entry
from ..seeds import Seeds
from . import gradebook as g
from .decisions import Sheet, sheet
from .groups import Group, Reliability, by_objective, by_text, reliability
from .markers import Agreed, Given, MarkerStats, agreed, markers
from .questions import PartStats, QuestionStats, Tested, parts, questions
from .results import USED, Result
from .slips import SlipStats, slips
from .sureness import Confidence, confidence


class Analysis(msgspec.Struct, frozen=True):
    """All figures of a class; every one has its n, and is None where n is below ten."""

    students: int
    questions: tuple[QuestionStats, ...]
    decisions: tuple[PartStats, ...]
    reliability: tuple[Reliability, ...]
    objectives: tuple[Group, ...]
    texts: tuple[Group, ...]
    misconceptions: tuple[SlipStats, ...]
    confidence: Confidence
    markers: tuple[MarkerStats, ...]
    agreement: tuple[Agreed, ...]
    tested: tuple[Tested, ...]


@dataclass(frozen=True)
class Mark:
    """A level that is in force in its lane, for one criterion of one student's exercise."""

    student: str  # roster key
    exercise: str
    criterion: str
    marker: str
    level: int


@dataclass(frozen=True)
class Gathered:
    """What a gradebook holds beside the results."""

    marks: Sequence[Mark] = ()
    practice: Mapping[str, Sequence[Entry]] = field(default_factory=dict)  # by roster key


def analyse(results: Iterable[Result], exercises: Mapping[str, Exercise], seeds: Seeds,
            extra: Gathered | None = None, tell: Callable[[], None] = lambda: None) -> Analysis:
    """The figures of a class. ``exercises`` are those in force, with their keys.

    ``tell`` is called after each of the steps that take long.
    """
    extra = extra or Gathered()
    found = sheet(results, exercises, seeds.texts)
    by_part, tests = parts(found)
    by_question, more = questions(found, by_part)
    shown, also = slips(found, seeds.misconceptions)
    numbers = {key: n for n, key in enumerate(found.keys)}
    sure, of_sure = confidence(
        [item for ref in seeds.course.lessons for item in seeds.items(ref.id)]
        if extra.practice else [],
        {numbers.get(key, -n): some for n, (key, some) in enumerate(extra.practice.items(), 1)})
    given = _given(extra.marks, numbers)
    people, of_people = markers(given, _strengths(found))
    return Analysis(
        found.students, by_question, by_part, reliability(found),
        by_objective(found, {o.id: o.text for o in seeds.objectives}),
        by_text(found, {ref.id: ref.label for ref in seeds.course.texts}),
        shown, sure, people, agreed(given, tell=tell), (*tests, *more, *also, *of_sure, *of_people))


def _strengths(found: Sheet) -> dict[int, float]:
    strengths = ((student, found.strength(student)) for student in range(found.students))
    return {student: strength for student, strength in strengths if strength is not None}


def _given(marks: Iterable[Mark], numbers: Mapping[str, int]) -> list[Given]:
    others: dict[str, int] = {}
    return [Given(f"{one.exercise} {one.student}", numbers.get(
        one.student, others.setdefault(one.student, -1 - len(others))),
        one.exercise, one.criterion, one.marker, one.level) for one in marks]


def gather(connection: Connection) -> Gathered:
    """Marks and practice of the hand-ins that count."""
    return Gathered(tuple(_marks(connection)), _practice(connection))


def _marks(connection: Connection) -> Iterable[Mark]:
    """The mark in force of every row in each lane: where somebody marked again, the last."""
    rows = connection.execute(
        sa.select(g.mark.c.criterion, g.mark.c.marker, g.mark.c.second, g.mark.c.level,
                  g.submission.c.exercise, g.student)
        .join(g.submission, g.submission.c.id == g.mark.c.submission)
        .join(g.student, g.student.c.id == g.submission.c.student)
        .where(g.submission.c.status.in_(USED)).order_by(g.mark.c.turn, g.mark.c.at))
    force: dict[tuple[str, str, str, int], Mark] = {}
    for row in rows:
        force[row.key, row.exercise, row.criterion, row.second] = Mark(
            row.key, row.exercise, row.criterion, row.marker, row.level)
    return force.values()


def _practice(connection: Connection) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    t = g.submission
    for key, raw in connection.execute(
            sa.select(g.student.c.key, t.c.raw).join(g.student, g.student.c.id == t.c.student)
            .where(t.c.status.in_(USED), t.c.raw.is_not(None)).order_by(t.c.made, t.c.id)):
        try:
            found[key] += open_handin(raw).practice
        except HandInError:  # a newer crossread reads more strictly; grading says so
            continue
    return {key: some for key, some in found.items() if some}

