"""Scoring: pure, by kind, and never by guessing what was meant."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.items import CASES, typed
from support.lake import ITEMS, LAKE

from crossread.kinds import AnswerError, kind_of
from crossread.scoring import NOT_ATTEMPTED, item_digest, score
from crossread.seeds import Seeds

SEEDS = Seeds(LAKE)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
              st.sampled_from(["a", "b", "P2.1", "r1", "says", "veld", "none", "third/p", "40"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["a", "r1", "writer", "who", "third/p", "edges", "own"]),
                        inner, max_size=3)), max_leaves=8)


def credit(item: str, answer: Any) -> float:
    """The share of the marks that an answer gets."""
    return round(score(SEEDS.item(item), answer).credit, 3)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ITEMS), JSON)
def test_any_json_is_scored_or_refused_with_a_sentence(item: str, answer: Any):
    refused = ""
    try:
        outcome = score(SEEDS.item(item), answer)
    except AnswerError as error:
        refused, outcome = str(error), NOT_ATTEMPTED
    assert not refused or len(refused.split()) >= 3
    assert outcome.status in ("correct", "not_yet", "not_attempted", "recorded")
    assert 0.0 <= outcome.credit <= 1.0
    assert (outcome.credit == 1.0) == (outcome.status == "correct")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ITEMS), JSON)
def test_scoring_the_same_answer_again_gives_the_same_and_changes_nothing(item: str, answer: Any):
    before = msgspec.json.encode(answer)
    with contextlib.suppress(AnswerError):
        assert score(SEEDS.item(item), answer) == score(SEEDS.item(item), answer)
    assert msgspec.json.encode(answer) == before


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ITEMS))
def test_an_answer_scores_the_same_after_a_journey_through_json(item: str):
    one = SEEDS.item(item)
    for answer in (kind_of(one).right(one), *kind_of(one).wrongs(one)):
        there_and_back = msgspec.json.decode(msgspec.json.encode(answer))
        assert score(one, there_and_back) == score(one, answer)


@pytest.mark.parametrize(("item", "answer", "wanted"), [
    ("01-2", ["a"], 0.5), ("01-2", ["a", "b"], 0.0), ("01-2", ["c", "a"], 1.0),
    ("01-2", ["a", "b", "c", "d"], 0.0), ("01-3", {"r1": "pull"}, 0.5),
    ("01-3", {"r1": "pull", "r2": "pull"}, 1.0), ("01-3", {"r1": "pull", "r2": ""}, 0.5),
    ("01-4", ["shut", "pay", "why"], 0.667), ("01-4", ["pay", "why", "shut"], 0.0),
    ("01-5", 40.5, 1.0), ("01-5", "40,5 ", 1.0), ("01-5", 40.6, 0.0),
    ("01-7", [6, 8], 1.0), ("01-7", [5, 8], 1.0), ("01-7", [4, 8], 1.0), ("01-7", [3, 8], 0.0),
    ("01-7", [7, 8], 1.0), ("01-7", [8, 8], 0.0),
    ("01-9", {"third/p": "says"}, 0.5), ("01-10", [10, 70], 1.0), ("01-10", [9, 60], 0.0),
    ("01-12", {"writer": " tolle. ", "kind": "notice"}, 1.0),
    ("01-12", {"writer": "Veld", "kind": "notice"}, 0.5),
    ("01-13", [{"who": "veld", "where": "p1.2"}], 0.667),
    ("01-13", [{"who": "veld", "where": "P1.2"}, {"who": "bruk", "where": "Q1.2"},
               {"who": "bruk", "where": "Q1.1"}], 0.8),
])
def test_partial_credit_follows_the_rule_of_the_kind(item, answer, wanted):
    assert credit(item, answer) == wanted


def test_blank_is_one_outcome_for_all():
    assert score(SEEDS.item("01-1"), None) is NOT_ATTEMPTED


def test_a_digest_depends_on_the_question_and_not_on_its_key():
    for case in CASES:
        item = case.item
        digest = item_digest(item)
        assert len(digest) == 12
        assert item_digest(msgspec.structs.replace(item, hints=("new",), deeper="new")) == digest
        assert item_digest(msgspec.structs.replace(item, stem=item.stem + " new")) != digest
        assert item_digest(msgspec.structs.replace(item, id=item.id + "9")) != digest
        if case.graded:
            assert item_digest(case.asked) == digest, "the student's form has the same digest"


def test_another_option_text_or_another_order_of_options_changes_the_digest():
    item = SEEDS.item("01-1")
    other = msgspec.structs.replace(item, options=item.options[::-1])
    assert item_digest(other) != item_digest(item)
    one = msgspec.structs.replace(item.options[0], text="other")
    assert item_digest(msgspec.structs.replace(item, options=(one, *item.options[1:]))) != \
        item_digest(item)
    corrected = msgspec.structs.replace(item.options[0], verdict="accept", feedback="new")
    assert item_digest(msgspec.structs.replace(
        item, options=(corrected, *item.options[1:]))) == item_digest(item)


def test_every_answer_can_be_said_in_words():
    for case in CASES:
        kind = kind_of(case.item)
        for answer in (kind.right(case.item), *kind.wrongs(case.item)):
            read = kind.read(case.item, typed(case.item, answer))
            assert kind.say(case.item, read).strip()


def test_a_run_that_is_asked_for_exactly_is_right_word_for_word_only():
    item = Seeds(Path(__file__).resolve().parents[2]).item("01-7")
    assert score(item, [8, 13]).status == "correct"
    for near in ([7, 12], [8, 11], [9, 14], [8, 14], [7, 13]):
        assert score(item, near).status == "not_yet", near
        assert score(item, near).notes[0].text
