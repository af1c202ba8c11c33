"""How far markers agree on the levels of one criterion: ordinal alpha (Krippendorff 2011).

Shares its bootstrap and its least number of units with ``crossread.agreement``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ..agreement import TOO_FEW, measured, spread

LEVELS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Alpha:
    """Agreement on ``n`` pieces of work that two or more people marked.

    ``value`` is 1.0 for perfect agreement and 0.0 for chance; ``low`` and ``high`` are
    the ends of a 95% bootstrap interval over pieces of work. All three are None below
    ten pieces, and where only one level occurs: nothing can then be corrected for chance.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


def alpha(ratings: Sequence[Sequence[int | None]], seed: int = 1) -> Alpha:
    """Ordinal alpha of levels 0 to 4; one row for a piece of work, one column for a marker.

    None stands for “not marked by this marker”; a piece that fewer than two people
    marked does not count. Raises ValueError when rows have different lengths.
    """
    if len({len(row) for row in ratings}) > 1:
        raise ValueError("each piece of work needs one entry for every marker")
    # Who gave which level, and the order of the works, play no role: the desk and the report
    # come with other orders, and must draw the same interval.
    units = sorted(one for row in ratings if len(one := tuple(
        sorted(level for level in row if level is not None))) > 1)
    whole = _ordinal(units) if len(units) >= TOO_FEW else None
    if whole is None:
        return Alpha(None, None, None, len(units))
    return Alpha(whole, *spread(units, _ordinal, seed), len(units))


def _ordinal(units: Sequence[tuple[int, ...]]) -> float | None:
    by_marker = zip_longest(*units, fillvalue=float("nan"))
    return measured([[float(level) for level in row] for row in by_marker], LEVELS, "ordinal")
