"""Explorers: what is chosen, and what is shown for it. They draw no control and hold no state.

An explorer has a form (native controls with labels), a view for every choice, and a static face:
the view of its default choice, whole, for paper and for a page without a kernel.
"""

from __future__ import annotations

from typing import Any

import htpy as h
from markupsafe import Markup

from ..faces import Face
from ..model.explorer import ExplorerSpec
from ..seeds import Seeds, Unknown, nearest
from ..strings import say
from .base import Choice, Explorer, View
from .claims import Claims
from .dates import Dates
from .lines import Lines

__all__ = ["Choice", "Claims", "Dates", "Explorer", "Lines", "View", "explorer", "form", "static"]

KINDS: dict[str, Any] = {"claims": Claims, "lines": Lines, "dates": Dates}


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
