"""Answering by pointing in the printed text, or by its address where no copy is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import ascii_lowercase
from typing import Any

import htpy as h

from ..model.item import Note, Outcome, Point, Sentence, Wrong
from ..strings import say
from .base import AnswerError, Kind, Page, choose_text, finish, lettered
from .choose import option_slips
from .span import ENOUGH, judge, key_slips, note_of, read_run

Pointed = dict[str, Any]  # {"at": locator} or {"at": locator, "words": [first, last]}


class PointKind(Kind[Point]):
    """Full credit for the right sentence, or for words in it that overlap an accepted run.

    The overlap is that of ``span``: F1 of word positions, at least 0.7. An answer without
    words is one that was given without the printed text, so the sentence decides.
    """

    gather = "point"

    def read(self, item: Point, raw: Any) -> Pointed | None:
        if raw in (None, "", [], {}):
            return None
        if not isinstance(raw, Mapping) or not set(raw) <= {"at", "words"} or "at" not in raw:
            raise AnswerError(say("bad_point"))
        at = choose_text(raw["at"], (o.id for o in item.options), "sentence")
        if raw.get("words") is None:
            return {"at": at}
        return {"at": at, "words": read_run(raw["words"], _sentence(item, at).words)}

    def score(self, item: Point, answer: Pointed) -> Outcome:
        chosen = _sentence(item, answer["at"])
        if chosen.verdict is None:
            return Outcome("recorded", 0.0)
        right = chosen.verdict != "not_yet"
        note = Note(chosen.id, chosen.verdict, chosen.feedback, chosen.locator,
                    chosen.misconception)
        if "words" not in answer:
            return finish(float(right), [note])
        fit, best = judge(chosen.spans, answer["words"])
        if best and fit >= ENOUGH:
            return finish(float(best.verdict != "not_yet"), [note_of(best)])
        if best and best.verdict == "not_yet":
            return finish(0.0, [note_of(best)])
        if not right:
            return finish(0.0, [note])
        return finish(0.0, [Note("", "not_yet", say("right_place" if best else "right_sentence"),
                                 chosen.locator)])

    def controls(self, item: Point, page: Page) -> h.Node:
        """A row a sentence; the front end puts the printed words into it where there are any."""
        return [
            h.p(".cr-help")[say("point_help")],
            h.p(".cr-help.cr-help-words", hidden=True)[say("span_help")],
            h.ol(".cr-options", type="a")[(
                h.li(data_at=one.id)[
                    h.label(".cr-option")[
                        h.input(type="radio", name=f"cr-{item.id}", value=one.id),
                        h.span[h.b(".cr-loc")[one.id], " ", page.rich(one.text, buttons=False)]],
                    page.live and page.chip(one.id),
                    h.p(".cr-span", role="group", dir="auto", hidden=True,
                        aria_label=say("span_in", locator=one.id))]
                for one in item.options)]]

    def paper(self, item: Point, page: Page) -> h.Node:
        return lettered((letter, h.span[h.b(".cr-loc")[one.id], " ", page.rich(one.text)])
                        for letter, one in zip(ascii_lowercase, item.options, strict=False))

    def ask(self, item: Point) -> str:
        return say("ask_point")

    def right(self, item: Point) -> Pointed:
        return {"at": next(o.id for o in item.options if o.verdict == "key")}

    def pointed(self, item: Point) -> Pointed:
        """The same with words, as with a copy attached."""
        return next({"at": o.id, "words": [k.first, k.last]}
                    for o in item.options for k in o.spans if k.verdict == "key")

    def wrongs(self, item: Point) -> Iterator[Pointed]:
        yield from ({"at": o.id} for o in item.options if o.verdict == "not_yet")
        yield from ({"at": o.id, "words": [k.first, k.last]}
                    for o in item.options for k in o.spans if k.verdict == "not_yet")

    def say(self, item: Point, answer: Pointed) -> str:
        if "words" not in answer:
            return str(answer["at"])
        first, last = answer["words"]
        return say("pointed", at=answer["at"], first=first, last=last)

    def parts(self, item: Point) -> Iterable[str]:
        for option in item.options:
            yield from (option.id, option.text)

    def slips(self, item: Point) -> Iterable[str]:
        keys = [o for o in item.options if o.verdict == "key"]
        if len(keys) != 1:
            yield f"has {len(keys)} sentences with verdict key; give exactly one"
        yield from option_slips(item.options)
        for option in item.options:
            yield from (f"{option.id}: {what}" for what in key_slips(option.spans, option.words))
            good = [k for k in option.spans if k.verdict != "not_yet"]
            if option.verdict == "not_yet" and good:
                yield f"{option.id} is not_yet and has words that are right; change one of the two"
            if option.verdict != "not_yet" and not any(k.verdict == "key" for k in good):
                yield f"{option.id} has no words with verdict key; give the positions of some"

    def gaps(self, item: Point) -> Iterable[Wrong]:
        return (Wrong(feedback=k.feedback, locator=k.locator, misconception=k.misconception)
                for o in item.options for k in o.spans)


def _sentence(item: Point, at: str) -> Sentence:
    return next(o for o in item.options if o.id == at)
