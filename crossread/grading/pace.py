"""Minutes by lesson as a class reports them: only from those who agreed, never of a few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles

import sqlalchemy as sa
from sqlalchemy import Connection

from ..handin import open_handin
from . import gradebook as g
from .results import USED

FEWEST = 10  # students; of fewer nothing is told


@dataclass(frozen=True)
class Pace:
    """Minutes of a class in one lesson: lower quartile, median and upper quartile.

    ``quartiles`` is None where fewer than ``FEWEST`` students sent theirs.
    """

    lesson: str
    n: int
    quartiles: tuple[float, float, float] | None


def pace(connection: Connection, lessons: Iterable[str]) -> list[Pace]:
    """The minutes in a gradebook by lesson, from the hand-ins that count."""
    t = g.submission
    rows = connection.execute(sa.select(t.c.student, t.c.raw)
                              .where(t.c.status.in_(USED), t.c.raw.is_not(None),
                                     t.c.student.is_not(None))
                              .order_by(t.c.made))
    latest: dict[str, dict[int, int]] = defaultdict(dict)  # lesson → student → minutes
    for student, raw in rows:
        for lesson, minutes in open_handin(raw).minutes.items():
            latest[lesson][student] = minutes
    return [summary(lesson, latest[lesson].values()) for lesson in lessons]


def summary(lesson: str, minutes: Iterable[int]) -> Pace:
    """The quartiles of some students' minutes (linear between neighbours)."""
    found = sorted(minutes)
    if len(found) < FEWEST:
        return Pace(lesson, len(found), None)
    low, middle, high = quantiles(found, n=4, method="inclusive")
    return Pace(lesson, len(found), (low, middle, high))
