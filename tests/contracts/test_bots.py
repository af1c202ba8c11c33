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
# What a student comes to look for after lesson 02: the option that claims least.
LIMITS = re.compile(r"\b(?:may|might|could|can|perhaps|possibl[ey]|probably|likely|plausibl[ey]|"
                    r"partly|in part|some|seems?|suggests?|cannot|weak\w*|moderate|little|few|open|"
                    r"unclear|not (?:\w+ )?(?:shown|known|proved|confirmed|tested|show))\b", re.I)
SWEEPS = re.compile(r"\b(?:nothing|nobody|none|never|always|all|every\w*|a great deal|prove[sd]?|"
                    r"on purpose|certain(?:ly)?|firm|beyond doubt|undeniable|wrong|false|must|"
                    r"has to|sure|at all|clearly)\b", re.I)
# A word of doubt in an option. It must tell neither that the option is wrong nor that it is right.
DOUBT = re.compile(r"\b(?:may|might|could|perhaps|possibl[ey]|probabl[ey]|likely|plausibl[ey]|"
                   r"partly|in part|seems?|hardly)\b", re.I)
SIGMA = 1.645  # a rule that is no better than chance stays below this in 19 of 20 courses

Choice = Callable[[tuple[Option, ...]], Option]
Asked = Single | Relation | Cite


def _claim(option: Option) -> int:
    """How much an option claims: its sweeping words less its limiting words."""
    return len(SWEEPS.findall(option.text)) - len(LIMITS.findall(option.text))


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


def modest_excess(items: list[Asked]) -> float:
    """The excess of somebody who takes the option that claims least and guesses among equals."""
    hits, chances = 0.0, []
    for item in items:
        least = min(map(_claim, item.options))
        picked = [_right(o) for o in item.options if _claim(o) == least]
        hits += sum(picked) / len(picked)
        chances.append(sum(map(_right, item.options)) / len(item.options))
    return _sigmas(hits, chances)


def firm_excess(items: list[Asked], *, alone: bool = False) -> float:
    """How far keys keep to options without a word of doubt, where some have one and some do not.

    With ``alone``, only where a single option has none.
    """
    hits, chances = 0.0, []
    for item in items:
        firm = [o for o in item.options if not DOUBT.search(o.text)]
        if (len(firm) == 1 if alone else 0 < len(firm) < len(item.options)):
            hits += sum(map(_right, firm)) / sum(map(_right, item.options))
            chances.append(len(firm) / len(item.options))
    return _sigmas(hits, chances)


def _right(option: Option) -> bool:
    return option.verdict in ("key", "accept")


def _sigmas(hits: float, chances: list[float]) -> float:
    return (hits - sum(chances)) / math.sqrt(sum(p * (1 - p) for p in chances))


def excess(items: list[Asked], bot: Choice) -> float:
    """How many standard deviations a bot's score lies above chance."""
    hits = sum(_right(bot(i.options)) for i in items)
    return _sigmas(hits, [sum(map(_right, i.options)) / len(i.options) for i in items])


@pytest.mark.parametrize("name", BOTS)
def test_a_bot_that_reads_only_the_options_scores_within_chance(name: str) -> None:
    items = asked()
    assert len(items) > 60
    assert excess(items, BOTS[name]) <= SIGMA


@pytest.mark.parametrize("name", ["the longest option", "the shortest option"])
def test_the_length_of_an_option_rules_it_out_no_better_than_chance(name: str) -> None:
    assert excess(asked(), BOTS[name]) >= -SIGMA


def test_to_take_the_option_that_claims_least_scores_within_chance() -> None:
    assert modest_excess(asked()) <= SIGMA


@pytest.mark.parametrize("alone", [False, True])
def test_a_word_of_doubt_marks_neither_the_wrong_options_nor_the_right_ones(alone: bool) -> None:
    assert abs(firm_excess(asked(), alone=alone)) <= SIGMA


@pytest.mark.parametrize("marked", ["key", "not_yet"])
def test_a_course_in_which_a_word_of_doubt_is_a_cue_is_noticed(marked: str) -> None:
    def hedged(option: Option) -> Option:
        text = DOUBT.sub("", option.text)
        return msgspec.structs.replace(
            option, text=f"Perhaps {text}" if _right(option) == (marked == "key") else text)

    cued = [msgspec.structs.replace(i, options=tuple(map(hedged, i.options))) for i in asked()]
    assert (firm_excess(cued) < -SIGMA) is (marked == "key")
    assert (firm_excess(cued, alone=marked == "not_yet") > SIGMA) is (marked == "not_yet")


@pytest.mark.parametrize("lesson", [f"0{n}" for n in range(1, 9)])
def test_each_lesson_has_a_question_whose_key_claims_more_than_a_wrong_option(lesson: str) -> None:
    asked_here = [i for i in Seeds().items(lesson) if isinstance(i, Single)]
    assert any(min(_claim(o) for o in item.options if _right(o))
               > min(_claim(o) for o in item.options) for item in asked_here)


def test_a_course_in_which_modesty_is_a_cue_is_noticed() -> None:
    def modest(item: Asked) -> Asked:
        least = min(item.options, key=_claim)
        return msgspec.structs.replace(item, options=tuple(
            msgspec.structs.replace(o, verdict="key" if o is least else "not_yet")
            for o in item.options))

    assert modest_excess([modest(i) for i in asked()]) > SIGMA


@pytest.mark.parametrize("name", ["the longest option", "the shortest option", "always b"])
def test_a_course_whose_keys_follow_the_rule_is_noticed(name: str) -> None:
    def followed(item: Asked) -> Asked:
        chosen = BOTS[name](item.options)
        return msgspec.structs.replace(item, options=tuple(
            msgspec.structs.replace(o, verdict="key" if o is chosen else "not_yet")
            for o in item.options))

    assert excess([followed(i) for i in asked()], BOTS[name]) > SIGMA
