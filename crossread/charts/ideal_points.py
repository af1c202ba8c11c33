"""Where states stand in votes of the United Nations, year by year: one line a state."""

from __future__ import annotations

from math import ceil, floor

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, counted, drawing
from .lines import Series, lines, mark_dates, number_of, picked, plainly, signed
from .palette import GRID


def ideal_points(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Lines for the picked states; the gap of the first two is told in words."""
    series = picked(seeds, spec, ("iso3",), "ideal_point")
    with drawing():
        figure, (axis,) = canvas(4.6)
        low = floor(min((y for s in series for y in s.y), default=-1) * 2 - 0.9) / 2
        high = ceil(max((y for s in series for y in s.y), default=1) * 2 + 0.9) / 2
        for one in series[:2]:
            axis.fill_between(one.x, [number_of(row["q05"]) for row in one.rows],
                              [number_of(row["q95"]) for row in one.rows], color=GRID, alpha=0.5,
                              linewidth=0, gid=f"{one.name} interval")
        lines(axis, series, (high - low) * 0.075)
        axis.set_ylim(low, high)
        axis.set_ylabel("position in UN votes")
        axis.text(0.01, 0.985, "▲ votes like the United States", transform=axis.transAxes,
                  va="top", fontsize=SMALL)
        axis.text(0.01, 0.015, "▼ votes against the side it leads", transform=axis.transAxes,
                  va="bottom", fontsize=SMALL)
        mark_dates(axis, spec.flags)
        return compose(spec, figure, _alt(series, spec), _table(series, spec))


def _span(series: list[Series]) -> tuple[int, int]:
    xs = [x for s in series for x in s.x] or [0]
    return int(min(xs)), int(max(xs))


def _table(series: list[Series], spec: ChartSpec) -> Table:
    first, last = _span(series)
    told = [int(spec.since or 0), *(int(flag.at[:4]) for flag in spec.flags)]
    marks = sorted({first, *(year for year in told if first < year < last), last})

    def interval(one: Series) -> str:
        row = one.rows[-1]
        return (f"{plainly(number_of(row['q05']))} to {plainly(number_of(row['q95']))}"
                + ("" if row["year"] == last else f" ({row['year']})"))
    rows = [(s.name, *(plainly(s.at(year)) for year in marks), interval(s)) for s in series]
    return Table("Position in some years, and the interval of the last estimate",
                 ("state", *map(str, marks), "90% interval, last year"),
                 tuple(rows) or (("none in this span", *("–" for _ in marks), "–"),))


def _alt(series: list[Series], spec: ChartSpec) -> str:
    first, last = _span(series)
    says = "; ".join(f"{s.name} from {plainly(s.y[0])} in {s.x[0]:.0f} to {plainly(s.y[-1])} in "
                     f"{s.x[-1]:.0f}" for s in series)
    return (f"Line chart, {counted(len(series), 'line')}. Across: years {first} to {last}; up: "
            "position in votes of the UN General Assembly, where high means voting like the "
            f"United States. {says}. {gap(series, spec)} A position in votes is not a motive.")


def gap(series: list[Series], spec: ChartSpec) -> str:
    """How the distance of the first two lines changed, and which of them moved more."""
    if len(series) < 2:
        return ""
    one, two = series[:2]
    both = sorted(set(one.x) & set(two.x))
    start = [x for x in both if x >= float(spec.since or 0)] or both
    if len(start) < 2:
        return ""
    a, b = start[0], start[-1]
    moves = [(s.name, dict(zip(s.x, s.y, strict=True))[b] - dict(zip(s.x, s.y, strict=True))[a])
             for s in (one, two)]
    before, after = (abs((one.at(x) or 0) - (two.at(x) or 0)) for x in (a, b))
    more = max(moves, key=lambda move: abs(move[1]))[0]
    verb = "became smaller" if after < before - 0.005 else \
        "became larger" if after > before + 0.005 else "stayed the same"
    return (f"From {a:.0f} to {b:.0f} the gap between {one.name} and {two.name} {verb}: "
            f"{before:.2f}, then {after:.2f}. {moves[0][0]} moved by {signed(moves[0][1])}, "
            f"{moves[1][0]} by {signed(moves[1][1])}; {more} moved more.")
