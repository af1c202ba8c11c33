"""The days between which each text can have been written, and what each limit rests on."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from matplotlib.axes import Axes

from ..model.article import Article, DateBound
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing, key, patch, wrapped
from .dates import first_day, last_day, months, said
from .palette import INK, MARKS, PAPER, Mark, ink_on
from .spec import STRENGTHS
from .words import counted, say

#: how strong a limit is → its mark
STRENGTH: dict[str, Mark] = dict(zip(STRENGTHS, (MARKS[0], MARKS[3], MARKS[1]), strict=True))
MARGIN = 0.3  # of the span between the first and the last limit, on either side
ROOM = 0.42  # of the axis, for the words in a bar


class Limit(NamedTuple):
    """One limit: what it dates, from which side, and the day it sets."""

    what: str
    earliest: bool  # not before this day, or (False) not after it
    bound: DateBound

    @property
    def day(self) -> int:
        """The first day that is possible, or the last."""
        date = self.bound.date
        return (first_day(date) if self.earliest else last_day(date)).toordinal()

    def says(self) -> str:
        """"not before 10 Oct 2022"."""
        day = said(self.bound.date)
        return say("not_before_day" if self.earliest else "not_after_day", day=day)

    @property
    def strength(self) -> str:
        """How strong it is, in words."""
        return say(f"strength_{self.bound.strength}")


def date_bounds(seeds: Seeds, spec: ChartSpec) -> Chart:
    """One panel for each text: a bar for each limit, in the direction that it leaves open."""
    texts = [(spec.labels.get(text, text), limits(seeds.annotation(text).article))
             for text in spec.texts]
    rows = [len(found) for _, found in texts]
    with drawing():
        figure, axes = canvas(1.3 + sum(0.8 + 0.55 * n for n in rows), len(texts),
                              ratios=[n + 0.6 for n in rows])
        for axis, (label, found) in zip(axes, texts, strict=True):
            _panel(axis, label, found)
        key(figure, [patch(mark, say(f"strength_{name}")) for name, mark in STRENGTH.items()],
            columns=3)
        return compose(spec, figure, _alt(texts), _table(texts))


def limits(article: Article) -> list[Limit]:
    """The limits of one text: what is dated from both sides first, then in the order of days."""
    found = [Limit(bound.what, earliest, bound)
             for earliest, some in ((True, article.earliest), (False, article.latest))
             for bound in some]
    whole = _whole(found)
    first = {one.what: min(two.day for two in found if two.what == one.what) for one in found}
    return sorted(found, key=lambda one: (one.what not in whole, first[one.what], one.what,
                                          not one.earliest, one.day))


def _whole(found: list[Limit]) -> set[str]:
    """What is dated from both sides."""
    return {one.what for one in found if one.earliest} & {
        one.what for one in found if not one.earliest}


def scale(found: list[Limit]) -> tuple[int, int]:
    """The days at the ends of the axis.

    What is dated from both sides fits; a limit far beyond it is shown by an arrow at the edge.
    """
    whole = _whole(found) or {one.what for one in found}
    days = [one.day for one in found if one.what in whole]
    low, high = min(days), max(days)
    room = max(2, round(MARGIN * (high - low)))
    return low - room, high + room


def _panel(axis: Axes, label: str, found: list[Limit]) -> None:
    axis.set_title(label)
    low, high = scale(found)
    for n, one in enumerate(found):
        mark = STRENGTH[one.bound.strength]
        words, ground, where, right = one.says(), PAPER, one.day, one.earliest
        if one.day > high:
            words, where, right = f"{words} ({one.strength}) →", high, False
        elif one.day < low:
            words, where, right = f"← {words} ({one.strength})", low, True
        else:
            start, end = (one.day, high) if one.earliest else (low, one.day)
            axis.barh(n, end - start, 0.66, left=start, facecolor=mark.colour, hatch=mark.hatch,
                      edgecolor=INK, gid=_name(one))
            if end - start > ROOM * (high - low):
                ground = mark.colour
            else:  # the words do not fit into the bar: on its other side
                right = not right
        axis.annotate(words, (where, n), (6 if right else -6, 0), textcoords="offset points",
                      ha="left" if right else "right", va="center", fontsize=SMALL,
                      fontweight="bold", color=ink_on(ground),
                      bbox={"facecolor": ground, "edgecolor": "none", "pad": 1.5})
    axis.set_ylim(len(found) - 0.5, -0.5)
    axis.set_yticks(range(len(found)), [wrapped(_row(one), 25) for one in found])
    axis.tick_params(axis="y", length=0, labelsize=SMALL)
    axis.set_xlim(low, high)
    ticks = _ticks(low, high)
    axis.set_xticks([day for day, _ in ticks], [name for _, name in ticks])
    axis.grid(axis="x")


def _name(one: Limit) -> str:
    return f"{one.what} {'from' if one.earliest else 'to'} {one.bound.date}"


def _row(one: Limit) -> str:
    where = ", ".join(one.bound.locators)
    return f"{one.what}: {where}" if where else one.what


def _ticks(low: int, high: int) -> list[tuple[int, str]]:
    """Months where the axis is long, else every fifth day."""
    first, last = datetime.date.fromordinal(low), datetime.date.fromordinal(high)
    if high - low > 80:
        return [(day.toordinal(), name) for day, name in months(first, last)
                if low <= day.toordinal() <= high]
    days = [day for day in range(low, high + 1)
            if datetime.date.fromordinal(day).day in (1, 5, 10, 15, 20, 25)]
    return [(day, said(datetime.date.fromordinal(day).isoformat(), year=False)) for day in days]


def _table(texts: list[tuple[str, list[Limit]]]) -> Table:
    rows = []
    for label, found in texts:
        for what in dict.fromkeys(one.what for one in found):
            rows.append((label, what, *("; ".join(
                f"{said(one.bound.date)} ({one.strength}: "
                f"{', '.join(one.bound.locators) or say('place_none')})"
                for one in found if one.what == what and one.earliest is earliest)
                or say("no_limit")
                for earliest in (True, False))))
    return Table(say("table_date_bounds"), (say("head_text"), say("head_dated"),
                                            say("head_not_before"), say("head_not_after")),
                 tuple(rows))


def _alt(texts: list[tuple[str, list[Limit]]]) -> str:
    says = []
    for label, found in texts:
        parts = "; ".join(f"{one.what}, {one.says()} ({one.strength}; "
                          f"{', '.join(one.bound.locators)})" for one in found)
        says.append(f"{label}: {counted(len(found), 'limit')}: {parts}.")
    return say("alt_date_bounds", says=" ".join(says))
