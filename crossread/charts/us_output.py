"""An output by year, with the sentences that speak of it; what was not yet known is hatched."""

from __future__ import annotations

from math import ceil

from matplotlib.patches import Patch
from matplotlib.ticker import MultipleLocator, StrMethodFormatter

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import Chart, Table, canvas, compose, drawing, key, patch
from .lines import mark_dates, number_of, signed, told, within
from .palette import INK, MARKS
from .words import number, say


def us_output(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Bars from zero; from ``since`` on, a total was not out when the text was written."""
    rows = within(seeds.evidence[spec.tables[0]].rows, spec, "year")
    output = {int(number_of(row["year"])): number_of(row["thousand_barrels_per_day"]) / 1000
              for row in rows}
    late = int(spec.since or 9999)
    with drawing():
        figure, (axis,) = canvas(4.7)
        for year, value in output.items():
            mark = MARKS[2] if year >= late else MARKS[3]
            axis.bar(year, value, 0.78, facecolor=mark.colour, edgecolor=INK,
                     hatch="///" if year >= late else "", gid=f"{year}")
        axis.set_ylim(0, ceil(max(output.values(), default=1) + 1))
        axis.set_xlim(min(output, default=0) - 0.6, max(output, default=1) + 0.6)
        axis.xaxis.set_major_locator(MultipleLocator(2))
        axis.yaxis.set_major_formatter(StrMethodFormatter("{x:.0f}"))
        axis.set_ylabel(say("million_barrels"))
        axis.grid(axis="y")
        mark_dates(axis, spec.flags)
        if any(year >= late for year in output):
            key(figure, [Patch(facecolor=MARKS[3].colour, edgecolor=INK,
                               label=spec.labels.get("known", say("total_known"))),
                         patch(MARKS[2], spec.labels.get("late", say("total_late")))])
        return compose(spec, figure, _alt(output, spec, late), _table(output, spec, late))


def _points(output: dict[int, float], late: int) -> list[int]:
    known = [year for year in output if year < late] or list(output)
    marks = {min(output), max(output), max(known), max(known) - 1,
             min(output, key=lambda y: output[y]), max(known, key=lambda y: output[y])}
    return sorted(marks & set(output))


def _table(output: dict[int, float], spec: ChartSpec, late: int) -> Table:
    def change(year: int) -> str:
        return signed(output[year] - output[year - 1]) if year - 1 in output else "–"
    return Table(say("table_us_output"), (say("head_year"), say("million_barrels"),
                                          say("head_year_change"), say("head_out")),
                 tuple((str(year), f"{output[year]:.2f}", change(year),
                        say("no") if year >= late else say("yes"))
                       for year in _points(output, late)[:6]))


def _alt(output: dict[int, float], spec: ChartSpec, late: int) -> str:
    first, last = min(output), max(output)
    low, high = (f(output, key=lambda y: output[y]) for f in (min, max))
    steps = "; ".join(f"{year} {output[year]:.2f}" for year in list(output)[-5:])
    later = [str(year) for year in output if year >= late]
    return say(
        "alt_us_output", first=first, last=last, start=f"{output[first]:.2f}",
        end=f"{output[last]:.2f}", low_year=low, low=f"{output[low]:.2f}", high_year=high,
        high=f"{output[high]:.2f}", n=number(min(5, len(output))), steps=steps,
        late=say("alt_output_late", years=", ".join(later)) if later else "",
        marked=say("marked", dates="; ".join(told(flag) for flag in spec.flags))
        if spec.flags else "")
