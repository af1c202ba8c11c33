"""What a run of grading changed for files that were in the gradebook before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from . import gradebook as g
from .keys import Key
from .people import listed_of
from .settle import Filed

BATCH = 500  # ids in one question to the database
LISTED = 20  # works named on the screen
FEW = 5  # students named in one line


class Change(msgspec.Struct, frozen=True):
    """So many files had one status and have another now."""

    before: str
    after: str
    n: int


class Anew(msgspec.Struct, frozen=True):
    """A marked work that a newer file replaced: how many of its marked rows wait again."""

    student: str
    exercise: str
    rows: int
    file: str
    instead_of: str


class News(msgspec.Struct, frozen=True):
    """Files known before with another status, or only other minutes or another reason."""

    changes: tuple[Change, ...] = ()
    details: int = 0
    anew: tuple[Anew, ...] = ()


NONE = News()


def changes(counts: Mapping[tuple[str, str], int]) -> tuple[Change, ...]:
    """The most frequent first."""
    return tuple(Change(before, after, n) for (before, after), n in sorted(
        counts.items(), key=lambda one: (-one[1], one[0])))


def anew(connection: Connection, replaced: Iterable[tuple[Filed, Filed]],
         keys: Mapping[str, Key]) -> Iterator[Anew]:
    """Marked works among those replaced, given as (old file, file that counts now)."""
    some = list(replaced)
    marked = _marked(connection, sorted({file.id for pair in some for file in pair}))
    lost = [(old, new, len((marked[old.id] - marked[new.id]) & set(keys[new.exercise].criteria)))
            for old, new in some if old.id in marked and new.exercise in keys]
    names = names_of(connection) if lost else {}
    for old, new, rows in sorted(lost, key=lambda one: (one[1].exercise, one[1].name)):
        if rows and new.student is not None:
            yield Anew(names[new.student], new.exercise, rows, new.name, old.name)


def _marked(connection: Connection, ids: list[int]) -> dict[int, set[str]]:
    """Submission → its rows that have a level in force: a first marker's, or one settled on."""
    found: dict[int, set[str]] = defaultdict(set)
    m, s = g.mark.c, g.settled.c
    for start in range(0, len(ids), BATCH):
        part = ids[start:start + BATCH]
        for row in connection.execute(
                sa.select(m.submission, m.criterion).where(m.submission.in_(part), m.second == 0)
                .union(sa.select(s.submission, s.criterion).where(s.submission.in_(part)))):
            found[row.submission].add(row.criterion)
    return found


def names_of(connection: Connection) -> dict[int, str]:
    """Students by their number, each for a person."""
    return {row.id: listed_of(row).who for row in connection.execute(sa.select(g.student))}


def told(new: int, news: News, *, asked: bool, copies: int = 0,
         new_of: Mapping[str, int] = MappingProxyType({}), stay: Sequence[str] = (),
         ) -> Iterator[str]:
    """The lines for the screen. ``asked``: a roster, deadlines or times were given.

    ``copies``, ``new_of`` and ``stay`` are those of the account.
    """
    if new:
        yield f"{new} new file{'s' * (new > 1)}{_whose(new_of)}."
    elif copies:
        yield "No new files."
    elif news == NONE:
        yield "No new files, and no file has another status." if asked else \
            "No new files: the gradebook is unchanged."
    else:
        yield "No new files."
    if copies:
        yield (f"{copies} {'file is' if copies == 1 else 'files are'} here already, under another "
               "name.")
    if stay:
        more = f" and {len(stay) - FEW} more" if len(stay) > FEW else ""
        yield (f"A roster only adds. Of an earlier roster, and not in this one: "
               f"{', '.join(stay[:FEW])}{more}. To take a student out of the gradebook, use "
               "crossread erase.")
    if news.changes:
        n = sum(one.n for one in news.changes)
        yield (f"Of the files that were here before, {n} {'has' if n == 1 else 'have'} another "
               "status now: " + "; ".join(f"{one.n} from {one.before} to {one.after}"
                                          for one in news.changes) + ".")
    if news.details:
        files = "file that was" if news.details == 1 else "files that were"
        yield (f"Of {news.details} {files} here before, only the minutes after the deadline or the "
               "reason changed.")
    if news.anew:
        n = sum(one.rows for one in news.anew)
        rows = "1 marked rubric row waits" if n == 1 else f"{n} marked rubric rows wait"
        yield (f"{rows} for a marker again, because a newer file counts. The earlier marks are "
               "kept with the earlier file:")
        yield from (f"  exercise {one.exercise}, {one.student}: {one.rows} "
                    f"{'row' if one.rows == 1 else 'rows'} ({one.file} in place of "
                    f"{one.instead_of})" for one in news.anew[:LISTED])
        if len(news.anew) > LISTED:
            yield f"  and {len(news.anew) - LISTED} works more; --json lists all."


def _whose(new_of: Mapping[str, int]) -> str:
    """Whose the new files are, where they are of few."""
    if not 0 < len(new_of) <= FEW:
        return ""
    return ": " + ", ".join(f"{n} of {who}" if who else f"{n} without a student's name"
                            for who, n in sorted(new_of.items(), key=lambda one: (-one[1], one[0])))
