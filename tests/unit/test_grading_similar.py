"""Answers that share many words: found, shown side by side, and never more than a fact."""

from __future__ import annotations

import random
import time
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.lake import LAKE

from crossread.grading.grade import FieldMark, Graded
from crossread.grading.results import Result
from crossread.grading.roster import Listed
from crossread.grading.similar import Pair, given_words, similar
from crossread.grading.similar_page import counted_pairs, similar_page, told
from crossread.model.exercise import Exercise
from crossread.model.item import Column, Table, Text
from crossread.scoring import NOT_ATTEMPTED
from crossread.seeds import Seeds
from crossread.texts import Copies, Recognised

EXERCISE = Exercise(id="01", title="The lake", prompt="Read both texts and say with care how far "
                    "they differ.", needs="", fields=(
                        Text(id="x", stem="Compare", objective="LO-01.1"),
                        Table(id="t", stem="List", objective="LO-01.1", columns=(
                            Column(id="place", label="place", locator=True),
                            Column(id="why", label="why")))))
BOTH = {"01": EXERCISE}
ESSAY = ("The first text counts the boats in spring and the second counts them in autumn, so the "
         "two numbers answer different questions and cannot simply be set against each other.")
OTHER = ("I looked at who is speaking. One page quotes a fisherman, while the other never names "
         "the person it relies on, which makes its number harder for a reader to check.")


def result(name: str, answer: object, item: str = "x") -> Result:
    mark = FieldMark(item, NOT_ATTEMPTED, 0, 0, answer=answer)
    return Result(Listed(name, name.title()), "01", "graded", graded=Graded(
        "graded", "", "01", fields=(mark,)))


def pairs(*answers: object, item: str = "x", known: tuple[str, ...] = ()) -> tuple[Pair, ...]:
    return similar([result(f"s{n}", answer, item) for n, answer in enumerate(answers)], BOTH, known)


def test_the_same_essay_twice_is_one_pair_and_another_essay_is_none():
    found = pairs(ESSAY, OTHER, ESSAY.upper().replace(",", " –"))
    assert [(p.first.id, p.second.id, p.share) for p in found] == [("s0", "s2", 1.0)]
    assert found[0].words == len(ESSAY.split())
    assert found[0].runs[0] == ((0, len(ESSAY) - 1),)


def test_a_copied_part_is_marked_where_it_stands_in_each_text():
    part = ("in spring and the second counts them in autumn, so the two numbers answer different "
            "questions and cannot simply be set against each other")
    pair, = pairs(f"I begin like this and then {part} whatever I like.", f"Well: {part} them?")
    for text, runs in zip(pair.texts, pair.runs, strict=True):
        assert [text[start:end] for start, end in runs] == [part]


@pytest.mark.parametrize("quoted", ["“{}”", '"{}"', "«{}»", "„{}“"])
def test_a_quotation_that_both_use_is_no_pair(quoted: str):
    assert pairs(ESSAY, ESSAY)
    assert pairs(f"{OTHER} {quoted.format(ESSAY)}",
                 f"Here is what it says: {quoted.format(ESSAY)}") == ()


def test_words_of_the_texts_and_of_the_exercise_are_no_pair_even_without_marks():
    assert pairs(ESSAY, ESSAY, known=(f"He said: {ESSAY} And so on.",)) == ()
    given = list(given_words(Seeds(LAKE), BOTH, Copies(Path("nowhere"))))
    assert EXERCISE.prompt in given
    summary = next(text for text in given if len(text.split()) > 22)
    assert similar([result("a", summary), result("b", summary)], BOTH, given) == ()


def test_sentences_of_an_attached_text_are_no_pair(tmp_path: Path):
    copies = Copies(tmp_path)
    copies.attach(Recognised("P", 1, {"P1.1": ESSAY}))
    given = given_words(Seeds(LAKE), BOTH, copies)
    assert similar([result("a", ESSAY), result("b", ESSAY)], BOTH, given) == ()


def test_what_a_third_of_the_class_writes_comes_from_a_source_they_all_had():
    assert len(pairs(*[ESSAY] * 5, OTHER)) == 10
    assert pairs(*[ESSAY] * 6, OTHER) == ()
    assert len(pairs(*[ESSAY] * 6, *(" ".join(f"w{n}x{k}" for k in range(30))
                                     for n in range(15)))) == 15


def test_short_answers_that_are_the_same_are_no_pair():
    for words in (7, 19):
        assert pairs(" ".join(ESSAY.split()[:words]), " ".join(ESSAY.split()[:words])) == ()
    assert len(pairs(" ".join(ESSAY.split()[:20]), " ".join(ESSAY.split()[:20]))) == 1


def test_cells_that_are_written_count_and_places_do_not():
    rows = [{"place": "P1.1", "why": ESSAY}, {"place": "Q2", "why": "No."}]
    assert len(pairs(rows, [{"place": "Q1", "why": ESSAY}], item="t")) == 1
    assert pairs([{"place": ESSAY}], [{"place": ESSAY}], item="t") == ()
    assert pairs(5, [7], {"a": ESSAY}, None) == ()


def test_other_scripts_are_read_too():
    text = ("Перший текст рахує човни навесні, а другий восени, тому обидва числа відповідають "
            "на різні запитання і їх не можна просто порівняти одне з одним тут.")
    assert len(pairs(text, text)) == 1


@given(st.lists(st.text(max_size=400) | st.sampled_from([ESSAY, OTHER, ESSAY + OTHER]),
                max_size=6))
@settings(max_examples=60, deadline=None)
def test_shares_are_shares_and_marks_lie_in_the_texts(texts: list[str]):
    for pair in pairs(*texts):
        assert 0 < pair.share <= 1
        assert pair.first.id != pair.second.id
        for text, runs in zip(pair.texts, pair.runs, strict=True):
            assert all(0 <= start < end <= len(text) for start, end in runs)
            assert list(runs) == sorted(runs)


def test_two_hundred_students_are_compared_in_seconds():
    chance = random.Random(4)
    words = [f"w{n}" for n in range(3_000)]
    essays = [" ".join(chance.choices(words, k=700)) for _ in range(200)]
    essays[150] = essays[20]
    begun = time.perf_counter()
    found = pairs(*essays)
    assert time.perf_counter() - begun < 20
    assert [(p.first.id, p.second.id) for p in found] == [("s20", "s150")]


def test_the_page_shows_both_texts_and_nothing_in_it_runs():
    evil = f"<script>alert(1)</script> {ESSAY} <img src=x onerror=alert(2)>"
    found = pairs(evil, ESSAY)
    page = similar_page(found, "A & B")
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert not list(tree.iter("script")) and not list(tree.iter("img"))
    texts = ["".join(node.itertext()) for node in tree.iter("p") if node.get("class") == "text"]
    assert texts == list(found[0].texts)
    assert all("".join(m.itertext()) in ESSAY for m in tree.iter("mark"))
    policy = next(m.get("content") for m in tree.iter("meta") if m.get("http-equiv"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy and page.count("<!doctype html>") == 1
    assert "does not say who wrote first" in page
    assert told(found[0]) == ("Exercise 01, x: S0 (s0) and S1 (s1) share 30 words (100% of the "
                              "shorter answer).")


def test_the_page_says_so_when_there_is_nothing_to_look_at():
    assert "No two answers share many words." in similar_page((), "A")
    assert [counted_pairs(n) for n in (0, 1, 2)] == ["0 pairs", "1 pair", "2 pairs"]
