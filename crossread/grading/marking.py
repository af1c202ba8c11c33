"""Marking by people: what waits, in which order, and a level kept without losing another's.

A row is one criterion of one piece of work. It has two lanes: first marks count, second
marks are given blind and are for agreement. A marker who opened a row says which turn
they saw; when somebody has marked it since, nothing is written and they are told.
"""

from __future__ import annotations

import base64
import getpass
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..model.exercise import Criterion as Criterion
from ..seeds import Seeds
from . import gradebook as g
from .grade import Graded, grade
from .keys import Key, Keys
from .plain import plain
from .results import USED

FIRST, SECOND = 0, 1  # lanes
LONGEST_COMMENT = 2000  # characters
LONGEST_NAME = 60
ERASED = "This work is not in the gradebook any more: somebody erased what it keeps of the student."
Row = tuple[int, str]  # submission, criterion


class MarkError(ValueError):
    """A mark that cannot be kept; the message says why and what to do."""


class Given(msgspec.Struct, frozen=True):
    """What somebody gave for a row; ``turn`` counts what was saved for it so far."""

    level: int
    comment: str
    marker: str
    at: str
    turn: int


class Gone(MarkError):
    """The file on the desk is no longer the student's counted one: nothing can be kept for it."""


class Clash(MarkError):
    """Somebody else marked the row since it was opened; ``now`` is what stands there."""

    def __init__(self, now: Given) -> None:
        super().__init__(f"{now.marker} chose level {now.level} after you opened this row.")
        self.now = now


@dataclass(frozen=True)
class Work:
    """One student's counted hand-in of one exercise. ``code`` names it while names are hidden."""

    submission: int
    student: int
    exercise: str
    code: str
    rank: str  # where it stands in a seeded order
    graded: Graded


@dataclass(frozen=True)
class Page:
    """What a marker sees at once: one piece of work and one or all of its criteria."""

    work: Work
    criteria: tuple[Criterion, ...]


def counted(connection: Connection, exercise: str) -> frozenset[int]:
    """The hand-ins of an exercise that count, one for each student."""
    return frozenset(connection.scalars(sa.select(g.submission.c.id).where(
        g.submission.c.exercise == exercise, g.submission.c.status.in_(USED))))


def works(connection: Connection, seeds: Seeds, key: Key) -> tuple[Work, ...]:
    """Every counted hand-in with something to mark, in a seeded order.

    The order and the codes come from a digest of the student's key in the roster, so that
    names and the alphabet play no role, and every machine has the same.
    """
    exercise = key.exercise.id
    keys = Keys(seeds.course.id, {exercise: key})
    rows = connection.execute(
        sa.select(g.submission.c.id, g.submission.c.student, g.submission.c.raw, g.student.c.key)
        .join(g.student, g.student.c.id == g.submission.c.student)
        .where(g.submission.c.exercise == exercise, g.submission.c.status.in_(USED)))
    found = []
    for row in rows:
        graded = grade(row.raw, keys)
        if graded.waiting:
            found.append(Work(row.id, row.student, exercise,
                              _code(seeds.course.id, exercise, row.key),
                              _digest(seeds.course.id, exercise, row.key).hex(), graded))
    return tuple(sorted(found, key=lambda work: work.rank))


def pages(some: Sequence[Work], criteria: Sequence[Criterion], by: str) -> tuple[Page, ...]:
    """The pages in the order of marking: ``by`` is student, or criterion.

    By criterion, each criterion has an order of its own, so that nobody is always last.
    """
    if by == "student":
        return tuple(Page(work, tuple(criteria)) for work in some)
    return tuple(Page(work, (criterion,)) for criterion in criteria
                 for work in sorted(some, key=lambda w: _digest(criterion.id, w.rank)))


def given(connection: Connection, lane: int) -> dict[Row, Given]:
    """What is in force in a lane: the last that was saved for each row."""
    rows = connection.execute(sa.select(g.mark).where(g.mark.c.second == lane)
                              .order_by(g.mark.c.turn, g.mark.c.at))
    return {(row.submission, row.criterion):
            Given(row.level, row.comment, row.marker, row.at, row.turn) for row in rows}


def earlier(connection: Connection, exercise: str) -> dict[int, dict[str, int]]:
    """Student → criterion → the first mark of a file that a newer one has replaced since."""
    t = g.submission
    rows = connection.execute(
        sa.select(t.c.student, g.mark.c.criterion, g.mark.c.level)
        .join(t, t.c.id == g.mark.c.submission)
        .where(t.c.exercise == exercise, t.c.status == "duplicate", g.mark.c.second == FIRST)
        .order_by(g.mark.c.at, g.mark.c.turn))
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.student, {})[row.criterion] = row.level
    return found


def save(connection: Connection, marker: str, lane: int, submission: int, criterion: Criterion,
         level: int, comment: str, seen: int | None) -> Given:
    """Keep a level and a comment; ``seen`` is the turn that the marker saw, None for a blank row.

    Raises Clash when the row has another turn by now, MarkError when it cannot be kept.
    Call it in a transaction that writes.
    """
    if level not in {0, *(one.points for one in criterion.levels)}:
        raise MarkError(f"“{criterion.title}” has no level {level}; choose one that is described, "
                        "or 0 where there is nothing to mark.")
    comment = checked(comment)
    may_mark(connection, marker, lane, submission, criterion)
    now = given_for(connection, lane, submission, criterion.id)
    if (now.turn if now else None) != seen:
        if now is None:
            raise MarkError("This row is blank in the gradebook by now. Open the work again.")
        raise Clash(now)
    made = Given(level, comment, marker, g.now(), now.turn + 1 if now else 1)
    values = {"second": lane, "level": level, "comment": comment, "at": made.at, "turn": made.turn}
    mine = (g.mark.c.submission == submission, g.mark.c.criterion == criterion.id,
            g.mark.c.marker == marker)
    if not connection.execute(g.mark.update().where(*mine).values(values)).rowcount:
        g.insert(connection, g.mark, [{"submission": submission, "criterion": criterion.id,
                                       "marker": marker, **values}])
    return made


def given_for(connection: Connection, lane: int, submission: int, criterion: str) -> Given | None:
    """What is in force in one row."""
    row = connection.execute(
        sa.select(g.mark).where(g.mark.c.submission == submission, g.mark.c.second == lane,
                                g.mark.c.criterion == criterion)
        .order_by(g.mark.c.turn.desc(), g.mark.c.at.desc())).first()
    return Given(row.level, row.comment, row.marker, row.at, row.turn) if row else None


def may_mark(connection: Connection, marker: str, lane: int, submission: int,
             criterion: Criterion) -> None:
    """Raises MarkError, with the reason, when this marker may not write in this row."""
    status = connection.scalar(sa.select(g.submission.c.status)
                               .where(g.submission.c.id == submission))
    if status is None:
        raise Gone(ERASED)
    if status not in USED:
        raise Gone("This file does not count any more: a newer one of the same student has come "
                   "in.")
    if connection.scalar(sa.select(g.mark.c.marker).where(
            g.mark.c.submission == submission, g.mark.c.marker == marker,
            g.mark.c.second != lane).limit(1)):
        raise MarkError("You marked this work already as its second marker." if lane == FIRST else
                        "You marked this work first; its second marker must be somebody else.")
    if who := connection.scalar(sa.select(g.settled.c.who).where(
            g.settled.c.submission == submission, g.settled.c.criterion == criterion.id)
            .order_by(g.settled.c.id.desc()).limit(1)):
        raise MarkError(f"{who} settled the level of “{criterion.title}” after two people had "
                        "marked it. It can be changed in the list of differences.")


def progress(some: Iterable[Page], levels: Mapping[Row, Given]) -> tuple[int, int]:
    """How many rows of these pages are marked, of how many."""
    rows = [(page.work.submission, one.id) for page in some for one in page.criteria]
    return sum(row in levels for row in rows), len(rows)


def flags(connection: Connection) -> frozenset[int]:
    """The submissions that need a second look."""
    return frozenset(connection.scalars(sa.select(g.flag.c.submission)))


def set_flag(connection: Connection, marker: str, submission: int, *, up: bool) -> None:
    """Raise or lower the flag “needs a second look”."""
    connection.execute(g.flag.delete().where(g.flag.c.submission == submission))
    if connection.scalar(sa.select(g.submission.c.id).where(
            g.submission.c.id == submission)) is None:
        raise Gone(ERASED)
    if up:
        g.insert(connection, g.flag, [{"submission": submission, "who": marker, "at": g.now()}])


def reveal(connection: Connection, marker: str, submission: int) -> str:
    """The student's name and id; that this marker asked for them is recorded."""
    row = connection.execute(
        sa.select(g.student.c.name, g.student.c.student_id).join(
            g.submission, g.submission.c.student == g.student.c.id)
        .where(g.submission.c.id == submission)).one_or_none()
    if row is None:
        raise Gone(ERASED)
    g.insert(connection, g.reveal, [{"id": g.next_id(connection, g.reveal), "who": marker,
                                     "submission": submission, "at": g.now()}])
    return " · ".join(filter(None, (row.name, row.student_id)))


def marker_name(text: str) -> str:
    """The name of a marker as it is kept. Raises MarkError when nothing is left of it."""
    name = plain(text.strip(), LONGEST_NAME)
    if not name:
        raise MarkError("A mark is kept with who gave it: give a name with --marker.")
    return name


def login() -> str:
    """The name under which this person is logged in, "" when there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def clean(text: str) -> str:
    """A comment as it is kept: its lines without controls, no blank ends."""
    return "\n".join(plain(line, LONGEST_COMMENT * 2) for line in text.splitlines()).strip()


def checked(comment: str) -> str:
    """A comment as it is kept. Raises MarkError when it is too long."""
    comment = clean(comment)
    if len(comment) > LONGEST_COMMENT:
        raise MarkError(f"The comment has {len(comment):,} characters; shorten it to "
                        f"{LONGEST_COMMENT:,}.")
    return comment


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _code(course: str, exercise: str, student: str) -> str:
    """Five letters and digits for a student's work; a name seen in one exercise tells no other."""
    return base64.b32encode(_digest("code", course, exercise, student))[:5].decode()
