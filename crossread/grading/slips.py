"""Which misconceptions a class shows, and whether more often than wrong answers by chance would."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import sqrt

import msgspec

from ..agreement import TOO_FEW
from ..model.course import Misconception
from . import figures as f
from .decisions import Part, Sheet
from .questions import Tested

OFTEN = 2  # times that a student shows it before it counts as held


class SlipStats(msgspec.Struct, frozen=True):
    """One misconception.

    ``chances`` counts decisions in which a wrong option shows it, ``shown`` how often it
    was shown, ``usual`` how often it would be if wrong answers fell on all wrong options
    alike. ``holders`` are students who show it at least twice and in half of their chances
    or more. ``stands_out``: shown more often than that, beyond chance.
    """

    code: str
    name: str
    remedy: str
    shown: f.Figure
    usual: float
    students: int  # who had a chance to show it
    ever: int  # who showed it once or more
    holders: int
    where: tuple[str, ...]  # the decisions in which it is shown most, first
    stands_out: bool = False


def slips(sheet: Sheet, known: Sequence[Misconception],
          ) -> tuple[tuple[SlipStats, ...], tuple[Tested, ...]]:
    """Every misconception that an option of the class's questions can show, commonest first."""
    counted = [_Count(sheet, one) for one in known]
    counted = [one for one in counted if one.offered]
    chances = [one.chance for one in counted]
    out = f.stand_out(chances)
    found = [one.stats(stands_out=n in out) for n, one in enumerate(counted)]
    found.sort(key=lambda s: (-s.stands_out, -s.holders, -s.ever, s.code))
    return tuple(found), (Tested("misconceptions shown more than wrong answers by chance would",
                                 sum(p < 1 for p in chances), f"{f.Q:.0%} of those flagged"),)


class _Count:
    """One code, counted by student, so that one student who shows it often is one student."""

    def __init__(self, sheet: Sheet, known: Misconception) -> None:
        self._known = known
        # part → share of its wrong options that show the code
        self.offered: dict[Part, float] = {}
        for part in sheet.parts:
            wrong = [way for way in part.ways if not way.right]
            hits = sum(way.misconception == known.id for way in wrong)
            if hits:
                self.offered[part] = hits / len(wrong)
        self._by_part: dict[Part, int] = defaultdict(int)
        self._had: dict[int, int] = defaultdict(int)
        self._shown: dict[int, int] = defaultdict(int)
        self._over: dict[int, float] = defaultdict(float)
        self._usual = 0.0
        for part, usual in self.offered.items():
            for took in sheet.by_part[part]:
                shows = took.misconception == known.id
                self._had[took.student] += 1
                self._shown[took.student] += shows
                self._by_part[part] += shows
                if not took.right:
                    self._usual += usual
                    self._over[took.student] += shows - usual

    @property
    def chance(self) -> float:
        """How likely so much is when wrong answers fall on all wrong options alike.

        The spread is taken from the students themselves, since the answers of one
        student belong together.
        """
        spread = sqrt(sum(over * over for over in self._over.values()))
        if len(self._had) < TOO_FEW or len(self._over) < TOO_FEW or not spread:
            return 1.0
        return f.beyond(sum(self._over.values()) / spread)

    def stats(self, *, stands_out: bool) -> SlipStats:
        had, shown = sum(self._had.values()), sum(self._shown.values())
        holders = sum(n >= OFTEN and n >= self._had[student] / 2
                      for student, n in self._shown.items())
        where = sorted((p for p in self._by_part if self._by_part[p]),
                       key=lambda p: -self._by_part[p])
        return SlipStats(
            self._known.id, self._known.name, " ".join(self._known.remedy.split()),
            f.share(shown, had), round(self._usual / had, 4) if had else 0.0, len(self._had),
            sum(n > 0 for n in self._shown.values()), holders,
            tuple(part.name for part in where[:3]), stands_out)
