"""An inbox into a gradebook: every file once, all in one transaction, safe to run again.

A run that is killed leaves the gradebook as it was. A run over the same inbox
changes nothing. A new file changes only what its own student has.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from sys import intern
from types import MappingProxyType
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..seeds import Seeds
from . import gradebook as g
from .grade import Graded, grade
from .inforce import deadlines, keys_in_force, same_course
from .intake import Received
from .keys import Keys
from .lms import meant, sender, turned
from .news import NONE, News, anew, changes, names_of
from .people import People
from .results import USED
from .roster import Listed
from .settle import STATUSES, VALID, Filed, FileStatus, Settled, alone, counted, settle
from .times import Arrival, arrivals

BATCH = 500
# What many files say in the same words: interned, so that it is kept once for all of them.
SAME = frozenset({"own", "why", "exercise", "install", "matched", "status", "reason"})
UNASKED = Graded("", "")  # stands where a file is refused or already known
AGAIN = frozenset({"ungradable", "tampered"})  # read once more at every run: crossread may be newer


class Arrived(msgspec.Struct, frozen=True):
    """A file as it came in, the digest of its bytes, and whether it has to be graded."""

    received: Received
    digest: str
    ask: bool


# What grades files, in their order: ``here``, or a cluster (see ``spread``).
Grader = Callable[[Keys, Iterable[Arrived]], Iterable[tuple[Arrived, Graded]]]


def here(keys: Keys, files: Iterable[Arrived]) -> Iterator[tuple[Arrived, Graded]]:
    """Every file with its verdict, one at a time, graded in this process."""
    for one in files:
        yield one, grade(one.received.raw, keys) if one.ask else UNASKED


@dataclass(frozen=True)
class Account:
    """What became of every file of an inbox; the counts add up to the number of files."""

    files: int
    counts: Mapping[str, int]
    listed: tuple[FileStatus, ...]  # all that are not simply graded, or in doubt whose they are
    new: int  # files whose content was not in the gradebook before
    changed_keys: tuple[str, ...] = ()  # exercises whose source differs from the key in force
    timeless: tuple[str, ...] = ()  # students in a table of times who are nobody here
    news: News = NONE  # what changed for the files that were in it before
    copies: int = 0  # files that are new only by their name
    # whose the new files are, where some were there before
    new_of: Mapping[str, int] = field(default_factory=dict)
    stay: tuple[str, ...] = ()  # students of an earlier roster who are not in this one


def run(inbox: Iterable[Received], book: g.Gradebook, keys: Keys, seeds: Seeds, *,
        roster: tuple[Listed, ...] = (), due: Mapping[str, datetime] | None = None,
        times: Mapping[str, tuple[Arrival, ...]] | None = None,
        tell: Callable[[], None] = lambda: None, grader: Grader = here) -> Account:
    """Grade an inbox into a gradebook.

    ``times`` are by exercise. ``tell`` is called after every file. Raises
    GradebookError; nothing is then changed.
    """
    with book.write() as connection, _calm_collector():
        same_course(connection, seeds)
        evening = _Evening(connection, *keys_in_force(connection, keys, seeds),
                           deadlines(connection, due or {}), roster, times or {})
        for arrived, graded in grader(evening.keys, evening.arrivals(inbox)):
            evening.take(arrived, graded)
            tell()
        return evening.close()


def again(connection: Connection, keys: Keys, exercises: Iterable[str]) -> None:
    """Give every file of these exercises the status that it has under ``keys``."""
    with _calm_collector():
        evening = _Evening(connection, keys, (), deadlines(connection, {}), ())
        evening.again(frozenset(exercises))
        evening.close()


class _Evening:
    """The state of one run: what is in the gradebook, and what came in."""

    def __init__(self, connection: Connection, keys: Keys, changed: tuple[str, ...],
                 due: dict[str, datetime], roster: tuple[Listed, ...],
                 times: Mapping[str, tuple[Arrival, ...]] = MappingProxyType({})) -> None:
        self._connection, self.keys, self._changed, self._due = connection, keys, changed, due
        self._people = People(connection, roster)
        self._times = times
        self._stored = dict(_stored(connection))  # id → the file and its verdict, as in the tables
        self._files = {row: self._people.place(file) for row, (file, _) in self._stored.items()}
        self._known = {(file.name, file.digest): row for row, file in self._files.items()}
        self._digests = {file.digest for file in self._files.values()} - {""}
        self._first = self._next = g.next_id(connection, g.submission)
        self._seen: dict[int, None] = {}  # in the order in which they came in
        self._batch: list[dict[str, Any]] = []
        self._new: list[int] = []
        self._copies = 0
        self._at = g.now()

    def arrivals(self, inbox: Iterable[Received]) -> Iterator[Arrived]:
        """The files of an inbox; one that is known is not graded again."""
        for received in inbox:
            digest = "" if received.refusal else hashlib.sha256(received.raw).hexdigest()
            row = self._known.get((received.name, digest))
            yield Arrived(received, digest, not received.refusal and (
                row is None or self._files[row].own in AGAIN))

    def take(self, arrived: Arrived, graded: Graded) -> None:
        """One file with its verdict: placed, and put into the batch that is written next."""
        received, digest = arrived.received, arrived.digest
        row = self._known.get((received.name, digest))
        if row is None:
            file = self._place(self._next, arrived, graded)
            self._next += 1
            if digest in self._digests:
                self._copies += 1
            else:
                self._new.append(file.id)
                self._digests.update([digest] if digest else ())
            self._known[file.name, digest] = row = file.id
            self._stored[row] = file, alone(file, self._due.get(file.exercise))
            self._batch.append({**_columns(*self._stored[row]), "received": self._at,
                                "raw": _kept(file, received)})
            if len(self._batch) >= BATCH:
                self._flush()
        elif self._files[row].own in AGAIN:
            file = self._place(row, arrived, graded)
            g.update(self._connection, g.submission, [{"id": row, "raw": _kept(file, received)}])
        self._seen[row] = None

    def again(self, exercises: frozenset[str]) -> None:
        """The hand-ins of these exercises, graded once more from their bytes."""
        for row, file in self._files.items():
            if file.own in VALID and file.exercise in exercises:
                raw = self._connection.execute(sa.select(g.submission.c.raw).where(
                    g.submission.c.id == row)).scalar_one()
                graded = grade(raw, self.keys)
                self._files[row] = msgspec.structs.replace(
                    file, own=graded.status, why=graded.reason)

    def close(self) -> Account:
        """Write the rest, settle which files count, and give the account."""
        self._flush()
        best = counted(self._files.values())
        arrived, timeless = self._arrived(best)
        final = {file.id: self._stored[file.id][1] if settled == self._stored[file.id][1]
                 else settled  # so that a verdict that stays is not kept twice
                 for file, settled in settle(self._files.values(), best, self._due, arrived)}
        g.update(self._connection, g.submission, [
            _columns(self._files[row], settled) for row, settled in final.items()
            if (self._files[row], settled) != self._stored[row]])
        counts = Counter(final[row].status for row in self._seen)
        news = self._news(final, best)
        return Account(
            files=len(self._seen), counts={status: counts[status] for status in STATUSES},
            listed=tuple(FileStatus(self._files[row].name, final[row].status, final[row].reason)
                         for row in self._seen
                         if final[row].status != "graded" or self._files[row].matched),
            new=len(self._new), changed_keys=self._changed, timeless=timeless, news=news,
            copies=self._copies, new_of=self._new_of(), stay=self._people.stay)

    def _new_of(self) -> Mapping[str, int]:
        """How many of the new files are whose; nothing where all files are new."""
        if self._first == 1 or not self._new:
            return {}
        names = names_of(self._connection)
        return Counter(names[file.student] if file.student is not None else
                       Listed(file.typed_id, file.typed_name).who
                       for file in map(self._files.__getitem__, self._new))

    def _news(self, final: Mapping[int, Settled], best: Mapping[tuple[int, str], Filed]) -> News:
        """What changed for the files of earlier runs."""
        moved: Counter[tuple[str, str]] = Counter()
        details, replaced = 0, []
        for row, now in final.items():
            was = self._stored[row][1]
            if row >= self._first or now == was:
                continue
            if now.status == was.status:
                details += 1
                continue
            moved[was.status, now.status] += 1
            file = self._files[row]
            if was.status in USED and now.status == "duplicate" and file.student is not None:
                replaced.append((file, best[file.student, file.exercise]))
        return News(changes(moved), details,
                    tuple(anew(self._connection, replaced, self.keys.by_exercise)))

    def _arrived(self, best: Mapping[tuple[int, str], Filed],
                 ) -> tuple[dict[tuple[int, str], str], tuple[str, ...]]:
        """When the platform received what counts, and who in its tables is nobody here.

        A row that names nobody is matched by its number, which stands in the name that
        Moodle gave the file; not by that of a group.
        """
        numbers = {(said.number, exercise): (student, said)
                   for (student, exercise), file in best.items()
                   if (said := sender(file.name)) and said.platform == "Moodle"}
        new: dict[tuple[int, str], str] = {}
        timeless: list[str] = []
        for exercise, some in self._times.items():
            for one in some:
                student = self._people.number(one.student)
                other, said = numbers.get((one.number, exercise), (None, None))
                if student is None and said and (not one.student.name or meant(
                        said, turned(one.student.name))):
                    student = other
                if student is None:
                    timeless.append(one.student.name or one.student.id or one.student.email)
                else:
                    new[student, exercise] = one.at
        self._people.flush()
        return arrivals(self._connection, new), tuple(timeless)

    def _place(self, row: int, arrived: Arrived, graded: Graded) -> Filed:
        if arrived.received.refusal:
            graded = Graded("ungradable", arrived.received.refusal)
        file = self._files[row] = self._people.place(Filed(
            row, arrived.received.name, arrived.digest, graded.status, intern(graded.reason),
            intern(graded.exercise), graded.student.id, graded.student.name,
            intern(graded.install), graded.made))
        return file

    def _flush(self) -> None:
        self._people.flush()
        g.insert(self._connection, g.submission, self._batch)
        self._batch = []


def _kept(file: Filed, received: Received) -> bytes | None:
    """The bytes to keep: those of every hand-in, also a tampered one, and of nothing else."""
    return None if file.own == "ungradable" else received.raw


def _columns(file: Filed, settled: Settled) -> dict[str, Any]:
    return {**msgspec.structs.asdict(file), **msgspec.structs.asdict(settled)}


def _stored(connection: Connection) -> Iterator[tuple[int, tuple[Filed, Settled]]]:
    files, verdicts = Filed.__struct_fields__, Settled.__struct_fields__
    columns = [g.submission.c[name] for name in (*files, *verdicts)]
    same = [n for n, column in enumerate(columns) if column.name in SAME]
    for row in connection.execute(sa.select(*columns).order_by(g.submission.c.id)):
        values = list(row)
        for n in same:
            values[n] = intern(values[n])
        yield values[0], (Filed(*values[:len(files)]), Settled(*values[len(files):]))


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Keep the garbage collector from walking through everything loaded, once for ten files.

    Measured: it takes a third of the time of a run.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
