"""The second marker: a blind sample, how far the two agree, and differences that are settled."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..model.exercise import Criterion
from . import gradebook as g
from .alpha import Alpha, alpha
from .marking import FIRST, SECOND, Given, MarkError, Row, Work, clean, given, given_for

SHARE = 10  # percent of the work of an exercise, until the gradebook says another share
LEAST = 5  # pieces of work in a sample, where there are so many; none when the share is 0
SETTING = "second_share"
APART = 1  # levels; a larger difference is settled by people


class Settled(msgspec.Struct, frozen=True):
    """The level that was agreed on for a row: who settled it, and why."""

    id: int
    level: int
    who: str
    why: str
    at: str


@dataclass(frozen=True)
class Difference:
    """A row on which two markers are more than one level apart."""

    work: Work
    criterion: Criterion
    first: Given
    second: Given
    settled: Settled | None = None


def share_of(connection: Connection) -> int:
    """How much of the work a second marker gets at this gradebook, in percent."""
    kept = g.setting_of(connection, SETTING)
    return SHARE if kept is None else kept


def no_share(percent: int) -> str:
    """Why a number is no share, "" where it is one."""
    return "" if 0 <= percent <= 100 else \
        f"{percent} is no share of the work; give a percentage from 0 to 100."


def set_share(connection: Connection, who: str, percent: int) -> None:
    """Keep the share for everybody at this gradebook, with who set it.

    Raises MarkError when it is no percentage.
    """
    if fault := no_share(percent):
        raise MarkError(fault)
    g.set_setting(connection, SETTING, percent, who)


def sample(works: Sequence[Work], second: Mapping[Row, Given], percent: int = SHARE,
           ) -> tuple[Work, ...]:
    """The work that a second marker sees: a share of all, at least five, with 0 percent none.

    Drawn by a digest of each student's key, so that every machine draws the same, whatever
    is marked first; a larger share holds a smaller one. Work that has second marks stays in,
    also when newer work is drawn.
    """
    n = max(math.ceil(percent * len(works) / 100), min(LEAST, len(works))) if percent else 0
    begun = {submission for submission, _ in second}
    drawn = {work.submission for work in sorted(works, key=_lot)[:n]}
    return tuple(work for work in works if work.submission in drawn | begun)


def _lot(work: Work) -> str:
    return hashlib.sha256(f"second {work.rank}".encode()).hexdigest()


def for_marker(connection: Connection, works: Sequence[Work], marker: str,
               shown: frozenset[int] = frozenset()) -> tuple[Work, ...]:
    """The sample without what this marker has marked first.

    ``shown`` are submissions whose first marks this marker has seen. Those that nobody has begun
    to mark a second time give way to others, drawn by the same lot, as far as there are any.
    """
    own = set(connection.scalars(sa.select(g.mark.c.submission).where(
        g.mark.c.marker == marker, g.mark.c.second == FIRST)))
    second, share = given(connection, SECOND), share_of(connection)
    mine = [work for work in sample(works, second, share) if work.submission not in own]
    begun = {submission for submission, _ in second}
    seen = [work for work in mine if work.submission in shown - begun]
    spare = [work for work in sorted(works, key=_lot)
             if work not in mine and work.submission not in own | shown] if share else []
    # What took a place before and was begun is in the sample for good: it takes no second place.
    drawn = {work.submission for work in sample(works, {}, share)}
    here = {work.submission for work in works}  # marks are read of all exercises
    taken = {row[0] for row, one in second.items() if one.marker == marker} & here - drawn
    gone = seen[:len(taken) + len(spare)]
    kept = {work.submission for work in [*mine, *spare[:max(0, len(gone) - len(taken))]]}
    return tuple(work for work in works if work.submission in kept and work not in gone)


def differences(connection: Connection, works: Sequence[Work], criteria: Sequence[Criterion],
                ) -> tuple[Difference, ...]:
    """Rows more than one level apart; those that wait come first, then those settled.

    A piece of work is listed only when its second marker is through with it, so that
    nobody meets the first marks while marking.
    """
    first, second = given(connection, FIRST), given(connection, SECOND)
    done = settled(connection)
    found = []
    for work in works:
        rows = [(work.submission, one.id) for one in criteria]
        if not all(row in first and row in second for row in rows):
            continue
        found += [Difference(work, criterion, first[row], second[row], done.get(row))
                  for row, criterion in zip(rows, criteria, strict=True)
                  if row in done or abs(first[row].level - second[row].level) > APART]
    return tuple(sorted(found, key=lambda one: one.settled is not None))


def settled(connection: Connection) -> dict[Row, Settled]:
    """What was settled last for each row."""
    rows = connection.execute(sa.select(g.settled).order_by(g.settled.c.id))
    return {(row.submission, row.criterion): Settled(row.id, row.level, row.who, row.why, row.at)
            for row in rows}


def settle(connection: Connection, who: str, submission: int, criterion: Criterion, level: int,
           why: str, seen: tuple[int, int, int]) -> Settled:
    """Keep the level that was agreed on, with who and why; earlier ones stay in the gradebook.

    ``seen`` holds the turns of the two marks and the number of the settlement before
    (0: none) as they were on the screen. Raises MarkError when one of them has changed.
    """
    why = clean(why)
    if not why:
        raise MarkError("A settled level is kept with its reason: say in a few words why.")
    if level not in {0, *(one.points for one in criterion.levels)}:
        raise MarkError(f"“{criterion.title}” has no level {level}.")
    marks = [given_for(connection, lane, submission, criterion.id) for lane in (FIRST, SECOND)]
    before = settled(connection).get((submission, criterion.id))
    if (*(one.turn if one else -1 for one in marks), before.id if before else 0) != seen:
        raise MarkError("Somebody changed this row since you opened the list. Open it again and "
                        "look at both levels.")
    made = Settled(g.next_id(connection, g.settled), level, who, why, g.now())
    g.insert(connection, g.settled, [{"submission": submission, "criterion": criterion.id,
                                      **msgspec.to_builtins(made)}])
    return made


def agreement(connection: Connection, works: Sequence[Work], criteria: Sequence[Criterion],
              ) -> dict[str, Alpha]:
    """Criterion → how far first and second marks agree, before anything was settled."""
    first, second = given(connection, FIRST), given(connection, SECOND)
    found = {}
    for one in criteria:
        rows = [(work.submission, one.id) for work in works]
        found[one.id] = alpha([(first[row].level, second[row].level) for row in rows
                               if row in first and row in second])
    return found
