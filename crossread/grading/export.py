"""The gradebook as a table: one row a student and exercise, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from ..home import write_whole
from .late import Leave
from .plain import disarmed
from .results import Result
from .settle import FileStatus

COLUMNS = ("student_id", "name", "email", "exercise", "status", "minutes_late", "keyed",
           "structure", "rubric", "waiting", "total", "file", "reason", "override", "override_by",
           "override_reason")
LATE = ("deduction", "exported")  # after total, where a rule for late work is given


class Sheet:
    """A CSV writer that disarms formulas itself, so that no caller can forget.

    A text cell that a spreadsheet would take for a formula gets an apostrophe in
    front. Numbers are written as they are.
    """

    def __init__(self, columns: Iterable[str]) -> None:
        self._out = io.StringIO(newline="")
        self._writer = csv.writer(self._out, lineterminator="\r\n")
        self._writer.writerow(columns)

    def add(self, *cells: str | float | None) -> None:
        """One row; None is an empty cell."""
        self._writer.writerow([disarmed(cell) if isinstance(cell, str) else
                               "" if cell is None else f"{cell:g}" for cell in cells])

    def bytes(self, *, marked: bool = True) -> bytes:
        """The table as UTF-8, with the mark that spreadsheets look for unless told otherwise."""
        return self._out.getvalue().encode("utf-8-sig" if marked else "utf-8")


def headers() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of the table, without and with a rule for late work."""
    at = COLUMNS.index("total") + 1
    return COLUMNS, (*COLUMNS[:at], *LATE, *COLUMNS[at:])


def export_csv(results: Iterable[Result], file: Path, leave: Leave | None = None,
               strays: Iterable[tuple[str, FileStatus]] = ()) -> int:
    """Write every result as CSV; the number of rows. Raises OSError when the disk refuses.

    Below stand the ``strays`` (exercise, file): no student and no points, so that no file is lost.
    With ``leave``, two more columns: what is taken off for being late, and what remains;
    ``total`` stays what the work earned.
    """
    sheet = Sheet(headers()[leave is not None])
    rows = 0
    for r in results:
        marks = None if r.blank else r.graded  # no answer is no points, not zero points
        sheet.add(r.student.id, r.student.name, r.student.email, r.exercise, r.status,
                  r.minutes_late, marks.keyed if marks else None, marks.form if marks else None,
                  r.rubric if marks and marks.waiting else None, " ".join(r.waiting), r.total,
                  *_left(r, leave), r.file, r.told, r.override, r.override_who,
                  r.override_why)
        rows += 1
    more = [None] * (len(LATE) if leave else 0)
    for exercise, one in strays:
        sheet.add("", "", "", exercise, one.status, None, None, None, None, "", None, *more,
                  one.file, one.reason, None, "", "")
        rows += 1
    write_whole(file, sheet.bytes())
    return rows


def _left(result: Result, leave: Leave | None) -> tuple[float | None, ...]:
    if leave is None:
        return ()
    left = leave(result)
    return (None if left.raw is None else left.deduction), left.points
