"""What the answers say of the questions: how hard, how telling, which wrong choices, which flags.

A flag is a reason to look, never a verdict. Each family of flags is tested so that chance
alone rarely raises one; the families and their rates are told with the flags.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container
from math import atanh, tanh
from statistics import fmean

import msgspec

from . import figures as f
from .decisions import Part, Sheet, Took

HARD, EASY = 0.2, 0.95
WRONG_KEY = 0.02  # chance, for one row, that a right key looks wrong among the stronger half
TELLING = 0.35  # below this correlation a question hardly tells strong from weak


class Chosen(msgspec.Struct, frozen=True):
    """One way of a decision: how many took it, in all and in the top and bottom thirds."""

    id: str
    text: str
    right: bool
    misconception: str
    n: int
    share: float
    top: int
    bottom: int


class PartStats(msgspec.Struct, frozen=True):
    """One decision. ``top_n`` and ``bottom_n`` are the sizes of the thirds.

    ``telling`` is the point-biserial correlation of being right with the student's
    strength in all other decisions.
    """

    exercise: str
    question: str
    id: str
    name: str
    label: str
    objective: str
    text: str
    right: f.Figure
    telling: f.Figure
    ways: tuple[Chosen, ...]
    top_n: int
    bottom_n: int
    flags: tuple[str, ...] = ()
    rival: str = ""  # the way that strong students prefer to the key
    rival_n: int = 0  # how many of the stronger half took it
    key_n: int = 0  # and how many of them the key
    half: int = 0  # the size of the stronger half


class QuestionStats(msgspec.Struct, frozen=True):
    """One whole question: mean share of its marks, and how it goes with all other questions."""

    exercise: str
    question: str
    credit: f.Figure
    telling: f.Figure
    flags: tuple[str, ...] = ()


class Tested(msgspec.Struct, frozen=True):
    """A family of tests: how many were made, and what chance alone would flag at most."""

    what: str
    n: int
    rate: str


def parts(sheet: Sheet) -> tuple[tuple[PartStats, ...], tuple[Tested, ...]]:
    """Every decision with its flags, in the order of the exercises."""
    found = [_part(sheet, part, some) for part, some in sheet.by_part.items()]
    negative = [n for n, one in enumerate(found) if one.telling.enough]
    worse = f.stand_out([f.below(found[n].telling.value or 0.0, 0.0, found[n].telling.n)
                         for n in negative])
    dead = [(n, way.id, f.never(wrong, distractors)) for n, one in enumerate(found)
            if one.right.enough and one.ways
            for distractors in [sum(not w.right for w in one.ways)] if distractors > 1
            for wrong in [sum(w.n for w in one.ways if not w.right)]
            for way in one.ways if not way.right]
    empty = f.stand_out([p if _taken(found[n], way) == 0 else 1.0 for n, way, p in dead])
    flags: list[list[str]] = [list(one.flags) for one in found]
    for k, n in enumerate(negative):
        if k in worse:
            flags[n].append("negative")
    for k, (n, _, _) in enumerate(dead):
        if k in empty and "dead" not in flags[n]:
            flags[n].append("dead")
    keyed = sum(one.right.enough and bool(one.ways) for one in found)
    return tuple(msgspec.structs.replace(one, flags=tuple(some))
                 for one, some in zip(found, flags, strict=True)), (
        Tested("keys that may be wrong", keyed, f"at most {WRONG_KEY:.0%} of the rows, "
               f"{keyed * WRONG_KEY:.1f} rows"),
        Tested("rows in which the stronger students are wrong more often", len(negative),
               f"{f.Q:.0%} of those flagged"),
        Tested("wrong options that nobody takes", len(dead), f"{f.Q:.0%} of those flagged"))


def _taken(one: PartStats, way: str) -> int:
    return next(w.n for w in one.ways if w.id == way)


def _part(sheet: Sheet, part: Part, some: list[Took]) -> PartStats:
    ranked = sheet.ranked(part)
    third = len(ranked) // 3
    top, bottom = (Counter(one.way for one in group)
                   for group in (ranked[:third], ranked[len(ranked) - third:]))
    counts = Counter(one.way for one in some)
    ways = tuple(Chosen(w.id, w.text, w.right, w.misconception, counts[w.id],
                        round(counts[w.id] / len(some), 4) if some else 0.0, top[w.id],
                        bottom[w.id]) for w in part.ways)
    right = f.share(sum(one.right for one in some), len(some))
    telling = f.related([float(one.right) for one in ranked],
                        [sheet.strength(one.student, [part]) or 0.0 for one in ranked])
    stats = PartStats(part.exercise, part.question, part.id, part.name, part.label,
                      part.objective, part.text, right, telling, ways, third, third)
    return _judged(stats, ranked)


def _judged(one: PartStats, ranked: list[Took]) -> PartStats:
    """With the flags that a decision earns by itself."""
    flags = []
    right = one.right
    if right.value is None or right.low is None or right.high is None:
        return one
    if right.value < HARD and right.high < 0.5:
        flags.append("hard")
    if right.value > EASY and right.low > 0.85:
        flags.append("easy")
    half = ranked[:len(ranked) // 2]
    counts = Counter(taken.way for taken in half if not taken.right and taken.way)
    if counts:
        rival, n = counts.most_common(1)[0]
        key = sum(taken.right for taken in half)
        in_top = next((w.top for w in one.ways if w.id == rival), 0)
        key_top = sum(w.top for w in one.ways if w.right)
        if in_top > key_top and f.at_least(n, n + key) <= WRONG_KEY:
            one = msgspec.structs.replace(one, rival=rival, rival_n=n, key_n=key, half=len(half))
            flags.append("key")
    return msgspec.structs.replace(one, flags=tuple(flags))


def questions(sheet: Sheet, stats: tuple[PartStats, ...],
              ) -> tuple[tuple[QuestionStats, ...], tuple[Tested, ...]]:
    """Every whole question; flagged when it goes with the rest far less than the others do.

    The correlation of a question is compared with the mean of the others. Where a key may be
    wrong, that key is looked at first: the question is left out of that mean, and is itself
    judged by its other rows.
    """
    suspect: dict[str, set[str]] = {}
    for row in stats:
        if "key" in row.flags:
            suspect.setdefault(row.question, set()).add(row.id)
    found = [_question(sheet, question) for question in sheet.credits]
    judged = [one if one.question not in suspect else
              _question(sheet, one.question, suspect[one.question]) for one in found]
    usable = [one for one in judged if one.telling.value is not None]
    chances = []
    for one in usable:
        others = [atanh(o.telling.value or 0.0) for o in usable
                  if o is not one and o.question not in suspect]
        usual = tanh(fmean(others)) if len(others) > 1 else 0.0
        here = one.telling.value or 0.0
        # the mean of the others is itself uncertain; count that in as one more observation each
        n = one.telling.n if len(others) < 2 else 3 + round(
            (one.telling.n - 3) / (1 + 1 / len(others)))
        chances.append(f.below(here, usual, n) if here < TELLING and usual > TELLING else 1.0)
    weak = {usable[n].question for n in f.stand_out(chances)}
    return tuple(msgspec.structs.replace(one, flags=("weak",)) if one.question in weak else one
                 for one in found), (
        Tested("questions that do not go with the rest", len(usable),
               f"{f.Q:.0%} of those flagged"),)


def _question(sheet: Sheet, question: str, without: Container[str] = ()) -> QuestionStats:
    """``without``: rows whose keys may be wrong; what is right in the others counts then."""
    own = [part for part in sheet.parts if part.question == question]
    credits = dict(sheet.credits[question])
    if without:
        rights: dict[int, list[bool]] = defaultdict(list)
        for part in own:
            if part.id not in without:
                for one in sheet.by_part[part]:
                    rights[one.student].append(one.right)
        credits = {student: fmean(some) for student, some in rights.items()}
    rest = {student: strength for student in credits
            if (strength := sheet.strength(student, own)) is not None}
    return QuestionStats(own[0].exercise, question, f.mean(list(credits.values())),
                         f.related([credits[student] for student in rest], list(rest.values())))
