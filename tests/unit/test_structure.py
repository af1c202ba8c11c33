"""Checks of form: what they see, and that they never judge what is concluded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossread.model.item import Structure
from crossread.structure import Check, Places, check

PRINTED = {"P1.2": "“Nobody wants this,” said Jon Veld, who leads the council."}
PLACES = Places(
    texts=frozenset("PQ"), known=frozenset({"P1", "P1.2", "P2", "Q1", "P:L9"}),
    paratext=frozenset({"P:L9"}), cards={"C01": False, "C02": True},
    printed=lambda at: PRINTED.get(at, ""))


def found(text: str, **rules: object) -> dict[str, Check]:
    """The checks of one text by name."""
    return {one.name: one for one in check(Structure(**rules), text, PLACES)}


@pytest.mark.parametrize(("text", "passed", "saw"), [
    ("one two", False, "2 words; 3 to 5 are asked for"),
    ("one two three", True, "3 words"), ("one two three four five", True, "5 words"),
    ("one two three four five six", False, "6 words"), ("well-known writer’s notes", True, "3"),
])
def test_the_length_is_counted_in_words(text, passed, saw):
    one = found(text, min_words=3, max_words=5)["length"]
    assert (one.passed, saw in one.saw) == (passed, True)


def test_without_rules_nothing_is_checked():
    assert found("anything P99") == {}


def test_every_address_must_exist_and_each_text_be_named_often_enough():
    told = found("P1 and P1.2 and P1 again, Q9", locators={"P": 2, "Q": 1})
    assert (told["places exist"].passed, told["places exist"].saw) == (
        False, "no such place: Q9")
    assert (told["places in P"].passed, told["places in P"].saw) == (
        True, "2 different; at least 2 asked for")
    assert not told["places in Q"].passed


def test_where_no_place_is_named_that_is_said_and_no_number():
    assert found("Nothing.", locators={"P": 1})["places exist"].saw == "no place named"
    assert found("P1.", locators={"P": 1})["places exist"].saw == "1 named"


def test_pointing_at_a_line_that_is_not_the_authors_is_a_flag_and_no_fault():
    told = found("See P:L9.", locators={"P": 1})["paratext"]
    assert (told.passed, told.flag, told.saw) == (True, True, "not the author's words: P:L9")


@pytest.mark.parametrize(("text", "passed"), [
    ("He says “Nobody wants this, said Jon Veld” (P1.2).", True),
    ("He says “everybody wants this very much” (P1.2).", False),
    ("He says “nobody wants … leads the council” (P1.2).", True),
])
def test_a_quotation_of_five_words_is_compared_with_the_place_named_after_it(text, passed):
    assert found(text)["quotations verbatim"].passed is passed


@pytest.mark.parametrize("text", [
    "He says “everybody wants” (P1.2).", "He says “everybody wants this very much”.",
    "He says “everybody wants this very much” (P2)."])
def test_short_quotations_and_those_that_cannot_be_compared_are_left_alone(text):
    assert found(text) == {}


@pytest.mark.parametrize(("text", "named"), [
    ("(P1)", ["P1"]), ("P1, Q1.2; P:L9.", ["P1", "Q1.2", "P:L9"]), ("“P1”P2", ["P1", "P2"]),
    ("XP1", []), ("_P1", []), ("7P1", []), ("éP1", []), ("PP1", []), ("-P1", ["P1"]),
    ("P1x", []), ("P1-2", []), ("P1_", []), ("P1é", []), ("p1", []), ("P", []), ("P:L", []),
])
def test_a_locator_is_a_whole_word(text: str, named: list[str]):
    assert PLACES.named_in(text) == named


@pytest.mark.parametrize(("text", "apart"), [
    ("It is likely, with CONFIDENCE.", False), ("A confident guess, very likely.", False),
    ("Likely overconfident.", True), ("Likely said confidently.", True),
    ("Likely _confident.", True), ("Likely. The U.S. has confidence, e.g. here.", True),
    ("It is likely. We have low confidence.", True),
    ("It is very likely, with high confidence.", False),
    ("There is almost no chance that confident people err.", False),
])
def test_likelihood_and_confidence_stand_in_sentences_of_their_own(text, apart):
    told = found(text, separate_likelihood=True)["likelihood and confidence apart"]
    assert told.passed is apart


def test_a_text_that_need_not_be_named_gets_no_check_and_a_text_without_a_least_length_says_so():
    told = found("P1.2 says so.", max_words=9, locators={"P": 1, "Q": 0})
    assert set(told) == {"length", "places exist", "places in P"}
    assert told["length"].saw == "4 words; at most 9 are asked for"


def test_cards_are_counted_and_one_of_them_must_disagree():
    told = found("By C01 it is so.", cards=1, dissenting=1)
    assert told["evidence cards"].passed
    assert (told["a card that disagrees"].passed, told["a card that disagrees"].saw) == (
        False, "none named")
    assert found("C01, C02", cards=2, dissenting=1)["a card that disagrees"].saw == "C02"
    assert not found("XC012", cards=1)["evidence cards"].passed


RULES = Structure(min_words=1, max_words=30, locators={"P": 1, "Q": 1}, cards=1, dissenting=1,
                  separate_likelihood=True)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gets_the_same_checks_and_a_word_on_each(text: str):
    names = [one.name for one in check(RULES, text, PLACES)]
    assert {"length", "places exist", "places in P", "evidence cards"} <= set(names)
    assert all(one.saw for one in check(RULES, text, PLACES))


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(["supports", "refutes", "is right about", "is wrong about"]))
def test_what_is_concluded_changes_no_check(verb: str):
    text = f"P1.2 {verb} Q1, says C02. It is likely."
    base = [(c.name, c.passed) for c in check(RULES, text, PLACES)]
    assert base == [(c.name, c.passed) for c in
                    check(RULES, text.replace(verb, "weighs"), PLACES)]
