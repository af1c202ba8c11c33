"""Decisions in groups: how consistent an exercise is, and the class by objective and by text."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from statistics import fmean

import msgspec

from ..agreement import TOO_FEW
from . import figures as f
from .decisions import Part, Sheet

RESAMPLES = 1000


class Reliability(msgspec.Struct, frozen=True):
    """KR-20 of the decisions of an exercise (Kuder and Richardson 1937; for right or wrong
    answers it is Cronbach's alpha), with a bootstrap interval over students."""

    exercise: str
    decisions: int
    alpha: f.Figure


class Group(msgspec.Struct, frozen=True):
    """The mean over students of their share of right decisions in a group of them."""

    id: str
    name: str
    decisions: int
    right: f.Figure


def reliability(sheet: Sheet, seed: int = 1) -> tuple[Reliability, ...]:
    """Every exercise that has two decisions or more; what was left out counts as not right."""
    found = []
    for exercise in sorted({part.exercise for part in sheet.parts}):
        mine = [part for part in sheet.parts if part.exercise == exercise]
        if len(mine) > 1:
            found.append(Reliability(exercise, len(mine), _alpha(_rows(sheet, mine), seed)))
    return tuple(found)


def _rows(sheet: Sheet, parts: Sequence[Part]) -> list[tuple[int, ...]]:
    """A row for each student who decided anything there: 1 right, 0 not."""
    right: dict[int, set[Part]] = defaultdict(set)
    for part in parts:
        for one in sheet.by_part[part]:
            right[one.student] |= {part} if one.right else set()
    return [tuple(int(part in mine) for part in parts) for mine in right.values()]


def _alpha(rows: list[tuple[int, ...]], seed: int) -> f.Figure:
    whole = _kr20(rows) if len(rows) >= TOO_FEW else None
    if whole is None:
        return f.nothing(len(rows))
    chance = random.Random(seed)
    drawn = sorted(one for one in (_kr20(chance.choices(rows, k=len(rows)))
                                   for _ in range(RESAMPLES)) if one is not None)
    return f.Figure(round(whole, 4), round(drawn[int(0.025 * len(drawn))], 4),
                    round(drawn[int(0.975 * len(drawn)) - 1], 4), len(rows))


def _kr20(rows: Sequence[tuple[int, ...]]) -> float | None:
    """None where all students have the same total."""
    n, k = len(rows), len(rows[0])
    totals: list[int] = list(map(sum, rows))
    middle = sum(totals) / n
    spread: float = sum((total - middle) ** 2 for total in totals) / n
    if not spread:
        return None
    apart: float = sum(p * (1 - p) for p in (sum(column) / n for column in zip(*rows, strict=True)))
    return k / (k - 1) * (1 - apart / spread)


def by_objective(sheet: Sheet, names: Mapping[str, str]) -> tuple[Group, ...]:
    """The class in each objective, in the order of their ids."""
    return _grouped(sheet, lambda part: part.objective, names)


def by_text(sheet: Sheet, names: Mapping[str, str]) -> tuple[Group, ...]:
    """The class in decisions about each of the course's texts, and about all others."""
    return _grouped(sheet, lambda part: part.text, {**names, "": "made-up and other material"})


def _grouped(sheet: Sheet, group: Callable[[Part], str], names: Mapping[str, str],
             ) -> tuple[Group, ...]:
    parts: dict[str, list[Part]] = defaultdict(list)
    for part in sheet.parts:
        parts[group(part)].append(part)
    found = []
    for id in sorted(parts, key=lambda one: (not one, one)):
        mine: dict[Hashable, list[bool]] = defaultdict(list)
        for part in parts[id]:
            for one in sheet.by_part[part]:
                mine[one.student].append(one.right)
        found.append(Group(id, names.get(id, id), len(parts[id]),
                           f.mean([fmean(some) for some in mine.values()])))
    return tuple(found)
