"""Putting cards in order, with buttons and keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from typing import Any

import htpy as h

from ..model.item import Note, Order, Outcome, Wrong
from ..strings import say
from .base import AnswerError, Kind, Page, finish


class OrderKind(Kind[Order]):
    """Credit falls with the share of pairs that stand the wrong way round (Kendall 1938)."""

    gather = "list"

    def read(self, item: Order, raw: Any) -> list[str] | None:
        if raw in (None, "", [], ()):
            return None
        ids = {c.id for c in item.cards}
        if not isinstance(raw, list | tuple) or not all(isinstance(one, str) for one in raw):
            raise AnswerError(say("bad_order_type"))
        if len(raw) != len(ids) or set(raw) != ids:
            raise AnswerError(say("bad_order"))
        return list(raw)

    def score(self, item: Order, answer: list[str]) -> Outcome:
        if not item.key:
            return Outcome("recorded", 0.0)
        place = {card: n for n, card in enumerate(answer)}
        pairs = list(combinations(item.key, 2))
        wrong = [(a, b) for a, b in pairs if place[a] > place[b]]
        if not wrong:
            return finish(1.0, [Note(c.id, "key", c.feedback, c.locator)
                                for c in item.cards if c.feedback]
                          or [Note("", "key", say("in_order"))])
        notes = [Note(s.first, "not_yet", s.feedback, s.locator, s.misconception)
                 for s in item.slips if place[s.first] < place[s.second]]
        if not notes:
            late = {c.id: c.text for c in item.cards}
            notes = [Note(wrong[0][0], "not_yet",
                          say("wrong_way_round", card=late[wrong[0][0]]))]
        return finish(1 - len(wrong) / len(pairs), notes)

    def judges(self, item: Order) -> bool:
        return bool(item.key)

    def controls(self, item: Order, page: Page) -> h.Node:
        return [
            h.p(".cr-help")[say("order_help", first=item.first_label, last=item.last_label)],
            h.ol(".cr-order")[(h.li(data_value=c.id)[
                h.span[page.rich(c.text, buttons=False)],
                h.span(".cr-moves")[
                    h.button(type="button", data_move="-1",
                             aria_label=say("move_earlier", card=c.text))["↑"],
                    h.button(type="button", data_move="1",
                             aria_label=say("move_later", card=c.text))["↓"],
                ]] for c in item.cards)],
        ]

    def paper(self, item: Order, page: Page) -> h.Node:
        return h.ul[(h.li["____ ", page.rich(c.text)] for c in item.cards)]

    def ask(self, item: Order) -> str:
        return say("ask_order", first=item.first_label, last=item.last_label)

    def right(self, item: Order) -> list[str]:
        return list(item.key)

    def wrongs(self, item: Order) -> Iterator[list[str]]:
        key = list(item.key)
        yield key[::-1]
        for n in range(len(key) - 1):
            yield [*key[:n], key[n + 1], key[n], *key[n + 2:]]

    def say(self, item: Order, answer: list[str]) -> str:
        texts = {c.id: c.text for c in item.cards}
        return " → ".join(texts.get(one, one) for one in answer)

    def parts(self, item: Order) -> Iterable[str]:
        for card in item.cards:
            yield from (card.id, card.text)

    def slips(self, item: Order) -> Iterable[str]:
        ids = [c.id for c in item.cards]
        if sorted(ids) != sorted(item.key):
            yield "has a key that does not name every card once; list all card ids"
            return
        if list(item.key) == ids:
            yield "shows its cards in the right order already; list them in another order"
        place = {card: n for n, card in enumerate(item.key)}
        for slip in item.slips:
            if slip.first not in place or slip.second not in place:
                yield f"slip {slip.first}/{slip.second} names no card; use card ids"
            elif place[slip.first] < place[slip.second]:
                yield f"slip {slip.first}/{slip.second} is the right order; turn it round"
        covered = {(s.first, s.second) for s in item.slips}
        if not any((b, a) in covered for a, b in pairwise(item.key)):
            yield "has no slip for two neighbours swapped; add the commonest one"

    def gaps(self, item: Order) -> Iterable[Wrong]:
        return (Wrong(feedback=s.feedback, locator=s.locator,
                      misconception=s.misconception) for s in item.slips)
