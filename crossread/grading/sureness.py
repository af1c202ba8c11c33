"""How sure students were, where they handed in practice with it, and how right they were.

Graded questions ask for no confidence. Only first answers to questions with one key count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ..agreement import TOO_FEW
from ..closing import Bin, Calibration, Told, calibrate, first_told
from ..model.item import Item
from ..model.record import Entry
from . import figures as f
from .questions import Tested


class Sure(msgspec.Struct, frozen=True):
    """One practice question: mean confidence and share right, 0.0 to 1.0.

    ``over`` is confidence minus being right, over students; above 0 too sure, below 0
    too careful. ``stands_out``: beyond chance.
    """

    item: str
    said: float
    right: f.Figure
    over: f.Figure
    stands_out: bool = False


class Confidence(msgspec.Struct, frozen=True):
    """All answers with a confidence.

    ``brier`` is the mean of the squared difference of stated and actual (Brier 1950):
    0 is best, 0.25 is what “50%” for every answer earns; None where answers are too few.
    ``bins`` are (lowest %, highest %, answers, right, mean %).
    """

    students: int
    answers: int
    brier: float | None
    bins: tuple[tuple[int, int, int, int, float], ...]
    items: tuple[Sure, ...]


def confidence(items: Sequence[Item], practice: Mapping[int, Iterable[Entry]],
               ) -> tuple[Confidence, tuple[Tested, ...]]:
    """From the practice entries of each student to the class.

    An entry that came with several hand-ins counts once.
    """
    told: dict[int, list[Told]] = {}
    for student, entries in practice.items():
        once = {(e.item, e.at, e.attempt): e for e in entries}
        some = list(first_told(items, sorted(once.values(), key=lambda e: (e.at, e.seq))))
        if some:
            told[student] = some
    everything = calibrate([one for some in told.values() for one in some])
    by_item: dict[str, list[Told]] = defaultdict(list)
    for some in told.values():
        for one in some:
            by_item[one.item].append(one)
    found = [_sure(item, some) for item, some in sorted(by_item.items())]
    enough = [n for n, one in enumerate(found) if one.over.enough]
    out = f.stand_out([f.chance_away(found[n].over) for n in enough])
    for k, n in enumerate(enough):
        if k in out:
            found[n] = msgspec.structs.replace(found[n], stands_out=True)
    return _whole(everything, len(told), found), (
        Tested("practice questions with too much or too little confidence", len(enough),
               f"{f.Q:.0%} of those flagged"),)


def _whole(found: Calibration, students: int, items: list[Sure]) -> Confidence:
    return Confidence(students, found.n,
                      None if found.brier is None else round(found.brier, 4),
                      tuple(_bin(one) for one in found.bins), tuple(items))


def _bin(one: Bin) -> tuple[int, int, int, int, float]:
    return one.low, one.high, one.n, one.right, round(one.said, 1)


def _sure(item: str, some: list[Told]) -> Sure:
    n = len(some)
    said = sum(one.confidence for one in some) / n / 100
    over = f.mean([one.confidence / 100 - one.right for one in some]) if n >= TOO_FEW \
        else f.nothing(n)
    return Sure(item, round(said, 4), f.share(sum(one.right for one in some), n), over)
