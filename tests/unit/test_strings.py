"""Every sentence of the package stands in one table, ready for translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from support.driver import Room
from support.html import parse, shown
from support.items import CASES, Case, impossible, right, wrongs
from support.lake import LAKE
from support.pseudo import blanks, calls, left_over, of_the_course, patterns

from crossread import strings
from crossread.journal import Journal, JournalError
from crossread.kinds import AnswerError
from crossread.model.item import Structure
from crossread.scoring import score
from crossread.strings import STRINGS, pseudo, say
from crossread.structure import Places, check
from crossread.widgets.mine import ProgressWidget
from crossread.widgets.room import card

PACKAGE = Path(strings.__file__).parent
LAKE_CASES = [case for case in CASES if case.seeds.root == LAKE]


def test_a_string_is_filled_with_what_it_names():
    assert say("question", id="01-1") == "Question 01-1"
    assert say("check") == "Check"


def test_an_unknown_string_or_a_blank_left_open_is_an_error():
    with pytest.raises(KeyError):
        say("no such thing")
    with pytest.raises(KeyError):
        say("question")


def test_the_pseudo_locale_marks_every_string_and_makes_it_two_fifths_longer(monkeypatch):
    monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    assert say("check") == "⟦Check~~⟧"
    for key, text in STRINGS.items():
        longer = pseudo(text)
        assert text in longer and longer[0] + longer[-1] == "⟦⟧", key
        assert len(longer) >= 1.4 * len(text)


def test_every_call_names_a_string_and_fills_all_its_blanks():
    said = [(file, key, given) for file, key, given in calls(PACKAGE) if key in STRINGS]
    assert len(said) > 80
    assert [(file, key) for file, key, given in said if blanks(STRINGS[key]) - given] == []


def test_every_string_of_the_table_is_used():
    used = {key for _, key, _ in calls(PACKAGE)}
    text = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py")
                   if path.name != "strings.py")
    made = re.compile("|".join(patterns(PACKAGE)))
    unused = [key for key in STRINGS if key not in used and f'"{key}"' not in text
              and not made.fullmatch(key)
              and not key.startswith("my_")]  # charts/mine.py puts name and part together
    assert unused == []


# --- nothing is said that is not in the table ----------------------------------------------------


def pages(case: Case, room: Room) -> Iterator[str]:
    """The texts and labels of every face of an item and of every verdict."""
    item = case.item
    answers = (right(case), *wrongs(item), None)
    htmls = [room.faces.form(case.asked, graded=case.graded), room.faces.paper(item).html,
             *(room.faces.verdict(item, score(item, one), graded=case.graded) for one in answers)]
    for html in htmls:
        yield shown(html)
        yield from (label for e in parse(html).iter() for name in ("aria-label", "title", "alt")
                    if (label := e.get(name)))
    yield room.faces.paper(item).plain


def test_what_is_said_of_an_answer_that_cannot_be_read_stands_in_the_table():
    """No module of the kinds types such a sentence, and none leaves the table by another door."""
    raised = [node.exc for path in sorted((PACKAGE / "kinds").glob("*.py"))
              for node in ast.walk(ast.parse(path.read_text("utf-8")))
              if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
              and getattr(node.exc.func, "id", "") == "AnswerError"]
    assert len(raised) > 30
    assert [ast.unparse(one) for one in raised
            if not (isinstance(one.args[0], ast.Call)
                    and getattr(one.args[0].func, "id", "") == "say")] == []


@pytest.mark.parametrize("case", LAKE_CASES, ids=lambda case: case.id)
def test_no_sentence_about_an_impossible_answer_was_missed(case, monkeypatch):
    monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    for answer in impossible(case.item):
        with pytest.raises(AnswerError) as refused:
            score(case.item, answer)
        told = str(refused.value)
        assert told.startswith("⟦") and told.endswith("~⟧"), told


NOT_WORDS = {"own"}  # the ids own-1, own-2 of a map


@pytest.mark.parametrize("case", LAKE_CASES, ids=lambda case: case.id)
def test_no_string_of_a_question_was_missed(case, learner_home, monkeypatch):
    monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    room = Room(case.seeds, learner_home)
    known = set(of_the_course(msgspec.to_builtins(case.item)))
    known |= {m.name for m in case.seeds.misconceptions}
    missed = [one for page in pages(case, room) for one in left_over(page, known)]
    assert set(missed) - NOT_WORDS == set()


def test_no_string_of_a_card_and_of_progress_was_missed(learner_home, monkeypatch):
    from crossread.standing import standing

    monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    room = Room(LAKE_CASES[0].seeds, learner_home)
    known = set(of_the_course(msgspec.to_builtins((room.seeds.course, room.seeds.objectives))))
    made = card(room.seeds.lesson("01"), room.seeds.objectives)
    standings = ProgressWidget(room.seeds, standing(room.seeds, learner_home))
    missed = [one for html in (made.html, standings.page, standings.face.html)
              for one in left_over(shown(html), known)]
    assert missed == []


def test_no_sentence_of_the_checks_of_form_was_missed(monkeypatch):
    monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    rules = Structure(min_words=5, max_words=9, locators={"P": 2}, cards=1, dissenting=1,
                      separate_likelihood=True)
    places = Places(frozenset("P"), frozenset({"P1", "P:L9"}), frozenset({"P:L9"}),
                    {"E1": True}, lambda at: "Nobody here wants this at all.")
    texts = ("P7 and P:L9: “nobody here wants this at all” (P1). Likely, with high confidence. E1",
             "“Nobody here ever wants this at all” (P1).")
    found = [one for text in texts for one in check(rules, text, places)]
    assert len(found) > 12
    known = {*texts, "P7", "P1", "P:L9", "E1"}
    assert [left for one in found for left in left_over(one.name + " " + one.saw, known)] == []


def test_no_sentence_about_an_answer_that_could_not_be_kept_was_missed(tmp_path, monkeypatch):
    monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    journal = Journal(tmp_path, "01")
    told = []
    for error in (OSError(28, "full"), OSError(13, "closed"), OSError(5, "worn out")):
        def refuse(*what: object, error: OSError = error) -> None:
            raise error
        monkeypatch.setattr(journal, "_write", refuse)
        with pytest.raises(JournalError) as refused:
            journal.append("response", "01-1", "d", "a")
        told.append(str(refused.value.strerror))
    with pytest.raises(JournalError) as refused:
        journal.append("response", "01-1", "d", "a" * 2_000_000)
    told.append(str(refused.value.strerror))
    (journal.folder).mkdir(parents=True, exist_ok=True)
    (journal.folder / "a.jsonl").write_bytes(b"{}\n[1]\n" + b'{"v": 99}\n{"v": 1')
    told += Journal(tmp_path, "01").read().problems
    assert len(told) == 8
    for sentence in told:
        assert sentence.startswith("⟦") and sentence.endswith("~⟧"), sentence


def test_a_string_that_was_missed_would_be_noticed(learner_home, monkeypatch):
    monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    monkeypatch.setitem(STRINGS, "check", "Check")
    assert left_over("⟦Check~~⟧ Do this now", set()) == ["Do this now"]
    assert left_over("⟦one ⟦two~~⟧ three~~~⟧", set()) == []
    assert left_over("Who is it? ⟦Check~~⟧", {"Who is it?"}) == []
