"""What each student has: the file that counts, graded anew, with people's marks and overrides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..seeds import Seeds
from . import gradebook as g
from .grade import Graded, grade
from .inforce import keys_of
from .keys import Key, Keys
from .people import listed_of
from .roster import Listed
from .settle import VALID, FileStatus

NOTHING = "nothing handed in"
REFUSED = ("ungradable", "tampered")
USED = (*sorted(VALID), "late")  # statuses of a file that counts for its student


class Level(msgspec.Struct, frozen=True):
    """The level a person gave for one rubric row."""

    points: int
    comment: str
    marker: str


class Override(msgspec.Struct, frozen=True):
    """Points that a person set for a student and an exercise, whatever was computed."""

    points: float | None = None
    who: str = ""
    why: str = ""


class Result(msgspec.Struct, frozen=True):
    """One student and one exercise. ``graded`` is None when nothing was handed in that counts.

    ``status`` and ``reason`` are then those of a file that was refused, if there is one.
    """

    student: Listed
    exercise: str
    status: str = NOTHING
    reason: str = ""
    minutes_late: int | None = None
    file: str = ""
    graded: Graded | None = None
    levels: dict[str, Level] = {}
    override: float | None = None
    override_why: str = ""
    override_who: str = ""

    @property
    def blank(self) -> bool:
        """Is nothing answered in what was handed in? That is told apart from zero points."""
        return self.graded is not None and self.graded.status == "not_attempted"

    @property
    def waiting(self) -> tuple[str, ...]:
        """Rubric rows that nobody has marked yet."""
        return tuple(c for c in self.graded.waiting if c not in self.levels) if self.graded else ()

    @property
    def told(self) -> str:
        """The reason of the file's status, and what waits for a marker now."""
        n = len(self.waiting) if self.override is None else 0
        row = "row waits" if n == 1 else "rows wait"
        return f"{self.reason} {n} rubric {row} for a marker.".strip() if n else self.reason

    @property
    def rubric(self) -> int:
        """Points given by people so far, for the rubric rows that the key has."""
        rows = self.graded.waiting if self.graded else ()
        return sum(self.levels[row].points for row in rows if row in self.levels)

    @property
    def so_far(self) -> float:
        """All points there are now, whatever still waits for a marker."""
        if self.override is not None:
            return self.override
        return round(self.graded.keyed + self.graded.form + self.rubric, 4) if self.graded else 0.0

    @property
    def total(self) -> float | None:
        """All points; None while something waits for a marker, and where nothing was answered."""
        unknown = self.graded is None or self.blank or self.waiting
        return None if self.override is None and unknown else self.so_far

    @property
    def waits(self) -> bool:
        """Are there no points yet because a marker has not been there?"""
        return self.override is None and bool(self.waiting)


def results(connection: Connection, seeds: Seeds,
            held: Mapping[str, Key] | None = None) -> Iterator[Result]:
    """Every student with every exercise that is graded here, students in the order of their ids.

    Students are those of the roster, else all who handed in. ``held`` are the keys to
    grade with, by default those in force in the gradebook.
    """
    held = keys_of(connection, seeds) if held is None else held
    keys = Keys(seeds.course.id, held)
    levels, overrides = _levels(connection), _overrides(connection)
    t = g.submission
    used, refused = _latest(connection, USED), _latest(connection, REFUSED)
    for number, student in students(connection):
        for exercise in sorted(held):
            over = overrides.get((number, exercise), Override())
            found = used.get((number, exercise))
            shown = found or refused.get((number, exercise))
            row = connection.execute(sa.select(
                t.c.name, t.c.status, t.c.reason, t.c.minutes_late, t.c.raw)
                .where(t.c.id == shown)).one() if shown else None
            if found is None or row is None:
                status, reason, name = (row.status, row.reason, row.name) if row else (
                    NOTHING, "", "")
                yield Result(student, exercise, status, reason, None, name, override=over.points,
                             override_why=over.why, override_who=over.who)
                continue
            yield Result(student, exercise, row.status, row.reason, row.minutes_late, row.name,
                         grade(row.raw, keys), levels.get(found, {}), over.points, over.why,
                         over.who)


def _latest(connection: Connection, statuses: tuple[str, ...]) -> dict[tuple[int, str], int]:
    """(student, exercise) → the last file with one of these statuses."""
    t = g.submission
    return {(row.student, row.exercise): row.id for row in connection.execute(
        sa.select(t.c.id, t.c.student, t.c.exercise).where(
            t.c.status.in_(statuses), t.c.student.is_not(None)).order_by(t.c.id))}


def strays(connection: Connection) -> Iterator[tuple[str, FileStatus]]:
    """Files that stand in no result, each with its exercise ("" where it is not known).

    They are nobody's, or were refused while another file of the same student counts.
    """
    t = g.submission
    used, refused = _latest(connection, USED), _latest(connection, REFUSED)
    last = {id for key, id in refused.items() if key not in used}
    for row in connection.execute(sa.select(t).where(
            t.c.status.in_(("unmatched", *REFUSED))).order_by(t.c.name, t.c.id)):
        if row.id not in last:
            who = Listed(row.typed_id, row.typed_name).who
            names = f"The file names {who}. " if who and row.status in REFUSED else ""
            yield row.exercise, FileStatus(row.name, row.status, names + row.reason)


def students(connection: Connection) -> list[tuple[int, Listed]]:
    """The students of the roster, else all who handed in, by id and name."""
    rows = connection.execute(sa.select(g.student)).all()
    listed = [row for row in rows if row.listed] or rows
    return sorted(((row.id, listed_of(row)) for row in listed),
                  key=lambda one: (one[1].id, one[1].name, one[0]))


def _levels(connection: Connection) -> dict[int, dict[str, Level]]:
    """Submission → criterion → the level in force: the last one given, or what was settled.

    A second marker's is for agreement only; the comment stays the first marker's.
    """
    found: dict[int, dict[str, Level]] = {}
    rows = connection.execute(sa.select(g.mark).where(g.mark.c.second == 0)
                              .order_by(g.mark.c.turn, g.mark.c.at))
    for row in rows:
        found.setdefault(row.submission, {})[row.criterion] = Level(
            row.level, row.comment, row.marker)
    for row in connection.execute(sa.select(g.settled).order_by(g.settled.c.id)):
        marked = found.setdefault(row.submission, {}).get(row.criterion)
        found[row.submission][row.criterion] = Level(
            row.level, marked.comment if marked else "", row.who)
    return found


def _overrides(connection: Connection) -> dict[tuple[int, str], Override]:
    """(student, exercise) → the override in force; one that was taken back is none."""
    rows = connection.execute(sa.select(g.override).order_by(g.override.c.id))
    last = {(row.student, row.exercise): row for row in rows}
    return {key: Override(row.points, row.who, row.why)
            for key, row in last.items() if not row.lifted}
