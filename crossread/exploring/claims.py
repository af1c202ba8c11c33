"""A claim, and what bears on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import htpy as h

from ..evidence import SIDES, Bearing, Entry, bearing, places
from ..model.explorer import ExplorerSpec
from ..seeds import Seeds
from ..strings import say
from .base import Choice, View, value_of

HEADS = ("explorer_what", "explorer_grade", "explorer_source")


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
        found = bearing(self._seeds, value_of(choice, "place"))
        counts = {side: len(found.on(side)) for side in SIDES}
        sentence = say("explorer_bearing", place=found.locator, good=counts["for"],
                       bad=counts["against"], open=counts["open"])
        return View(str(_bearing(found)), _bearing_plain(found), sentence)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77].rsplit(' ', 1)[0]} …"


def _bearing(found: Bearing) -> h.Element:
    return h.div[
        h.p[h.strong[found.locator], " ", " ".join(found.says)],
        ([h.h4[title], h.table(".cr-stack")[
            h.thead[h.tr[(h.th(scope="col")[say(name)] for name in HEADS)]],
            h.tbody[(_entry(one) for one in entries)]]]
         for side, title in SIDES.items() if (entries := found.on(side)))]


def _entry(one: Entry) -> h.Element:
    later = [" ", h.em[say("explorer_later")]] if one.later else None
    found, source = (say(name) for name in HEADS[1:])  # said again where cells stand below
    return h.tr[h.th(scope="row", style="text-align:left")[f"{one.id} {one.head}"],
                h.td(style="text-align:left", data_head=found)[
                    one.grade and [h.strong[one.grade], ". "], one.text, later],
                h.td(style="text-align:left", data_head=source)[one.source]]


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
