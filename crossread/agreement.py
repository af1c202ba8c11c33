"""How far two blind readings of the same units agree (Krippendorff 2011, nominal alpha).

Both readings are by one team. The figures show how well the codebook holds, and are
no substitute for independent human coders.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

import krippendorff

from .model.course import SecondReading

RESAMPLES = 2000
TOO_FEW = 10  # units below which no figure is given


@dataclass(frozen=True)
class Agreement:
    """Agreement on one field of one text.

    ``alpha`` is 1.0 for perfect agreement and 0.0 for chance; ``low`` and ``high`` are
    the ends of a 95% bootstrap interval over units. All three are None below ten units,
    and where only one label occurs: nothing can then be corrected for chance.
    """

    text: str
    field: str
    units: int
    same: int
    alpha: float | None
    low: float | None
    high: float | None
    confusions: tuple[tuple[str, str, int], ...]  # first label, second label, how often


def agreement(rows: tuple[SecondReading, ...], seed: int = 1) -> list[Agreement]:
    """Agreement for every text and field among the rows, in their order."""
    groups: dict[tuple[str, str], list[SecondReading]] = {}
    for row in rows:
        groups.setdefault((row.text, row.field), []).append(row)
    return [_measure(text, field, some, seed) for (text, field), some in groups.items()]


def _measure(text: str, field: str, rows: list[SecondReading], seed: int) -> Agreement:
    pairs = [(r.first, r.second) for r in rows]
    differ = Counter(pair for pair in pairs if pair[0] != pair[1])
    confusions = tuple((a, b, n) for (a, b), n in differ.most_common())
    same = sum(a == b for a, b in pairs)
    whole = alpha(pairs)
    if len(pairs) < TOO_FEW or whole is None:
        return Agreement(text, field, len(pairs), same, None, None, None, confusions)
    rng = random.Random(seed)
    draws = (alpha([rng.choice(pairs) for _ in pairs]) for _ in range(RESAMPLES))
    spread = sorted(one for one in draws if one is not None)
    return Agreement(text, field, len(pairs), same, whole,
                     spread[int(0.025 * len(spread))], spread[int(0.975 * len(spread)) - 1],
                     confusions)


def alpha(pairs: list[tuple[str, str]]) -> float | None:
    """Nominal alpha of two codings of the same units; None when only one label occurs."""
    labels = sorted({label for pair in pairs for label in pair})
    if len(labels) < 2:
        return None
    number = {label: n for n, label in enumerate(labels)}
    table = [[number[a] for a, _ in pairs], [number[b] for _, b in pairs]]
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="nominal",
                                    value_domain=list(range(len(labels)))))
