"""The students of a gradebook: those of the roster, and those known from what they handed in."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..model.record import Student
from . import gradebook as g
from .lms import sender
from .roster import Listed, Match, Matcher
from .settle import Filed


class People:
    """Students by their number in the gradebook; without a roster, whoever hands in is one."""

    def __init__(self, connection: Connection, roster: tuple[Listed, ...]) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}
        self._new: list[dict[str, Any]] = []
        known: dict[str, Listed] = {}
        listed: dict[str, Listed] = {}
        for row in connection.execute(sa.select(g.student)):
            self._numbers[row.key] = row.id
            known[row.key] = listed_of(row)
            if row.listed:
                listed[row.key] = known[row.key]
        self._next = max(self._numbers.values(), default=0) + 1
        for student in roster:
            key = student.key
            if listed.get(key) != student:
                self._put(key, student, listed=True)
                listed[key] = student
        named = {student.key for student in roster}
        # a roster only adds: these were in one before and are not in this one
        self.stay = tuple(sorted(one.who for key, one in listed.items()
                                 if named and key not in named))
        self._matcher = Matcher.of((listed or known).values(), closed=bool(listed))

    def place(self, file: Filed) -> Filed:
        """The same file with the student it belongs to."""
        if not file.exercise:  # no hand-in that could be somebody's
            return file
        match = self._matcher.received(Student(file.typed_id, file.typed_name), sender(file.name))
        number = self._number(match)
        if (number, match.why) == (file.student, file.matched):
            return file  # itself: a file of an earlier run is then not kept twice
        return msgspec.structs.replace(file, student=number, matched=match.why)

    def number(self, student: Listed) -> int | None:
        """The number of a student that another list names, None when nobody here is meant."""
        return self._number(self._matcher.find(student, ""))

    def flush(self) -> None:
        """Write the students that are new since the last time."""
        g.insert(self._connection, g.student, self._new)
        self._new = []

    def _number(self, match: Match) -> int | None:
        if match.student is None:
            return None
        key = match.student.key
        if key not in self._numbers:
            self._put(key, match.student, listed=False)
        return self._numbers[key]

    def _put(self, key: str, student: Listed, *, listed: bool) -> None:
        values = {"key": key, "student_id": student.id, "name": student.name,
                  "email": student.email, "also": "\n".join(student.also), "listed": int(listed)}
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._next
            self._next += 1
            self._new.append({"id": number, **values})
        else:
            g.update(self._connection, g.student, [{"id": number, **values}])


def listed_of(row: Any) -> Listed:
    """A row of the table of students as a student."""
    return Listed(row.student_id, row.name, row.email, tuple(row.also.splitlines()))
