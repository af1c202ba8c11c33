"""A day, and what could be known by then."""

from __future__ import annotations

import datetime
import re

import htpy as h

from ..charts.dates import first_day, last_day, said
from ..evidence import source_of
from ..model.article import DateBound
from ..model.explorer import ExplorerSpec
from ..seeds import Seeds, Unknown
from ..strings import say
from .base import Choice, View, value_of

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EVENTS = "events"
BINDING = ("firm", "moderate")  # a weak limit is told in the lesson, and excludes no day
LEFT = "text-align:left"  # JupyterLab sets the cells of a table to the right
PROSE = "the prose"  # what a limit of seeds/<text>/article.yml dates when it dates the writing


class Dates:
    """Pick a day on which a text may have been finished: what it could know by then."""

    def __init__(self, spec: ExplorerSpec, seeds: Seeds) -> None:
        self.spec = spec
        self._seeds = seeds
        self._rows = seeds.evidence[EVENTS].rows
        self._texts = tuple(sorted(text for text in seeds.texts
                                   if f"known_to_{text}" in self._rows[0]))

    def controls(self) -> h.Node:
        return h.p[h.label[say("explorer_day"), " ", h.input(
            type="date", name="day", value=self.default()["day"], min="2021-01-01",
            max=max(str(row["date"]) for row in self._rows)[:10])]]

    def default(self) -> Choice:
        return {"day": self.spec.default}

    def view(self, choice: Choice) -> View:
        day = value_of(choice, "day")
        try:
            chosen = datetime.date.fromisoformat(day) if DAY.fullmatch(day) else None
        except ValueError:
            chosen = None
        if chosen is None:
            raise Unknown(say("explorer_need_day"))
        rows = [(_when(str(row["date"]), chosen), row) for row in self._rows]
        counts = {when: sum(one == when for one, _ in rows) for when in ("yes", "maybe", "no")}
        header = (say("explorer_date"), say("explorer_event"),
                  say("explorer_by", day=said(day)),
                  *(say("explorer_text", text=text) for text in self._texts),
                  say("explorer_source"))
        cells = [(said(str(row["date"])), str(row["label"]), say(f"explorer_{when}"),
                  *(say(f"explorer_mark_{row[f'known_to_{text}']}") for text in self._texts),
                  source_of(self._seeds, row))
                 for when, row in rows]
        bounds = [self._bound(text, chosen) for text in self._texts]
        html = h.div[
            h.ul[(h.li[one] for one in bounds)],
            h.div(".cr-long", role="region", tabindex="0",
                  aria_label=say("explorer_events", n=len(cells)))[h.table(".cr-stack")[
                      h.thead[h.tr[(h.th(scope="col")[name] for name in header[:-1])]],
                      h.tbody[(_event(header, row, here=n == counts["yes"])
                               for n, row in enumerate(cells))]]]]
        plain = [*(f"- {one}" for one in bounds), "",
                 *(" | ".join(row) for row in (header, *cells))]
        known = say("explorer_known", day=said(day), yes=counts["yes"], maybe=counts["maybe"],
                    no=counts["no"])
        return View(str(html), "\n".join(plain), " ".join((*bounds, known)))

    def _bound(self, text: str, day: datetime.date) -> str:
        """What the limits of a text say of this day, a firm limit before a moderate one."""
        article = self._seeds.annotation(text).article
        for strength in BINDING:
            early = [b for b in article.earliest
                     if _binds(b, strength) and first_day(b.date) > day]
            late = [b for b in article.latest if _binds(b, strength) and last_day(b.date) < day]
            if early:
                bound = max(early, key=lambda b: first_day(b.date))
                return say(f"explorer_{strength}_early", text=text, day=said(bound.date),
                           what=bound.what)
            if late:
                bound = min(late, key=lambda b: last_day(b.date))
                return say(f"explorer_{strength}_late", text=text, day=said(bound.date),
                           what=bound.what)
        return say("explorer_possible", text=text)


def _event(header: tuple[str, ...], row: tuple[str, ...], *, here: bool) -> h.Node:
    """An event in two lines: what it was, and below, over the whole width, where it is from.

    ``here`` marks the first event after the chosen day: a page that scrolls begins there.
    """
    day, event, *cells, source = row
    heads = header[2:-1]  # said again where cells stand below each other
    return [h.tr(data_here=here)[h.th(scope="row", rowspan="2", style=LEFT)[day],
                 h.td(style=LEFT)[event],
                 (h.td(style=LEFT, data_head=head)[one]
                  for head, one in zip(heads, cells, strict=True))],
            h.tr[h.td(colspan=str(len(cells) + 1), style=LEFT)[
                h.small[f"{say('explorer_source')}: {source}"]]]]


def _binds(bound: DateBound, strength: str) -> bool:
    """True for a limit of the writing itself, and not of a copy or a package."""
    return bound.strength == strength and bound.what == PROSE


def _when(date: str, day: datetime.date) -> str:
    """Whether something dated like this had happened by the end of a day: yes, no or maybe."""
    if last_day(date) <= day:
        return "yes"
    return "no" if first_day(date) > day else "maybe"
