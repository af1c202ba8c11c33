"""Answering by pointing: select the words that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import htpy as h

from ..model.item import Note, Outcome, Span, SpanKey, Wrong
from ..strings import say
from .base import AnswerError, Kind, Page, finish

ENOUGH = 0.7  # F1 of word positions from which a selection counts as the passage


def words(item: Span) -> list[str]:
    """The excerpt as the words that can be selected, first = position 1."""
    return item.excerpt.split()


def read_run(raw: Any, size: int) -> list[int]:
    """``raw`` as [first, last] of ``size`` words. Raises AnswerError when it is none."""
    if not isinstance(raw, list | tuple) or len(raw) != 2 or \
            not all(isinstance(n, int) and not isinstance(n, bool) for n in raw):
        raise AnswerError(say("bad_run"))
    first, last = raw
    if not 1 <= first <= last <= size:
        raise AnswerError(say("bad_run_range", size=size))
    return [first, last]


def judge(keys: Iterable[SpanKey], answer: list[int]) -> tuple[float, SpanKey | None]:
    """The key that overlaps the answer best, and by how much; 0.0 and None where none does."""
    fits = [(_overlap(key, answer), key) for key in keys]
    fit, best = max(fits, key=lambda one: one[0], default=(0.0, None))
    return (fit, best) if fit > 0 else (0.0, None)


def note_of(key: SpanKey) -> Note:
    """What to say to whoever chose the words of ``key``."""
    return Note(f"{key.first}-{key.last}", key.verdict, key.feedback, key.locator,
                key.misconception)


def key_slips(keys: Iterable[SpanKey], size: int) -> Iterator[str]:
    """What is wrong with runs of words as written, as "what; what now"."""
    for k in keys:
        if not 1 <= k.first <= k.last <= size:
            yield f"span {k.first}-{k.last} lies outside the {size} words; count them from 1"
        if not k.feedback.strip():
            yield f"span {k.first}-{k.last} has no feedback; say what choosing it shows"


def _overlap(key: SpanKey, answer: list[int]) -> float:
    both = min(key.last, answer[1]) - max(key.first, answer[0]) + 1
    size = (key.last - key.first + 1) + (answer[1] - answer[0] + 1)
    return 2 * max(0, both) / size


class SpanKind(Kind[Span]):
    """Full credit when the selection overlaps an accepted span with F1 of at least 0.7.

    In an ``exact`` item the selection must be the span, word for word.
    """

    gather = "span"

    def read(self, item: Span, raw: Any) -> list[int] | None:
        if raw in (None, "", []):
            return None
        return read_run(raw, len(words(item)))

    def score(self, item: Span, answer: list[int]) -> Outcome:
        if not item.keys:
            return Outcome("recorded", 0.0)
        fit, best = judge(item.keys, answer)
        if best is None:
            return finish(0.0, [Note("", "not_yet", say("wrong_place"), item.source)])
        if fit >= (1.0 if item.exact and best.verdict != "not_yet" else ENOUGH):
            return finish(float(best.verdict != "not_yet"), [note_of(best)])
        if best.verdict != "not_yet":
            return finish(0.0, [Note("", "not_yet", say("right_place"), best.locator)])
        return finish(0.0, [note_of(best)])

    def controls(self, item: Span, page: Page) -> h.Node:
        return [
            h.p(".cr-help")[say("span_help")],
            h.p(".cr-heard")[item.excerpt],  # the words below are buttons, heard one by one
            h.p(".cr-span", role="group", aria_label=say("span_label"))[(
                [h.button(type="button", data_word=str(n), aria_pressed="false")[word], " "]
                for n, word in enumerate(words(item), 1))]]

    def paper(self, item: Span, page: Page) -> h.Node:
        return h.p[h.q[item.excerpt], " ", page.rich(item.source)]

    def ask(self, item: Span) -> str:
        return say("ask_span")

    def right(self, item: Span) -> list[int]:
        key = next(k for k in item.keys if k.verdict == "key")
        return [key.first, key.last]

    def wrongs(self, item: Span) -> Iterator[list[int]]:
        for key in item.keys:
            if key.verdict == "not_yet":
                yield [key.first, key.last]

    def say(self, item: Span, answer: list[int]) -> str:
        return "“" + " ".join(words(item)[answer[0] - 1:answer[1]]) + "”"

    def parts(self, item: Span) -> Iterable[str]:
        return (item.excerpt,)

    def slips(self, item: Span) -> Iterable[str]:
        if not any(k.verdict == "key" for k in item.keys):
            yield "has no span with verdict key; give at least one"
        yield from key_slips(item.keys, len(words(item)))

    def gaps(self, item: Span) -> Iterable[Wrong]:
        return (Wrong(feedback=k.feedback, locator=k.locator,
                      misconception=k.misconception) for k in item.keys)
