"""An output by year, with the sentences that speak of it; what was not yet known is hatched."""

from __future__ import annotations

from math import ceil

from matplotlib.patches import Patch
from matplotlib.ticker import MultipleLocator, StrMethodFormatter

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import Chart, Table, canvas, compose, drawing, key, number, patch
from .lines import mark_dates, number_of, signed, told, within
from .palette import INK, MARKS


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
        axis.set_ylabel("million barrels a day")
        axis.grid(axis="y")
        mark_dates(axis, spec.flags)
        if any(year >= late for year in output):
            key(figure, [Patch(facecolor=MARKS[3].colour, edgecolor=INK,
                               label=spec.labels.get("known", "total was out")),
                         patch(MARKS[2], spec.labels.get("late", "total came later"))])
        return compose(spec, figure, _alt(output, spec, late), _table(output, spec, late))


def _points(output: dict[int, float], late: int) -> list[int]:
    known = [year for year in output if year < late] or list(output)
    marks = {min(output), max(output), max(known), max(known) - 1,
             min(output, key=lambda y: output[y]), max(known, key=lambda y: output[y])}
    return sorted(marks & set(output))


def _table(output: dict[int, float], spec: ChartSpec, late: int) -> Table:
    def change(year: int) -> str:
        return signed(output[year] - output[year - 1]) if year - 1 in output else "–"
    return Table("Output in some years", ("year", "million barrels a day", "change on the year",
                                          "out when the text was written"),
                 tuple((str(year), f"{output[year]:.2f}", change(year),
                        "no" if year >= late else "yes") for year in _points(output, late)[:6]))


def _alt(output: dict[int, float], spec: ChartSpec, late: int) -> str:
    first, last = min(output), max(output)
    low, high = (f(output, key=lambda y: output[y]) for f in (min, max))
    steps = "; ".join(f"{year} {output[year]:.2f}" for year in list(output)[-5:])
    later = [str(year) for year in output if year >= late]
    return (f"Bar chart. Across: years {first} to {last}; up: million barrels a day, from 0. "
            f"{output[first]:.2f} in {first} and {output[last]:.2f} in {last}; lowest {low} "
            f"({output[low]:.2f}), highest {high} ({output[high]:.2f}). The last "
            f"{number(min(5, len(output)))} years: {steps}. "
            + (f"Not yet out when the text was written: {', '.join(later)}. " if later else "")
            + (f"Marked: {'; '.join(told(flag) for flag in spec.flags)}. " if spec.flags else "")
            + "A rise or a fall does not say which policy caused it, if any did.")
