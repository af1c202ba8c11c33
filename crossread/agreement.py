"""How far two blind readings of the same units agree (Krippendorff 2011, nominal alpha).

Both readings are by one team. The figures show how well the codebook holds, and are
no substitute for independent human coders.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import krippendorff

from .model.course import SecondReading

Unit = TypeVar("Unit")
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
    low, high = spread(pairs, alpha, seed)
    return Agreement(text, field, len(pairs), same, whole, low, high, confusions)


def decimal(value: float, digits: int = 2, *, plus: bool = False) -> str:
    """A number for people: “0.32”, “−0.34”, with ``plus`` “+0.32”; what rounds to 0 has no sign."""
    text = f"{value:+.{digits}f}"
    if not text.strip("+-0."):
        return text[1:]
    return text.replace("-", "−") if plus else text.lstrip("+").replace("-", "−")


def alpha(pairs: list[tuple[str, str]]) -> float | None:
    """Nominal alpha of two codings of the same units; None when only one label occurs."""
    labels = sorted({label for pair in pairs for label in pair})
    if len(labels) < 2:
        return None
    number = {label: n for n, label in enumerate(labels)}
    table = [[number[a] for a, _ in pairs], [number[b] for _, b in pairs]]
    return measured(table, range(len(labels)), "nominal")


def measured(table: Sequence[Sequence[float]], domain: Iterable[int],
             scale: Literal["nominal", "ordinal"]) -> float | None:
    """Alpha of a table with one row a rater and one column a unit (NaN: not rated).

    ``scale`` is nominal or ordinal. None when fewer than two values occur.
    """
    if len({value for row in table for value in row if value == value}) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement=scale,
                                    value_domain=list(domain)))


def spread(units: Sequence[Unit], measure: Callable[[list[Unit]], float | None], seed: int,
           ) -> tuple[float, float]:
    """The ends of a 95% bootstrap interval (Efron 1979, percentiles) over units.

    Draws in which nothing can be measured are left out; raises ValueError when all are.
    """
    rng = random.Random(seed)
    draws = (measure([rng.choice(units) for _ in units]) for _ in range(RESAMPLES))
    found = sorted(one for one in draws if one is not None)
    if not found:
        raise ValueError("nothing can be measured in any draw")
    return found[int(0.025 * len(found))], found[int(0.975 * len(found)) - 1]
