"""The evidence pack under ``seeds/evidence``: a Frictionless package, read without Frictionless.

``Seeds().evidence["events"]`` is one table: ``about`` says where it comes from,
as of when, what to beware of and what it cannot show; ``rows`` are dicts of text
and numbers. A faulty cell is a slip at its file and line. What only a release
has to prove (patterns, ranges, links between tables) is tested with Frictionless.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from ..model.evidence import About, Cell, Column, EvidenceTable, Package, Row
from .explain import explain
from .reader import SeedError, Slip
from .unknown import Unknown, nearest

T = TypeVar("T")

PACKAGE = "datapackage.json"

_NUMBERS: dict[str, Callable[[str], int | float]] = {"integer": int, "number": float}
_NUMBER_NAMES = {"integer": "a whole number", "number": "a number"}


class Evidence:
    """The tables of a course's evidence pack, each read when it is first asked for.

    A course without a pack has no tables. SeedError is raised for a description
    that cannot be read, and for a table with faults, all of them at once.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.root = root
        self._read: dict[str, EvidenceTable] = {}
        self.about: dict[str, About] = {one.name: one for one in self._package()}

    @property
    def names(self) -> tuple[str, ...]:
        """The tables, in the order of the pack."""
        return tuple(self.about)

    def __getitem__(self, name: str) -> EvidenceTable:
        """One table. Raises Unknown, naming the nearest, and SeedError."""
        if name not in self.about:
            raise Unknown(f"There is no evidence table {name!r}. "
                          f"{nearest(name, list(self.about))}")
        if name not in self._read:
            self._read[name] = self._table(self.about[name])
        return self._read[name]

    def row(self, name: str, *key: Cell) -> Row:
        """The row of a table whose key columns hold these values. Raises Unknown."""
        table = self[name]
        rows = {tuple(row[column] for column in table.about.key): row for row in table.rows}
        if key not in rows:
            raise Unknown(f"Table {name} has no row {_said(key)!r}. "
                          f"{nearest(_said(key), [_said(one) for one in rows])}")
        return rows[key]

    def records(self, name: str, type_: type[T]) -> tuple[T, ...]:
        """The rows as structs; ``type_`` names the columns that are wanted, the rest is left out.

        Raises SeedError with the line of every row that does not fit.
        """
        table = self[name]
        found: list[T] = []
        slips: list[Slip] = []
        for row, line in zip(table.rows, table.lines, strict=True):
            try:
                found.append(msgspec.convert(row, type_))
            except msgspec.ValidationError as error:
                slips.append(Slip(self._name(table.about.path), line, explain(str(error))[0]))
        if slips:
            raise SeedError(slips)
        return tuple(found)

    def _name(self, file: str) -> str:
        return (self.folder / file).relative_to(self.root).as_posix()

    def _package(self) -> tuple[About, ...]:
        try:
            data = (self.folder / PACKAGE).read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise SeedError([Slip(self._name(PACKAGE), 1, f"cannot be read ({error.strerror}); "
                                  "put the file back")]) from None
        try:
            return msgspec.json.decode(data, type=Package).resources
        except msgspec.ValidationError as error:
            raise SeedError([Slip(self._name(PACKAGE), 1, explain(str(error))[0])]) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SeedError([Slip(self._name(PACKAGE), 1, f"is not JSON ({error}); "
                                  "mend it")]) from None

    def _table(self, about: About) -> EvidenceTable:
        name = self._name(about.path)
        try:
            text = (self.folder / about.path).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise SeedError([Slip(name, 1, "cannot be read as UTF-8 text; "
                                  "put it back")]) from None
        slips: list[Slip] = []
        rows: dict[tuple[Cell, ...], tuple[int, Row]] = {}
        lines = _cells(text)
        if (header := next(lines, (1, []))[1]) != (wanted := [c.name for c in about.columns]):
            raise SeedError([Slip(name, 1, f"the header is {', '.join(header)}, and {PACKAGE} says "
                                  f"{', '.join(wanted)}; make the two the same")])
        for line, cells in lines:
            if len(cells) != len(header):
                slips.append(Slip(name, line, f"has {len(cells)} cells where the header has "
                                  f"{len(header)}; quote cells that contain a comma"))
                continue
            faults = [fault for column, cell in zip(about.columns, cells, strict=True)
                      if (fault := _fault(column, cell))]
            slips += [Slip(name, line, fault) for fault in faults]
            if faults:
                continue
            row = {column.name: _value(column, cell)
                   for column, cell in zip(about.columns, cells, strict=True)}
            key = tuple(row[column] for column in about.key) or (line,)
            if key in rows:
                slips.append(Slip(name, line, f"row {_said(key)} is there twice (first on line "
                                  f"{rows[key][0]}); keep one"))
            rows.setdefault(key, (line, row))
        if slips:
            raise SeedError(slips)
        return EvidenceTable(about=about, rows=tuple(row for _, row in rows.values()),
                             lines=tuple(line for line, _ in rows.values()))


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""))
    line = 1
    for cells in reader:
        if cells:
            yield line, cells
        line = reader.line_num + 1


def _value(column: Column, cell: str) -> Cell:
    """What a cell says. Raises ValueError for a number that is none."""
    if column.type == "string":
        return cell
    return _NUMBERS[column.type](cell) if cell else None


def _fault(column: Column, cell: str) -> str:
    """What is wrong with a cell, or nothing."""
    keep = column.constraints
    if not cell:
        return f"{column.name} is empty; fill it in" if keep.required else ""
    if keep.enum and cell not in keep.enum:
        return f"{column.name}: {cell} is not one of {', '.join(keep.enum)}; correct it"
    try:
        value = _value(column, cell)
    except ValueError:
        value = float("nan")
    if isinstance(value, float) and not math.isfinite(value):
        return f"{column.name}: {cell} is not {_NUMBER_NAMES[column.type]}; correct it"
    return ""


def _said(key: tuple[Cell, ...]) -> str:
    return " ".join(map(str, key))
