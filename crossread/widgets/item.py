"""The live item: an anywidget that restores, scores and keeps one answer.

Nothing happens on construction: the first message comes from the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import htpy as h
import traitlets

from ..faces import Faces
from ..journal import ItemState, Journal, JournalError
from ..kinds import kind_of
from ..model.item import ArgMap, Item, Outcome, Point, Text
from ..pointing import word_buttons
from ..scoring import NOT_ATTEMPTED, AnswerError, item_digest, score
from ..strings import say
from .base import Faced, front_end, place_reply
from .map_picture import drawn


class ItemWidget(Faced):
    """One item on the page.

    ``place`` gives the HTML for a locator. ``graded`` is True in an exercise: the
    answer is kept, and nothing is said about right or wrong. ``fresh`` is True in a
    review: the form starts empty, whatever was answered before. ``earlier`` gives the
    learner's own words from the question that this one opens again, "" where there are none.
    ``printed`` gives the words at a sentence, "" where no copy is attached; they go to the
    open page alone, in a message: no trait, no face and so no saved notebook holds them.
    """

    _esm = front_end("gather.js", "steps.js", "chosen.js", "heard.js", "item.js")
    _css = front_end("item.css")
    form = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, item: Item, journal: Journal, faces: Faces,
                 place: Callable[[str], str], *, graded: bool = False,
                 fresh: bool = False, earlier: Callable[[], str] = str,
                 printed: Callable[[str], str] | None = None) -> None:
        super().__init__(
            faces.paper(item),
            {"hello": self._restore, "answer": self._answer, "draft": self._draft,
             "place": place_reply(place), "layout": self._layout},
            form=faces.form(item, graded=graded),
            words=_words())
        self.item = item
        self.graded = graded
        self._fresh = fresh
        self._earlier = earlier
        self._printed = printed or (lambda locator: "")
        self._journal = journal
        self._faces = faces
        self._digest = item_digest(item)

    def _restore(self, _: dict[str, Any]) -> dict[str, Any]:
        state = ItemState() if self._fresh else self._journal.states().get(
            self.item.id, ItemState())
        value = state.draft if state.draft is not None else state.answer
        out: dict[str, Any] = {"op": "restore", "value": value, "confidence": state.confidence,
                               "html": self._reopened(), "saved": ""}
        if isinstance(self.item, Point):
            out["printed"] = word_buttons(self.item, self._printed)
        if state.answer is not None and state.digest not in ("", self._digest):
            return {**out, "saved": say("stale")}
        if state.answer is not None:
            out["html"] += self._verdict(state.answer)
            out["saved"] = say("restored")
            at = value.get("at") if isinstance(value, dict) and "words" not in value else None
            if at in out.get("printed", ()):
                out["saved"] = say("restored_sentence", at=at)
        elif state.draft is not None:
            out["saved"] = say("restored")
        return out

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        raw = message.get("value")
        try:
            outcome = self._outcome(raw)
        except AnswerError as error:
            return {"op": "verdict", "html": self._faces.invalid(str(error)), "saved": "",
                    "refused": True}
        if outcome.status == "not_attempted":
            return {"op": "verdict", "html": self._faces.verdict(self.item, outcome), "saved": ""}
        refused = False
        attempts = self._journal.states().get(self.item.id, ItemState()).attempts
        try:
            self._journal.append(
                "response", self.item.id, self._digest, raw, attempt=attempts + 1,
                confidence=_percent(message.get("confidence")),
                seconds=_seconds(message.get("seconds")),
                hints=int(message.get("hints") or 0))
        except JournalError as error:
            saved, refused = str(error.strerror), True
        else:
            saved = say("saved") if attempts == 0 or isinstance(self.item, Text) else \
                say("saved_again", n=attempts + 1)
        html = self._told(outcome, raw)
        return {"op": "verdict", "html": self._reopened() + html, "saved": saved,
                "refused": refused}

    def _draft(self, message: dict[str, Any]) -> dict[str, Any]:
        try:
            self._journal.append("draft", self.item.id, self._digest, message.get("value"))
        except JournalError as error:
            return {"op": "saved", "saved": str(error.strerror), "refused": True}
        return {"op": "saved", "saved": say("draft_saved")}

    def _layout(self, message: dict[str, Any]) -> dict[str, Any]:
        """The picture of a map as it stands, and what its form shows."""
        if not isinstance(self.item, ArgMap):
            return {"op": "layout", "picture": "", "says": ""}
        return {"op": "layout", **drawn(self.item, message.get("value"))}

    def _outcome(self, raw: Any) -> Outcome:
        """The outcome of an answer; a graded item has no key here, so it is blank or kept."""
        if not self.graded:
            return score(self.item, raw)
        answer = kind_of(self.item).read(self.item, raw)
        return NOT_ATTEMPTED if answer is None else Outcome("recorded", 0.0)

    def _told(self, outcome: Outcome, raw: Any) -> str:
        kind = kind_of(self.item)
        return self._faces.verdict(self.item, outcome, graded=self.graded,
                                   missing=kind.missing(self.item, kind.read(self.item, raw)))

    def _reopened(self) -> str:
        words = self._earlier()
        if not words:
            return ""
        return str(h.div(".cr-earlier")[
            h.p[h.strong[say("earlier")]], h.blockquote(dir="auto")[words]])

    def _verdict(self, answer: Any) -> str:
        try:
            return self._told(self._outcome(answer), answer)
        except AnswerError as error:
            return self._faces.invalid(str(error))


def _words() -> dict[str, str]:
    """What the page itself says; the blanks of a sentence are filled there."""
    plain = ("before", "lost_kernel", "needs_kernel", "place_kernel", "sideways")
    blanks = {"emptied": ("button",), "moved": ("card", "n", "of"), "first_already": ("card",),
              "last_already": ("card",), "released": ("at",)}
    return {key: say(key) for key in plain} | {
        key: say(key, **{name: f"{{{name}}}" for name in names}) for key, names in blanks.items()}


def _percent(value: Any) -> int | None:
    return value if isinstance(value, int) and 0 <= value <= 100 else None


def _seconds(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e6 else None
