"""What charts of time share: series from a table, lines with names at their ends, marked dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..model.chart import ChartSpec, Flag
from ..model.evidence import Cell, EvidenceTable, Row
from ..seeds import Seeds
from .base import SMALL, wrapped
from .palette import INK, MARKS, PAPER, SOFT, Mark, luminance
from .words import month, say

LINES = tuple(MARKS[n] for n in (0, 2, 4, 5, 3, 1))  # dark ones first: a line has little area


@dataclass(frozen=True)
class Series:
    """One line: its name, its signs, and its rows with x (years) and y."""

    name: str
    mark: Mark
    rows: tuple[Row, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]

    def at(self, year: float) -> float | None:
        """The value in a year, None where the table has none."""
        return dict(zip(self.x, self.y, strict=True)).get(year)


def number_of(cell: Cell) -> float:
    """A cell of a measure as a float."""
    assert isinstance(cell, int | float)
    return float(cell)


def years(date: Cell) -> float:
    """A year or a month ("2022-07") as a number of years."""
    year, _, month = str(date).partition("-")
    return int(year) + (int(month[:2]) - 1) / 12 if month else float(year)


def waypoints(first: int, last: int, most: int = 5) -> set[int]:
    """Round years on the way, at most ``most``: without them a table would tell only the ends."""
    step = next((n for n in (1, 2, 5, 10, 20, 50) if (last - first) // n <= most), 100)
    return {year for year in range(first, last) if year % step == 0 and year > first}


def spoken(date: str) -> str:
    """"July 2022" for 2022-07; a year as it is."""
    year, _, rest = date.partition("-")
    return say("month_year", month=month(int(rest[:2])), year=year) if rest else year


def within(rows: Iterable[Row], spec: ChartSpec, time: str) -> tuple[Row, ...]:
    """The rows from the first to the last date of the record, in order of time."""
    kept = [row for row in rows if (not spec.first or str(row[time]) >= spec.first)
            and (not spec.last or str(row[time])[:len(spec.last)] <= spec.last)]
    return tuple(sorted(kept, key=lambda row: str(row[time])))


def names_of(states: EvidenceTable, spec: ChartSpec) -> dict[str, str]:
    """Code → name, as the table of states or the record's labels give it."""
    return {**{str(row["iso3"]): str(row["name"]) for row in states.rows}, **spec.labels}


def named(code: str, names: Mapping[str, str]) -> str:
    """The state of a code, or the two of a pair of codes such as "IRN-RUS"."""
    one, *other = code.split("-")
    return say("with", one=names[one], other=names[other[0]]) if other else names[one]


def picked(seeds: Seeds, spec: ChartSpec, keys: Sequence[str], value: str) -> list[Series]:
    """A series for each thing that the record picks; what has no row in the span is left out."""
    table, states = (seeds.evidence[name] for name in spec.tables[:2])
    names = names_of(states, spec)
    found = []
    for one, mark in zip(spec.pick, LINES, strict=False):
        rows = within((row for row in table.rows
                       if "-".join(str(row[key]) for key in keys) == one
                       and row[value] is not None), spec, "year")
        if rows:
            name = spec.labels.get(one) or named(one, names)
            found.append(Series(name, mark, rows, tuple(years(row["year"]) for row in rows),
                                tuple(number_of(row[value]) for row in rows)))
    return found


def lines(axis: Axes, series: Sequence[Series], gap: float) -> None:
    """Lines with a marker about every fourth year, and each name at the right end.

    ``gap`` is the least distance of two names, in units of the y axis.
    """
    for n, one in enumerate(series):
        step = max(1, len(one.x) // 8)
        offset = (len(one.x) - 1) % step
        axis.plot(one.x, one.y, color=one.mark.colour, linestyle=one.mark.dash,
                  linewidth=3 if n < 2 else 2,
                  marker=one.mark.marker, markevery=(offset, step), markersize=7,
                  markeredgecolor=INK, markeredgewidth=0.8, gid=one.name)
        if luminance(one.mark.colour) > 130:  # a light line needs an edge on white paper
            axis.plot(one.x, one.y, color=SOFT, linewidth=3.4, zorder=1.9)
    edge = max((x for one in series for x in one.x), default=0)
    for one, y in zip(series, spread([s.y[-1] for s in series], gap), strict=True):
        moved = abs(y - one.y[-1]) > gap / 4 or one.x[-1] < edge
        axis.annotate(wrapped(one.name, 15), (one.x[-1], one.y[-1]), (edge, y),
                      xycoords="data", textcoords="data", annotation_clip=False, va="center",
                      ha="left", fontsize=SMALL, fontweight="bold",
                      arrowprops={"arrowstyle": "-", "color": SOFT, "linewidth": 0.8,
                                  "shrinkA": 0, "shrinkB": 4} if moved else None)
        axis.texts[-1].set_text("   " + axis.texts[-1].get_text().replace("\n", "\n   "))
    axis.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True, steps=[1, 2, 5, 10]))
    axis.grid(axis="both")


def spread(places: Sequence[float], gap: float) -> list[float]:
    """The places moved apart, in their order, until no two are nearer than ``gap``."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = [places[n] for n in order]
    for _ in range(200):
        clash = False
        for low in range(len(moved) - 1):
            lack = gap - (moved[low + 1] - moved[low])
            if lack > 1e-9:
                moved[low] -= lack / 2
                moved[low + 1] += lack / 2
                clash = True
        if not clash:
            break
    out = [0.0] * len(places)
    for n, value in zip(order, moved, strict=True):
        out[n] = value
    return out


def mark_dates(axis: Axes, flags: Sequence[Flag]) -> None:
    """A numbered line at each date; what the numbers mean stands below the axes."""
    top = axis.get_ylim()[1]
    for n, flag in enumerate(flags, 1):
        axis.axvline(years(flag.at), color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1,
                     gid=f"flag {flag.at}")
        axis.text(years(flag.at), top, str(n), ha="center", va="center", fontsize=SMALL,
                  fontweight="bold", color=PAPER, zorder=5,
                  bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": INK})
    if flags:
        axis.set_xlabel("\n".join(wrapped(f"{n}  {told(flag)}", 62)
                                  for n, flag in enumerate(flags, 1)),
                        loc="left", fontsize=SMALL, linespacing=1.35)


def told(flag: Flag) -> str:
    """"July 2022: when K was written (K13.1, K31.1)"."""
    where = f" ({', '.join(flag.locators)})" if flag.locators else ""
    return f"{spoken(flag.at)}: {flag.label}{where}"


def signed(value: float, digits: int = 2) -> str:
    """A change with its sign: "+0.19", "−0.64"."""
    return f"{'−' if value < 0 else '+'}{abs(value):.{digits}f}"


def plainly(value: float | None, digits: int = 2) -> str:
    """A value with a proper minus, "–" for none."""
    return "–" if value is None else f"{value:.{digits}f}".replace("-", "−")
