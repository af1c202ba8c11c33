"""Pointing in the printed text: words as they are counted, scored by place, and never kept."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from support.driver import Room
from support.lake import LAKE, copy_lake

from crossread.attach import attach
from crossread.checks.pointing import check_pointing, pointing_slips
from crossread.kinds import kind_of
from crossread.pointing import pieces, word_buttons
from crossread.publish.save_hook import drop_widget_views
from crossread.scoring import score
from crossread.seeds import Seeds
from crossread.strings import STRINGS
from crossread.texts import Copies, tokens

ITEMS = "seeds/items/01.yml"
SENTENCE = ("The boatmen of Ostmere will not leave the lake, their speaker Ana Brük told this "
            "paper.")


@pytest.fixture
def item():
    return Seeds(LAKE).item("01-15")


@pytest.mark.parametrize(("sentence", "words"), [
    ("“Old – a mixture (of x), half-way—done.”",
     ["“Old –", "a", "mixture", "(of", "x),", "half-", "way—", "done.”"]),
    ("Iran’s ‘axis’ is U.S.-led.", ["Iran’s", "‘axis’", "is", "U.", "S.-", "led."]),
    ("", []),
])
def test_words_are_cut_where_the_digest_cuts_them_and_keep_the_marks_that_touch_them(
        sentence, words):
    assert [word for word, _ in pieces(sentence)] == words
    assert len(words) == len(tokens(sentence))
    assert "".join(word + between for word, between in pieces(sentence)) == sentence


def test_the_words_of_an_attached_copy_come_as_numbered_buttons(item, tmp_path):
    assert word_buttons(item, Copies(tmp_path).printed) == {}
    assert attach(LAKE / "texts" / "Q.txt", Seeds(LAKE), tmp_path).attached
    found = word_buttons(item, Copies(tmp_path).printed)
    assert list(found) == ["Q1.1"], "of text P no copy is attached"
    assert found["Q1.1"].count("<button") == 16
    assert 'data-word="13" aria-pressed="false">Brük</button> <button' in found["Q1.1"]


def test_a_sentence_with_another_number_of_words_is_left_out(item):
    assert list(word_buttons(item, lambda at: SENTENCE)) == ["Q1.1"]
    assert word_buttons(item, lambda at: SENTENCE + " Indeed.") == {}


def test_what_a_copy_holds_is_text_and_never_markup(item):
    html = word_buttons(item, lambda at: "<b>&one " + "two " * 14)["Q1.1"]
    assert "&lt;b&gt;&amp;</button>" in html


@pytest.mark.parametrize(("answer", "status", "says"), [
    ({"at": "Q1.1"}, "correct", "It names who told the paper."),
    ({"at": "P1.3"}, "not_yet", "This is about the plan, in the other text."),
    ({"at": "Q1.1", "words": [10, 13]}, "correct", "Office and name of the speaker."),
    ({"at": "Q1.1", "words": [9, 13]}, "correct", "Office and name of the speaker."),
    ({"at": "Q1.1", "words": [12, 13]}, "correct", "The name of the speaker."),
    ({"at": "Q1.1", "words": [13, 16]}, "not_yet", STRINGS["right_place"]),
    ({"at": "Q1.1", "words": [1, 4]}, "not_yet", "The words are about them. Who says it?"),
    ({"at": "Q1.1", "words": [2, 2]}, "not_yet", "The words are about them. Who says it?"),
    ({"at": "Q1.1", "words": [6, 8]}, "not_yet", STRINGS["right_sentence"]),
    ({"at": "P1.3", "words": [1, 1]}, "not_yet", "This is another speaker."),
    ({"at": "P1.3", "words": [5, 9]}, "not_yet", "This is about the plan, in the other text."),
])
def test_each_answer_hears_what_it_needs(item, answer, status, says):
    outcome = score(item, answer)
    assert (outcome.status, [note.text for note in outcome.notes]) == (status, [says])


def test_an_answer_is_told_by_its_positions_and_by_no_word(item):
    kind = kind_of(item)
    assert kind.say(item, {"at": "Q1.1", "words": [10, 13]}) == "Q1.1, words 10 to 13"
    assert kind.say(item, {"at": "Q1.1"}) == "Q1.1"


def test_a_page_saved_while_the_words_are_on_it_holds_none_of_them(item, tmp_path):
    """Also where JupyterLab is told to save the state of widgets with the page."""
    assert attach(LAKE / "texts" / "Q.txt", Seeds(LAKE), tmp_path).attached
    driven = Room(Seeds(LAKE), tmp_path).open(item)
    assert "Ostmere" in driven.ask("hello")["printed"]["Q1.1"]
    driven.ask("answer", value={"at": "Q1.1", "words": [12, 13]})
    data, *_ = driven.widget._repr_mimebundle_()
    state = json.loads(json.dumps(driven.widget.get_state(), default=str))
    cell = nbformat.v4.new_code_cell('quiz("01-15")', outputs=[
        nbformat.v4.new_output("display_data", data=data)])
    page = nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {"state": state}})
    for saved in (page, drop_widget_views(page)):
        text = nbformat.writes(saved)
        assert "01-15" in text
        assert "Ostmere" not in text and "Brük" not in text
    journal = "".join(one.read_text("utf-8") for one in tmp_path.rglob("*.jsonl"))
    assert '"words":[12,13]' in journal.replace(" ", "") and "Brük" not in journal


def test_the_check_finds_a_sentence_that_is_not_there_and_words_that_are_counted_wrong(
        tmp_path, monkeypatch):
    root = copy_lake(tmp_path / "lake")
    printed = {"Q": {"Q1.1": SENTENCE}}
    assert list(pointing_slips(Seeds(root), printed)) == []
    path = root / ITEMS
    path.write_text(path.read_text("utf-8").replace("words: 16", "words: 17").replace(
        "- id: P1.3\n", "- id: P9.3\n"), "utf-8")
    monkeypatch.setenv("CROSSREAD_TEXTS", str(root / "texts"))
    assert [slip.what for slip in check_pointing(Seeds(root))] == [
        "01-15 names P9.3, which is no sentence of a text; give a sentence",
        ("01-15 counts 17 words in Q1.1, which has 16; correct words, and look at the positions "
         "again")]


@pytest.mark.parametrize(("old", "new", "says"), [
    ("first: 10, last: 13, verdict: key", "first: 10, last: 17, verdict: key",
     "Q1.1: span 10-17 lies outside the 16 words; count them from 1"),
    ("first: 10, last: 13, verdict: key", "first: 10, last: 13, verdict: accept",
     "Q1.1 has no words with verdict key; give the positions of some"),
    ("first: 1, last: 1, verdict: not_yet", "first: 1, last: 1, verdict: accept",
     "P1.3 is not_yet and has words that are right; change one of the two"),
    ("verdict: key\n      feedback: It names who", "verdict: accept\n      feedback: It names who",
     "has 0 sentences with verdict key; give exactly one"),
])
def test_a_question_that_is_written_wrong_is_told(tmp_path: Path, old, new, says):
    root = copy_lake(tmp_path / "lake")
    path = root / ITEMS
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    item = Seeds(root).item("01-15")
    assert says in list(kind_of(item).slips(item))
