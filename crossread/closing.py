"""What a learner's own answers say at the end: calibration, two tests, and a guess of each.

Everything is computed from the journal each time. The functions that count are pure; only
``calibration_of`` and ``pre_post_of`` read. Where there is too little to tell, nothing is told.
Brier (1950) for the score, Wilson (1927) for the intervals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import comb, sqrt
from pathlib import Path
from typing import Any

import htpy as h

from .faces import Face
from .journal import Journal
from .kinds import AnswerError
from .model.item import Cite, Item, Numeric, Relation, Single, Text
from .model.record import Entry
from .scoring import item_digest, score
from .seeds import Seeds
from .strings import say

FEWEST_IN_BIN = 5  # fewer answers in a group say little but chance
FEWEST = 30  # fewer answers in all give no curve and no score
EDGES = (0, 40, 60, 80, 90, 99, 101)  # percent; a group holds its lower edge, not its upper
Z = 1.96  # 95%
PERSONAL = ("my_calibration", "my_pre_post", "passport")


@dataclass(frozen=True)
class Told:
    """A first answer for which the learner said how sure: percent, and whether it was right."""

    item: str
    confidence: int
    right: bool


@dataclass(frozen=True)
class Bin:
    """Answers given with about the same confidence.

    ``low`` and ``high`` bound the stated percent (both included), ``said`` is its mean.
    """

    low: int
    high: int
    n: int
    right: int
    said: float

    @property
    def enough(self) -> bool:
        """Are there answers enough to show a share?"""
        return self.n >= FEWEST_IN_BIN


@dataclass(frozen=True)
class Calibration:
    """All answers with a confidence, in groups; ``brier`` is None where they are too few."""

    n: int
    bins: tuple[Bin, ...]
    brier: float | None

    @property
    def enough(self) -> bool:
        """Are there answers enough for a curve?"""
        return self.n >= FEWEST

    @property
    def shown(self) -> tuple[Bin, ...]:
        """The groups that may be drawn: none before there are answers enough in all."""
        return tuple(b for b in self.bins if b.enough) if self.enough else ()


@dataclass(frozen=True)
class Twin:
    """A question of the first test and its twin in the second: right, not, or not answered."""

    before_id: str
    after_id: str
    before: bool | None
    after: bool | None


@dataclass(frozen=True)
class PrePost:
    """Both tests of one learner, and what was expected of each (None: not said)."""

    twins: tuple[Twin, ...]
    expected_before: float | None = None
    expected_after: float | None = None

    @property
    def complete(self) -> bool:
        """Is every question of the second test answered? Before that the first stays closed."""
        return bool(self.twins) and all(t.after is not None for t in self.twins)

    @property
    def before(self) -> int | None:
        """Right answers in the first test, when all of it was answered."""
        return _right([t.before for t in self.twins]) if self.complete else None

    @property
    def after(self) -> int | None:
        """Right answers in the second test, when all of it was answered."""
        return _right([t.after for t in self.twins])

    @property
    def gained(self) -> int:
        """Twins that were not right at first and are right now."""
        return sum(t.before is False and t.after is True for t in self.twins)

    @property
    def lost(self) -> int:
        """Twins that were right at first and are not right now."""
        return sum(t.before is True and t.after is False for t in self.twins)

    @property
    def by_chance(self) -> float:
        """How often a split at least as uneven comes up when nothing has changed (sign test)."""
        n, most = self.gained + self.lost, max(self.gained, self.lost)
        if not n:
            return 1.0
        tail: int = sum(comb(n, k) for k in range(most, n + 1))
        return min(1.0, tail / 2.0 ** (n - 1))


def _right(answers: Sequence[bool | None]) -> int | None:
    if not answers or None in answers:
        return None
    return sum(one is True for one in answers)


def wilson(right: int, n: int) -> tuple[float, float]:
    """The share of right answers, from lowest to highest that fits (95%); 0 to 1 of none."""
    if not n:
        return 0.0, 1.0
    p, z2 = right / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def calibrate(told: Iterable[Told]) -> Calibration:
    """The answers in groups of confidence, with the Brier score over all of them."""
    told = list(told)
    bins = []
    for low, end in pairwise(EDGES):
        mine = [t for t in told if low <= t.confidence < end]
        said = sum(t.confidence for t in mine) / len(mine) if mine else (low + end - 1) / 2
        bins.append(Bin(low, end - 1, len(mine), sum(t.right for t in mine), said))
    brier = (sum((t.confidence / 100 - t.right) ** 2 for t in told) / len(told)
             if len(told) >= FEWEST else None)
    return Calibration(len(told), tuple(bins), brier)


def first_told(items: Iterable[Item], entries: Sequence[Entry]) -> Iterator[Told]:
    """First answers to questions with one key, where a confidence came with them."""
    for item in items:
        if not isinstance(item, Single | Relation | Cite):
            continue
        first = next(_responses(item, entries), None)
        if first is None or first.confidence is None:
            continue
        if (right := _is_right(item, first)) is not None:
            yield Told(item.id, first.confidence, right)


def twins(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Questions of the first test with the question of like number and kind in the second."""
    later = {item.id.partition("-")[2]: item for item in after}
    return [(item, later[number]) for item in before if _tested(item)
            and (number := item.id.partition("-")[2]) in later
            and type(later[number]) is type(item)]


def _tested(item: Item) -> bool:
    return item.withheld and not isinstance(item, Text | Numeric)


def pre_post(before: Sequence[Item], after: Sequence[Item], entries_before: Sequence[Entry],
             entries_after: Sequence[Entry]) -> PrePost:
    """Both tests from what was answered, in the order in which the learner took them.

    ``before`` is the form whose verdicts are withheld: of it the last answer counts, and one
    given after the other form was begun does not. Of ``after`` the first answer counts. Half a
    class may take the forms the other way round; then ``after`` is their first test.
    """
    pairs = twins(before, after)
    kept = {a.id: list(_responses(a, entries_before)) for a, _ in pairs}
    firsts = {b.id: next(_responses(b, entries_after), None) for _, b in pairs}
    start = min((one.at for one in firsts.values() if one), default="9999")
    swapped = start < min((e.at for some in kept.values() for e in some), default="")
    made = []
    for a, b in pairs:
        usable = [e for e in kept[a.id] if swapped or e.at <= start]
        withheld = _is_right(a, usable[-1]) if usable else None
        shown = _is_right(b, one) if (one := firsts[b.id]) else None
        made.append(Twin(b.id, a.id, shown, withheld) if swapped else
                    Twin(a.id, b.id, withheld, shown))
    guesses = _guess(before, entries_before), _guess(after, entries_after)
    return PrePost(tuple(made), *(reversed(guesses) if swapped else guesses))


def _guess(items: Sequence[Item], entries: Sequence[Entry]) -> float | None:
    """The number given to a question that asks for one and has no key: first answer."""
    for item in items:
        if isinstance(item, Numeric) and item.key is None:
            first = next(_responses(item, entries), None)
            if first and isinstance(first.answer, int | float):
                return float(first.answer)
    return None


def _responses(item: Item, entries: Sequence[Entry]) -> Iterator[Entry]:
    digest = item_digest(item)
    return (e for e in entries
            if e.kind == "response" and e.item == item.id and e.digest in ("", digest))


def _is_right(item: Item, entry: Entry) -> bool | None:
    try:
        status = score(item, entry.answer).status
    except AnswerError:
        return None
    return None if status == "not_attempted" else status == "correct"


def calibration_of(seeds: Seeds, home: Path) -> Calibration:
    """The learner's calibration over all lessons.

    Questions whose verdict is withheld count only when the second test is complete.
    """
    open_ = pre_post_of(seeds, home).complete
    told: list[Told] = []
    for ref in seeds.course.lessons:
        items = [i for i in seeds.items(ref.id) if open_ or not i.withheld]
        told += first_told(items, Journal(home, ref.id).read().entries)
    return calibrate(told)


def pre_post_of(seeds: Seeds, home: Path) -> PrePost:
    """Both tests of the learner: withheld questions, and their twins in the last lesson."""
    lessons = [ref.id for ref in seeds.course.lessons]
    first = next((one for one in lessons if any(map(_tested, seeds.items(one)))), None)
    if first is None or first == lessons[-1]:
        return PrePost(())
    return pre_post(seeds.items(first), seeds.items(lessons[-1]),
                    Journal(home, first).read().entries, Journal(home, lessons[-1]).read().entries)


def answered(entries: Iterable[Entry]) -> Mapping[str, Any]:
    """What a passport tells of a lesson: how many questions were answered, first and last day."""
    found = [e for e in entries if e.kind == "response"]
    days = sorted(e.at[:10] for e in found)
    return {"n": len({e.item for e in found}), "from": days[0] if days else "",
            "to": days[-1] if days else ""}


def blank_passport(seeds: Seeds) -> Face:
    """The passport as everybody sees it before it is run, and on paper: to be filled by hand."""
    rows = [(ref, [o.text for o in seeds.objectives if o.lesson == ref.id])
            for ref in seeds.course.lessons]
    html = h.section[
        h.h3[say("passport_title")], h.p[seeds.course.title], h.p[h.em[say("passport_static")]],
        h.ul[(h.li[f"{ref.id} {ref.title}", h.ul[(h.li[f"○ {one}"] for one in texts)]]
              for ref, texts in rows)]]
    plain = [say("passport_title"), say("passport_static")]
    for ref, texts in rows:
        plain += [f"{ref.id} {ref.title}", *(f"  ○ {one}" for one in texts)]
    return Face(str(html), "\n".join(plain))
