"""The learner's own pages: where they stand, and what is due again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import htpy as h
import ipywidgets

from ..faces import Face, Faces
from ..journal import Journal
from ..places import PlaceBook
from ..standing import Standing
from ..due import AT_ONCE, Due
from ..seeds import Seeds
from ..strings import say
from .base import PageWidget, with_faces
from .item import ItemWidget


class ProgressWidget(PageWidget):
    """The lessons at a glance. The saved face lists the lessons, never a learner's figures."""

    def __init__(self, seeds: Seeds, standings: list[Standing]) -> None:
        super().__init__(static(seeds), page(standings, seeds))


def page(standings: list[Standing], seeds: Seeds) -> str:
    """The table of lessons, and what could not be read of the journal."""
    texts = {o.id: o.text for o in seeds.objectives}
    problems = [p for s in standings for p in s.problems]
    return str(h.section[
        h.h3[say("progress_title")],
        h.div(".cr-scroll", tabindex="0", role="group", aria_label=say("progress_title"))[
            h.table[
                h.thead[h.tr[(h.th(scope="col")[say(f"progress_{name}")] for name in
                              ("lesson", "done", "right", "time", "objectives"))]],
                h.tbody[(_row(s, texts) for s in standings)]]],
        problems and h.ul[(h.li[p] for p in problems)],
        h.p[h.small[say("progress_private")]],
    ])


def _row(s: Standing, texts: dict[str, str]) -> h.Element:
    done = say("progress_of", n=s.answered, of=s.items)
    return h.tr[
        h.th(scope="row")[h.a(href=f"{s.lesson.notebook}")[f"{s.lesson.id} {s.lesson.title}"]],
        h.td[h.meter(min="0", max=str(max(s.items, 1)), value=str(s.answered),
                     aria_label=done), " ", done],
        h.td[str(s.right)],
        h.td[say("progress_minutes", n=s.minutes)],
        h.td[h.ul[(h.li[f"{'✓' if of and n == of else '○'} {texts[key]} ({n}/{of})"]
                   for key, (n, of) in s.objectives.items())]]]


def static(seeds: Seeds) -> Face:
    """The page as everybody sees it before it is run."""
    lessons = [say("progress_plain", id=ref.id, title=ref.title, of=len(seeds.items(ref.id)))
               for ref in seeds.course.lessons]
    return Face(str(h.section[h.h3[say("progress_title")], h.ul[(h.li[one] for one in lessons)],
                              h.p[h.em[say("progress_static")]]]),
                "\n".join([say("progress_title"), *lessons]))


class ReviewWidget(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """Up to six questions that are due, each a live form on its own lesson's journal."""

    def __init__(self, found: list[Due], journal: Callable[[str], Journal], faces: Faces,
                 book: PlaceBook) -> None:
        super().__init__(list(self._children(found, journal, faces, book)))
        self.face = Face(str(h.section[h.h3[say("review_title")], h.p[say("review_why")],
                                       h.p[h.em[say("review_static")]]]),
                         f"{say('review_title')}. {say('review_why')}")

    def _children(self, found: list[Due], journal: Callable[[str], Journal], faces: Faces,
                  book: PlaceBook) -> Any:
        top = h.section[h.h3[say("review_title")], h.p[say("review_why")],
                        not found and h.p[say("review_none")]]
        yield ipywidgets.HTML(str(top))
        for one in found[:AT_ONCE]:
            yield ItemWidget(one.item, journal(one.item.id.split("-")[0]), faces, book.panel,
                             fresh=True, printed=book.printed)
        if len(found) > AT_ONCE:
            yield ipywidgets.HTML(str(h.p[say("review_more", n=len(found) - AT_ONCE)]))

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return with_faces(super()._repr_mimebundle_(**kwargs), self.face)

