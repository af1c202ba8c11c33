"""Explorers: what is chosen, and what is shown for it. They draw no control and hold no state.

An explorer has a form (native controls with labels), a view for every choice, and a static face:
the view of its default choice, whole, for paper and for a page without a kernel.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import htpy as h
import msgspec
from markupsafe import Markup

from .charts import draw_spec
from .charts.base import Chart, face
from .charts.dates import first_day, last_day, said
from .charts.lines import named, names_of
from .charts.pack import MOST, PICKED
from .evidence import SIDES, Bearing, Entry, bearing, places
from .faces import Face
from .model.article import DateBound
from .model.chart import ChartSpec
from .model.explorer import ExplorerSpec
from .seeds import Seeds, Unknown, nearest
from .strings import say

Choice = Mapping[str, Any]  # name of a control → its value, or the list of its values


@dataclass(frozen=True)
class View:
    """What is shown for a choice: as HTML, as text, and in one sentence for a screen reader."""

    html: str
    plain: str
    said: str


class Explorer(Protocol):
    """What every explorer can do. ``view`` raises Unknown for a choice that it does not have."""

    spec: ExplorerSpec

    def controls(self) -> h.Node:
        """Labelled native controls; each has a name."""

    def default(self) -> Choice:
        """What stands chosen before anybody chooses."""

    def view(self, choice: Choice) -> View:
        """What is shown for a choice."""


def explorer(name: str, seeds: Seeds) -> Explorer:
    """The explorer with this id. Raises Unknown, naming the nearest."""
    for spec in seeds.explorers:
        if spec.id == name:
            made: Explorer = KINDS[spec.kind](spec, seeds)
            return made
    raise Unknown(f"There is no explorer {name!r}. "
                  f"{nearest(name, [one.id for one in seeds.explorers])}")


def form(one: Explorer) -> str:
    """The live form: controls, a line for what is shown, and the view of the default choice."""
    view = one.view(one.default())
    return str(h.section(".cr-explorer", aria_labelledby=f"cr-ex-{one.spec.id}")[
        h.h3(id=f"cr-ex-{one.spec.id}")[one.spec.title],
        h.p[one.spec.question],
        h.form(novalidate=True)[
            one.controls(),
            h.p(".cr-bar")[h.button(".cr-show", type="submit")[say("explorer_show")], " ",
                           h.span(".cr-said", role="status", aria_live="polite")]],
        h.div(".cr-view", role="region", tabindex="0",  # named apart: a page may hold two
              aria_label=f"{one.spec.title}. {say('explorer_view')}")[Markup(view.html)],
        _limits(one.spec)])


def static(one: Explorer) -> Face:
    """The view of the default choice, whole, without controls."""
    view = one.view(one.default())
    html = h.section[h.h3[one.spec.title], h.p[one.spec.question], h.p[h.em[view.said]],
                     Markup(view.html), _limits(one.spec),
                     h.p[h.em[say("explorer_static")]]]
    plain = [one.spec.title, one.spec.question, view.said, "", view.plain, "",
             "" if one.spec.kind == "lines" else f"{say('shows_not')}: {one.spec.does_not_show}"]
    return Face(str(html), "\n".join(plain))


def _limits(spec: ExplorerSpec) -> h.Node:
    if spec.kind == "lines":
        return None  # the box under the chart says it
    return h.p[h.strong[f"{say('shows_not')}: "], spec.does_not_show]


def _one(choice: Choice, name: str) -> str:
    value = choice.get(name)
    return value if isinstance(value, str) else ""


# A claim, and what bears on it ------------------------------------------------------------------


class Claims:
    """Pick a claim: what bears on it, for and against."""

    def __init__(self, spec: ExplorerSpec, seeds: Seeds) -> None:
        self.spec = spec
        self._seeds = seeds
        self._places = [at for at in places(seeds) if "." in at]

    def controls(self) -> h.Node:
        claims: dict[str, str] = {}
        for row in self._checks():
            for at in str(row["locators"]).split():
                claims[at] = f"{claims[at]} {row['claim']}" if at in claims else str(row["claim"])
        return h.p[h.label[say("explorer_claim"), " ", h.select(name="place")[(
            h.option(value=at, selected=at == self.default()["place"])[
                f"{at} · {_short(claims.get(at, ''))}"] for at in self._places)]]]

    def _checks(self) -> list[Mapping[str, Any]]:
        return [row for name in self._seeds.evidence.names
                for row in self._seeds.evidence[name].rows if "verdict" in row]

    def default(self) -> Choice:
        return {"place": self.spec.default or self._places[0]}

    def view(self, choice: Choice) -> View:
        found = bearing(self._seeds, _one(choice, "place"))
        counts = {side: len(found.on(side)) for side in SIDES}
        sentence = say("explorer_bearing", place=found.locator, good=counts["for"],
                       bad=counts["against"], open=counts["open"])
        return View(str(_bearing(found)), _bearing_plain(found), sentence)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77].rsplit(' ', 1)[0]} …"


def _bearing(found: Bearing) -> h.Element:
    return h.div[
        h.p[h.strong[found.locator], " ", " ".join(found.says)],
        ([h.h4[title], h.table[
            h.thead[h.tr[(h.th(scope="col")[name] for name in
                          (say("explorer_what"), say("explorer_grade"), say("explorer_source")))]],
            h.tbody[(_entry(one) for one in entries)]]]
         for side, title in SIDES.items() if (entries := found.on(side)))]


def _entry(one: Entry) -> h.Element:
    later = [" ", h.em[say("explorer_later")]] if one.later else None
    return h.tr[h.th(scope="row", style="text-align:left")[f"{one.id} {one.head}"],
                h.td(style="text-align:left")[one.grade and [h.strong[one.grade], ". "],
                                              one.text, later],
                h.td(style="text-align:left")[one.source]]


def _bearing_plain(found: Bearing) -> str:
    lines = [f"{found.locator}  {' '.join(found.says)}"]
    for side, title in SIDES.items():
        if entries := found.on(side):
            lines += ["", title]
        for one in entries:
            lines += [f"- {one.id} {one.head}" + (f" [{one.grade}]" if one.grade else ""),
                      f"    {one.text}" + (f" {say('explorer_later')}" if one.later else ""),
                      f"    {one.source}"]
    return "\n".join(lines)


# Lines: countries and years ---------------------------------------------------------------------


class Lines:
    """Pick what is drawn and from when to when: the chart, its words and its table follow."""

    def __init__(self, spec: ExplorerSpec, seeds: Seeds) -> None:
        self.spec = spec
        self._seeds = seeds
        chart = next((one for one in seeds.charts if one.id == spec.chart), None)
        if chart is None:
            raise Unknown(f"Explorer {spec.id} draws no chart {spec.chart!r}. "
                          f"{nearest(spec.chart, [one.id for one in seeds.charts])}")
        self._chart: ChartSpec = chart
        rows = seeds.evidence[chart.tables[0]].rows
        keys = PICKED[chart.draw][1]
        names = names_of(seeds.evidence[chart.tables[1]], chart)
        codes = dict.fromkeys((*chart.pick, *("-".join(str(row[key]) for key in keys)
                                              for row in rows)))  # the chart's own come first
        self._names = {code: chart.labels.get(code) or named(code, names) for code in codes}
        self._years = sorted({str(row["year"]) for row in rows})

    def controls(self) -> h.Node:
        chosen = self.default()
        return [
            h.fieldset[
                h.legend[say("explorer_lines", most=MOST[self._chart.draw])],
                (h.label(".cr-pick")[h.input(type="checkbox", name="pick", value=code,
                                             checked=code in chosen["pick"]), " ", name, " "]
                 for code, name in self._names.items())],
            h.p[(h.label[say(f"explorer_{end}"), " ", h.select(name=end)[(
                h.option(value=year, selected=year == chosen[end])[year]
                for year in self._years)], " "] for end in ("first", "last"))]]

    def default(self) -> Choice:
        return {"pick": list(self._chart.pick), "first": self._chart.first or self._years[0],
                "last": self._chart.last or self._years[-1]}

    def chart(self, choice: Choice) -> Chart:
        """The chart of a choice. Raises Unknown for one that cannot be drawn."""
        some = choice.get("pick")
        pick = [one for one in some if one in self._names] if isinstance(some, list) else []
        first, last = _one(choice, "first"), _one(choice, "last")
        if not pick or len(pick) > MOST[self._chart.draw]:
            raise Unknown(say("explorer_lines", most=MOST[self._chart.draw]))
        if first not in self._years or last not in self._years or first > last:
            raise Unknown(say("explorer_years"))
        inside = tuple(flag for flag in self._chart.flags if first <= flag.at[:4] <= last)
        return draw_spec(msgspec.structs.replace(
            self._chart, title=self.spec.title, question=self.spec.question, pick=tuple(pick),
            first=first, last=last, flags=inside, does_not_show=" ".join(
                (self.spec.does_not_show, self._chart.does_not_show))), self._seeds)

    def view(self, choice: Choice) -> View:
        chart = self.chart(choice)
        shown = face(chart)
        return View(shown.html, shown.plain, say(
            "explorer_drawn", what=", ".join(row[0] for row in chart.table.rows),
            first=choice["first"], last=choice["last"]))


# A day, and what could be known -----------------------------------------------------------------

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EVENTS = "events"
BINDING = ("firm", "moderate")  # a weak limit is told in the lesson, and excludes no day
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
        day = _one(choice, "day")
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
                  *(say("explorer_text", text=text) for text in self._texts))
        cells = [(said(str(row["date"])), str(row["label"]), say(f"explorer_{when}"),
                  *(say(f"explorer_mark_{row[f'known_to_{text}']}") for text in self._texts))
                 for when, row in rows]
        bounds = [self._bound(text, chosen) for text in self._texts]
        html = h.div[
            h.ul[(h.li[one] for one in bounds)],
            h.table[h.thead[h.tr[(h.th(scope="col")[name] for name in header)]],
                    h.tbody[(h.tr[h.th(scope="row", style="text-align:left")[first],
                                  (h.td(style="text-align:left")[one] for one in rest)]
                             for first, *rest in cells)]]]
        plain = [*(f"- {one}" for one in bounds), "",
                 *(" | ".join(row) for row in (header, *cells))]
        return View(str(html), "\n".join(plain), say(
            "explorer_known", day=said(day), yes=counts["yes"], maybe=counts["maybe"],
            no=counts["no"]))

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


def _binds(bound: DateBound, strength: str) -> bool:
    """True for a limit of the writing itself, and not of a copy or a package."""
    return bound.strength == strength and bound.what == PROSE


def _when(date: str, day: datetime.date) -> str:
    """Whether something dated like this had happened by the end of a day: yes, no or maybe."""
    if last_day(date) <= day:
        return "yes"
    return "no" if first_day(date) > day else "maybe"


KINDS: dict[str, Any] = {"claims": Claims, "lines": Lines, "dates": Dates}
