"""Empty bars for what a learner expects and for what comes later: the same for everyone."""

from __future__ import annotations

from ..model.chart import ChartSpec
from ..model.item import Item, Numeric, Text
from ..seeds import Seeds
from .base import SMALL, Chart, Table, bars_down, canvas, compose, drawing, wrapped
from .palette import INK, PAPER, SOFT
from .words import counted, listing, say


def asked(items: tuple[Item, ...]) -> int:
    """How many questions are scored later: withheld, with a key, and not a guess of one's own."""
    return sum(item.withheld and not isinstance(item, Text | Numeric) for item in items)


def prediction(seeds: Seeds, spec: ChartSpec) -> Chart:
    """One frame for each of ``spec.labels``; the first is the learner's to fill by hand."""
    n = asked(seeds.items(spec.lesson))
    bars = list(spec.labels.values())
    with drawing():
        figure, (axis,) = canvas(1.5 + 0.75 * len(bars))
        for row, label in enumerate(bars):
            own = row == 0
            axis.barh(row, n, 0.6, facecolor="none", edgecolor=INK if own else SOFT,
                      linewidth=2 if own else 1.2, linestyle="dashed" if own else "dotted",
                      gid=label)
            axis.text(n / 2, row, say("mark_yours") if own else say("empty_until_later"),
                      ha="center", va="center", fontsize=SMALL,
                      bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 2})
        bars_down(axis, [wrapped(label, 18) for label in bars], say("right_out_of", n=n),
                  n + 0.5)
        axis.set_xticks(range(0, n + 1, 1 if n <= 15 else 5))
        alt = say("alt_prediction", n=n, bars=counted(len(bars), "empty_bar"),
                  labels=listing(bars))
        table = Table(say("table_prediction"),
                      (say("head_what"), say("lowest"), say("highest"), say("head_yours")),
                      tuple((label, "0", str(n), "") for label in bars))
        return compose(spec, figure, alt, table)
