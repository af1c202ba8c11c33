"""Numbers: numeric (one, with a tolerance) and band (a range of likelihood)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import htpy as h

from ..model.item import Band, Note, Numeric, Outcome, Range, Wrong
from ..strings import say
from .base import AnswerError, Kind, Page, finish


def read_number(raw: Any) -> float | None:
    """A finite number, from a number or from what a person types ("9,5 %").

    Raises AnswerError when it is not one.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise AnswerError(say("bad_number_type", got=type(raw).__name__))
    try:
        value = float(raw.strip().rstrip("%").strip().replace(",", ".")
                      if isinstance(raw, str) else raw)
    except (ValueError, OverflowError):
        raise AnswerError(say("bad_number", given=str(raw)[:40])) from None
    if not math.isfinite(value) or abs(value) > 1e12:
        raise AnswerError(say("bad_number_size"))
    return value


def _in_range(ranges: Iterable[Range], value: float) -> Note | None:
    for r in ranges:
        if r.low <= value <= r.high:
            return Note("", "not_yet", r.feedback, r.locator, r.misconception)
    return None


def _between(low: float | None, value: float, high: float | None) -> bool:
    return low is None or high is None or low <= value <= high


class NumericKind(Kind[Numeric]):
    """Full credit within the tolerance, else none."""

    gather = "number"

    def read(self, item: Numeric, raw: Any) -> float | None:
        value = read_number(raw)
        # With a key a number out of bounds is a wrong answer, and its feedback says why.
        if item.key is None and value is not None and not _between(item.low, value, item.high):
            raise AnswerError(say("bad_number_bounds", low=item.low, high=item.high))
        return value

    def score(self, item: Numeric, answer: float) -> Outcome:
        if item.key is None:
            return Outcome("recorded", 0.0)
        if abs(answer - item.key) <= item.tolerance + 1e-9:
            return finish(1.0, [Note("", "key", item.feedback, item.locator)])
        why = _in_range(item.ranges, answer)
        return finish(0.0, [why or Note("", "not_yet", say("too_far"), item.locator)])

    def controls(self, item: Numeric, page: Page) -> h.Node:
        return h.p[h.label[say("your_number"), " ", h.input(
            type="text", inputmode="decimal", name=f"cr-{item.id}", size="8",
            autocomplete="off"), " ", h.span(".cr-unit")[item.unit]]]

    def paper(self, item: Numeric, page: Page) -> h.Node:
        return h.p[f"______ {item.unit}"]

    def ask(self, item: Numeric) -> str:
        return say("ask_number")

    def right(self, item: Numeric) -> float:
        if item.key is not None:
            return item.key
        return 50.0 if item.high is None else item.high

    def wrongs(self, item: Numeric) -> Iterator[float]:
        if item.key is None:
            return
        for r in item.ranges:
            for value in (max(r.low, -1e9), min(r.high, 1e9)):
                if abs(value - item.key) > item.tolerance:
                    yield value
        yield item.key + 10 * item.tolerance + 1

    def judges(self, item: Numeric) -> bool:
        return item.key is not None

    def say(self, item: Numeric, answer: float) -> str:
        return f"{answer:g} {item.unit}".strip()

    def slips(self, item: Numeric) -> Iterable[str]:
        if item.key is None:
            return
        if item.tolerance <= 0:
            yield "has no tolerance; a count depends on how words are told apart, so give one"
        if not item.feedback.strip():
            yield "has no feedback for the right number; say what it shows"
        below = any(r.low < item.key for r in item.ranges)
        above = any(r.high > item.key for r in item.ranges)
        if not (below and above):
            yield "has no feedback for numbers that are too small and too large; add ranges"

    def gaps(self, item: Numeric) -> Iterable[Wrong]:
        return (Wrong(feedback=r.feedback, locator=r.locator,
                      misconception=r.misconception) for r in item.ranges)


class BandKind(Kind[Band]):
    """Full credit when both ends lie within the tolerance of the key's ends."""

    gather = "band"

    def read(self, item: Band, raw: Any) -> list[float] | str | None:
        if raw in (None, "", []):
            return None
        if raw == "none":
            return "none"
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            raise AnswerError(say("bad_band_type"))
        ends = [read_number(one) for one in raw]
        if ends == [None, None]:
            return None
        low, high = ends
        if low is None or high is None:
            raise AnswerError(say("bad_band_half"))
        if not 0 <= low <= high <= 100:
            raise AnswerError(say("bad_band_ends"))
        return [low, high]

    def judges(self, item: Band) -> bool:
        return item.key is not None or item.unfit

    def score(self, item: Band, answer: list[float] | str) -> Outcome:
        if not self.judges(item):
            return Outcome("recorded", 0.0)
        if item.unfit or answer == "none":
            if item.unfit and answer == "none":
                return finish(1.0, [Note("", "key", item.feedback, item.locator)])
            if item.unfit:
                return finish(0.0, [Note("", "not_yet", item.unfit_feedback, item.locator)])
            return finish(0.0, [Note("", "not_yet", item.unfit_feedback or
                                     say("range_possible"), item.locator)])
        assert item.key is not None
        low, high = (float(one) for one in answer)
        if max(abs(low - item.key[0]), abs(high - item.key[1])) <= item.tolerance + 1e-9:
            return finish(1.0, [Note("", "key", item.feedback, item.locator)])
        why = _in_range(item.ranges, (low + high) / 2)
        return finish(0.0, [why or Note("", "not_yet", say("compare_ends"),
                                        item.locator)])

    def controls(self, item: Band, page: Page) -> h.Node:
        name = f"cr-{item.id}"
        return h.p[
            h.label[say("from"), " ", h.input(type="text", inputmode="decimal", name=name,
                                     data_end="low", size="4", autocomplete="off"), " %"], " ",
            h.label[say("to"), " ", h.input(type="text", inputmode="decimal", name=name,
                                   data_end="high", size="4", autocomplete="off"), " %"], " ",
            h.label(".cr-option")[h.input(type="checkbox", data_end="none"),
                                  h.span[say("no_range")]]]

    def paper(self, item: Band, page: Page) -> h.Node:
        return h.p[say("band_paper")]

    def ask(self, item: Band) -> str:
        return say("ask_band")

    def right(self, item: Band) -> list[float] | str:
        return "none" if item.unfit else list(item.key or (40.0, 60.0))

    def wrongs(self, item: Band) -> Iterator[list[float] | str]:
        if item.unfit:
            yield [55.0, 80.0]
        elif item.key is not None:
            yield "none"
            for r in item.ranges:
                yield [max(0.0, r.low), min(100.0, r.low)] if r.low == r.high else \
                    [max(0.0, r.low), min(100.0, r.high)]

    def say(self, item: Band, answer: list[float] | str) -> str:
        return say("no_range") if answer == "none" else \
            say("band_answer", low=float(answer[0]), high=float(answer[1]))

    def slips(self, item: Band) -> Iterable[str]:
        if item.unfit and not item.unfit_feedback:
            yield "has no unfit_feedback; say why a range does not fit"
        if (item.unfit or item.key) and not item.feedback:
            yield "has no feedback for the right answer; say what it shows"

    def gaps(self, item: Band) -> Iterable[Wrong]:
        return (Wrong(feedback=r.feedback, locator=r.locator,
                      misconception=r.misconception) for r in item.ranges)
