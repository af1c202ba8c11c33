"""The learner's own pages: where they stand, and what is due again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import htpy as h
import ipywidgets
import traitlets

from ..faces import Face, Faces
from ..handin import read_profile, write_profile
from ..journal import Journal
from ..minutes import IDLE, my_minutes
from ..places import PlaceBook
from ..standing import Standing
from ..due import AT_ONCE, Due
from ..seeds import Seeds
from ..strings import say
from .base import HERE, Faced, front_end, with_faces
from .item import ItemWidget


class ProgressWidget(Faced):
    """The lessons at a glance. The saved face lists the lessons, never a learner's figures.

    With the learner's ``home`` it offers to count minutes by lesson, and remembers the answer.
    """

    _esm = front_end("progress.js")
    _css = HERE / "room.css"
    page = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, seeds: Seeds, standings: list[Standing], home: Path | None = None) -> None:
        self._seeds, self._standings, self._home = seeds, standings, home
        super().__init__(static(seeds), {"minutes": self._agree}, page=self._page(),
                         words={"lost_kernel": say("lost_kernel")})

    def _page(self) -> str:
        if self._home is None:
            return page(self._standings, self._seeds)
        agreed = read_profile(self._home).minutes
        mine = my_minutes(self._seeds.course.lessons, self._home) if agreed else None
        return page(self._standings, self._seeds, mine) + str(h.p[h.label(".cr-option")[
            h.input(type="checkbox", name="minutes", checked=agreed),
            h.span[say("progress_agree", idle=f"{IDLE / 60:g}")]]])

    def _agree(self, message: dict[str, Any]) -> dict[str, Any]:
        """Remember whether minutes are wanted, and show the page anew."""
        assert self._home is not None
        profile = read_profile(self._home)
        profile.minutes = message.get("on") is True
        try:
            write_profile(self._home, profile)
        except OSError as error:
            return {"page": self._page(), "status": say("progress_not_kept",
                                                        reason=error.strerror or error)}
        return {"page": self._page(), "status": ""}


def page(standings: list[Standing], seeds: Seeds, mine: dict[str, int] | None = None) -> str:
    """The table of lessons, and what could not be read of the journal.

    ``mine`` gives the learner's minutes by lesson, None where they are not wanted.
    """
    texts = {o.id: o.text for o in seeds.objectives}
    problems = [p for s in standings for p in s.problems]
    heads = ["lesson", "done", "right", "time", *(["mine"] if mine is not None else []),
             "objectives"]
    return str(h.section[
        h.h3[say("progress_title")],
        h.div(".cr-scroll", tabindex="0", role="group", aria_label=say("progress_title"))[
            h.table[
                h.thead[h.tr[(h.th(scope="col")[say(f"progress_{name}")] for name in heads)]],
                h.tbody[(_row(s, texts, mine) for s in standings)]]],
        problems and h.ul[(h.li[p] for p in problems)],
        h.p[h.small[say("progress_private")]],
    ])


def _row(s: Standing, texts: dict[str, str], mine: dict[str, int] | None) -> h.Element:
    done = say("progress_of", n=s.answered, of=s.items)
    return h.tr[
        h.th(scope="row")[h.a(href=f"{s.lesson.notebook}")[f"{s.lesson.id} {s.lesson.title}"]],
        h.td[h.meter(min="0", max=str(max(s.items, 1)), value=str(s.answered),
                     aria_label=done), " ", done],
        h.td[str(s.right)],
        h.td[say("progress_minutes", n=s.minutes)],
        mine is not None and h.td[say("progress_minutes", n=mine.get(s.lesson.id, 0))],
        h.td[h.ul[(h.li[_sign(bool(of) and n == of), f" {texts[key]} ({n}/{of})"]
                   for key, (n, of) in s.objectives.items())]]]


def _sign(reached: bool) -> h.Node:
    """A sign for the eye, words for the ear."""
    return [h.span(aria_hidden="true")["✓" if reached else "○"],
            h.span(".cr-heard")[" ", say("heard_reached" if reached else "heard_not_yet")]]


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

