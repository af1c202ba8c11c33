"""When things happened, and what each text could know of them."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from matplotlib.axes import Axes

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing, key, patch, wrapped
from .dates import first_day, months, said
from .palette import INK, MARKS, PAPER, SOFT, Mark, ink_on
from .words import counted, listing, say

EVENTS = "events"  # the table of the evidence pack; its columns known_to_<text> say who could know
TIME = 100.0  # width of the time axis; the lanes of the texts stand to the right of it
LANE = 19.0
LETTERS = 56  # that fit beside the axis of time, from its one end to the other

#: what the table says → its mark
KNOWN: dict[str, Mark] = {
    "yes": MARKS[0], "maybe": MARKS[3], "no": Mark("none", PAPER, "", "_", "solid"),
}


class Happening(NamedTuple):
    """One event: its day, what happened in a few words, and what each text could know."""

    id: str
    date: str
    label: str
    known: tuple[str, ...]  # yes, maybe or no, in the order of the texts

    @property
    def day(self) -> int:
        """The day, or the first day of a month or a year."""
        return first_day(self.date).toordinal()


def timeline(seeds: Seeds, spec: ChartSpec) -> Chart:
    """One row for each event that ``spec.labels`` names, in the order in which they happened."""
    found = happenings(seeds, spec)
    names = [spec.labels.get(text, text) for text in spec.texts]
    with drawing():
        figure, (axis,) = canvas(1.5 + 0.44 * len(found))
        _rows(axis, found)
        _lanes(axis, found, names)
        key(figure, [patch(mark, say(f"could_know_{name}")) for name, mark in KNOWN.items()])
        return compose(spec, figure, _alt(found, names), _table(found, names))


def happenings(seeds: Seeds, spec: ChartSpec) -> list[Happening]:
    """The events of a chart in the order of their dates."""
    found = [Happening(str(row["id"]), str(row["date"]), spec.labels[str(row["id"])],
                       tuple(str(row[f"known_to_{text}"]) for text in spec.texts))
             for row in seeds.evidence[EVENTS].rows if row["id"] in spec.labels]
    return sorted(found, key=lambda one: (one.day, one.id))


def _rows(axis: Axes, found: list[Happening]) -> None:
    """Dots on a scale of time, each on its own row with its words beside it."""
    first = datetime.date.fromordinal(found[0].day)
    ticks = months(first, datetime.date.fromordinal(found[-1].day))
    low, high = ticks[0][0].toordinal(), ticks[-1][0].toordinal()

    def at(day: int) -> float:
        return TIME * (day - low) / (high - low)
    for n, one in enumerate(found):
        x = at(one.day)
        axis.plot([x, TIME], [n, n], color=SOFT, linewidth=0.8, linestyle="dotted", zorder=1)
        axis.plot([x], [n], marker="o", markersize=8, color=INK, linestyle="none", zorder=3,
                  gid=one.id)
        left = x > TIME / 2
        room = (x if left else TIME - x) / TIME * LETTERS
        width = int(room) + 5 if left else int(room) - 5  # at the right stand cells
        axis.annotate(wrapped(f"{said(one.date, year=False)}: {one.label}", min(44, width)),
                      (x, n), (-9 if left else 9, 0), textcoords="offset points",
                      ha="right" if left else "left", va="center", fontsize=SMALL, zorder=2,
                      linespacing=1.05, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1})
    axis.set_ylim(len(found) - 0.5, -0.5)
    axis.set_yticks([])
    axis.spines["left"].set_visible(False)
    step = 1 + (len(ticks) - 1) // 6
    shown = [(at(day.toordinal()), name) for day, name in ticks[::step]]
    axis.set_xticks([x for x, _ in shown], [name for _, name in shown])
    axis.grid(axis="x")


def _lanes(axis: Axes, found: list[Happening], names: list[str]) -> None:
    """One column of cells for each text, right of the axis of time."""
    for lane, name in enumerate(names):
        left = TIME + 3 + lane * LANE
        axis.text(left + LANE / 2 - 1, -0.62, name, ha="center", va="bottom", fontsize=SMALL,
                  fontweight="bold")
        for n, one in enumerate(found):
            mark = KNOWN[one.known[lane]]
            axis.barh(n, LANE - 2, 0.8, left=left, facecolor=mark.colour, hatch=mark.hatch,
                      edgecolor=INK, zorder=2, gid=f"{one.id} {lane} {one.known[lane]}")
            axis.text(left + LANE / 2 - 1, n, say(f"known_{one.known[lane]}"), ha="center",
                      va="center", fontsize=SMALL, fontweight="bold", zorder=3,
                      color=ink_on(mark.colour),
                      bbox={"facecolor": mark.colour, "edgecolor": "none", "pad": 1.5})
    axis.set_xlim(-2, TIME + 3 + len(names) * LANE)


def _groups(found: list[Happening]) -> list[tuple[tuple[str, ...], list[Happening]]]:
    """Events by what the texts could know of them, in the order of the first of each group."""
    groups: dict[tuple[str, ...], list[Happening]] = {}
    for one in found:
        groups.setdefault(one.known, []).append(one)
    return list(groups.items())


def _table(found: list[Happening], names: list[str]) -> Table:
    return Table(say("table_timeline", events=counted(len(found), "event")),
                 (*(say("head_could_know", text=name) for name in names), say("head_events")),
                 tuple((*(say(f"known_{one}") for one in known),
                        "; ".join(f"{said(e.date)}: {e.label} ({e.id})" for e in events))
                       for known, events in _groups(found)))


def _alt(found: list[Happening], names: list[str]) -> str:
    says = []
    for known, events in _groups(found):
        who = listing(f"{name} {say(f'known_{one}')}"
                      for name, one in zip(names, known, strict=True))
        says.append(say("alt_could_know", who=who, events="; ".join(
            f"{said(one.date)}, {one.label}" for one in events)))
    return say("alt_timeline", first=said(found[0].date), last=said(found[-1].date),
               events=counted(len(found), "event"), says=" ".join(says))
