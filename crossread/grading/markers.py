"""The people who mark: how severe each is, how much each disagrees, and agreement by criterion.

Markers are compared with each other. No figure here says who is right: where one person
differs from the rest, the rest may be wrong.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from statistics import StatisticsError, fmean, linear_regression

import msgspec

from ..agreement import TOO_FEW
from . import figures as f
from .alpha import alpha
from .questions import Tested

SHUFFLES = 2000
FAR = 1  # levels; two markers who differ by more should look together


class Given(msgspec.Struct, frozen=True):
    """One level that a marker gave. ``work`` is one exercise of one student."""

    work: str
    student: int
    exercise: str
    criterion: str
    marker: str
    level: int

    @property
    def row(self) -> str:
        """The criterion, told apart from those of other exercises."""
        return f"{self.exercise} {self.criterion}"


class Beside(msgspec.Struct, frozen=True):
    """One marker beside others; levels, from 1 to 4.

    ``same`` is the mean difference to other markers of the same work (``n`` works);
    ``alike`` the same on other students' work, allowing for the criterion and for how
    strong the student is in keyed questions (``n`` students). ``apart`` is the mean
    distance to others on the same work when severity is taken out, ``others_apart``
    that of the other markers among themselves. ``far`` of ``rows`` doubly marked rows
    differ by more than one level.
    """

    same: f.Figure
    alike: f.Figure
    apart: f.Figure
    others_apart: float | None
    far: int
    rows: int


class Ground(Beside, frozen=True, kw_only=True):
    """What a flag rests on: the figures among those who were still compared.

    ``without`` were flagged before and left out.
    """

    flag: str  # severe, lenient, unlike
    without: tuple[str, ...]


class MarkerStats(Beside, frozen=True, kw_only=True):
    """One marker beside all others."""

    marker: str
    works: int
    flags: tuple[str, ...] = ()  # severe, lenient, unlike
    grounds: tuple[Ground, ...] = ()  # one for every flag


class Agreed(msgspec.Struct, frozen=True):
    """Agreement on one criterion: ordinal alpha (Krippendorff 2011) over works marked twice."""

    exercise: str
    criterion: str
    alpha: f.Figure


def markers(given: Sequence[Given], strength: Mapping[int, float], seed: int = 1,
            ) -> tuple[tuple[MarkerStats, ...], tuple[Tested, ...]]:
    """Every marker, by name. ``strength``: student → how far above the class in keyed work."""
    names = sorted({one.marker for one in given})
    lean = _Lean(given, strength)
    grounds: dict[str, list[Ground]] = {name: [] for name in names}

    def flag(name: str, kind: str, among: _Lean, left: Sequence[str]) -> None:
        grounds[name].append(Ground(*_figures(name, among), flag=kind, without=tuple(
            one for one in names if one not in left)))
    # The one who differs most is found first and left out, since a severe marker makes
    # all others look lenient; with two markers there is no rest to be compared with.
    left = names
    while len(left) > 1:
        here = _Lean([one for one in given if one.marker in left], strength)
        sides = {name: here.severity(name) for name in left}
        chances = {name: min(1.0, 2 * min(map(f.chance_away, pair)))
                   for name, pair in sides.items()}
        far = [name for name in left if chances[name] <= f.Q / len(left) and _size(sides[name])]
        if not far:
            break
        first = max(far, key=lambda name: (abs(_size(sides[name])), name))
        flag(first, "severe" if _size(sides[first]) < 0 else "lenient", here, left)
        left = [name for name in left if name != first]
        if len(left) < 2 or len(names) == 2:
            break
    left = names
    while len(left) > 2:
        here = _Lean([one for one in given if one.marker in left], strength)
        chances = {name: _chance_apart(here.distances(), name, seed) for name in left}
        first = min(left, key=lambda name: (chances[name], name))
        if chances[first] > f.Q / len(left):
            break
        flag(first, "unlike", here, left)
        left = [name for name in left if name != first]
    return tuple(MarkerStats(
        *_figures(name, lean), marker=name, works=lean.works(name),
        flags=tuple(one.flag for one in grounds[name]), grounds=tuple(grounds[name]))
        for name in names), (
        Tested("markers who are more severe, more lenient or less like the others",
               2 * len(names) if len(names) > 1 else 0,
               f"{f.Q:.0%} for a false flag of one kind in the whole table"),)


def agreed(given: Iterable[Given], seed: int = 1, tell: Callable[[], None] = lambda: None,
           ) -> tuple[Agreed, ...]:
    """Every criterion that was marked, in order; ``tell`` is called after each."""
    rows: dict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for one in given:
        rows[one.exercise, one.criterion][one.work][one.marker] = one.level
    found = []
    for (exercise, criterion), works in sorted(rows.items()):
        names = sorted({name for some in works.values() for name in some})
        a = alpha([[some.get(name) for name in names] for some in works.values()], seed)
        found.append(Agreed(exercise, criterion, f.Figure(a.value, a.low, a.high, a.n)))
        tell()
    return tuple(found)


class _Lean:
    """Levels with what belongs to the criterion and to the student's strength taken off."""

    def __init__(self, given: Sequence[Given], strength: Mapping[int, float]) -> None:
        self.given = given
        rows: dict[str, list[int]] = defaultdict(list)
        for one in given:
            rows[one.row].append(one.level)
        usual = {row: fmean(levels) for row, levels in rows.items()}
        raw = [one.level - usual[one.row] for one in given]
        known = [strength.get(one.student, 0.0) for one in given]
        try:
            slope = linear_regression(known, raw).slope
        except StatisticsError:  # one mark, or all students alike
            slope = 0.0
        self._left = [r - slope * s for r, s in zip(raw, known, strict=True)]
        self._by: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
        for one, left in zip(given, self._left, strict=True):
            self._by[one.marker][one.student].append(left)
        self.pairs = list(_pairs(given))

    def severity(self, marker: str) -> tuple[f.Figure, f.Figure]:
        """(on the same work, on other work), each this marker minus the others."""
        works: dict[str, list[float]] = defaultdict(list)
        for a, b in self.pairs:
            if marker in (a.marker, b.marker):
                works[a.work].append(float(a.level - b.level) * (1 if a.marker == marker else -1))
        ours = [fmean(some) for some in self._by[marker].values()]
        rest: dict[int, list[float]] = defaultdict(list)
        for other, students in self._by.items():
            if other != marker:
                for student, some in students.items():
                    rest[student] += some
        return (f.mean([fmean(some) for some in works.values()]),
                f.difference(ours, [fmean(some) for some in rest.values()]))

    def works(self, marker: str) -> int:
        """How many works this marker marked."""
        return len({one.work for one in self.given if one.marker == marker})

    def distances(self) -> list[tuple[frozenset[str], float]]:
        """For every work marked twice: who, and their mean distance without their severity.

        Severity is taken out pair by pair, as the mean difference of the two markers on
        the work that both marked.
        """
        both: dict[tuple[str, str], list[int]] = defaultdict(list)
        for a, b in self.pairs:
            both[a.marker, b.marker].append(a.level - b.level)
        usual = {pair: fmean(some) for pair, some in both.items()}
        works: dict[tuple[str, frozenset[str]], list[float]] = defaultdict(list)
        for a, b in self.pairs:
            works[a.work, frozenset((a.marker, b.marker))].append(
                abs(a.level - b.level - usual[a.marker, b.marker]))
        return [(who, fmean(some)) for (_, who), some in works.items()]


def _pairs(given: Iterable[Given]) -> Iterable[tuple[Given, Given]]:
    rows: dict[tuple[str, str], list[Given]] = defaultdict(list)
    for one in given:
        rows[one.work, one.criterion].append(one)
    for some in rows.values():
        yield from combinations(sorted(some, key=lambda one: one.marker), 2)


def _size(pair: tuple[f.Figure, f.Figure]) -> float:
    """The difference that is told: on the same work where there is enough of it."""
    same, alike = pair
    first, second = (alike, same) if f.chance_away(alike) < f.chance_away(same) else (same, alike)
    return first.value or second.value or 0.0


def _figures(marker: str, lean: _Lean,
             ) -> tuple[f.Figure, f.Figure, f.Figure, float | None, int, int]:
    """The figures of ``Beside``, in their order."""
    same, alike = lean.severity(marker)
    distances = lean.distances()
    rest = [d for who, d in distances if marker not in who]
    rows = [abs(a.level - b.level) for a, b in lean.pairs if marker in (a.marker, b.marker)]
    return (same, alike, f.mean([d for who, d in distances if marker in who]),
            round(fmean(rest), 4) if len(rest) >= TOO_FEW else None,
            sum(d > FAR for d in rows), len(rows))


def _chance_apart(distances: list[tuple[frozenset[str], float]], marker: str, seed: int) -> float:
    """How likely this marker's distance from the others is when pairs are alike (permutation)."""
    values = [d for _, d in distances]
    mine = [marker in who for who, _ in distances]
    k = sum(mine)
    if k < TOO_FEW or len(values) - k < TOO_FEW // 2:
        return 1.0
    seen = sum(d for d, own in zip(values, mine, strict=True) if own)
    chance = random.Random(seed)
    as_far = sum(sum(chance.sample(values, k)) >= seen - 1e-9 for _ in range(SHUFFLES))
    return (as_far + 1) / (SHUFFLES + 1)
