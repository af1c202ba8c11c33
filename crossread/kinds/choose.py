"""Choosing from options: single, relation and cite (one), multi (several)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Any

import htpy as h

from ..model.item import Cite, Multi, Note, Option, Outcome, Relation, Single
from ..strings import say
from .base import AnswerError, Kind, Page, choose_text, finish, lettered

One = Single | Relation | Cite


def _note(option: Option) -> Note:
    return Note(option.id, option.verdict or "not_yet", option.feedback, option.locator,
                option.misconception)


def _label(item: One | Multi, option: Option, page: Page) -> h.Node:
    """The option's words; a cite option leads with its locator."""
    if isinstance(item, Cite):
        return h.span[h.b(".cr-loc")[option.id], " ", page.rich(option.text, buttons=False)]
    return h.span[page.rich(option.text, buttons=False)]


def _paper(item: One | Multi, page: Page) -> Iterator[tuple[str, h.Node]]:
    for letter, option in zip(ascii_lowercase, item.options, strict=False):
        yield (letter if isinstance(item, Cite) else option.id), _label(item, option, page)


def _box(item: One | Multi, option: Option, page: Page, kind: str) -> h.Element:
    return h.li[
        h.label(".cr-option")[
            h.input(type=kind, name=f"cr-{item.id}", value=option.id),
            _label(item, option, page),
        ],
        page.live and isinstance(item, Cite) and page.chip(option.id),
    ]


class ChooseOne(Kind[One]):
    """One option is chosen. Full credit for a key or an accepted alternative."""

    gather = "one"

    def read(self, item: One, raw: Any) -> str | None:
        if raw in (None, ""):
            return None
        return choose_text(raw, (o.id for o in item.options))

    def score(self, item: One, answer: str) -> Outcome:
        chosen = next(o for o in item.options if o.id == answer)
        if chosen.verdict is None:
            return Outcome("recorded", 0.0)
        return finish(float(chosen.verdict in ("key", "accept")), [_note(chosen)])

    def controls(self, item: One, page: Page) -> h.Node:
        return [self._statements(item, page), h.ol(".cr-options", type="a")[
            (_box(item, option, page, "radio") for option in item.options)]]

    def paper(self, item: One, page: Page) -> h.Node:
        return [self._statements(item, page),
                lettered(_paper(item, page))]

    def _statements(self, item: One, page: Page) -> h.Node:
        if not isinstance(item, Relation):
            return None
        return h.dl(".cr-relation")[
            h.dt[say("first_statement")],
            h.dd[page.rich(item.premise.text), " ", page.rich(item.premise.locator)],
            h.dt[say("second_statement")],
            h.dd[page.rich(item.conclusion.text), " ", page.rich(item.conclusion.locator)],
        ]

    def right(self, item: One) -> str:
        return next(o.id for o in item.options if o.verdict == "key")

    def wrongs(self, item: One) -> Iterator[str]:
        return (o.id for o in item.options if o.verdict == "not_yet")

    def say(self, item: One, answer: str) -> str:
        chosen = next((o for o in item.options if o.id == answer), None)
        return f"{answer}) {chosen.text}" if chosen else answer

    def parts(self, item: One) -> Iterable[str]:
        if isinstance(item, Relation):
            yield from (item.premise.text, item.conclusion.text)
        for option in item.options:
            yield from (option.id, option.text)

    def slips(self, item: One) -> Iterable[str]:
        keys = [o.id for o in item.options if o.verdict == "key"]
        if len(keys) != 1:
            yield f"has {len(keys)} options with verdict key; give exactly one"
        yield from option_slips(item.options)


class ChooseMany(Kind[Multi]):
    """Several options are chosen. Credit = (hits - false alarms) / keys, at least 0."""

    gather = "many"

    def read(self, item: Multi, raw: Any) -> list[str] | None:
        if raw in (None, "", [], ()):
            return None
        if not isinstance(raw, list | tuple):
            raise AnswerError(say("bad_list_type", got=type(raw).__name__))
        chosen = {choose_text(one, (o.id for o in item.options)) for one in raw}
        if len(chosen) != len(raw):
            raise AnswerError(say("bad_list_twice"))
        return [o.id for o in item.options if o.id in chosen]

    def score(self, item: Multi, answer: list[str]) -> Outcome:
        keys = {o.id for o in item.options if o.verdict == "key"}
        wrong = {o.id for o in item.options if o.verdict == "not_yet"}
        chosen = set(answer)
        if not keys:
            return Outcome("recorded", 0.0)
        hits, alarms = len(chosen & keys), len(chosen & wrong)
        notes = [_note(o) for o in item.options if o.id in chosen]
        if missing := len(keys) - hits:
            notes.append(Note("", "not_yet", _still(missing)))
        return finish((hits - alarms) / len(keys), notes)

    def controls(self, item: Multi, page: Page) -> h.Node:
        return h.ol(".cr-options", type="a")[
            (_box(item, option, page, "checkbox") for option in item.options)]

    def paper(self, item: Multi, page: Page) -> h.Node:
        return lettered(_paper(item, page))

    def ask(self, item: Multi) -> str:
        return say("choose_many")

    def right(self, item: Multi) -> list[str]:
        return [o.id for o in item.options if o.verdict == "key"]

    def wrongs(self, item: Multi) -> Iterator[list[str]]:
        right = self.right(item)
        for option in item.options:
            if option.verdict == "not_yet":
                yield [o.id for o in item.options if o.id in right or o is option]
                yield [option.id]
        if len(right) > 1:
            yield right[:-1]

    def say(self, item: Multi, answer: list[str]) -> str:
        return "; ".join(f"{o.id}) {o.text}" for o in item.options if o.id in answer)

    def parts(self, item: Multi) -> Iterable[str]:
        for option in item.options:
            yield from (option.id, option.text)

    def slips(self, item: Multi) -> Iterable[str]:
        keys = sum(o.verdict == "key" for o in item.options)
        if not keys:
            yield "has no option with verdict key; give at least one"
        if keys == len(item.options):
            yield "has only keys; give at least one option that does not fit"
        yield from option_slips(item.options)


def _still(missing: int) -> str:
    return say("one_more_fits") if missing == 1 else say("more_fit", n=missing)


def option_slips(options: tuple[Option, ...]) -> Iterable[str]:
    """What every list of options must have: ids once, verdicts, feedback, reasons."""
    seen: set[str] = set()
    for option in options:
        if option.id in seen:
            yield f"option {option.id} is there twice; give each its own id"
        seen.add(option.id)
        if option.verdict is None:
            yield f"option {option.id} has no verdict; say key, accept or not_yet"
        if not option.text.strip():
            yield f"option {option.id} has no text; write what it offers"
        if not option.feedback.strip():
            yield f"option {option.id} has no feedback; say why it is right or not yet"
        if not option.locator:
            yield f"option {option.id} has no locator; name the place that shows it"
