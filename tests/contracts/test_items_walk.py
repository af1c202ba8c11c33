"""One walk over every item there is: each lesson's, each exercise field's, in every face.

A new item, a new lesson or a new exercise is walked from the day it stands in ``seeds/`` or
``solutions/source/``. The made-up course adds one item of every kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import htpy as h
import msgspec
import pytest
from html5lib.html5parser import ParseError
from markupsafe import Markup
from support.driver import Driven, Room
from support.html import CONTROLS, faults, parse, shown
from support.items import (
    CASES, COPIED, HOSTILE, Case, attach_copy, blanks, impossible, right, wrongs,
)
from support.lake import LAKE

from crossread.faces import Face, Faces
from crossread.journal import ItemState, Journal
from crossread.kinds import KINDS, AnswerError, choose, kind_of
from crossread.kinds.choose import ChooseOne
from crossread.kinds.number import read_number
from crossread.model import item as m
from crossread.places import PlaceBook
from crossread.publish import sheets
from crossread.publish.sheets import keyless
from crossread.scoring import score
from crossread.seeds import Seeds
from crossread.strings import STRINGS
from crossread.texts import Copies
from crossread.widgets import handin
from crossread.widgets.handin import preview

SURE = re.compile(r'<fieldset class="cr-confidence">.*?</fieldset>', re.S)
KEY_FIELDS = {"verdict", "key", "accept", "feedback", "misconception", "wrong", "keys", "cells",
              "edges", "tolerance", "slips", "ranges", "deeper", "look_for", "unfit",
              "unfit_feedback"}


every_item = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


@pytest.fixture
def room(case: Case, learner_home: Path) -> Room:
    """The case's course with an empty home; a file that cannot be read fails here."""
    if case.slip:
        pytest.fail(case.slip, pytrace=False)
    if case.copied:
        attach_copy(case.item, learner_home)
    return Room(case.seeds, learner_home)


def open_(room: Room, case: Case) -> Driven:
    """The case on a page, in a kernel of its own."""
    return room.open(case.asked, case.section, graded=case.graded)


def hostile_answers(item: m.Item) -> Iterator[Any]:
    """Answers in which the learner typed markup, where the item lets words be typed."""
    if isinstance(item, m.Text):
        yield HOSTILE
    if isinstance(item, m.Card):
        yield from ({f.id: HOSTILE} for f in item.fields if not f.choices)
    if isinstance(item, m.Table):
        yield from ([{c.id: HOSTILE}] for c in item.columns if not c.choices)
    if isinstance(item, m.ArgMap) and item.may_add:
        yield {"own": {"own-1": HOSTILE}, "edges": [
            {"premises": ["own-1"], "conclusion": item.root, "relation": item.relations[0]}]}


def test_the_walk_meets_every_kind_of_item():
    assert {type(case.item) for case in CASES} == set(KINDS)


@every_item
def test_every_form_is_valid_and_each_of_its_controls_has_a_label(case, room):
    form = room.faces.form(case.asked, graded=case.graded)
    assert faults(form) == []
    tree = parse(form)
    [root] = tree.findall("form")
    assert root.get("data-gather") == kind_of(case.item).gather
    # What is news is told in a line of its own; an answer that comes back is none.
    live = {e.get("class") for e in tree.iter()
            if e.get("role") == "status" and e.get("aria-live") != "off"}
    assert live == {"cr-told cr-heard"}
    assert len(tree.findall(".//details")) == len(case.asked.hints)


@every_item
def test_every_paper_face_is_valid_and_reads_whole_without_controls_and_style(case, room):
    face = room.faces.paper(case.asked)
    assert faults(face.html) == []
    tree = parse(face.html)
    assert not [e.tag for e in tree.iter() if e.tag in CONTROLS | {"style", "script", "form"}]
    assert "style=" not in face.html
    for part in (case.item.id, *words_asked(case.item)):
        assert part in shown(face.html), f"the paper face does not show {part!r}"


def words_asked(item: m.Item) -> Iterator[str]:
    """The words of stem, options, rows and cards, Markdown emphasis taken out."""
    parts = [item.stem]
    for name in ("options", "rows", "columns", "choices", "cards", "fields", "nodes"):
        if not (name == "columns" and isinstance(item, m.Table)):
            parts += [getattr(one, "text", "") or getattr(one, "label", "")
                      for one in getattr(item, name, ())]
    for text in parts:
        yield " ".join(re.sub(r"[*_`]", "", text).split())


@every_item
def test_every_plain_face_names_the_question_and_all_there_is_to_choose_from(case, room):
    plain = room.faces.paper(case.asked).plain
    flat = " ".join(plain.split())
    assert plain.startswith(f"Question {case.item.id}. ")
    assert not re.search(r"</?[a-z]+[ >/]", plain)
    for part in words_asked(case.item):
        assert part in flat


@every_item
def test_the_right_answer_is_correct_and_each_wrong_one_is_not(case, room):
    wanted = "recorded" if isinstance(case.item, m.Text) else None
    status = score(case.item, right(case)).status
    assert status == wanted or (wanted is None and status in ("correct", "recorded"))
    for wrong in wrongs(case.item):
        outcome = score(case.item, wrong)
        assert outcome.status == "not_yet", f"{wrong!r} is {outcome.status}"
        assert 0.0 <= outcome.credit < 1.0
        assert any(note.text for note in outcome.notes), f"{wrong!r} is answered with nothing"
    assert wrongs(case.item) or status == "recorded", "no wrong answer is known to prove the key"


@every_item
def test_a_blank_answer_is_not_attempted_and_leaves_no_trace(case, room):
    widget = open_(room, case)
    for blank in blanks(case.item):
        assert score(case.item, blank).status == "not_attempted"
        reply = widget.ask("answer", value=blank)
        assert STRINGS["not_attempted"] in shown(reply["html"])
        assert reply["saved"] == ""
    assert Journal(room.home, case.section).states() == {}


@every_item
def test_an_impossible_answer_is_refused_with_a_sentence_and_leaves_no_trace(case, room):
    widget = open_(room, case)
    for answer in impossible(case.item):
        with pytest.raises(AnswerError) as refused:
            score(case.item, answer)
        assert len(str(refused.value).split()) >= 4, answer
        reply = widget.ask("answer", value=answer)
        assert faults(reply["html"]) == []
        said = shown(reply["html"])
        assert said.startswith(STRINGS["invalid"]) and said.endswith(".")
        assert not {"img", "script"} & {e.tag for e in parse(reply["html"]).iter()}
        assert reply["saved"] == ""
    assert Journal(room.home, case.section).states() == {}


@every_item
def test_an_answer_is_judged_in_words_saved_and_back_after_a_restart(case, room):
    answers = [right(case), *wrongs(case.item)[:1]]
    for attempt, answer in enumerate(answers, 1):
        sure = 10 * attempt
        reply = open_(room, case).ask("answer", value=answer, confidence=sure, seconds=2.5,
                                      hints=1)
        assert faults(reply["html"]) == []
        assert shown(reply["html"]).startswith(word_for(case, answer))
        assert reply["saved"].startswith("Saved")
        back = open_(room, case).ask("hello")
        assert json.dumps(back["value"]) == json.dumps(answer)
        assert back["html"] == reply["html"]
        assert back["confidence"] == sure
        assert back["saved"] == restored(case, answer)
        state = Journal(room.home, case.section).states()[case.item.id]
        assert (state.attempts, state.hints) == (attempt, 1)
    fresh = room.open(case.asked, case.section, graded=case.graded, fresh=True).ask("hello")
    assert (fresh["value"], fresh["html"]) == (None, "")


def restored(case: Case, answer: Any) -> str:
    """What is said beside an answer that came back."""
    if case.copied and "words" not in answer:
        return STRINGS["restored_sentence"].format(at=answer["at"])
    return STRINGS["restored"]


def word_for(case: Case, answer: Any) -> str:
    """How the verdict begins; in an exercise and in a pre-test nothing is told."""
    if case.graded or case.item.withheld:
        return STRINGS["recorded"]
    return STRINGS[score(case.item, answer).status]


@every_item
def test_a_draft_is_kept_and_comes_back_without_a_verdict(case, room):
    answer = right(case)
    assert open_(room, case).ask("draft", value=answer)["saved"] == STRINGS["draft_saved"]
    back = open_(room, case).ask("hello")
    assert json.dumps(back["value"]) == json.dumps(answer)
    assert back["html"] == ""


@every_item
def test_every_place_an_item_or_a_verdict_links_to_opens_with_what_stands_there(case, room):
    widget = open_(room, case)
    kind = kind_of(case.item)
    pages = [widget.widget.form]
    if not case.graded:
        pages += [room.faces.verdict(case.item, score(case.item, answer))
                  for answer in (right(case), *kind.wrongs(case.item))]
    for place in {e.get("data-loc") for html in pages for e in parse(html).iter()} - {None}:
        reply = widget.ask("place", loc=place)
        assert reply["loc"] == place
        assert faults(reply["html"]) == []
        assert "There is no" not in shown(reply["html"])
        assert STRINGS["place_close"] in shown(reply["html"])
    nowhere = widget.ask("place", loc=HOSTILE)["html"]
    assert faults(nowhere) == []
    assert "There is no" in shown(nowhere)


@every_item
def test_what_a_learner_types_is_never_markup(case, room):
    for answer in hostile_answers(case.item):
        replies = [open_(room, case).ask("answer", value=answer), open_(room, case).ask("hello")]
        pages = [reply["html"] for reply in replies]
        if case.sheet:
            states = {case.item.id: ItemState(answer=answer)}
            pages.append(preview(case.sheet, states, room.book.checker))
            assert "alert(1)" in shown(pages[-1])
        for html in pages:
            assert faults(html) == []
            assert not {"img", "script"} & {e.tag for e in parse(html).iter()}


@every_item
def test_faces_are_made_from_the_question_alone_so_no_form_holds_its_key(case, room):
    blind = msgspec.structs.replace(keyless(case.item), locators=case.item.locators,
                                    withheld=case.item.withheld)
    form = str(room.faces.form(case.item))
    kind = kind_of(case.item)
    if kind.judges(case.item) and not kind.judges(blind):
        # Where there is something to check against, a form says “Check” and may ask how sure
        # one is: these two things and no more tell it from the form without the key.
        assert form.count(f">{STRINGS['check']}<") == (not case.item.withheld)
        form = SURE.sub("", form).replace(f">{STRINGS['check']}<", f">{STRINGS['save']}<")
        assert (SURE.search(str(room.faces.form(case.item))) is None) == (
            kind.gather in ("rows", "steps"))
    assert form == str(room.faces.form(blind))
    assert room.faces.paper(case.item) == room.faces.paper(blind)


@every_item
def test_the_keyless_item_holds_no_key_no_feedback_and_no_misconception(case, room):
    bare = keyless(case.item)
    assert bare == msgspec.convert(msgspec.to_builtins(bare), type(bare))
    told = {text for text in walk(msgspec.to_builtins(case.item), KEY_FIELDS) if len(text) > 12}
    told -= set(walk(msgspec.to_builtins(bare), None))  # a key that is the text of a choice
    page = room.faces.form(bare, graded=True) + room.faces.paper(bare).plain
    assert [text for text in told if text in page] == []
    assert set(walk(msgspec.to_builtins(bare), KEY_FIELDS)) <= {""}
    for answer in (right(case), *wrongs(case.item)):
        if isinstance(bare, m.Numeric) and bare.low is not None and not (
                bare.low <= (read_number(answer) or 0.0) <= bare.high):
            with pytest.raises(AnswerError):  # no feedback says why: it is told while it is typed
                score(bare, answer)
            continue
        assert score(bare, answer).status == "recorded", "without its key nothing is right or wrong"


def walk(value: Any, under: set[str] | None, inside: bool = False) -> Iterator[str]:
    """Every string that stands under one of the fields named, or (None) every string."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from walk(one, under, inside or under is None or key in under)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from walk(one, under, inside)
    elif isinstance(value, str) and (inside or under is None):
        yield value


@every_item
def test_no_face_depends_on_what_the_learner_did(case, room):
    before = open_(room, case).widget
    for answer in (*wrongs(case.item)[:1], right(case)):
        open_(room, case).ask("answer", value=answer, confidence=90)
    after = open_(room, case).widget
    assert after.form == before.form
    assert after.face == before.face
    assert bundle(after) == bundle(before)
    assert bundle(after).keys() >= {"text/html", "text/plain"}


@every_item
def test_printed_words_reach_the_open_page_alone_and_only_where_a_copy_is_attached(case, room):
    driven = open_(room, case)
    reply = driven.ask("hello")
    buttons = {at: parse(html).findall(".//button")
               for at, html in reply.pop("printed", {}).items()}
    wanted = {one.id: one.words for one in case.item.options} if case.copied else {}
    assert {at: len(words) for at, words in buttons.items()} == wanted
    driven.ask("answer", value=right(case))
    kept = [json.dumps(driven.widget.get_state(), default=str), str(bundle(driven.widget)),
            json.dumps(reply), str(Journal(room.home, case.section).states()[case.item.id])]
    assert [one for one in kept if COPIED in one] == []
    bare = Room(case.seeds, room.home / "without").open(case.asked, graded=case.graded).widget
    assert (bare.form, bare.face, bare._digest) == (
        driven.widget.form, driven.widget.face, driven.widget._digest)


def bundle(widget: Any) -> dict[str, str]:
    """A widget's mimebundle without its model id."""
    data, *_ = widget._repr_mimebundle_()
    return {mime: text for mime, text in data.items() if not mime.endswith("widget-view+json")}


@pytest.mark.parametrize("junk", [None, "hello", 7, [], {}, {"op": "delete"}, {"op": ["answer"]}])
def test_a_message_that_is_not_ours_is_ignored(junk, learner_home):
    seeds = Seeds(LAKE)
    assert Room(seeds, learner_home).open(seeds.item("01-1")).silent(junk)


# --- what the walk would notice: a change that breaks each promise -------------------------------

LAKE_CASES = {case.item.id: case for case in CASES
              if case.seeds.root == LAKE and not case.copied}


def spoil(owner: Any, name: str, change: Any) -> Any:
    """A change to one function: ``change`` gets its result and gives another."""
    def apply(patch: pytest.MonkeyPatch) -> None:
        true = getattr(owner, name)
        patch.setattr(owner, name, lambda *args, **more: change(true(*args, **more)))
    return apply


def wrong_is_right(patch: pytest.MonkeyPatch) -> None:
    """Every answer counts as the key."""
    patch.setattr(ChooseOne, "score", lambda self, item, answer: m.Outcome("correct", 1.0))


def key_in_the_form(patch: pytest.MonkeyPatch) -> None:
    """Each option carries its verdict where a curious student finds it."""
    true = choose._box
    patch.setattr(choose, "_box", lambda item, option, page, kind:
                  h.div(data_v=str(option.verdict))[true(item, option, page, kind)])


def feedback_kept(patch: pytest.MonkeyPatch) -> None:
    """The keyless form forgets to drop one field."""
    patch.setitem(sheets.OPEN, m.Option, ("id", "text", "feedback"))


def nothing_kept(patch: pytest.MonkeyPatch) -> None:
    """The journal says that it wrote and did not."""
    patch.setattr(Journal, "append", lambda self, *args, **more: None)


def form_with_state(patch: pytest.MonkeyPatch) -> None:
    """The form of an item tells how many forms were made before."""
    made = count()
    spoil(Faces, "form", lambda html: f"{html}<p>{next(made)}</p>")(patch)


BROKEN = [
    (test_every_form_is_valid_and_each_of_its_controls_has_a_label, "01-1",
     spoil(Faces, "form", lambda html: html.replace("</form>", "<input></form>"))),
    (test_every_form_is_valid_and_each_of_its_controls_has_a_label, "01-9",
     spoil(Faces, "form", lambda html: html.replace("</table>", ""))),
    (test_every_paper_face_is_valid_and_reads_whole_without_controls_and_style, "01-2",
     spoil(Faces, "paper", lambda face: Face(face.html.replace("<li>", "<li><input>"), ""))),
    (test_every_paper_face_is_valid_and_reads_whole_without_controls_and_style, "01-3",
     spoil(Faces, "paper", lambda face: Face(face.html.replace("heading", ""), ""))),
    (test_every_plain_face_names_the_question_and_all_there_is_to_choose_from, "01-4",
     spoil(Faces, "paper", lambda face: Face(face.html, face.plain.replace("money", "")))),
    (test_the_right_answer_is_correct_and_each_wrong_one_is_not, "01-8", wrong_is_right),
    (test_a_blank_answer_is_not_attempted_and_leaves_no_trace, "01-6",
     spoil(ChooseOne, "read", lambda answer: answer or "P1.1")),
    (test_an_impossible_answer_is_refused_with_a_sentence_and_leaves_no_trace, "01-1",
     lambda patch: patch.setattr(choose, "choose_text", lambda answer, offered: "a")),
    (test_an_impossible_answer_is_refused_with_a_sentence_and_leaves_no_trace, "01-5",
     lambda patch: patch.setattr(Faces, "invalid", lambda self, why: f"<p>{why}.</p>")),
    (test_an_answer_is_judged_in_words_saved_and_back_after_a_restart, "01-7", nothing_kept),
    (test_an_answer_is_judged_in_words_saved_and_back_after_a_restart, "x01-1",
     spoil(Faces, "verdict", lambda html: html.replace(STRINGS["recorded"], "Right!"))),
    (test_a_draft_is_kept_and_comes_back_without_a_verdict, "01-11", nothing_kept),
    (test_every_place_an_item_or_a_verdict_links_to_opens_with_what_stands_there, "01-1",
     lambda patch: patch.setattr(PlaceBook, "_find", lambda self, at: 1 / 0)),
    (test_what_a_learner_types_is_never_markup, "x01-4",
     lambda patch: patch.setattr(handin, "in_words", lambda item, raw: Markup(raw))),
    (test_faces_are_made_from_the_question_alone_so_no_form_holds_its_key, "01-2",
     key_in_the_form),
    (test_the_keyless_item_holds_no_key_no_feedback_and_no_misconception, "01-1", feedback_kept),
    (test_no_face_depends_on_what_the_learner_did, "01-5", form_with_state),
    (test_printed_words_reach_the_open_page_alone_and_only_where_a_copy_is_attached, "01-15",
     lambda patch: patch.setattr(Copies, "printed", lambda self, at: "seven words " * 8)),
]


@pytest.mark.parametrize(("promise", "item", "break_it"), BROKEN,
                         ids=[f"{promise.__name__[5:45]}-{item}" for promise, item, _ in BROKEN])
def test_the_walk_would_notice(promise, item, break_it, learner_home, monkeypatch):
    case = LAKE_CASES[item]
    promise(case, Room(case.seeds, learner_home / "as-it-is"))
    break_it(monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception, ParseError)):
        promise(case, Room(case.seeds, learner_home / "broken"))
