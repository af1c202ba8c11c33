"""The account of a gradebook: every file by status, points by exercise, facts to look at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import msgspec
import sqlalchemy as sa
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Connection

from . import gradebook as g
from .overrides import Overridden, overrides
from .results import NOTHING, Result
from .settle import STATUSES, FileStatus
from .similar import Pair

MEANS = {
    "graded": "everything automatic is scored",
    "partial": "some answers could not be scored",
    "not_attempted": "a valid file with nothing answered; not the same as no points",
    "late": "graded, after the deadline",
    "duplicate": "another file of the same student is used",
    "unmatched": "valid, but not in the roster",
    "ungradable": "not readable as a hand-in",
    "tampered": "the digests do not fit what is in it",
}

# Statuses that are told in one line from so many files on, and what the line says.
ALIKE = {
    "late": (10, "The minutes of each are in the table of crossread export csv; --json lists all."),
    "duplicate": (2, "Another file of the same student is used; nothing to do. --json lists all."),
}

MANY = 10  # matches by name from which on they are told in one line
ANSWERED = "questions answered."  # at the end of a reason with nothing else to tell
BY_NAME = re.compile(r" ?Matched by name; the id “([^”]*)” is not in the roster\.")


@dataclass(frozen=True)
class ByExercise:
    """Points of the class in one exercise; ``mean`` is None when nothing was handed in."""

    exercise: str
    handed_in: int
    missing: int
    mean_keyed: float | None
    waiting: int  # rubric rows that nobody has marked yet
    of: float = 0.0  # keyed points that can be had
    n: int = 0  # students in the mean: who answered something in a file that was graded

    @property
    def mean(self) -> str:
        """Mean of keyed points, of what, over how many students; a dash without a key or a file."""
        return "–" if self.mean_keyed is None or not self.of else \
            f"{self.mean_keyed:g} of {self.of:g}, n\u00a0=\u00a0{self.n}"


@dataclass(frozen=True)
class Report:
    """All files by status (the counts add up to ``files``), and what to look at."""

    files: int
    counts: Mapping[str, int]
    listed: tuple[FileStatus, ...]
    exercises: tuple[ByExercise, ...] = ()
    shared_installs: tuple[tuple[str, ...], ...] = ()  # students who used one installation
    overrides: tuple[Overridden, ...] = ()  # every one there ever was, the oldest first
    similar: tuple[Pair, ...] = ()  # answers that share many words


def report(connection: Connection, results: Iterable[Result]) -> Report:
    """The account of everything in a gradebook."""
    t = g.submission
    rows = connection.execute(sa.select(t.c.status, sa.func.count()).group_by(t.c.status)).all()
    counts = dict.fromkeys(STATUSES, 0) | {row[0]: row[1] for row in rows}
    listed = connection.execute(sa.select(t.c.name, t.c.status, t.c.reason)
                                .where((t.c.status != "graded") | (t.c.matched != ""))
                                .order_by(t.c.status, t.c.name))
    return Report(sum(counts.values()), counts, tuple(FileStatus(*row) for row in listed),
                  tuple(_by_exercise(results)), _shared(connection), overrides(connection))


def _by_exercise(results: Iterable[Result]) -> Iterable[ByExercise]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.exercise].append(result)
    for exercise, some in groups.items():
        keyed = [r.graded.keyed for r in some if r.graded and not r.blank]
        missing = sum(r.status == NOTHING for r in some)
        yield ByExercise(exercise, len(some) - missing, missing,
                         round(fmean(keyed), 2) if keyed else None,
                         sum(len(r.waiting) for r in some),
                         max((sum(f.of for f in r.graded.fields) for r in some if r.graded),
                             default=0.0), len(keyed))


def _shared(connection: Connection) -> tuple[tuple[str, ...], ...]:
    """Groups of students whose files name one installation: a shared computer, or more."""
    t = g.submission
    groups: dict[str, set[str]] = defaultdict(set)
    rows = connection.execute(
        sa.select(t.c.install, g.student.c.name, g.student.c.student_id)
        .join(g.student, g.student.c.id == t.c.student).where(t.c.install != ""))
    for install, name, ident in rows:
        groups[install].add(f"{name} ({ident})" if name else ident)
    return tuple(sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1))


def account_table(counts: Mapping[str, int], files: int) -> Table:
    """The statuses and their counts, with the sum."""
    table = Table(title="Every file has one status", show_footer=True, title_justify="left")
    table.add_column("status", footer="all files")
    table.add_column("files", justify="right", footer=f"{files:,}")
    table.add_column("what it means")
    for status in STATUSES:
        table.add_row(status, f"{counts.get(status, 0):,}", MEANS[status])
    return table


def listed_table(listed: Sequence[FileStatus], most: int = 200) -> Table:
    """The files that are not simply graded, with the reason; the first of very many."""
    rows = grouped(listed)
    more = f" (the first {most} of {len(rows):,}; --json has all)" if len(rows) > most else ""
    table = Table(title=f"Files to look at{more}", title_justify="left")
    for column in ("file", "status", "reason"):
        table.add_column(column, overflow="fold")
    for one in rows[:most]:
        table.add_row(escape(one.file), one.status, escape(one.reason))
    return table


def grouped(listed: Iterable[FileStatus]) -> list[FileStatus]:
    """Files with nothing to do in one line, late ones in one line when many; those last.

    So are files that were matched by name, when many: a roster without the ids that students
    type says the same of every file, and would hide the others.
    """
    by: dict[str, list[FileStatus]] = defaultdict(list)
    some, named = _by_name(list(listed))
    for one in some:  # a late file with more to tell, such as whose it is, keeps its line
        plain = one.status != "late" or one.reason.endswith(ANSWERED)
        by[one.status if plain else "late, and more"].append(one)
    rows = [one for status, some in by.items() if status not in ALIKE for one in some]
    for status, (least, why) in ALIKE.items():
        some = by[status]
        rows += some if len(some) < least else [FileStatus(f"{len(some)} files", status, why)]
    return rows + named


def _by_name(listed: list[FileStatus]) -> tuple[list[FileStatus], list[FileStatus]]:
    """What is left to list when matches by name are many, and their one line."""
    ids = [found[1] for one in listed if (found := BY_NAME.search(one.reason))]
    if len(ids) < MANY:
        return listed, []
    rest = [msgspec.structs.replace(one, reason=BY_NAME.sub("", one.reason)) for one in listed]
    return [one for old, one in zip(listed, rest, strict=True)
            if one == old or one.status != "graded" or not one.reason.endswith(ANSWERED)], [
        FileStatus(f"{len(ids)} files", "matched by name",
                   f"Their ids, such as “{ids[0]}”, are not in the roster, but each name is there "
                   "once. --json lists all.")]


BY_PEOPLE = "Points set by people"
SET = ("student", "exercise", "points", "who", "reason", "when (UTC)")


def override_rows(some: Iterable[Overridden]) -> Iterator[tuple[str, ...]]:
    """Points that people set, with who and why; the last of a student and exercise counts."""
    for one in some:
        yield (one.name or one.student, one.exercise,
               "lifted" if one.points is None else f"{one.points:g}", one.who, one.why,
               one.at[:16].replace("T", " "))


def override_table(some: Iterable[Overridden]) -> Table:
    """The same for the screen."""
    table = Table(title=BY_PEOPLE, title_justify="left")
    for column in SET:
        table.add_column(column, overflow="fold")
    for row in override_rows(some):
        table.add_row(*map(escape, row))
    return table


def exercise_table(exercises: Iterable[ByExercise]) -> Table:
    """The class in each exercise."""
    table = Table(title="By exercise", title_justify="left")
    for column in ("exercise", "handed in", "not handed in", "mean of keyed points",
                   "rubric rows waiting"):
        table.add_column(column, justify="left" if column == "exercise" else "right")
    for one in exercises:
        table.add_row(one.exercise, str(one.handed_in), str(one.missing),
                      one.mean, str(one.waiting))
    return table
