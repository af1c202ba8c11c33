"""A price by month, with the dates of the claims that speak of it."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from matplotlib.ticker import MultipleLocator

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import Chart, Table, canvas, compose, drawing
from .lines import mark_dates, number_of, signed, spoken, told, within, years
from .palette import GRID, MARKS
from .words import say


def oil_price(seeds: Seeds, spec: ChartSpec) -> Chart:
    """One line from zero up; the marked months are told with their price."""
    rows = within(seeds.evidence[spec.tables[0]].rows, spec, "month")
    price = {str(row["month"]): number_of(row["usd_per_barrel"]) for row in rows}
    with drawing():
        figure, (axis,) = canvas(4.6)
        xs = [years(month) for month in price]
        axis.fill_between(xs, list(price.values()), color=GRID, alpha=0.35, linewidth=0)
        axis.plot(xs, list(price.values()), color=MARKS[0].colour, linewidth=2.4, gid="price")
        axis.set_ylim(0, ceil(max(price.values(), default=1) / 20 + 0.4) * 20)
        axis.set_xlim(int(min(xs, default=0)), max(xs, default=1) + 1 / 12)
        axis.xaxis.set_major_locator(MultipleLocator(1))
        for flag in spec.flags:
            if flag.at in price:
                axis.plot(years(flag.at), price[flag.at], marker="o", markersize=9,
                          color=MARKS[2].colour, markeredgecolor="black",
                          gid=f"price {flag.at}")
        axis.set_ylabel(say("dollars_a_barrel"))
        axis.grid(axis="both")
        mark_dates(axis, spec.flags)
        return compose(spec, figure, _alt(price, spec), _table(price, spec))


def _points(price: dict[str, float], spec: ChartSpec) -> list[tuple[str, str]]:
    """Months worth telling: (month, why), in order of time, no month twice."""
    months = list(price)
    why = {months[0]: say("first_month"), months[-1]: say("last_month"),
           min(price, key=lambda m: price[m]): say("lowest"),
           max(price, key=lambda m: price[m]): say("highest")}
    why |= {f.at: f"{f.label}{' (' + ', '.join(f.locators) + ')' if f.locators else ''}"
            for f in spec.flags if f.at in price}
    return sorted(why.items())


def _table(price: dict[str, float], spec: ChartSpec) -> Table:
    return Table(say("table_oil_price"),
                 (say("head_month"), say("dollars_a_barrel"), say("head_why")),
                 tuple((spoken(month), f"{price[month]:.2f}", why)
                       for month, why in _points(price, spec)[:6]))


def _alt(price: dict[str, float], spec: ChartSpec) -> str:
    months = list(price)
    low, high = (f(price, key=lambda m: price[m]) for f in (min, max))
    says = [f"{told(flag)}: {price[flag.at]:.2f}" for flag in spec.flags if flag.at in price]
    recent = ""
    claimed = [flag.at for flag in spec.flags if flag.locators and flag.at in price]
    if claimed:
        at = claimed[-1]
        back = [m for m in (f"{int(at[:4]) - 1}{at[4:]}",) if m in price]
        before = months[max(0, months.index(at) - 1)]
        change = signed(price[at] - price[before])
        recent = say("alt_price_year", month=spoken(at), change=change,
                     year=signed(price[at] - price[back[0]])) if back else \
            say("alt_price_month", month=spoken(at), change=change)
    ups = sum(b > a for a, b in pairwise(price.values()))
    return say(
        "alt_oil_price", start=spoken(months[0]), end=spoken(months[-1]),
        first=f"{price[months[0]]:.2f}", low_month=spoken(low), low=f"{price[low]:.2f}",
        high_month=spoken(high), high=f"{price[high]:.2f}", last=f"{price[months[-1]]:.2f}",
        ups=ups, steps=len(months) - 1, recent=recent,
        marked=say("marked", dates="; ".join(says)) if says else "")
