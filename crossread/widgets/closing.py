"""The learner's closing pages: two charts and a passport. Their saved faces show no answers.

Figures come from ``closing``, pictures from ``charts.mine``.
"""

from __future__ import annotations

from pathlib import Path

import htpy as h
import traitlets

from ..charts.page import face
from ..charts.mine import my_calibration, my_pre_post, static
from ..closing import Calibration, answered, calibration_of, pre_post_of
from ..faces import Face
from ..handin import read_profile
from ..journal import Journal
from ..minutes import my_minutes
from ..standing import Standing, standing
from ..seeds import Seeds
from ..strings import say
from .base import HERE, Faced


class PersonalWidget(Faced):
    """A page of the learner's own figures; prints itself when its button is pressed."""

    _esm = HERE / "closing.js"
    _css = HERE / "room.css"
    page = traitlets.Unicode().tag(sync=True)

    def __init__(self, static: Face, page: str) -> None:
        super().__init__(static, {}, page=page)


def personal(name: str, seeds: Seeds, home: Path) -> PersonalWidget:
    """The widget for one of ``closing.PERSONAL``."""
    if name == "passport":
        page = passport(seeds, home)
    elif name == "my_calibration":
        page = face(my_calibration(calibration_of(seeds, home))).html
    else:
        page = face(my_pre_post(pre_post_of(seeds, home))).html
    return PersonalWidget(static(name, seeds), page)


def passport(seeds: Seeds, home: Path) -> str:
    """The page to print: lessons done, objectives, calibration. It holds no marks."""
    calibration = calibration_of(seeds, home)
    agreed = read_profile(home).minutes
    mine = my_minutes(seeds.course.lessons, home) if agreed else None
    return str(h.section(".cr-passport")[
        h.h3[say("passport_title")],
        h.p[seeds.course.title],
        h.p[say("passport_name"), " ", "_" * 24],
        h.table[
            h.thead[h.tr[(h.th(scope="col")[say(f"passport_{name}")] for name in
                          ("lesson", "done", "days", *(["mine"] if agreed else []),
                           "objectives"))]],
            h.tbody[(_row(one, seeds, home, mine) for one in standing(seeds, home))]],
        h.p[say("passport_key")],
        h.h4[say("my_calibration_title")],
        h.p[_sure(calibration)],
        h.p[h.small[say("passport_private")]],
        h.p(".cr-bar")[h.button(type="button", data_print="")[say("passport_print")]],
    ])


def _row(one: Standing, seeds: Seeds, home: Path, mine: dict[str, int] | None) -> h.Element:
    texts = {o.id: o.text for o in seeds.objectives}
    did = answered(Journal(home, one.lesson.id).read().entries)
    days = [h.span(".cr-day")[day] for day in dict.fromkeys((did["from"], did["to"])) if day]
    return h.tr[
        h.th(scope="row")[f"{one.lesson.id} {one.lesson.title}"],
        _cell("done", say("progress_of", n=one.answered, of=one.items)),
        _cell("days", [days[0], [[" – ", day] for day in days[1:]]] if days else "–"),
        mine is not None and _cell("mine", str(mine.get(one.lesson.id, "–"))),
        _cell("objectives", h.ul(style="list-style:none;padding:0")[(
            h.li[f"{_sign(*(counts if counts[1] else (one.answered, one.items)))} {texts[key]}"]
            for key, counts in one.objectives.items())])]


def _cell(name: str, holds: h.Node) -> h.Element:
    """A cell that can say its heading where the page is too narrow for columns."""
    return h.td(data_head=say(f"passport_{name}"))[holds]


def _sign(right: int, of: int) -> str:
    """Reached, begun or open. Where verdicts are withheld, answering is what counts."""
    return "✓" if of and right == of else "◐" if right else "○"


def _sure(found: Calibration) -> str:
    if not found.enough or found.brier is None:
        return say("passport_too_few", n=found.n)
    groups = "; ".join(say("passport_group", low=b.low, high=min(b.high, 100), right=b.right, n=b.n)
                       for b in found.shown)
    return say("passport_sure", n=found.n, brier=f"{found.brier:.2f}", groups=groups or "–")
