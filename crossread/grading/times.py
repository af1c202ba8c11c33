"""When the platform received a hand-in: read from its table, kept, used before the file's time.

A download carries no time to rely on: the times in its zip are those of the download. The
grading worksheet of Moodle has “Last modified (submission)”; any CSV file with a column of
students and one of times will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..seeds import SeedError, Slip
from . import gradebook as g
from .columns import Columns, Listed, column, rows_of

# Names of columns, as ``columns.column`` writes them.
TIME = ("last modified submission", "submitted at", "submitted on", "submitted", "submission time",
        "submission date", "submission timestamp", "time submitted", "date submitted")
FORMS = ("%A, %d %B %Y, %I:%M %p", "%d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %H:%M")


class Arrival(msgspec.Struct, frozen=True):
    """When the platform received what a student handed in; ``number`` is Moodle's participant."""

    student: Listed
    number: str
    at: str  # UTC, ISO 8601


def given_times(given: Iterable[str], exercises: Iterable[str]) -> dict[str, Path]:
    """Tables as typed, “NN=FILE”, or “FILE” in a course of one exercise.

    Raises ValueError with a sentence.
    """
    known = list(exercises)
    found: dict[str, Path] = {}
    for text in given:
        name, sign, file = text.partition("=")
        if sign and name in known:
            found[name] = Path(file)
        elif len(known) == 1:
            found[known[0]] = Path(text)
        else:
            raise ValueError(f"{text!r} does not say whose times it holds; write NN=FILE, NN one "
                             f"of {', '.join(known)}.")
    return found


def read_times(path: Path) -> tuple[Arrival, ...]:
    """The times of a table, student by student; a row without a time is left out.

    A time without a zone is a time of this computer. Raises OSError when the file
    cannot be read, SeedError with every slip in it.
    """
    rows = rows_of(path)
    header = rows[0][1] if rows else []
    names = [column(name) for name in header]
    place = next((names.index(name) for name in TIME if name in names), None)
    if place is None:
        raise SeedError([Slip(path.name, 1, "has no column of times; give one the name Last "
                              "modified (submission), or Submitted at")])
    columns = Columns.of(header, path.name)
    number = names.index("identifier") if "identifier" in names else None
    found: list[Arrival] = []
    slips: list[Slip] = []
    for line, cells in rows[1:]:
        text = cells[place].strip() if place < len(cells) else ""
        student = columns.student(cells)
        if text in ("", "-") or not student.key:
            continue
        if at := _moment(text):
            who = re.findall(r"\d+", cells[number]) if number is not None else []
            found.append(Arrival(student, "".join(who[-1:]), at.astimezone(UTC).strftime(g.TIME)))
        else:
            slips.append(Slip(path.name, line, f"{text!r} is no time; write it like "
                              "2027-01-15 18:00"))
    if slips:
        raise SeedError(slips)
    return tuple(found)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 (a time of this computer)
        except ValueError:
            continue
    return None


def arrivals(connection: Connection, new: Mapping[tuple[int, str], str],
             ) -> dict[tuple[int, str], str]:
    """(student, exercise) → time, those given now written over those given before."""
    t = g.arrival
    held = {(row.student, row.exercise): row.at for row in connection.execute(sa.select(t))}
    for (student, exercise), at in new.items():
        if (student, exercise) not in held:
            g.insert(connection, t, [{"student": student, "exercise": exercise, "at": at}])
        elif held[student, exercise] != at:
            connection.execute(t.update().where(t.c.student == student, t.c.exercise == exercise)
                               .values(at=at))
    return held | dict(new)
