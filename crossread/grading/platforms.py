"""The gradebook for a learning platform: Canvas and Moodle, in the forms that they import.

Both match rows by identifiers of their own. The file that the platform exports holds
them, so it is the form to fill in: its rows stay, its cells stay where no points are
known here, and only points are written. What does not match is listed, never dropped.

Canvas finds a student by ID, then SIS User ID, then SIS Login ID, then name; the points
that can be had stand in a row “Points Possible”. Moodle's offline worksheet of an
assignment needs Identifier, Grade and “Last modified (grade)”; its columns for comments
are left out, because an empty one would erase comments.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec

from ..home import write_whole
from ..seeds import SeedError, Slip
from .columns import Columns, Listed, rows_of
from .export import Sheet
from .feedback import Author
from .keys import Key
from .late import Leave, leave_as_is
from .lms import meant, sender
from .results import Result
from .roster import Matcher

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("ID number", "Full name", "Email address")
WORKSHEET = ("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
             "Grade can be changed", "Last modified (submission)", "Last modified (grade)")
NUMBER = r" \(\d+\)$"  # at the end of the name of an assignment in Canvas's file
NEEDED = ("Identifier", "Grade", "Last modified (grade)")
Write = Callable[[Path, bytes], None]  # what puts the table into its file, or refuses to


class Unmatched(msgspec.Struct, frozen=True):
    """Somebody, or a file, that has no place in what was written, or a doubtful one."""

    who: str
    points: str  # exercise and points, as text; "" when there are none
    why: str


class Exported(msgspec.Struct, frozen=True):
    """How many students were written, what to look at, and what has no points to write.

    ``waiting`` counts results that wait for a marker, ``blank`` those with nothing answered.
    """

    rows: int
    waiting: int
    listed: tuple[Unmatched, ...] = ()
    pages: int = 0  # files of feedback
    taken: Mapping[str, str] = {}  # exercise → the column of Canvas's file that was filled in
    added: tuple[str, ...] = ()  # columns that Canvas's file did not have
    blank: int = 0


@dataclass(frozen=True)
class Form:
    """A table that a platform exported: its header, its rows, and whose rows they are."""

    file: str
    header: list[str]
    rows: list[tuple[Listed, list[str]]]
    possible: list[str]  # Canvas's row of points that can be had, [] where there is none

    @classmethod
    def read(cls, path: Path, needed: Iterable[str], whose: str) -> Form:
        """Raises OSError, or SeedError when a column is missing or a student stands twice."""
        rows = rows_of(path)
        header = rows[0][1] if rows else []
        if missing := [name for name in needed if _place(header, name) is None]:
            raise SeedError([Slip(path.name, 1, f"has no column {', '.join(missing)}; {whose}")])
        columns = Columns.of(header, path.name)
        students = [(line, columns.student(cells), cells) for line, cells in rows[1:]]
        found: dict[str, list[str]] = {}
        kept: list[tuple[Listed, list[str]]] = []
        for line, student, cells in students:
            if not student.key or _possible(student):
                continue
            if student.key in found and not student.key.startswith("name:"):
                raise SeedError([Slip(path.name, line, f"names {student.id or student.name} a "
                                      "second time; keep one row")])
            found[student.key] = cells
            kept.append((student, cells + [""] * (len(header) - len(cells))))
        return cls(path.name, header, kept, next((
            cells for _, student, cells in students if _possible(student)), []))

    def cell(self, cells: list[str], name: str) -> str | float:
        """A cell as it stands: a number as a number, nothing for a lone dash."""
        place = _place(self.header, name)
        text = "" if place is None or place >= len(cells) else cells[place].strip()
        return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else "" if text == "-" else text


class Pairs:
    """The students of the gradebook beside the rows of a form, each row taken once."""

    def __init__(self, form: Form, results: Iterable[Result], *, numbered: bool = False) -> None:
        """``numbered``: the rows have the numbers that Moodle writes into names of files."""
        matcher = Matcher.of((student for student, _ in form.rows), closed=True)
        numbers = {_number(form.cell(cells, "Identifier")): student
                   for student, cells in form.rows} if numbered else {}
        self.by_row: dict[str, dict[str, Result]] = {}  # key in the form → exercise → result
        self.listed: list[Unmatched] = []
        self.waiting = self.blank = 0
        owner: dict[str, str] = {}
        told: set[str] = set()
        for result in results:
            self.waiting += result.waits
            self.blank += _empty(result)
            student, match = result.student, matcher.find(result.student, form.file)
            why, row = match.why, match.student.key if match.student else ""
            said = sender(result.file) if numbers else None
            other = numbers.get(said.number) if said and said.platform == "Moodle" else None
            if other and said and other.name and not meant(said, matcher.by_turned):
                other = None
            if other and not row:
                row = other.key
                why = "Matched by the number in the name that Moodle gave the file."
            elif other and other.key != row:
                why = f"The number in the name that Moodle gave the file is that of {other.who}."
            if row and owner.setdefault(row, student.key) != student.key:
                why, row = f"The row in {form.file} is taken by another student.", ""
            if row:
                self.by_row.setdefault(row, {})[result.exercise] = result
            if why and ((result.graded and not row) or student.key not in told):
                self.listed.append(Unmatched(student.who, _points(result), why))
                told.add(student.key)
        self.listed += [Unmatched(student.who, "", f"In {form.file}, but not in the gradebook; "
                                  "the row stays as it is.")
                        for student, _ in form.rows if student.key not in self.by_row]


def canvas(results: Iterable[Result], keys: Mapping[str, Key], file: Path,
           form: Path | None = None, leave: Leave = leave_as_is,
           write: Write = write_whole) -> Exported:
    """Write a table for Canvas's gradebook, every exercise a column.

    ``form`` is what Canvas exports; without it, students are given by id and name, the
    id as SIS User ID and as SIS Login ID.
    """
    exercises = sorted(keys)
    if form is None:
        sheet = Sheet([*CANVAS, *(_title(keys[e]) for e in exercises)])
        sheet.add("    Points Possible", *[""] * 4, *(_most(keys[e]) for e in exercises))
        done = _plain(results, exercises, sheet,
                      lambda s: (s.name, "", s.id, s.id, ""), leave)
        write(file, sheet.bytes())
        return done
    read = Form.read(form, ("ID", "Section"), "give the file that Canvas exports (Grades, Export)")
    head = read.header[:(_place(read.header, "Section") or 0) + 1]
    pairs = Pairs(read, results)
    taken = assignments(read.header, [keys[e] for e in exercises])
    titles = {e: taken.get(e, _title(keys[e])) for e in exercises}
    sheet = Sheet([*(name.strip() for name in head), *titles.values()])
    sheet.add("    Points Possible", *[""] * (len(head) - 1), *(_most(keys[e]) for e in exercises))
    for student, cells in read.rows:
        mine = pairs.by_row.get(student.key, {})
        sheet.add(*cells[:len(head)], *(_total(mine.get(e), read.cell(cells, titles[e]), leave)
                                        for e in exercises))
    # Canvas reads a mark at the beginning as part of “LastName”, and then refuses the file.
    write(file, sheet.bytes(marked=head[0].strip() != "LastName"))
    listed = [*pairs.listed, *_other_points(read, taken, keys)]
    return Exported(len(pairs.by_row), pairs.waiting, tuple(listed), taken=taken,
                    blank=pairs.blank,
                    added=tuple(_title(keys[e]) for e in exercises if e not in taken))


def _other_points(form: Form, taken: Mapping[str, str], keys: Mapping[str, Key],
                  ) -> Iterator[Unmatched]:
    """The assignments in which other points can be had than in their exercises."""
    for exercise, title in taken.items():
        text = str(form.cell(form.possible, title)).replace(",", ".") if form.possible else ""
        if re.fullmatch(r"\d+(\.\d+)?", text) and float(text) != _most(keys[exercise]):
            yield Unmatched(title, "", f"Canvas has {float(text):g} points possible; exercise "
                            f"{exercise} has {_most(keys[exercise]):g}. Set it in Canvas before "
                            "you upload.")


def assignments(header: Iterable[str], keys: Iterable[Key]) -> dict[str, str]:
    """Exercise → the column of its assignment in Canvas's file.

    Its name is the title, with or without “Exercise NN:”; or it is the only assignment
    that begins with the number, with or without “Exercise”. An assignment is a column at
    whose end Canvas wrote its own number in brackets.
    """
    named = {one: re.sub(NUMBER, "", one.strip()).casefold() for one in header}
    found: dict[str, str] = {}
    for key in keys:
        exact = [one for one, name in named.items()
                 if name in (_title(key).casefold(), key.exercise.title.casefold())]
        begins = rf"(exercise\s*)?{re.escape(key.exercise.id)}(?!\w|[.,]\d)"
        loose = [one for one, name in named.items()
                 if re.search(NUMBER, one.strip()) and re.match(begins, name)]
        if exact or len(loose) == 1:
            found[key.exercise.id] = (exact or loose)[0]
    return found


def moodle(results: Iterable[Result], keys: Mapping[str, Key], file: Path,
           leave: Leave = leave_as_is, write: Write = write_whole) -> Exported:
    """Write a table for the import of Moodle's gradebook, every exercise a column."""
    exercises = sorted(keys)
    sheet = Sheet([*MOODLE, *(_title(keys[e]) for e in exercises)])
    done = _plain(results, exercises, sheet, lambda s: (s.id, s.name, s.email), leave)
    write(file, sheet.bytes())
    return done


def worksheet(results: Iterable[Result], key: Key, file: Path, form: Path,
              author: Author | None = None, feedback: Path | None = None,
              leave: Leave = leave_as_is, write: Write = write_whole) -> Exported:
    """Fill in Moodle's offline grading worksheet of one assignment, and pack its feedback.

    The archive has a folder for every student, named as Moodle names the folders of
    submissions, so that “Upload multiple feedback files in a zip” takes it.
    """
    read = Form.read(form, NEEDED, "give the grading worksheet that Moodle offers in the "
                     "assignment (Download grading worksheet, in English)")
    exercise = key.exercise.id
    pairs = Pairs(read, (r for r in results if r.exercise == exercise), numbered=True)
    columns = [name for name in WORKSHEET if _place(read.header, name) is not None]
    sheet = Sheet(read.header[_place(read.header, name) or 0].strip() for name in columns)
    packed = io.BytesIO()
    pages = 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, cells in read.rows:
            result = pairs.by_row.get(student.key, {}).get(exercise)
            sheet.add(*(_total(result, read.cell(cells, name), leave) if name == "Grade" else
                        read.cell(cells, name) for name in columns))
            if author and result and result.graded:
                folder = _folder(student, str(read.cell(cells, "Identifier")))
                archive.writestr(zipfile.ZipInfo(f"{folder}/feedback-{exercise}.html"),
                                 author.page([result]).encode(), zipfile.ZIP_DEFLATED)
                pages += 1
    write(file, sheet.bytes())
    if feedback is not None:
        write_whole(feedback, packed.getvalue())
    listed = pairs.listed
    for most in sorted({one for _, cells in read.rows
                        if isinstance(one := read.cell(cells, "Maximum grade"), float)}):
        if most != _most(key):
            listed.append(Unmatched("the assignment", "", f"Its maximum grade in Moodle is "
                                    f"{most:g}; exercise {exercise} has {_most(key):g} points. "
                                    "Set it in Moodle before you upload."))
    return Exported(len(pairs.by_row), pairs.waiting, tuple(listed), pages, blank=pairs.blank)


def _plain(results: Iterable[Result], exercises: list[str], sheet: Sheet,
           who: Callable[[Listed], tuple[str, ...]], leave: Leave) -> Exported:
    """One row a student."""
    rows = waiting = blank = 0
    for _, some in groupby(results, key=lambda r: r.student.key):
        mine = {r.exercise: r for r in some}
        waiting += sum(r.waits for r in mine.values())
        blank += sum(map(_empty, mine.values()))
        sheet.add(*who(next(iter(mine.values())).student),
                  *(_total(mine.get(e), "", leave) for e in exercises))
        rows += 1
    return Exported(rows, waiting, blank=blank)


def _empty(result: Result) -> bool:
    """Has it no points because nothing is answered?"""
    return result.blank and result.override is None


def _possible(student: Listed) -> bool:
    return student.name.lower().startswith("points possible")


def _place(header: list[str], name: str) -> int | None:
    """Where a column stands, whatever the case of its name."""
    return next((n for n, one in enumerate(header)
                 if one.strip().casefold() == name.casefold()), None)


def _total(result: Result | None, held: str | float, leave: Leave) -> str | float:
    points = leave(result).points if result else None
    return held if points is None else points


def _number(identifier: str | float) -> str:
    """The number at the end of Moodle's identifier, "0" when there is none."""
    found: list[str] = re.findall(r"\d+", str(identifier))
    return found[-1] if found else "0"


def _title(key: Key) -> str:
    return f"Exercise {key.exercise.id}: {key.exercise.title}"


def _most(key: Key) -> float:
    return round(sum(key.marks), 4)


def _points(result: Result) -> str:
    points = "nothing answered" if _empty(result) else f"{result.so_far:g}"
    return f"{result.exercise}: {points}" if result.graded else ""


def _folder(student: Listed, identifier: str) -> str:
    """Moodle's own name of a student's folder; the number is the end of the identifier."""
    name = " ".join(re.sub(r"[^\w\s.'-]|_", " ", student.name).split()).lstrip(".~")[:80]
    return f"{name or 'Participant'}_{_number(identifier)}_assignsubmission_file_"
