"""Figures with their uncertainty: shares, means, correlations, and false flags held in check.

Wilson (1927) for shares, Fisher (1921) for correlations, Benjamini and Hochberg (1995) for
many tests at once. Below ten observations nothing is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atanh, comb, exp, log1p, sqrt, tanh
from statistics import NormalDist, StatisticsError, correlation, fmean, stdev

import msgspec

from ..agreement import TOO_FEW
from ..closing import wilson

Q = 0.05  # of all flags of one family, at most this share is false in the long run
_NORMAL = NormalDist()
_Z = _NORMAL.inv_cdf(0.975)


class Figure(msgspec.Struct, frozen=True):
    """A value with the ends of its 95% interval and its n; all three None where n is too small."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    @property
    def enough(self) -> bool:
        """Can anything be told?"""
        return self.value is not None


def nothing(n: int) -> Figure:
    """Too few to tell."""
    return Figure(None, None, None, n)


def _figure(value: float, low: float, high: float, n: int) -> Figure:
    return Figure(round(value, 4), round(low, 4), round(high, 4), n)


def share(part: int, n: int) -> Figure:
    """A share of ``n``, 0.0 to 1.0 (Wilson 1927)."""
    return nothing(n) if n < TOO_FEW else _figure(part / n, *wilson(part, n), n)


def mean(values: Sequence[float]) -> Figure:
    """A mean with the interval of Student's t."""
    n = len(values)
    if n < TOO_FEW:
        return nothing(n)
    middle, half = fmean(values), _t(n - 1) * stdev(values) / sqrt(n)
    return _figure(middle, middle - half, middle + half, n)


def difference(ours: Sequence[float], others: Sequence[float]) -> Figure:
    """The difference of two means (Welch 1947); ``n`` is the size of the smaller side."""
    n = min(len(ours), len(others))
    if n < TOO_FEW:
        return nothing(n)
    middle = fmean(ours) - fmean(others)
    half = _t(n - 1) * sqrt(stdev(ours) ** 2 / len(ours) + stdev(others) ** 2 / len(others))
    return _figure(middle, middle - half, middle + half, n)


def related(xs: Sequence[float], ys: Sequence[float]) -> Figure:
    """The correlation of two series (interval: Fisher 1921); nothing where one never varies."""
    n = len(xs)
    if n < TOO_FEW:
        return nothing(n)
    try:
        z, half = atanh(max(-0.999, min(0.999, correlation(xs, ys)))), _Z / sqrt(n - 3)
    except StatisticsError:
        return nothing(n)
    return _figure(tanh(z), tanh(z - half), tanh(z + half), n)


def chance_away(figure: Figure) -> float:
    """Two-sided p of a mean or a difference that is really 0, from its own interval."""
    if figure.value is None or figure.low is None or figure.high is None:
        return 1.0
    half = (figure.high - figure.low) / 2
    if not half:
        return 0.0 if figure.value else 1.0
    return 2 * (1 - _NORMAL.cdf(abs(_as_z(figure.value / half * _t(figure.n - 1), figure.n - 1))))


def below(r: float, others: float, n: int) -> float:
    """One-sided p of a correlation ``r`` of ``n`` pairs that is really as high as ``others``."""
    z = (atanh(max(-0.999, min(0.999, others))) - atanh(max(-0.999, min(0.999, r)))) * sqrt(n - 3)
    return 1 - _NORMAL.cdf(z)


def at_least(x: int, n: int, p: float = 0.5) -> float:
    """The chance of ``x`` or more among ``n``, each with chance ``p``: the exact binomial tail."""
    return min(1.0, sum(comb(n, k) * p ** k * (1 - p) ** (n - k) for k in range(x, n + 1)))


def never(n: int, ways: int) -> float:
    """The chance that one of ``ways`` alike options is never taken in ``n`` choices."""
    return exp(n * log1p(-1 / ways)) if ways > 1 else 0.0


def beyond(z: float) -> float:
    """One-sided p of a standard normal value."""
    return 1 - _NORMAL.cdf(z)


def stand_out(chances: Sequence[float], q: float = Q) -> frozenset[int]:
    """Which of many tests stand out; of these a share of at most ``q`` is false in the long run.

    Benjamini and Hochberg (1995). Positions in ``chances``.
    """
    order = sorted(range(len(chances)), key=chances.__getitem__)
    last = max((rank for rank, n in enumerate(order, 1) if chances[n] <= q * rank / len(order)),
               default=0)
    return frozenset(order[:last])


def _t(df: int) -> float:
    """Student's t at 97.5%, by the expansion of Cornish and Fisher; exact to 0.01 from 9 on."""
    z = _Z
    return (z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2))


def _as_z(t: float, df: int) -> float:
    """The normal value that is as rare as a value of Student's t (Abramowitz and Stegun 26.7.8)."""
    return t * (1 - 1 / (4 * df)) / sqrt(1 + t * t / (2 * df))
