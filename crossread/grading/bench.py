"""One marker at one gradebook: all that the marking desk asks for, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from ..seeds import Seeds
from . import comments, drafts, marking, overrides, second
from . import gradebook as g
from .alpha import Alpha
from .inforce import holds_course, keys_of
from .keys import Key
from .marking import FIRST, SECOND, Clash, Given, Gone, MarkError, Page, Row, Work
from .results import USED

SETTLE = 2  # the third thing to do at the desk: no lane of its own


@dataclass(frozen=True)
class Pile:
    """The work of one exercise that waits on the desk, and what is known of it."""

    key: Key
    lane: int
    by: str
    pages: tuple[Page, ...]
    levels: dict[Row, Given] = field(default_factory=dict)
    flags: frozenset[int] = frozenset()
    comments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    settled: dict[Row, second.Settled] = field(default_factory=dict)
    drafts: dict[Row, str] = field(default_factory=dict)  # this marker's own, in this lane
    earlier: dict[int, dict[str, int]] = field(default_factory=dict)  # see marking.earlier
    share: int = second.SHARE  # percent of the work that a second marker gets
    shown: frozenset[int] = frozenset()  # whose first marks the desk has shown to this marker

    @property
    def progress(self) -> tuple[int, int]:
        """How many rows are marked, of how many."""
        return marking.progress(self.pages, self.levels)

    def progress_of(self, show: str) -> tuple[int, int]:
        """As ``progress``, of the list that the desk shows: “flagged” is one of its own."""
        return marking.progress(
            [one for one in self.pages if one.work.submission in self.flags],
            self.levels) if show == "flagged" else self.progress

    def shared(self, marker: str) -> tuple[int, int, int]:
        """How many pieces of work have all their marks by others, by ``marker``, and how many wait.

        A piece counts as the marker's where one of its marks in force is theirs.
        """
        rows: dict[int, list[Row]] = {}
        for page in self.pages:
            rows.setdefault(page.work.submission, []).extend(
                (page.work.submission, one.id) for one in page.criteria)
        whole = [{self.levels[row].marker for row in some} for some in rows.values()
                 if all(row in self.levels for row in some)]
        mine = sum(marker in some for some in whole)
        return len(whole) - mine, mine, len(rows) - len(whole)


class Bench:
    """A marker at the gradebook at ``url``.

    Opening raises GradebookError; every method raises GradebookError or MarkError with a
    sentence.
    """

    def __init__(self, seeds: Seeds, url: str, marker: str) -> None:
        self._seeds = seeds
        self.marker = marking.marker_name(marker)
        self._book = g.Gradebook(url)
        self.place = self._book.place
        self._works: dict[str, tuple[Work, ...]] = {}
        self._counted: dict[str, frozenset[int]] = {}
        self._shown: set[int] = set()
        with self._book.read() as connection:
            holds_course(connection, seeds)

    def exercises(self) -> dict[str, str]:
        """Exercise → title, of those that have rows for a marker and hand-ins that count."""
        with self._book.read() as connection:
            handed = set(connection.scalars(sa.select(g.submission.c.exercise).where(
                g.submission.c.status.in_(USED)).distinct()))
        return {name: key.exercise.title for name, key in sorted(self._keys().items())
                if key.criteria and name in handed}

    @property
    def share(self) -> int:
        """How much of the work a second marker gets, in percent."""
        with self._book.read() as connection:
            return second.share_of(connection)

    @property
    def lane(self) -> int | None:
        """Where this marker marked last; None where only others have marked so far."""
        with self._book.read() as connection:
            last = connection.scalar(sa.select(g.mark.c.second).where(
                g.mark.c.marker == self.marker).order_by(g.mark.c.at.desc()).limit(1))
            if last is not None:
                return int(last)
            others = connection.scalar(sa.select(g.mark.c.marker).limit(1))
            return FIRST if others is None else None

    def show(self, submission: int) -> None:
        """Note that this marker sees first marks of others; known as long as the desk is open."""
        self._shown.add(submission)

    def set_share(self, percent: int) -> None:
        """Keep how much a second marker gets, for everybody; see ``second.set_share``."""
        with self._book.write() as connection:
            second.set_share(connection, self.marker, percent)

    def open(self, exercise: str, by: str = "student", lane: int = FIRST, *, afresh: bool = False,
             ) -> Pile:
        """The pile of an exercise; hand-ins are read again when others count, marks each time."""
        key = self._key(exercise)
        with self._book.read() as connection:
            counted = marking.counted(connection, exercise)
            if afresh or self._counted.get(exercise) != counted:
                self._counted[exercise] = counted
                self._works[exercise] = marking.works(connection, self._seeds, key)
            works = self._works[exercise]
            if lane == SECOND:
                works = second.for_marker(connection, works, self.marker, frozenset(self._shown))
            return Pile(key, lane, by, marking.pages(works, key.exercise.rubric, by),
                        marking.given(connection, lane), marking.flags(connection),
                        comments.kept(connection, exercise, self.marker),
                        second.settled(connection), drafts.kept(connection, self.marker, lane),
                        marking.earlier(connection, exercise) if lane == FIRST else {},
                        second.share_of(connection), frozenset(self._shown))

    def mark(self, exercise: str, lane: int, submission: int, criterion: str, level: int,
             comment: str, seen: int | None, *, over: bool = False) -> Given:
        """Keep a level, and the draft of its comment no longer; see ``marking.save``.

        Raises Clash also where the row holds another marker's level, seen or not, until the
        marker says with ``over`` that it is to be replaced.
        """
        row = self._criterion(exercise, criterion)
        self._known(exercise, submission)
        with self._book.write() as connection:
            marking.may_mark(connection, self.marker, lane, submission, row)
            now = marking.given_for(connection, lane, submission, criterion)
            if now and now.marker != self.marker and not over:
                raise Clash(now)
            made = marking.save(connection, self.marker, lane, submission, row, level, comment,
                                seen)
            drafts.drop(connection, self.marker, lane, submission, criterion)
            return made

    def draft(self, exercise: str, lane: int, submission: int, criterion: str, text: str) -> str:
        """Keep a comment whose level is not chosen yet; see ``drafts.keep``."""
        row = self._criterion(exercise, criterion)
        self._known(exercise, submission)
        with self._book.write() as connection:
            return drafts.keep(connection, self.marker, lane, submission, row, text)

    def flag(self, exercise: str, submission: int, *, up: bool) -> None:
        """Raise or lower the flag “needs a second look”."""
        self._known(exercise, submission)
        with self._book.write() as connection:
            marking.set_flag(connection, self.marker, submission, up=up)

    def reveal(self, exercise: str, submission: int) -> str:
        """The student's name; that it was asked for is recorded."""
        self._known(exercise, submission)
        with self._book.write() as connection:
            return marking.reveal(connection, self.marker, submission)

    def keep(self, exercise: str, criterion: str, text: str) -> tuple[str, ...]:
        """Keep a comment for reuse; this marker's comments for the criterion."""
        self._criterion(exercise, criterion)
        with self._book.write() as connection:
            return comments.keep(connection, exercise, criterion, self.marker, text)

    def differences(self, exercise: str) -> tuple[tuple[second.Difference, ...], dict[str, Alpha]]:
        """The rows to settle, and the agreement on every criterion."""
        pile = self.open(exercise, afresh=True)
        works, rubric = self._works[exercise], pile.key.exercise.rubric
        with self._book.read() as connection:
            return (second.differences(connection, works, rubric),
                    second.agreement(connection, works, rubric))

    def settle(self, exercise: str, submission: int, criterion: str, level: int, why: str,
               seen: tuple[int, int, int]) -> second.Settled:
        """Keep the level that was agreed on; see ``second.settle``."""
        row = self._criterion(exercise, criterion)
        self._known(exercise, submission)
        with self._book.write() as connection:
            return second.settle(connection, self.marker, submission, row, level, why, seen)

    def override(self, student: str, exercise: str, points: float | None, why: str,
                 ) -> overrides.Overridden:
        """Set a student's points in an exercise; None lifts it. See ``overrides``."""
        keys = self._keys()
        if exercise not in keys:
            raise MarkError(f"The gradebook has no exercise “{exercise}”; it has "
                            f"{', '.join(sorted(keys)) or 'none yet: grade an inbox first'}.")
        with self._book.write() as connection:
            return overrides.set_override(connection, keys[exercise], student, points,
                                          self.marker, why)

    def close(self) -> None:
        """Let go of the gradebook."""
        self._book.close()

    def _keys(self) -> dict[str, Key]:
        with self._book.read() as connection:
            return keys_of(connection, self._seeds)

    def _key(self, exercise: str) -> Key:
        keys = self._keys()
        if exercise not in keys or not keys[exercise].criteria:
            there = ", ".join(sorted(name for name, key in keys.items() if key.criteria))
            raise MarkError(f"The gradebook has no exercise “{exercise}” with rows for a marker; "
                            f"it has {there or 'none yet: grade an inbox first'}.")
        return keys[exercise]

    def _criterion(self, exercise: str, criterion: str) -> marking.Criterion:
        for one in self._key(exercise).exercise.rubric:
            if one.id == criterion:
                return one
        raise MarkError(f"Exercise {exercise} has no row “{criterion}”.")

    def _known(self, exercise: str, submission: int) -> None:
        if submission not in {work.submission for work in self._works.get(exercise, ())}:
            raise Gone("This work is not in the list on the desk any more.")
