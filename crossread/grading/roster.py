"""The list of students: read from a CSV under any common column names, and matched.

A hand-in is matched by id, then by e-mail address, then by name. Nothing is guessed:
a name that two students share matches nobody, and says so.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ..model.record import Student
from ..seeds import SeedError, Slip
from ..texts import decode
from .lms import Sender, squeezed, turned
from .plain import plain, rearmed

# Column names, the one that students know best first; a student may type any of their ids.
# English first, then German, Spanish and French, written without their accents.
ID = ("student id", "student number", "matriculation number", "sis user id", "id number",
      "org defined id", "sis login id", "login id", "username", "user name", "login", "user id",
      "id",
      "matrikelnummer", "matrikelnr", "matrikel nr", "matrikel", "id nummer", "anmeldename",
      "benutzername", "numero de matricula", "matricula", "numero de id", "nombre de usuario",
      "usuario", "numero etudiant", "numero d etudiant", "numero d identification",
      "nom d utilisateur", "identifiant")
EMAIL = ("email address", "email", "e mail", "e mail address", "mail",
         "e mail adresse", "email adresse", "mailadresse", "correo electronico",
         "direccion de correo", "direccion de correo electronico", "correo", "courriel",
         "adresse de courriel", "adresse e mail", "adresse mail", "adresse email")
NAME = ("full name", "name", "student name", "student", "display name",
        "vollstandiger name", "nombre completo", "nom complet")
FIRST = ("first name", "firstname", "given name", "given names", "forename",
         "vorname", "vornamen", "nombre", "nombres", "prenom", "prenoms")
LAST = ("last name", "lastname", "surname", "family name",
        "nachname", "familienname", "apellido", "apellidos", "apellido s", "nom",
        "nom de famille")
PACKED = {b"PK\x03\x04": "an Excel or OpenDocument file, or another zip archive",
          b"\xd0\xcf\x11\xe0": "an old Excel file"}  # how such files begin
# The row by which Canvas says which grades are hidden, and tells it when it reads a file again.
POSTING = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.I)
# Moodle's grading worksheet; its own number of a participant is not the student's id.
WORKSHEET = frozenset({"last modified grade", "zuletzt geandert bewertung",
                       "ultima modificacion calificacion", "derniere modification note"})
OWN_NUMBER = frozenset({"id", "identifiant"})
LONGEST_CELL = 100_000  # characters; longer is an unclosed quotation mark
MOST_BYTES = 20_000_000


class Listed(msgspec.Struct, frozen=True):
    """A student as a roster, or a hand-in where there is no roster, gives them."""

    id: str
    name: str
    email: str = ""
    also: tuple[str, ...] = ()  # other ids, such as a login name

    @property
    def key(self) -> str:
        """What tells this student from all others: id, else e-mail, else name."""
        if own := _id(self.id):
            return f"id:{own}"
        if mail := _mail(self.email):
            return f"mail:{mail}"
        name = name_key(self.name)
        return f"name:{name}" if name else ""


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
            if key := _id(one):
                self.by_id.setdefault(key, student)
        if key := _mail(student.email):
            self.by_mail.setdefault(key, student)
        if key := name_key(student.name):
            self.by_name.setdefault(key, []).append(student)
            for one in turned(student.name) if self.closed else ():
                self.by_turned.setdefault(one, []).append(student)

    def match(self, typed: Student) -> Match:
        """Who typed this id and this name."""
        found = self.by_id.get(_id(typed.id)) if typed.id else None
        if found and found.name == typed.name:
            return Match(found)
        same = self.by_name.get(name_key(typed.name), []) if typed.name else []
        if found:
            other = same[0] if len(same) == 1 and found not in same else None
            return Match(found, f"The id is that of {found.name or found.id}, the name that of "
                                f"{other.name} ({other.id})." if other else "")
        for one in (typed.id, typed.name):
            if found := self.by_mail.get(_mail(one)):
                return Match(found)
        if len(same) == 1 and (self.closed or not (typed.id and same[0].id)):
            return Match(same[0], f"Matched by name; the id “{typed.id}” is not in the roster."
                         if typed.id and self.closed else "")
        if not self.closed and (_id(typed.id) or name_key(typed.name)):
            student = Listed(typed.id, typed.name, typed.id if _mail(typed.id) else "")
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
            if found := self.by_id.get(_id(one)):
                other = same[0] if len(same) == 1 and found not in same else None
                return Match(found, f"The id is that of {found.name or found.id} in {where}, the "
                                    f"name that of {other.name} ({other.id})." if other else "")
        if found := self.by_mail.get(_mail(student.email)):
            return Match(found)
        if len(same) == 1:
            return Match(same[0])
        return Match(None, f"{len(same)} students in {where} have this name." if same else
                     f"Not in {where}.")

    def _why(self, typed: Student, same: list[Listed]) -> str:
        if not _id(typed.id) and not name_key(typed.name):
            return "The file names no student: neither id nor name is filled in."
        if len(same) > 1:
            return f"{len(same)} students are called {typed.name}, and the id matches none of them."
        close = difflib.get_close_matches(name_key(typed.name), self.by_name, n=3, cutoff=0.6)
        close_ids = difflib.get_close_matches(_id(typed.id), self.by_id, n=2, cutoff=0.75)
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


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file with their line numbers, whatever its encoding and separator.

    Raises OSError when the file cannot be read, SeedError when it is no CSV file.
    """
    raw = path.read_bytes()
    if len(raw) > MOST_BYTES:
        raise SeedError([Slip(path.name, 1, "is too large for a roster; give a CSV file")])
    for begins, what in PACKED.items():
        if raw.startswith(begins):
            raise SeedError([Slip(path.name, 1, f"is {what}, not a CSV file; open it in your "
                                  "spreadsheet program, save it as CSV, and give that file")])
    text = decode(raw).lstrip("\ufeff").replace("\x00", "")
    header, _, rest = text.partition("\n")
    said = re.fullmatch(r'"?sep=(.)"?\r?', header, re.IGNORECASE)  # how Excel says its separator
    rows = csv.reader(io.StringIO(rest if said else text, newline=""),
                      delimiter=said[1] if said else max(",;\t", key=header.count))
    try:
        found = [(rows.line_num + bool(said), cells) for cells in rows]
        if any(len(cell) > LONGEST_CELL for _, cells in found for cell in cells):
            # The limit of the csv module belongs to the process; another library may lift it.
            raise csv.Error(f"a cell has more than {LONGEST_CELL:,} characters")
        return found
    except csv.Error as error:
        raise SeedError([Slip(path.name, rows.line_num, f"cannot be read as CSV ({error}); save "
                              "the roster as CSV again")]) from None


class Columns(msgspec.Struct, frozen=True):
    """Which columns of a table say what of a student."""

    places: dict[str, list[int]]

    @classmethod
    def of(cls, header: list[str], file: str) -> Columns:
        """Found by their names. Raises SeedError when no column names students."""
        columns: dict[str, int] = {}
        for n, name in enumerate(header):
            columns.setdefault(column(name), n)
        if WORKSHEET & set(columns) and any(name in columns for name in (*NAME, *EMAIL)):
            columns = {name: n for name, n in columns.items() if name not in OWN_NUMBER}
        places = {kind: [columns[name] for name in names if name in columns] for kind, names in (
            ("id", ID), ("email", EMAIL), ("name", NAME), ("first", FIRST), ("last", LAST))}
        if not any(places.values()) and "identifier" in columns:  # Moodle, anonymous submissions
            places["id"] = [columns["identifier"]]
        if not any(places.values()):
            seen = ", ".join(list(columns)[:8]) or "nothing"
            raise SeedError([Slip(file, 1, "has no column for id, email or name (it has: "
                                  f"{seen}); give the first row these names")])
        return cls(places)

    def student(self, cells: list[str]) -> Listed:
        """The student of a row; without a key when the row names nobody."""
        said = {kind: [plain(_bare(cells[n])) for n in some
                       if n < len(cells) and cells[n].strip()]
                for kind, some in self.places.items()}
        name = " ".join(said["name"][:1] or said["first"] + said["last"])
        ids = list(dict.fromkeys(said["id"]))
        return Listed("".join(ids[:1]), name, "".join(said["email"][:1]), tuple(ids[1:]))


def _of_canvas(student: Listed, cells: list[str]) -> bool:
    """Is it a row that Canvas writes above the students, “Manual Posting” or “Points Possible”?"""
    return student.name.lower().startswith("points possible") or (
        not student.key and all(POSTING.fullmatch(cell) for cell in cells))


def column(name: str) -> str:
    """The name of a column for comparing: small letters, no accents, one space between words."""
    return re.sub(r"[^a-z0-9]+", " ", _unaccented(name.lower())).strip()


def _id(text: str) -> str:
    return "".join(text.split()).casefold()


def _mail(text: str) -> str:
    return _id(text) if "@" in text else ""


def _bare(cell: str) -> str:
    """A cell without what spreadsheets, Canvas and this package put round a formula."""
    cell = cell.strip()
    guarded = re.fullmatch(r'="(.*)"', cell, re.S)  # how Canvas writes a name that begins with =
    return guarded[1] if guarded else rearmed(cell)


def name_key(name: str) -> str:
    """A name for comparing: no accents, no case, its words in alphabetical order."""
    return " ".join(sorted(re.findall(r"\w+", _unaccented(name.casefold()))))


def _unaccented(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))
