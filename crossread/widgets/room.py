"""The lesson card, and the panel that the locators and terms of its prose open."""

from __future__ import annotations

from collections.abc import Collection

import htpy as h
import traitlets

from ..faces import Face
from ..minutes import told
from ..model.course import ExerciseRef, LessonRef, Objective
from ..places import PlaceBook
from ..strings import say
from .base import HERE, Faced, place_reply


def card(lesson: LessonRef, objectives: tuple[Objective, ...],
         exercises: tuple[ExerciseRef, ...] = (), texts: Collection[str] = ()) -> Face:
    """The card of a lesson: question, objectives, minutes and how they were found, needs.

    ``texts`` are the letters of the articles; where there are some, the card tells how to open
    them side by side.
    """
    mine = [o for o in objectives if o.lesson == lesson.id]
    minutes = told(lesson, exercises)
    named = ", ".join(f'"{one}"' for one in sorted(texts))
    call = f"read({named})" if named else ""
    read, read_plain = _with_code("card_read", call=call)
    back, back_plain = _with_code("card_calls", progress="progress()", review="review()")
    html = h.section[
        h.h2[say("card_title", id=lesson.id)],
        h.p[h.strong[say("card_question"), ":"], " ", lesson.question],
        h.p[h.strong[say("card_objectives"), ":"]], h.ul[(h.li[o.text] for o in mine)],
        h.p[h.strong[say("card_time"), ":"], " ", minutes],
        h.p[h.strong[say("card_needs"), ":"], " ", lesson.needs],
        call and h.p[h.strong[say("card_texts"), ":"], " ", read],
        h.p[h.strong[say("card_back"), ":"], " ", back]]
    plain = [f"{say('card_title', id=lesson.id)}: {lesson.title}",
             f"{say('card_question')}: {lesson.question}",
             *(f"- {o.text}" for o in mine), f"{say('card_time')}: {minutes}",
             f"{say('card_needs')}: {lesson.needs}",
             *([f"{say('card_texts')}: {read_plain}"] if call else []),
             f"{say('card_back')}: {back_plain}"]
    return Face(str(html), "\n".join(plain))


def _with_code(key: str, **calls: str) -> tuple[h.Node, str]:
    """A sentence with code in its blanks, for a page and as text; blanks in their order."""
    said = say(key, **dict.fromkeys(calls, "\0")).split("\0")
    pairs = [*zip(said, calls.values(), strict=False)]
    return ([[[words, h.code[call]] for words, call in pairs], said[-1]],
            "".join(map("".join, pairs)) + said[-1])


class LessonWidget(Faced):
    """The card on the page; answers requests for a place with its panel."""

    _esm = HERE / "room.js"
    _css = HERE / "room.css"
    card = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, face: Face, book: PlaceBook) -> None:
        super().__init__(
            face, {"place": place_reply(book.panel)},
            card=face.html, words={key: say(key) for key in ("panel", "loading", "place_kernel")})
