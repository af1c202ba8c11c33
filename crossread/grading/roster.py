"""The list of students: read from a CSV file, and matched.

A hand-in is matched by id, then by e-mail address, then by name. Nothing is guessed:
a name that two students share matches nobody, and says so.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..model.record import Student
from ..seeds import SeedError, Slip
from .columns import Columns, id_key, mail_key, rows_of
from .columns import Listed as Listed
from .columns import name_key as name_key
from .lms import Sender, squeezed, turned

# The row by which Canvas says which grades are hidden, and tells it when it reads a file again.
POSTING = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.I)


@dataclass(frozen=True)
class Match:
    """Who a hand-in belongs to. ``student`` is None when that cannot be told; ``why`` says so."""

    student: Listed | None
    why: str = ""


@dataclass
class Matcher:
    """Finds students by what they typed. Without a roster, whoever hands in is a student."""

    closed: bool  # True: only students of the roster count
    by_id: dict[str, Listed] = field(default_factory=dict)
    by_mail: dict[str, Listed] = field(default_factory=dict)
    by_name: dict[str, list[Listed]] = field(default_factory=dict)
    by_turned: dict[str, list[Listed]] = field(default_factory=dict)  # of a roster: as platforms do

    @classmethod
    def of(cls, students: Iterable[Listed], *, closed: bool) -> Matcher:
        """A matcher that knows these students."""
        matcher = cls(closed)
        for student in students:
            matcher.add(student)
        return matcher

    def add(self, student: Listed) -> None:
        """Make a student findable."""
        for one in (student.id, *student.also):
            if key := id_key(one):
                self.by_id.setdefault(key, student)
        if key := mail_key(student.email):
            self.by_mail.setdefault(key, student)
        if key := name_key(student.name):
            self.by_name.setdefault(key, []).append(student)
            for one in turned(student.name) if self.closed else ():
                self.by_turned.setdefault(one, []).append(student)

    def match(self, typed: Student) -> Match:
        """Who typed this id and this name."""
        found = self.by_id.get(id_key(typed.id)) if typed.id else None
        if found and found.name == typed.name:
            return Match(found)
        same = self.by_name.get(name_key(typed.name), []) if typed.name else []
        if found:
            other = same[0] if len(same) == 1 and found not in same else None
            return Match(found, f"The id is that of {found.name or found.id}, the name that of "
                                f"{other.name} ({other.id})." if other else "")
        for one in (typed.id, typed.name):
            if found := self.by_mail.get(mail_key(one)):
                return Match(found)
        if len(same) == 1 and (self.closed or not (typed.id and same[0].id)):
            return Match(same[0], f"Matched by name; the id “{typed.id}” is not in the roster."
                         if typed.id and self.closed else "")
        if not self.closed and (id_key(typed.id) or name_key(typed.name)):
            student = Listed(typed.id, typed.name, typed.id if mail_key(typed.id) else "")
            self.add(student)
            return Match(student)
        return Match(None, self._why(typed, same))

    def received(self, typed: Student, said: Sender | None) -> Match:
        """Who typed this, helped by the platform where it says who sent the file.

        What the student typed goes first; where the platform says something else, it is told.
        """
        match = self.match(typed)
        if said is None or not squeezed(said.name):
            return match
        if not self.closed:
            if match.student is not None:
                return match
            found = self.match(Student("", said.name)).student
            return Match(found, f"The file names no student; {said.platform} named it after "
                                f"“{said.name}”.") if found else match
        sent = self._sent(said)
        if match.student is None and sent is not None:
            return Match(sent, f"{match.why} Matched by the name that {said.platform} gave the "
                               f"file, “{said.name}”.")
        if match.student is not None and sent is not None and sent.key != match.student.key:
            return Match(match.student, f"{match.why} {said.platform} received the file from "
                                        f"{sent.name} ({sent.id or 'no id'}).".strip())
        return match

    def _sent(self, said: Sender) -> Listed | None:
        """The one student of the roster whom the platform means; its number decides a tie."""
        same = self.by_turned.get(squeezed(said.name), [])
        if len(same) > 1:
            same = [one for one in same if said.number and said.number in (one.id, *one.also)]
        return same[0] if len(same) == 1 else None

    def find(self, student: Listed, where: str) -> Match:
        """The same student in another list: by id, then by e-mail address, then by name."""
        same = self.by_name.get(name_key(student.name), [])
        for one in (student.id, *student.also):
            if found := self.by_id.get(id_key(one)):
                other = same[0] if len(same) == 1 and found not in same else None
                return Match(found, f"The id is that of {found.name or found.id} in {where}, the "
                                    f"name that of {other.name} ({other.id})." if other else "")
        if found := self.by_mail.get(mail_key(student.email)):
            return Match(found)
        if len(same) == 1:
            return Match(same[0])
        return Match(None, f"{len(same)} students in {where} have this name." if same else
                     f"Not in {where}.")

    def _why(self, typed: Student, same: list[Listed]) -> str:
        if not id_key(typed.id) and not name_key(typed.name):
            return "The file names no student: neither id nor name is filled in."
        if len(same) > 1:
            return f"{len(same)} students are called {typed.name}, and the id matches none of them."
        close = difflib.get_close_matches(name_key(typed.name), self.by_name, n=3, cutoff=0.6)
        close_ids = difflib.get_close_matches(id_key(typed.id), self.by_id, n=2, cutoff=0.75)
        near = [f"{s.name} ({s.id})" for key in close for s in self.by_name[key]]
        near += [f"{s.name} ({s.id})" for key in close_ids if (s := self.by_id[key])]
        nearest = f" Nearest: {', '.join(dict.fromkeys(near))}." if near else ""
        return f"{typed.name or 'No name'} ({typed.id or 'no id'}) is not in the roster.{nearest}"


def read_roster(path: Path) -> tuple[Listed, ...]:
    """The students of a CSV file with a header row, in its order.

    Raises OSError when the file cannot be read, SeedError with every slip in it.
    """
    rows = rows_of(path)
    file, columns = path.name, Columns.of(rows[0][1] if rows else [], path.name)
    found: dict[str, Listed] = {}
    slips: list[Slip] = []
    for line, cells in rows[1:]:
        student = columns.student(cells)
        if not any(cells) or _of_canvas(student, cells):
            continue
        if not student.key:
            slips.append(Slip(file, line, "has neither id, e-mail nor name; fill one in or drop "
                              "the row"))
        elif student.key in found:
            slips.append(Slip(file, line, f"names {student.id or student.name} a second time; "
                              "keep one row"))
        else:
            found[student.key] = student
    if slips:
        raise SeedError(slips)
    if not found:
        raise SeedError([Slip(file, 1, "names no student; give one row for each")])
    return tuple(found.values())


def _of_canvas(student: Listed, cells: list[str]) -> bool:
    """Is it a row that Canvas writes above the students, “Manual Posting” or “Points Possible”?"""
    return student.name.lower().startswith("points possible") or (
        not student.key and all(POSTING.fullmatch(cell) for cell in cells))
