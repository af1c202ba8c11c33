"""A table of students in CSV: its rows, and which columns say what under common names."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

import msgspec

from ..seeds import SeedError, Slip
from ..texts import decode
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
        if own := id_key(self.id):
            return f"id:{own}"
        if mail := mail_key(self.email):
            return f"mail:{mail}"
        name = name_key(self.name)
        return f"name:{name}" if name else ""

    @property
    def who(self) -> str:
        """The student for a person: name and id, or what there is of name, id and e-mail."""
        return f"{self.name} ({self.id})" if self.name and self.id else \
            self.name or self.id or self.email


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


def column(name: str) -> str:
    """The name of a column for comparing: small letters, no accents, one space between words."""
    return re.sub(r"[^a-z0-9]+", " ", _unaccented(name.lower())).strip()


def id_key(text: str) -> str:
    """An id for comparing: no case, no blanks."""
    return "".join(text.split()).casefold()


def mail_key(text: str) -> str:
    """An e-mail address for comparing; "" where the text is none."""
    return id_key(text) if "@" in text else ""


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
