"""What can be checked in written work without judging it.

Each check says what it saw and where. None touches what a learner concludes, and
in marking none moves a rubric level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .locators import locator_pattern
from .model.item import Item, Structure, Table, Text
from .strings import say
from .texts import count_words, find_span, sentences, tokens

LIKELIHOOD = re.compile(
    r"\b(?:almost (?:no chance|certain(?:ly)?)|(?:very |highly )?(?:un)?likely|(?:im)?probabl[ey]"
    r"|roughly even|even chance|remote|chances?)\b", re.I)
# A whole word in any case. The letter first, for speed: see locators.locator_pattern.
CONFIDENCE = re.compile(r"[cC](?<!\w[cC])(?i:onfiden(?:t|ce))\b")
QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
SHORTEST_QUOTE = 5  # words; a shorter quotation is unchecked and unpunished


@dataclass(frozen=True)
class Check:
    """One check of a piece of writing: did it pass, what was seen, is it only a flag."""

    name: str
    passed: bool
    saw: str
    flag: bool = False  # shown, never counted


@dataclass(frozen=True)
class Places:
    """What a locator may name, and how printed words are looked up.

    ``known`` holds every locator of the course, ``paratext`` those lines that are
    not body text; ``printed`` gives the words at a locator, "" when not attached.
    """

    texts: frozenset[str]
    known: frozenset[str]
    paratext: frozenset[str] = frozenset()
    cards: Mapping[str, bool] = field(default_factory=dict)  # card id → is it a dissenting one
    printed: Callable[[str], str] = lambda locator: ""

    def named_in(self, text: str) -> list[str]:
        """Every locator written in ``text``, in order, also those that name nothing."""
        return locator_pattern(self.texts).findall(text)


def check(rules: Structure, text: str, places: Places) -> list[Check]:
    """All checks that ``rules`` ask for, on one text."""
    found: list[Check] = []
    if rules.max_words:
        n = count_words(text)
        found.append(Check(say("form_length"), rules.min_words <= n <= rules.max_words,
                           say("form_words", n=n, least=rules.min_words, most=rules.max_words)
                           if rules.min_words else
                           say("form_words_up_to", n=n, most=rules.max_words)))
    if rules.locators:
        found += _locators(rules, text, places)
    found += _quotes(text, places)
    if rules.separate_likelihood:
        # In this order: each step costs more than the one before it, and few texts get there.
        mixed = [s for s in sentences(text) if CONFIDENCE.search(s) and LIKELIHOOD.search(s)
                 ] if CONFIDENCE.search(text) else []
        found.append(Check(
            say("form_apart"), not mixed,
            say("form_mixed", sentence=mixed[0][:90]) if mixed else say("form_not_mixed")))
    if rules.cards:
        found += _cards(rules, text, places)
    return found


def check_answer(item: Item, answer: Any, places: Places) -> list[Check]:
    """The checks of form for the answer to a written field, [] for others and for blanks.

    A table is read as its cells, row by row.
    """
    if isinstance(item, Text) and isinstance(answer, str):
        return check(item.structure, answer, places)
    if isinstance(item, Table) and isinstance(answer, list):
        text = "\n".join(" ".join(map(str, row.values())) for row in answer
                         if isinstance(row, dict))
        return check(item.structure, text, places)
    return []


def _locators(rules: Structure, text: str, places: Places) -> list[Check]:
    named = places.named_in(text)
    unknown = sorted({one for one in named if one not in places.known})
    checks = [Check(say("form_resolve"), not unknown,
                    say("form_unknown", places=", ".join(unknown)) if unknown
                    else say("form_named", n=len(named)) if named else say("form_no_place"))]
    for letter, least in rules.locators.items():
        if not least:  # it may name places of this text; there is nothing to reach
            continue
        n = len({one for one in named if one[0] == letter and one in places.known})
        checks.append(Check(say("form_locators", text=letter), n >= least,
                            say("form_different", n=n, least=least)))
    aside = sorted({one for one in named if one in places.paratext})
    if aside:
        checks.append(Check(say("form_paratext"), True, say("form_aside", places=", ".join(aside)),
                            flag=True))
    return checks


def _quotes(text: str, places: Places) -> list[Check]:
    """Quotations of five words or more, against the place named nearest after them."""
    wrong, seen = [], 0
    for quote in QUOTED.finditer(text):
        if len(tokens(quote[1])) < SHORTEST_QUOTE:
            continue
        after = places.named_in(text[quote.end():quote.end() + 60])
        printed = places.printed(after[0]) if after else ""
        if not printed:
            continue
        seen += 1
        if not find_span(printed, quote[1]):
            wrong.append(say("form_not_in", quote=quote[1][:60], place=after[0]))
    if not seen:
        return []
    return [Check(say("form_quotes"), not wrong,
                  "; ".join(wrong) or say("form_checked", n=seen))]


def _cards(rules: Structure, text: str, places: Places) -> list[Check]:
    # Most cards are not even part of the text; asking that first is a hundred times as fast.
    named = {card for card in places.cards
             if card in text and re.search(rf"\b{re.escape(card)}\b", text)}
    dissent = {card for card in named if places.cards[card]}
    checks = [Check(say("form_cards"), len(named) >= rules.cards,
                    say("form_cards_named", n=len(named), least=rules.cards))]
    if rules.dissenting:
        checks.append(Check(say("form_dissent"), len(dissent) >= rules.dissenting,
                            ", ".join(sorted(dissent)) or say("form_none")))
    return checks
