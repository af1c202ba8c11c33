"""Overrides: points that a person sets for a student and an exercise, with who and why.

Nothing is written over. A new override takes the place of the one before, and one that
lifts it lets the computed points count again; all of them stay in the gradebook.
"""

from __future__ import annotations

import math

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..model.record import Student
from . import gradebook as g
from .keys import Key
from .marking import MarkError, clean, marker_name
from .results import students
from .roster import Matcher


class Overridden(msgspec.Struct, frozen=True):
    """One override: ``points`` is None where it lifts those before it."""

    student: str
    name: str
    exercise: str
    points: float | None
    who: str
    why: str
    at: str


def set_override(connection: Connection, key: Key, student: str, points: float | None, who: str,
                 why: str) -> Overridden:
    """Set the points of a student (id, e-mail or name) in an exercise; None lifts an override.

    Raises MarkError with a sentence. Call it in a transaction that writes.
    """
    why, who = clean(why), marker_name(who)
    if not why:
        raise MarkError("An override is kept with its reason: give one with --why.")
    most = round(sum(key.marks), 4)
    if points is not None and not (math.isfinite(points) and 0 <= points <= most):
        raise MarkError(f"Exercise {key.exercise.id} has {most:g} points; give a number from 0 to "
                        f"{most:g}.")
    known = dict(students(connection))
    match = Matcher.of(known.values(), closed=True).match(Student(student, student))
    if match.student is None:
        raise MarkError(match.why)
    number = next(n for n, one in known.items() if one == match.student)
    if points is None and not _in_force(connection, number, key.exercise.id):
        raise MarkError(f"No override of {match.student.name or match.student.id} in exercise "
                        f"{key.exercise.id} is in force; there is nothing to lift.")
    row = {"id": g.next_id(connection, g.override), "student": number,
           "exercise": key.exercise.id, "points": points or 0.0, "who": who, "why": why,
           "at": g.now(), "lifted": int(points is None)}
    g.insert(connection, g.override, [row])
    return Overridden(match.student.id, match.student.name, key.exercise.id, points, who, why,
                      str(row["at"]))


def _in_force(connection: Connection, student: int, exercise: str) -> bool:
    lifted = connection.scalar(
        sa.select(g.override.c.lifted).where(g.override.c.student == student,
                                             g.override.c.exercise == exercise)
        .order_by(g.override.c.id.desc()).limit(1))
    return lifted == 0


def overrides(connection: Connection) -> tuple[Overridden, ...]:
    """Every override there ever was, the oldest first."""
    t, s = g.override, g.student
    rows = connection.execute(sa.select(t, s.c.student_id, s.c.name)
                              .join(s, s.c.id == t.c.student).order_by(t.c.id))
    return tuple(Overridden(row.student_id, row.name, row.exercise,
                            None if row.lifted else row.points, row.who, row.why, row.at)
                 for row in rows)
