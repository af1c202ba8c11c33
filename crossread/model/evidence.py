"""The evidence pack: what its description says of each table, and the tables themselves."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

Cell = str | int | float | None  # None: an empty cell of numbers; an empty text is ""
Row = Mapping[str, Cell]


class Loose(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what a Frictionless description holds: fields of others are passed over."""


class Origin(Loose, frozen=True, kw_only=True):
    """Where a table comes from."""

    title: str
    publisher: str = ""
    path: str = ""  # public address, or a table of the pack


class Licence(Loose, frozen=True, kw_only=True):
    """Under which terms a table may be used."""

    name: str
    title: str = ""
    path: str = ""


class Constraints(Loose, frozen=True, kw_only=True):
    """What a cell must keep to; the reader looks at these two, the tests at all."""

    required: bool = False
    enum: tuple[str, ...] = ()


class Column(Loose, frozen=True, kw_only=True):
    """One column of a table."""

    name: str
    type: str  # string, integer or number
    description: str = ""
    unit: str = ""
    constraints: Constraints = Constraints()


class Schema(Loose, frozen=True, kw_only=True):
    """The columns of a table, and those whose cells name a row."""

    fields: tuple[Column, ...]
    primaryKey: str | tuple[str, ...] = ()  # noqa: N815 - Frictionless spells it so


class About(Loose, frozen=True, kw_only=True):
    """What the pack says of one table: enough to print under a chart."""

    name: str
    path: str
    title: str
    question: str
    description: str
    sources: tuple[Origin, ...]
    licenses: tuple[Licence, ...]
    as_of: str
    tests_claims: tuple[str, ...]  # locators
    caveats: tuple[str, ...]
    cannot_show: str
    status: str  # solid, with_care, totals_only
    schema: Schema

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order of the file."""
        return self.schema.fields

    @property
    def key(self) -> tuple[str, ...]:
        """The names of the columns that together name a row."""
        key = self.schema.primaryKey
        return (key,) if isinstance(key, str) else key


class Package(Loose, frozen=True, kw_only=True):
    """``datapackage.json``."""

    title: str
    version: str
    resources: tuple[About, ...]


class EvidenceTable(msgspec.Struct, frozen=True, kw_only=True):
    """One table: what the pack says of it, and its rows in the order of the file."""

    about: About
    rows: tuple[Row, ...]
    lines: tuple[int, ...]  # the line on which each row begins
