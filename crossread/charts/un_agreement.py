"""How often two states voted alike at the United Nations, year by year: one line a pair."""

from __future__ import annotations

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import Chart, Table, canvas, compose, drawing
from .lines import Series, lines, mark_dates, picked, plainly, signed, waypoints
from .words import counted, say


def un_agreement(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Lines for the picked pairs, on a scale from 0 to 100 percent."""
    series = picked(seeds, spec, ("iso3", "partner"), "agree_pct")
    with drawing():
        figure, (axis,) = canvas(4.6)
        axis.set_ylim(0, 100)
        lines(axis, series, 8)
        axis.set_ylabel(say("un_same"))
        mark_dates(axis, spec.flags)
        return compose(spec, figure, _alt(series, spec), _table(series, spec))


def _years(series: list[Series], spec: ChartSpec) -> list[int]:
    xs = [int(x) for s in series for x in s.x] or [0]
    since = int(spec.since or 0)
    return sorted({min(xs), *([since] if min(xs) < since < max(xs) else []), max(xs)})


def _table(series: list[Series], spec: ChartSpec) -> Table:
    marks = _years(series, spec)
    marks = sorted({*marks, *waypoints(marks[0], marks[-1])})

    def rank(one: Series) -> str:
        row = one.rows[-1]
        return (say("rank", rank=row["rank"], of=row["n_states_ranked"], year=row["year"])
                if row["rank"] is not None else "–")
    return Table(
        say("table_un_agreement"),
        (say("head_pair"), *map(str, marks), say("head_place")),
        tuple((s.name, *(plainly(s.at(year), 1) for year in marks), rank(s)) for s in series)
        or ((say("none_in_span"), *("–" for _ in marks), "–"),))


def _alt(series: list[Series], spec: ChartSpec) -> str:
    marks = _years(series, spec)
    says = []
    for one in series:
        start = next((x for x in one.x if x >= float(spec.since or 0)), one.x[0])
        change = one.y[-1] - (one.at(start) or 0)
        says.append(say(
            "alt_pair", name=one.name, start=f"{one.y[0]:.1f}", first=f"{one.x[0]:.0f}",
            low=f"{min(one.y):.1f}", high=f"{max(one.y):.1f}", end=f"{one.y[-1]:.1f}",
            last=f"{one.x[-1]:.0f}", change=signed(change, 1), since=f"{start:.0f}"))
    return say("alt_un_agreement", lines=counted(len(series), "line"), first=marks[0],
               last=marks[-1], says="; ".join(says))
