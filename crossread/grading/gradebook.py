"""The gradebook: how its tables are opened and upgraded, and how errors are told.

A hand-in is kept as its own bytes, a key as its own bytes, and a mark as what the
marker chose. Scores are computed from these three each time, so they cannot
disagree with them. SQLite by default; PostgreSQL by URL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from .tables import arrival as arrival
from .tables import course as course
from .tables import deadline as deadline
from .tables import draft as draft
from .tables import flag as flag
from .tables import key_version as key_version
from .tables import mark as mark
from .tables import override as override
from .tables import own_comment as own_comment
from .tables import regrade as regrade
from .tables import reveal as reveal
from .tables import schema_version as schema_version
from .tables import setting as setting
from .tables import settled as settled
from .tables import student as student
from .tables import submission as submission
from .tables import tables as tables

SCHEMA = 6
TIME = "%Y-%m-%dT%H:%M:%SZ"  # UTC, as in a hand-in
PAGE = 16_384  # bytes; a hand-in of sixty answers fits into one page of a new SQLite file


def _marking(connection: Connection) -> None:
    """What marking by people needs since schema 3."""
    for table in (settled, flag, own_comment, reveal):
        table.create(connection)
    for name, column in (("mark", "turn"), ("override", "lifted")):
        connection.exec_driver_sql(
            f"ALTER TABLE {name} ADD COLUMN {column} INTEGER DEFAULT 0 NOT NULL")


# version → what turns a gradebook of the version before into it; a new one starts at SCHEMA
UPGRADES: dict[int, Callable[[Connection], None]] = {2: regrade.create, 3: _marking,
                                                    4: arrival.create, 5: draft.create,
                                                    6: setting.create}


class GradebookError(OSError):
    """The gradebook cannot be used; the message says why and what to do."""


class Gradebook:
    """A database with the tables of ``tables``, created or upgraded when it is opened."""

    def __init__(self, url: str, *, create: bool = False) -> None:
        """Open the gradebook at a URL such as ``sqlite:///grades.db``.

        Raises GradebookError when there is none and ``create`` is False, or when
        what is there is something else.
        """
        self._engine = _engine(url)
        self.place = self._engine.url.render_as_string(hide_password=True)
        self.made = False  # was there none before?
        file = self._engine.url.database if self._engine.dialect.name == "sqlite" else None
        if file and file != ":memory:" and not create:
            with _told(self.place), open(file, "rb"):  # noqa: PTH123 (as SQLite opens it)
                pass
        with self.read() as connection:
            ready = "schema_version" in sa.inspect(connection).get_table_names() and \
                _version(connection) == SCHEMA
        if not ready:
            with self.write() as connection:
                self.made = prepare(connection, create=create)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that nobody else writes in; all of it is kept, or nothing."""
        with _told(self.place), self._engine.connect().execution_options(
                crossread_write=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view."""
        with _told(self.place), self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).strftime(TIME)


def prepare(connection: Connection, *, create: bool, schema: int = SCHEMA,
            upgrades: dict[int, Callable[[Connection], None]] | None = None) -> bool:
    """Make the tables in an empty database, or bring an older gradebook up to ``schema``.

    True when they were made.
    """
    names = set(sa.inspect(connection).get_table_names())
    if "schema_version" not in names:
        if names & set(tables.tables) or (names and connection.dialect.name == "sqlite"):
            raise GradebookError("This database holds other tables and is no gradebook; name "
                                 "another file.")
        if not create:
            raise GradebookError("There is no gradebook here yet. Make one with crossread grade.")
        tables.create_all(connection)
        connection.execute(schema_version.insert(), {"version": schema, "applied": now()})
        return True
    version = _version(connection)
    if version > schema:
        raise GradebookError(f"The gradebook was written by a newer version (schema {version}, "
                             f"this version reads {schema}). Update crossread.")
    for step in range(version + 1, schema + 1):
        (UPGRADES if upgrades is None else upgrades)[step](connection)
        connection.execute(schema_version.insert(), {"version": step, "applied": now()})
    return False


def _version(connection: Connection) -> int:
    return connection.scalar(sa.select(sa.func.max(schema_version.c.version))) or 0


def insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, all with the same columns and plain values; none is no mistake.

    The statement goes to the driver as it is: looking at every value of every row
    once more took longer than writing them.
    """
    if rows:
        compiled: Any = table.insert().compile(dialect=connection.dialect,
                                               column_keys=list(rows[0]))
        places = compiled.positiontup
        connection.exec_driver_sql(compiled.string, [
            tuple([row[place] for place in places]) for row in rows] if places else list(rows))


def update(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Change rows, each by its ``id``; all give the same columns."""
    if rows:
        columns: dict[str, Any] = {name: sa.bindparam(f"new_{name}")
                                   for name in rows[0] if name != "id"}
        connection.execute(
            table.update().where(table.c.id == sa.bindparam("row")).values(columns),
            [{"row": row["id"], **{f"new_{k}": v for k, v in row.items() if k != "id"}}
             for row in rows])


def setting_of(connection: Connection, name: str) -> int | None:
    """A number that everybody at this gradebook agrees on, None while nobody has set it."""
    kept = connection.scalar(sa.select(setting.c.value).where(setting.c.name == name))
    return None if kept is None else int(kept)


def set_setting(connection: Connection, name: str, value: int, who: str) -> None:
    """Set such a number in place of the earlier one; ``who`` is "" where the program did."""
    connection.execute(setting.delete().where(setting.c.name == name))
    insert(connection, setting, [{"name": name, "value": str(value), "who": who, "at": now()}])


def next_id(connection: Connection, table: Table) -> int:
    """The first free id; safe because only one transaction writes at a time.

    Ids that ``keep_numbers`` has kept are not given again.
    """
    held = setting_of(connection, _last(table))
    return max(connection.scalar(sa.select(sa.func.max(table.c.id))) or 0, held or 0) + 1


def keep_numbers(connection: Connection, table: Table) -> None:
    """Let no later row get an id that a row of this table has or had, also when it is deleted."""
    set_setting(connection, _last(table), next_id(connection, table) - 1, "")


def _last(table: Table) -> str:
    return f"last id of {table.name}"


def _engine(url: str) -> sa.Engine:
    shown = url.split("@")[-1]  # never a password
    try:
        parsed = sa.make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite":
            engine = sa.create_engine(parsed, connect_args={"timeout": 30})
            sa.event.listen(engine, "connect", _sqlite_connect)
            sa.event.listen(engine, "begin", _sqlite_begin)
            return engine
        if parsed.get_backend_name() == "postgresql":
            engine = sa.create_engine(parsed)
            sa.event.listen(engine, "begin", _postgres_begin)
            return engine
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ValueError):
        pass
    except ModuleNotFoundError as error:
        raise GradebookError(f"A gradebook on PostgreSQL needs the package {error.name}: "
                             "pip install \"crossread[postgres]\"") from None
    raise GradebookError(f"{shown!r} names no gradebook. Write sqlite:///grades.db for a file "
                         "here, or postgresql://user:password@host/database.")


def _sqlite_connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # so that BEGIN is ours, and tables are made in it too
    connection.execute(f"PRAGMA page_size = {PAGE}")  # only a file that is still empty takes it
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is erased is not left in the file


def _sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("crossread_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _postgres_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("crossread_write"):
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7261927)")


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Turn what a database can answer into one sentence."""
    try:
        yield
    except GradebookError as error:
        raise GradebookError(f"{place}: {error}") from None
    except FileNotFoundError:
        raise GradebookError(f"{place}: there is no such file. Make a gradebook with crossread "
                             "grade.") from None
    except sa.exc.DBAPIError as error:
        what = " ".join(str(error.orig).split())
        raise GradebookError(f"{place}: {_remedy(what)}") from None


def _remedy(what: str) -> str:
    for sign, sentence in (
            ("is full", "the disk is full. Nothing was changed. Free some space and run again."),
            ("not a database", "this file is no gradebook; name another file."),
            ("locked", "somebody else is writing in the gradebook. Run again in a moment."),
            ("readonly", "the gradebook cannot be written. Change its permissions or copy it."),
            ("unable to open", "the file cannot be opened or made; does its folder exist?")):
        if sign in what:
            return sentence
    return f"the database answered “{what[:200]}”."
