"""Each widget's Python side: what its three faces hold, and what it answers to messages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support.driver import Driven, Room
from support.html import CONTROLS, faults, parse, shown
from support.lake import LAKE, copy_lake

from crossread import handin
from crossread.attach import attach
from crossread.handin import open_handin
from crossread.journal import ItemState, Journal
from crossread.model.item import Choice, Match, Row
from crossread.model.record import Entry
from crossread.places import PlaceBook, locators_of
from crossread.standing import standing
from crossread.publish.sheets import sheet
from crossread.due import due
from crossread.seeds import Seeds
from crossread.strings import STRINGS
from crossread.structure import Places
from crossread.texts import Copies
from crossread.widgets.base import PageWidget
from crossread.widgets.exercise import ExerciseWidget
from crossread.widgets.handin import HandInWidget, in_words, preview
from crossread.widgets.mine import ProgressWidget, ReviewWidget
from crossread.widgets.reader import ReaderWidget
from crossread.widgets.room import LessonWidget, card
from crossread.widgets.show import Shown, notice

PROJECT = Path(__file__).resolve().parents[2]
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the made-up course with its exercise sheet."""
    root = copy_lake(tmp_path / "lake")
    made = sheet(Seeds(root).exercise("01"))
    (root / "exercises").mkdir()
    (root / "exercises" / "01.json").write_bytes(msgspec.json.encode(made))
    return root


@pytest.fixture
def seeds(root: Path) -> Seeds:
    """Its seeds."""
    return Seeds(root)


@pytest.fixture
def room(seeds: Seeds, learner_home: Path) -> Room:
    """A kernel with an empty home."""
    return Room(seeds, learner_home)


def reader(room: Room) -> ReaderWidget:
    """Both texts side by side."""
    from test_front_end import reading

    return ReaderWidget(reading(room.seeds, room.book.printed), room.book)


def every_widget(room: Room) -> dict[str, Any]:
    """One of each widget that a notebook can show."""
    seeds, home = room.seeds, room.home
    form = seeds.sheet("01")
    journal = Journal(home, "exercise-01")
    return {
        "lesson": LessonWidget(card(seeds.lesson("01"), seeds.objectives), room.book),
        "reader": reader(room),
        "place": PageWidget(Shown(room.faces.paper(seeds.item("01-1"))).face,
                            room.book.article("P2", printed=True)),
        "item": room.open(seeds.item("01-1")).widget,
        "exercise": ExerciseWidget(form, journal, room.faces, room.book, seeds.passages),
        "hand-in": HandInWidget(form, seeds.course, seeds.exercise_ref("01"), home, seeds.root,
                                room.book.checker),
        "progress": ProgressWidget(seeds, standing(seeds, home), home),
        "review": ReviewWidget(due(seeds, home), lambda lesson: Journal(home, lesson), room.faces,
                               room.book),
    }


KINDS = ["lesson", "reader", "place", "item", "exercise", "hand-in", "progress", "review"]


@pytest.mark.parametrize("name", KINDS)
def test_a_widget_comes_as_live_paper_and_plain_face_in_one_bundle(name, room):
    made = every_widget(room)[name]._repr_mimebundle_()
    data = made[0] if isinstance(made, tuple) else made
    assert data.keys() == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}
    assert faults(data["text/html"]) == []
    assert not {e.tag for e in parse(data["text/html"]).iter()} & (CONTROLS | {"style", "script"})
    assert "Widget(" not in data["text/plain"]
    assert len(data["text/plain"]) > 20


@pytest.mark.parametrize("name", KINDS)
def test_no_face_depends_on_answers_or_on_an_attached_copy(name, room):
    before = every_widget(room)[name].face
    for item in room.seeds.items("01"):
        room.open(item).ask("draft", value="x")
    room.open(room.seeds.item("01-1")).ask("answer", value="a", confidence=90)
    for text in ("P", "Q"):
        assert attach(LAKE / "texts" / f"{text}.txt", room.seeds, room.home).attached
    again = Room(Seeds(room.seeds.root), room.home)
    assert again.book.printed("P1.2")
    after = every_widget(again)[name].face
    assert after == before
    assert "Nobody wants this" not in after.html + after.plain


def live(widget: Any) -> str:
    """The HTML that a widget's front end puts on the page."""
    for trait in ("form", "pane", "card", "page"):
        if hasattr(widget, trait):
            return str(getattr(widget, trait))
    return "".join(live(child) for child in widget.children if hasattr(child, "_esm")) + \
        "".join(child.value for child in widget.children if not hasattr(child, "_esm"))


@pytest.mark.parametrize("name", KINDS)
def test_the_live_page_is_valid_html_with_every_control_labelled(name, room):
    assert faults(live(every_widget(room)[name])) == []


def test_the_card_names_question_objectives_time_and_needs(room):
    face = card(room.seeds.lesson("01"), room.seeds.objectives)
    for text in ("Who says what about the lake?", "tell who says what", "20", "15", "Lesson 00."):
        assert text in shown(face.html) and text in face.plain
    assert "say how sure you are" not in face.plain, "that is another lesson's objective"


def test_the_card_tells_how_to_open_both_texts_to_search_and_cite(room):
    face = card(room.seeds.lesson("01"), room.seeds.objectives, (), room.seeds.texts)
    for told in (shown(face.html), face.plain):
        assert 'run read("P", "Q").' in told and "to search them" in told
        assert "progress() shows all lessons" in told and "review() asks again" in told
    assert "read(" not in card(room.seeds.lesson("01"), room.seeds.objectives).plain


def test_the_saved_face_says_that_a_kept_answer_comes_back(room):
    said = shown(every_widget(room)["item"].face.html)
    assert "an answer that you gave before comes back then" in said


@pytest.mark.parametrize("name", ["lesson", "reader", "item"])
def test_a_place_or_a_term_is_shown_in_our_words_and_printed_when_attached(name, room):
    widget = Driven(every_widget(room)[name])
    said = shown(widget.ask("place", loc="P1.2")["html"])
    assert "No one likes the step." in said and STRINGS["place_attach"] in said
    term = widget.ask("place", loc="term-pull_quote")["html"]
    assert "Words of the text, repeated" in shown(term)
    attach(LAKE / "texts" / "P.txt", room.seeds, room.home)
    assert "“Nobody wants this,”" in shown(widget.ask("place", loc="P1.2")["html"])


@pytest.mark.parametrize("where", ["Z9", "P99", "P1.9", "P:L999", "", "term-", "term-zz", HOSTILE])
def test_a_place_that_does_not_exist_is_a_sentence(where, room):
    html = room.book.panel(where)
    assert faults(html) == []
    assert "There is no" in shown(html)


@pytest.mark.parametrize("root_", [PROJECT, LAKE], ids=["course", "lake"])
def test_every_place_and_term_of_the_course_has_a_panel(root_, learner_home):
    seeds = Seeds(root_)
    book = PlaceBook(seeds, Copies(learner_home))
    places = {at for text in seeds.texts for at in locators_of(seeds.annotation(text))}
    places |= {line.at for p in seeds.passages.values() for line in p.lines if line.at}
    places |= {f"term-{entry.id}" for entry in seeds.glossary}
    for place in sorted(places):
        html = book.panel(place)
        assert faults(html) == []
        said = shown(html).removesuffix(STRINGS["place_close"])
        assert "There is no" not in said
        assert len(said.split()) > 2, place


def test_the_pane_marks_printed_sentences_live_and_keeps_them_out_of_the_face(room):
    assert "cr-printed" not in reader(room).pane
    attach(LAKE / "texts" / "P.txt", room.seeds, room.home)
    widget = reader(Room(room.seeds, room.home))
    assert "rest for the water" in widget.pane
    assert "rest for the water" not in widget.face.html + widget.face.plain


# --- exercise and hand-in ------------------------------------------------------------------------

ANSWERS = {"x01-1": ["a"], "x01-2": [6, 6], "x01-3": ["one", "two"],
           "x01-4": f"P2.1 says a third and Q2.1 a tenth {HOSTILE}"}


def answer_all(room: Room) -> None:
    """Answer every field of exercise 01."""
    for field in room.seeds.sheet("01").fields:
        room.open(field, "exercise-01", graded=True).ask("answer", value=ANSWERS[field.id])


def hand_in(room: Room) -> Driven:
    """The hand-in widget of exercise 01."""
    return Driven(every_widget(room)["hand-in"])


def test_the_exercise_shows_prompt_marks_and_its_made_up_text(room):
    widget = every_widget(room)["exercise"]
    said = shown(widget.face.html)
    for text in ("01 · The lake", "Then answer.", "11 marks", "Ring twice", "Both texts are used"):
        assert text in said
    assert [child.graded for child in widget.children[1:]] == [True] * 4


def test_nothing_is_written_before_the_button_is_pressed(room):
    answer_all(room)
    reply = hand_in(room).ask("hello")
    assert not (room.seeds.root / "hand-in").exists()
    said = shown(reply["preview"])
    for text in ("S1", "“Sundays”", "first → second", "a third", "places exist"):
        assert text in said
    assert "<img" not in reply["preview"]


def test_the_preview_names_each_question_and_lists_the_rows_of_an_answer(room):
    item = Match(id="x01-9", stem="Is *this* it?", rows=(
        Row(id="r1", text="One.", key="y"), Row(id="r2", text="Two <b>", key="n")), choices=(
        Choice(id="y", text="yes"), Choice(id="n", text="no")))
    one = msgspec.structs.replace(sheet(room.seeds.exercise("01")), fields=(item,))
    page = preview(one, {"x01-9": ItemState(answer={"r1": "y", "r2": "n"})},
                   Places(room.seeds.texts, frozenset()))
    assert "Question x01-9<br>Is <em>this</em> it?</dt>" in page
    assert "<ul><li>One: yes</li><li>Two &lt;b&gt;: no</li></ul>" in page


def test_the_preview_says_when_nothing_is_answered(room):
    assert shown(hand_in(room).ask("hello")["preview"]) == STRINGS["handin_nothing"]


def test_the_file_holds_the_journal_lines_and_the_receipt_fits_it(room):
    answer_all(room)
    reply = hand_in(room).write(id="s7", name="Ada", practice=False)
    raw = reply["content"].encode()
    assert (room.seeds.root / "hand-in" / "crossread-01-s7.json").read_bytes() == raw
    opened = open_handin(raw)
    assert {key: entry.answer for key, entry in opened.answers().items()} == ANSWERS
    assert opened.practice == ()
    assert handin.receipt(raw) in reply["status"]
    assert hand_in(room).ask("hello")["name"] == "Ada"


def test_practice_goes_along_only_when_the_learner_agrees(room):
    room.open(room.seeds.item("01-1")).ask("answer", value="b")
    reply = hand_in(room).write(id="s7", name="", practice=True)
    assert [entry.item for entry in open_handin(reply["content"].encode()).practice] == ["01-1"]


def test_minutes_are_previewed_as_they_are_sent_and_go_along_only_by_consent(room):
    room.open(room.seeds.item("01-1")).ask("answer", value="b", seconds=180)
    form = hand_in(room)
    assert "minutes" not in shown(form.ask("preview", minutes=False)["preview"])
    assert "Lesson 01: 3 minutes" in shown(form.ask("preview", minutes=True)["preview"])
    sent = form.write(id="s7", name="", practice=False, minutes=True)
    assert open_handin(sent["content"].encode()).minutes == {"01": 3}
    kept = form.write(id="s7", name="", practice=False, minutes=False)
    assert open_handin(kept["content"].encode()).minutes == {}
    odd = form.write(id="s7", name="", practice=False, minutes="yes")
    assert open_handin(odd["content"].encode()).minutes == {}, "only a ticked box is consent"


def test_a_preview_with_no_minutes_says_so(room):
    assert "no minutes to send yet" in shown(hand_in(room).ask("preview", minutes=True)["preview"])


def test_a_hand_in_without_a_name_is_asked_for_one(room):
    reply = hand_in(room).write(id=" ", name="", practice=False)
    assert reply == {"status": STRINGS["handin_need_id"]}


def test_answers_saved_after_the_preview_are_shown_before_they_are_written(room):
    form = hand_in(room)
    first = form.ask("hello")
    answer_all(room)
    reply = form.ask("write", id="s7", name="", practice=False, shown=first["shown"])
    assert reply["status"] == STRINGS["handin_moved_on"] and "file" not in reply
    assert not (room.seeds.root / "hand-in").exists()
    assert "a third" in shown(reply["preview"]) and reply["shown"] != first["shown"]
    again = form.ask("write", id="s7", name="", practice=False, shown=reply["shown"])
    assert len(open_handin(again["content"].encode()).answers()) == 4
    assert (again["preview"], again["shown"]) == (reply["preview"], reply["shown"])


def test_nothing_is_written_for_a_page_that_names_no_preview(room):
    reply = hand_in(room).ask("write", id="s7", name="", practice=False)
    assert reply["status"] == STRINGS["handin_moved_on"] and "file" not in reply


def test_handing_in_again_gives_the_newest_answers(room):
    answer_all(room)
    first = hand_in(room).write(id="s7", name="", practice=False)
    field = room.seeds.sheet("01").fields[0]
    room.open(field, "exercise-01", graded=True).ask("answer", value=["b"])
    second = hand_in(room).write(id="s7", name="", practice=False)
    assert open_handin(second["content"].encode()).answers()["x01-1"].answer == ["b"]
    assert first["status"] != second["status"], "another body has another receipt"


def test_a_hand_in_that_cannot_be_written_is_a_sentence_and_a_remedy(room, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device")

    answer_all(room)
    monkeypatch.setattr("crossread.widgets.handin.write_whole", full)
    status = hand_in(room).write(id="s7", name="", practice=False)["status"]
    assert "No space left on device" in status and status.endswith("press the button again.")


def test_nothing_is_written_that_a_grader_would_refuse(room, monkeypatch):
    answer_all(room)
    with monkeypatch.context() as patch:
        patch.setattr(handin, "MAX_BYTES", 100)
        reply = hand_in(room).write(id="s7", name="", practice=False)
    assert reply["status"].startswith("Not written: the file would be too big")
    assert str(room.home / "journal") in reply["status"] and "file" not in reply
    for path in (room.home / "journal" / "exercise-01").glob("*.jsonl"):
        path.write_bytes(path.read_bytes().replace(b'"prev":""', b'"prev":"0"'))
    reply = hand_in(room).write(id="s7", name="", practice=False)
    assert reply["status"].startswith("Not written: what is kept of your answers")
    assert "file" not in reply and not (room.seeds.root / "hand-in").exists()


# --- progress and review -------------------------------------------------------------------------


def test_progress_counts_what_is_answered_right_and_met(room):
    room.open(room.seeds.item("01-1")).ask("answer", value="b", seconds=90)
    room.open(room.seeds.item("01-8")).ask("answer", value="b", seconds=30)
    said = shown(ProgressWidget(room.seeds, standing(room.seeds, room.home)).page)
    assert "2 of 15 1 2 min ○ not yet: tell who says what (1/15)" in said


def test_a_learner_agrees_to_see_minutes_and_can_take_it_back(room):
    room.open(room.seeds.item("01-1")).ask("answer", value="b", seconds=180)
    form = Driven(ProgressWidget(room.seeds, standing(room.seeds, room.home), room.home))
    assert "Minutes in the lesson" in shown(form.ask("minutes", on=True)["page"])
    again = ProgressWidget(room.seeds, standing(room.seeds, room.home), room.home)
    assert "checked" in again.page and "Minutes in the lesson" in shown(again.page)
    assert "Minutes in the lesson" not in shown(form.ask("minutes", on=False)["page"])
    assert "Minutes in the lesson" not in shown(form.ask("minutes", on="yes")["page"])


def test_a_choice_that_cannot_be_kept_is_a_sentence(room, monkeypatch):
    def full(home, profile):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crossread.widgets.mine.write_profile", full)
    form = Driven(ProgressWidget(room.seeds, standing(room.seeds, room.home), room.home))
    assert form.ask("minutes", on=True)["status"] == STRINGS["progress_not_kept"].format(
        reason="No space left on device")


def test_progress_names_what_could_not_be_read(room):
    room.open(room.seeds.item("01-1")).ask("answer", value="b")
    [path] = (room.home / "journal" / "01").glob("*.jsonl")
    with path.open("ab") as out:
        out.write(b'{"v":1,"seq":2,"kind":"resp')
    said = shown(ProgressWidget(room.seeds, standing(room.seeds, room.home)).page)
    assert "is torn" in said and "1 of 15" in said


def test_review_asks_again_for_what_went_wrong_and_starts_empty(room):
    room.open(room.seeds.item("01-1")).ask("answer", value="a")
    [path] = (room.home / "journal" / "01").glob("*.jsonl")
    line = json.loads(path.read_text("utf-8"))
    line["at"] = "2020-01-01T00:00:00Z"
    path.write_bytes(msgspec.json.encode(msgspec.convert(line, Entry)) + b"\n")
    found = due(room.seeds, room.home)
    assert [(one.item.id, one.misconception) for one in found] == [("01-1", "M2")]
    widget = every_widget(room)["review"]
    [form] = [child for child in widget.children if hasattr(child, "form")]
    assert Driven(form).ask("hello")["value"] is None


def test_review_says_when_nothing_is_due(room):
    assert STRINGS["review_none"] in live(every_widget(room)["review"])


def test_a_notice_is_one_sentence_in_both_faces():
    shown_ = notice("There is no <b>item</b>.")
    assert repr(shown_) == "Note: There is no <b>item</b>."
    assert shown(shown_.face.html) == "Note: There is no <b>item</b>."


def test_a_graded_match_that_is_saved_with_a_blank_row_says_how_many_are_blank(room):
    item = room.seeds.item("01-3")
    told = room.open(item, "exercise-01", graded=True).ask("answer", value={"r1": "body"})
    assert f"Still blank: {len(item.rows) - 1}." in shown(told["html"])
    whole = {row.id: "body" for row in item.rows}
    told = room.open(item, "exercise-01", graded=True).ask("answer", value=whole)
    assert "Still blank" not in told["html"]


def test_the_preview_of_a_hand_in_says_how_many_rows_are_blank(room):
    item = room.seeds.item("01-3")
    lines = in_words(item, {"r1": "body"})
    assert lines[-1] == f"Still blank: {len(item.rows) - 1}."
    assert in_words(item, None) == [STRINGS["unanswered"]]
