"""What is in force in a gradebook: its course, the keys it grades with, the deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..seeds import Seeds
from . import gradebook as g
from .keys import Key, Keys, from_bytes, key_bytes


def same_course(connection: Connection, seeds: Seeds) -> None:
    """A gradebook holds one course, from the first grading on."""
    if not holds_course(connection, seeds):
        g.insert(connection, g.course, [{"id": seeds.course.id, "title": seeds.course.title}])


def holds_course(connection: Connection, seeds: Seeds) -> bool:
    """Does it hold this course already? Raises GradebookError when it holds another."""
    held = connection.scalar(sa.select(g.course.c.id))
    if held not in (None, seeds.course.id):
        raise g.GradebookError(f"This gradebook holds the course “{held}”, not "
                               f"“{seeds.course.id}”; name another file.")
    return held is not None


def keys_in_force(connection: Connection, keys: Keys, seeds: Seeds,
                  ) -> tuple[Keys, tuple[str, ...]]:
    """The keys that this gradebook grades with, and the exercises whose source has changed."""
    held = keys_of(connection, seeds)
    fresh = [{"exercise": exercise, "key": key_bytes(key.exercise), "added": g.now(),
              "reason": "first graded"}
             for exercise, key in keys.by_exercise.items() if exercise not in held]
    first = g.next_id(connection, g.key_version)
    g.insert(connection, g.key_version, [{"id": first + n, **row} for n, row in enumerate(fresh)])
    changed = tuple(exercise for exercise, key in keys.by_exercise.items()
                    if exercise in held and held[exercise].exercise != key.exercise)
    return Keys(keys.course, {**keys.by_exercise, **held}), changed


def keys_of(connection: Connection, seeds: Seeds) -> dict[str, Key]:
    """Exercise → the key in force in a gradebook: the last version of it."""
    found: dict[str, Key] = {}
    rows = connection.execute(sa.select(g.key_version.c.exercise, g.key_version.c.key)
                              .order_by(g.key_version.c.id))
    for exercise, raw in rows:
        try:
            found[exercise] = from_bytes(raw, seeds)
        except msgspec.MsgspecError:
            raise g.GradebookError(f"The key of exercise {exercise} in this gradebook was written "
                                   "by another version of crossread; use that version.") from None
    return found


def read_due(given: Iterable[str], exercises: Iterable[str]) -> dict[str, datetime]:
    """Deadlines as typed, “TIME” for all exercises or “NN=TIME” for one; later ones win.

    A time without a zone is a time of this computer. Raises ValueError with a sentence.
    """
    known = list(exercises)
    due: dict[str, datetime] = {}
    for text in given:
        name, _, time = text.rpartition("=")
        if name and name not in known:
            raise ValueError(f"There is no exercise {name!r}; there are {', '.join(known)}.")
        try:
            at = datetime.fromisoformat(time.strip())
        except ValueError:
            raise ValueError(f"{time!r} is no time; write it like 2027-01-15T18:00.") from None
        due |= dict.fromkeys([name] if name else known, at.astimezone(UTC))
    return due


def deadlines(connection: Connection, given: Mapping[str, datetime]) -> dict[str, datetime]:
    """The deadlines in force: those given now, and for the rest those given before."""
    due = {row.exercise: row.due for row in connection.execute(sa.select(g.deadline))}
    for exercise, at in given.items():
        text = at.astimezone(UTC).strftime(g.TIME)
        if exercise not in due:
            g.insert(connection, g.deadline, [{"exercise": exercise, "due": text}])
        elif due[exercise] != text:
            connection.execute(g.deadline.update().where(g.deadline.c.exercise == exercise)
                               .values(due=text))
        due[exercise] = text
    return {exercise: datetime.fromisoformat(text) for exercise, text in due.items()}
