"""What is hidden in a made-up class for the report to find, and the marks of made-up markers.

A rehearsal is worth something only where the truth is known. The key that is planted as
wrong stands in a copy of the keys, never in the course itself.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml

from ..home import write_whole
from ..model.exercise import Exercise
from ..model.item import Card, Match, Matrix
from .answers import Answers
from .decisions import Part, parts_of

HOLDERS = 0.35  # share of the class that holds the planted misconception
TWICE_MARKED = 0.45  # share of works that a second marker marks
UNMARKED = 3  # students whose works wait, for whoever rehearses


class WrongKey(msgspec.Struct, frozen=True):
    """A row whose key in the copy of the keys is ``key`` and should be ``truth``."""

    exercise: str
    question: str
    row: str
    key: str
    truth: str


class Planted(msgspec.Struct, frozen=True):
    """What the report should find. "" or None: the course has no place for it."""

    misconception: str = ""
    weak: str = ""  # a question whose answers have nothing to do with how able a student is
    wrong_key: WrongKey | None = None
    too_sure: str = ""  # a practice question that students answer with too much confidence
    severe: str = ""
    careless: str = ""


class PlannedMark(msgspec.Struct, frozen=True):
    """A level that a made-up marker gives; ``second`` marks are blind and for agreement only."""

    student: str
    exercise: str
    criterion: str
    marker: str
    level: int
    second: bool = False


@dataclass(frozen=True)
class Marker:
    """How a made-up marker differs from the truth: levels added, and their spread."""

    name: str
    lean: float
    spread: float


MARKERS = (Marker("M1", 0.0, 0.35), Marker("M2", -0.9, 0.35), Marker("M3", 0.0, 1.5))
SEVERE, CARELESS = "M2", "M3"


def plant(exercises: Sequence[Exercise], answers: Mapping[str, Answers],
          chance: random.Random) -> Planted:
    """Choose a misconception, a weak question and a wrong key that do not cover each other."""
    parts = [part for one in exercises for item in one.fields if item.marks
             for part in parts_of(item, one.id, frozenset())]
    names = sorted({part.question for part in parts})
    weak = chance.choice(names) if len(names) > 3 else ""
    parts = [part for part in parts if part.question != weak]
    code = _commonest(parts, chance)
    marked = any(one.rubric for one in exercises)
    return Planted(code, weak, _wrong_key(exercises, parts, code, answers, chance),
                   severe=SEVERE if marked else "", careless=CARELESS if marked else "")


def _commonest(parts: Iterable[Part], chance: random.Random) -> str:
    """One of the misconceptions that four rows or more can show, else the one with most."""
    rows: Counter[str] = Counter()
    for part in parts:
        rows.update({way.misconception for way in part.ways} - {""})
    often = sorted(code for code, n in rows.items() if n >= 4)
    return chance.choice(often) if often else max(sorted(rows), key=rows.__getitem__, default="")


def _wrong_key(exercises: Sequence[Exercise], parts: Iterable[Part], code: str,
               answers: Mapping[str, Answers], chance: random.Random) -> WrongKey | None:
    rows = {item.id for one in exercises for item in one.fields
            if isinstance(item, Match | Matrix | Card)}
    fit = [part for part in parts if part.question in rows and len(part.ways) > 2
           and code not in {way.misconception for way in part.ways}
           and sum(way.right for way in part.ways) == 1]
    if not fit:
        return None
    part = chance.choice(fit)
    key = chance.choice([way.id for way in part.ways if not way.right])
    return WrongKey(part.exercise, part.question, part.id, key,
                    answers[part.question].right[part.id])


def spoiled(exercise: Exercise, wrong: WrongKey | None) -> Exercise:
    """The exercise with the planted wrong key, or as it is."""
    if wrong is None or wrong.exercise != exercise.id:
        return exercise
    replace = msgspec.structs.replace
    fields = []
    for item in exercise.fields:
        if item.id == wrong.question and isinstance(item, Match | Matrix | Card):
            name = {Match: "rows", Matrix: "cells", Card: "fields"}[type(item)]
            item = replace(item, **{name: tuple(
                replace(row, key=wrong.key) if row.id == wrong.row else row
                for row in getattr(item, name))})
        fields.append(item)
    return replace(exercise, fields=tuple(fields))


def write_keys(exercises: Iterable[Exercise], wrong: WrongKey | None, folder: Path) -> None:
    """A copy of the keys, one of them wrong, as YAML in the form of ``solutions/source``."""
    for exercise in exercises:
        text = yaml.safe_dump(msgspec.to_builtins(spoiled(exercise, wrong)), sort_keys=False,
                              allow_unicode=True, width=100)
        write_whole(folder / f"{exercise.id}.yml", text.encode())


def marks(exercises: Iterable[Exercise], skills: Mapping[str, float],
          handed: Iterable[tuple[str, str]], chance: random.Random) -> tuple[PlannedMark, ...]:
    """The marks of three people; some works are marked twice, and the last students' wait.

    ``skills``: student → 0.0 to 1.0; ``handed``: (student, exercise) with something to mark.
    """
    rubrics = {one.id: one.rubric for one in exercises if one.rubric}
    wait = set(sorted(skills)[-UNMARKED:]) if len(skills) > 2 * UNMARKED else set()
    found: list[PlannedMark] = []
    for student, exercise in handed:
        if exercise not in rubrics or student in wait:
            continue
        first, other = chance.sample(MARKERS, 2)
        twice = chance.random() < TWICE_MARKED
        for criterion in rubrics[exercise]:
            true = chance.gauss(1.2 + 2.6 * skills[student], 0.5)
            for marker in (first, other) if twice else (first,):
                level = round(chance.gauss(true + marker.lean, marker.spread))
                found.append(PlannedMark(student, exercise, criterion.id, marker.name,
                                         max(1, min(4, level)), marker is not first))
    return tuple(found)
