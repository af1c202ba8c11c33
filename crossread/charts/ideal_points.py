"""Where states stand in votes of the United Nations, year by year: one line a state."""

from __future__ import annotations

from math import ceil, floor

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing
from .lines import (
    Series, lines, mark_dates, number_of, picked, plainly, signed, waypoints,
)
from .palette import GRID
from .words import counted, say


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
        axis.set_ylabel(say("un_position"))
        axis.text(0.01, 0.985, say("un_like"), transform=axis.transAxes,
                  va="top", fontsize=SMALL)
        axis.text(0.01, 0.015, say("un_against"), transform=axis.transAxes,
                  va="bottom", fontsize=SMALL)
        mark_dates(axis, spec.flags)
        return compose(spec, figure, _alt(series, spec), _table(series, spec))


def _span(series: list[Series]) -> tuple[int, int]:
    xs = [x for s in series for x in s.x] or [0]
    return int(min(xs)), int(max(xs))


def _table(series: list[Series], spec: ChartSpec) -> Table:
    first, last = _span(series)
    told = [int(spec.since or 0), *(int(flag.at[:4]) for flag in spec.flags)]
    marks = sorted({first, *waypoints(first, last), *(y for y in told if first < y < last), last})

    def interval(one: Series) -> str:
        row = one.rows[-1]
        return (say("range", low=plainly(number_of(row["q05"])),
                    high=plainly(number_of(row["q95"])))
                + ("" if row["year"] == last else f" ({row['year']})"))
    rows = [(s.name, *(plainly(s.at(year)) for year in marks), interval(s)) for s in series]
    return Table(say("table_ideal_points"),
                 (say("head_state"), *map(str, marks), say("head_last_interval")),
                 tuple(rows) or ((say("none_in_span"), *("–" for _ in marks), "–"),))


def _alt(series: list[Series], spec: ChartSpec) -> str:
    first, last = _span(series)
    says = "; ".join(say("alt_line_moves", name=s.name, start=plainly(s.y[0]),
                         first=f"{s.x[0]:.0f}", end=plainly(s.y[-1]), last=f"{s.x[-1]:.0f}")
                     for s in series)
    return say("alt_ideal_points", lines=counted(len(series), "line"), first=first, last=last,
               says=says, gap=gap(series, spec))


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
    how = "smaller" if after < before - 0.005 else "larger" if after > before + 0.005 else "same"
    (name, move), (other, others) = moves
    return " ".join((
        say(f"alt_gap_{how}", a=f"{a:.0f}", b=f"{b:.0f}", one=one.name, other=two.name,
            before=f"{before:.2f}", after=f"{after:.2f}"),
        say("alt_gap_moves", one=name, move=signed(move), other=other, others=signed(others),
            more=more)))
