"""How often two states voted alike at the United Nations, year by year: one line a pair."""

from __future__ import annotations

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import Chart, Table, canvas, compose, counted, drawing
from .lines import Series, lines, mark_dates, picked, plainly, signed


def un_agreement(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Lines for the picked pairs, on a scale from 0 to 100 percent."""
    series = picked(seeds, spec, ("iso3", "partner"), "agree_pct")
    with drawing():
        figure, (axis,) = canvas(4.6)
        axis.set_ylim(0, 100)
        lines(axis, series, 8)
        axis.set_ylabel("same vote, % of shared votes")
        mark_dates(axis, spec.flags)
        return compose(spec, figure, _alt(series, spec), _table(series, spec))


def _years(series: list[Series], spec: ChartSpec) -> list[int]:
    xs = [int(x) for s in series for x in s.x] or [0]
    since = int(spec.since or 0)
    return sorted({min(xs), *([since] if min(xs) < since < max(xs) else []), max(xs)})


def _table(series: list[Series], spec: ChartSpec) -> Table:
    marks = _years(series, spec)

    def rank(one: Series) -> str:
        row = one.rows[-1]
        return (f"{row['rank']} of {row['n_states_ranked']} ({row['year']})"
                if row["rank"] is not None else "–")
    return Table(
        "Percent of shared votes that were the same, and the place among all states",
        ("pair", *map(str, marks), "place, 1 is nearest"),
        tuple((s.name, *(plainly(s.at(year), 1) for year in marks), rank(s)) for s in series)
        or (("none in this span", *("–" for _ in marks), "–"),))


def _alt(series: list[Series], spec: ChartSpec) -> str:
    marks = _years(series, spec)
    says = []
    for one in series:
        start = next((x for x in one.x if x >= float(spec.since or 0)), one.x[0])
        change = one.y[-1] - (one.at(start) or 0)
        says.append(f"{one.name}: {one.y[0]:.1f}% in {one.x[0]:.0f}, lowest {min(one.y):.1f}, "
                    f"highest {max(one.y):.1f}, {one.y[-1]:.1f}% in {one.x[-1]:.0f} "
                    f"({signed(change, 1)} points since {start:.0f})")
    return (f"Line chart, {counted(len(series), 'line')}. Across: years {marks[0]} to {marks[-1]}; "
            "up: percent of votes in the UN General Assembly in which both states voted the same, "
            f"from 0 to 100. {'; '.join(says)}. Votes can be alike for different reasons, and the "
            "mix of texts changes each year.")
