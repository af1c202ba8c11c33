"""Somebody who reads only the options, by a rule of thumb, scores no better than chance."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import msgspec
import pytest

from crossread.model.item import Cite, Option, Relation, Single
from crossread.seeds import Seeds

HEDGES = re.compile(r"\b(?:may|might|could|can|perhaps|possibly|probably|likely|plausibl[ey]|"
                    r"partly|some|seems?|suggests?|not (?:shown|known|proved)|cannot|weak\w*)\b",
                    re.I)
SIGMA = 1.645  # a rule that is no better than chance stays below this in 19 of 20 courses

Choice = Callable[[tuple[Option, ...]], Option]
Asked = Single | Relation | Cite



def _alone(options: tuple[Option, ...]) -> Option:
    """The one option whose first word no other has; the first option where there is none."""
    firsts = [option.text.split()[0].casefold() for option in options]
    alone = [o for o, first in zip(options, firsts, strict=True) if firsts.count(first) == 1]
    return alone[0] if len(alone) == 1 else options[0]


BOTS: dict[str, Choice] = {
    "the longest option": lambda options: max(options, key=lambda o: len(o.text)),
    "the shortest option": lambda options: min(options, key=lambda o: len(o.text)),
    "the option that begins alone": _alone,
    "the most hedged option": lambda options: max(
        options, key=lambda o: (len(HEDGES.findall(o.text)), len(o.text))),
    "always b": lambda options: options[1],
    "always c": lambda options: options[min(2, len(options) - 1)],
    "the first option": lambda options: options[0],
    "the last option": lambda options: options[-1],
}


def asked() -> list[Asked]:
    """Every item with one key, in every lesson."""
    seeds = Seeds()
    return [i for ref in seeds.course.lessons for i in seeds.items(ref.id)
            if isinstance(i, Single | Relation | Cite)]


def excess(items: list[Asked], bot: Choice) -> float:
    """How many standard deviations a bot's score lies above chance."""
    hits = sum(bot(i.options).verdict in ("key", "accept") for i in items)
    chances = [sum(o.verdict in ("key", "accept") for o in i.options) / len(i.options)
               for i in items]
    spread = math.sqrt(sum(p * (1 - p) for p in chances))
    return (hits - sum(chances)) / spread


@pytest.mark.parametrize("name", BOTS)
def test_a_bot_that_reads_only_the_options_scores_within_chance(name: str) -> None:
    items = asked()
    assert len(items) > 60
    assert excess(items, BOTS[name]) <= SIGMA


@pytest.mark.parametrize("name", ["the longest option", "the shortest option"])
def test_the_length_of_an_option_rules_it_out_no_better_than_chance(name: str) -> None:
    assert excess(asked(), BOTS[name]) >= -SIGMA


@pytest.mark.parametrize("name", ["the longest option", "the shortest option", "always b"])
def test_a_course_whose_keys_follow_the_rule_is_noticed(name: str) -> None:
    def followed(item: Asked) -> Asked:
        chosen = BOTS[name](item.options)
        return msgspec.structs.replace(item, options=tuple(
            msgspec.structs.replace(o, verdict="key" if o is chosen else "not_yet")
            for o in item.options))

    assert excess([followed(i) for i in asked()], BOTS[name]) > SIGMA
