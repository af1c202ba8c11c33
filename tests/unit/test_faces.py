"""Verdicts, confidence and made-up texts in words; places and the reading pane as HTML."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.html import faults, parse, shown
from support.lake import LAKE

from crossread.faces import Faces, confidence_levels
from crossread.kinds import AnswerError, Page, kind_of
from crossread.model.item import (
    Band,
    Card,
    Choice,
    Column,
    Match,
    Matrix,
    Multi,
    Note,
    Numeric,
    Option,
    Order,
    OrderCard,
    Outcome,
    Row,
    Single,
    Table,
)
from crossread.places import PlaceBook, locators_of
from crossread.reading import KIND_SHAPE, VOICE_SHAPE, Reading, mark_terms
from crossread.scoring import score
from crossread.seeds import Seeds, Unknown
from crossread.strings import STRINGS
from crossread.texts import Copies, Recognised

SEEDS = Seeds(LAKE)
FACES = Faces.of(SEEDS)
WORDS = st.text(st.characters(exclude_categories=("C",)), max_size=40)  # YAML has no others


def verdict(item: str, answer: object, **more: bool) -> str:
    """What is said of an answer, as a reader sees it."""
    one = SEEDS.item(item)
    return shown(FACES.verdict(one, score(one, answer), **more))


# --- verdicts ------------------------------------------------------------------------------------


def test_a_right_answer_is_told_its_reason_and_then_asked_a_deeper_question():
    assert verdict("01-1", "b") == (
        "Correct: “He” is the man quoted in P1.2. To think about: Does Tolle agree with him?")


def test_a_wrong_answer_is_told_why_this_one_its_place_and_the_common_slip():
    assert verdict("01-1", "a") == (
        "Not yet: She reports it. P1.3 A common slip (M2): who is quoted is who speaks. "
        "You can change your answer and check again.")


def test_of_several_choices_each_is_told_apart_by_a_sign_and_words():
    told = verdict("01-2", ["a", "b"])
    assert told.startswith("Not yet: 1 / 3")
    assert "✓ right: a): It names the writer. P:L3" in told
    assert "○ not yet: b): It is P1." in told
    assert ("○ not yet: One option that fits is missing. Look again at those you left out."
            in told)
    assert "two" not in told.lower().split("option")[0]


def test_rows_are_named_by_their_words():
    told = verdict("01-3", {"r1": "body", "r2": "pull"})
    assert "○ not yet: P:L9: The words stand in P2.1." in told
    assert "✓ right: P:L13: It heads a part." in told
    assert "A common slip (M1): a repeated line is a second line." in told


def heard(item: str | Multi | Match, answer: object) -> str | None:
    """What a screen reader is told at once of a verdict with rows."""
    one = SEEDS.item(item) if isinstance(item, str) else item
    tree = parse(FACES.verdict(one, score(one, answer)))
    return next((e.get("data-heard") for e in tree.iter() if e.get("data-heard")), None)


def test_the_sign_of_a_row_is_for_the_eye_and_words_are_for_the_ear():
    tree = parse(FACES.verdict(SEEDS.item("01-3"), score(SEEDS.item("01-3"), {
        "r1": "body", "r2": "pull"})))
    marks = [e for e in tree.iter("span") if e.get("class") == "cr-mark"]
    words = [(e.text or "").strip() for e in tree.iter("span") if e.get("class") == "cr-heard"]
    assert marks and {e.get("aria-hidden") for e in marks} == {"true"}
    assert set(words) == {STRINGS["heard_right"], STRINGS["heard_not_yet"]}
    assert words == sorted(words), "rows that are not yet right come first"


def test_of_a_verdict_with_rows_the_head_is_spoken_and_names_what_is_open():
    item = SEEDS.item("01-3")
    assert heard("01-2", ["a", "b"]) == (
        "1 of 3. Not yet: b. One option that fits is missing. Look again at those you left out.")
    n = len(item.rows)
    assert heard("01-3", kind_of(item).right(item)) == f"Correct. {n} of {n}."
    assert heard("01-1", "a") is None, "one sentence is spoken whole"


def test_many_or_long_rows_are_named_in_short():
    item = Match(id="01-9", stem="Which?",
                 choices=(Choice(id="x", text="X"), Choice(id="y", text="Y")),
                 rows=tuple(Row(id=f"r{n}", text=f"Row {n} {'and on ' * 20}.", key="x",
                                feedback="Why.") for n in range(5)))
    said = heard(item, {row.id: "y" for row in item.rows})
    assert said and said.startswith("0 of 5. Not yet: Row 0 and on") and "Row 3" not in said
    assert said.endswith("; 2 more.") and len(said) < 250


def test_a_question_with_several_right_options_says_so_to_the_ear():
    for item, here in (("01-2", True), ("01-1", False)):
        legend = next(parse(FACES.form(SEEDS.item(item))).iter("legend"))
        spans = [e for e in legend.iter("span") if e.get("class") == "cr-heard"]
        assert [(e.text or "") + (e[0].tail if len(e) else "") for e in spans] == (
            [f" {STRINGS['choose_many']}"] if here else [])


def test_the_words_that_a_text_may_have_are_tied_to_its_field():
    plain = SEEDS.item("01-11")
    item = msgspec.structs.replace(plain, structure=msgspec.structs.replace(
        plain.structure, min_words=0, max_words=90))
    tree = parse(FACES.form(item))
    [field] = tree.iter("textarea")
    [told] = [e for e in tree.iter("p") if e.get("id") == field.get("aria-describedby")]
    assert told.text == STRINGS["words_up_to"].format(most=90)
    free = msgspec.structs.replace(plain, structure=msgspec.structs.replace(
        plain.structure, min_words=0, max_words=0))
    assert "aria-describedby" not in FACES.form(free)


def test_a_cell_of_a_grid_is_named_by_the_words_of_its_row_and_column():
    item = SEEDS.item("01-9")
    told = verdict("01-9", kind_of(item).right(item))
    cell = item.cells[0].id
    row, column = cell.split("/")
    words = ({r.id: r.text for r in item.rows}[row], {c.id: c.text for c in item.columns}[column])
    assert f"✓ right: {words[0]}, {words[1]}: " in told
    assert f"{row}, {column}:" not in told


def test_a_right_order_without_a_word_for_each_card_is_told_and_not_counted():
    cards = tuple(OrderCard(id=one, text=one) for one in "abc")
    item = Order(id="01-4", stem="?", cards=cards, key=("c", "a", "b"))
    assert shown(FACES.verdict(item, score(item, ["c", "a", "b"]))) == (
        f"Correct: {STRINGS['in_order']}")


def test_a_row_that_asks_keeps_its_question_mark_and_gets_no_second_one():
    item = SEEDS.item("01-3")
    asking = msgspec.structs.replace(item, rows=tuple(
        msgspec.structs.replace(row, text="Who is it?") for row in item.rows))
    told = shown(FACES.verdict(asking, score(asking, kind_of(item).right(item))))
    assert "Who is it? " in told
    assert "?:" not in told


def test_no_count_says_all_is_right_where_it_is_not():
    item = SEEDS.item("01-3")
    notes = tuple(Note(row.id, "key", "Yes.") for row in item.rows)
    missing = Outcome("not_yet", 0, notes)
    assert shown(FACES.verdict(item, missing)).startswith("Not yet: ✓")
    assert shown(FACES.verdict(item, Outcome("correct", 1, notes))).startswith(
        f"Correct: {len(notes)} / {len(notes)}")


@pytest.mark.parametrize("item", [
    Numeric(id="01-5", stem="?", low=0, high=12), Band(id="01-10", stem="?")])
def test_a_number_that_is_not_judged_is_saved_and_no_one_asks_how_sure_it_is(item):
    form = FACES.form(item)
    assert f">{STRINGS['save']}<" in form
    assert STRINGS["confidence"] not in form
    keyed = FACES.form(SEEDS.item(item.id))
    assert f">{STRINGS['check']}<" in keyed
    assert STRINGS["confidence"] in keyed


def test_a_menu_of_long_choices_stands_below_its_row_and_one_of_short_ones_beside_it():
    short = SEEDS.item("01-3")
    assert 'class="cr-match"' in FACES.form(short)
    long = msgspec.structs.replace(short, choices=(
        *short.choices, Choice(id="zz", text="a reason for it, only together with another")))
    assert 'class="cr-match cr-below"' in FACES.form(long)


def test_a_place_that_the_words_name_is_not_shown_twice():
    assert verdict("01-1", "b").count("P1.2") == 1


def test_nothing_written_is_not_attempted_and_written_work_is_saved_with_something_to_compare():
    assert verdict("01-11", " ") == (
        "Not attempted: Choose or write something first. You can change it at any time.")
    assert verdict("01-11", "Why?") == (
        "Saved: Your answer is kept. It is not scored. "
        "Compare with this: a question about the count in Q2.1")


@pytest.mark.parametrize("kind", [Match, Matrix, Card])
def test_rows_that_are_left_blank_are_counted_when_an_exercise_is_saved(kind):
    item = next(one for one in SEEDS.items("01") if isinstance(one, kind))
    right = kind_of(item).right(item)
    kept = dict(list(right.items())[:1])
    sentence, = kind_of(item).missing(item, kept)
    blank = int(re.fullmatch(r"Still blank: (\d+)\.", sentence)[1])
    open_, = kind_of(item).missing(item, right) or ["Still blank: 0."]
    assert blank >= 1 and int(re.search(r"\d+", open_)[0]) < blank
    html = FACES.verdict(item, score(item, kept), graded=True, missing=[sentence])
    assert shown(html) == f"Saved: {STRINGS['exercise_why']} {sentence}"


def test_in_an_exercise_and_in_a_pre_test_nothing_is_told():
    assert verdict("01-1", "b", graded=True) == f"Saved: {STRINGS['exercise_why']}"
    assert verdict("00-1", "b") == verdict("00-1", "a") == f"Saved: {STRINGS['withheld_why']}"


def test_an_unreadable_answer_is_told_with_a_capital_and_a_stop():
    assert shown(FACES.invalid("the answer is <b>odd</b>")) == (
        "Cannot read this answer: The answer is <b>odd</b>.")


def test_a_slip_without_a_name_and_a_right_answer_name_no_misconception():
    assert "common slip" not in verdict("01-1", "c")
    assert "common slip" not in verdict("01-2", ["a", "c"])
    bare = Faces(FACES.texts)
    item = SEEDS.item("01-1")
    assert "common slip" not in shown(bare.verdict(item, score(item, "a")))


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_words_of_any_kind_stay_words_in_every_face(stem: str, text: str):
    item = Single(id="01-1", stem=stem, options=(
        Option(id="a", text=text, verdict="key", feedback=text), Option(id="b", text="x")))
    for html in (FACES.form(item), FACES.paper(item).html,
                 FACES.verdict(item, score(item, "a"))):
        allowed = {"b", "br", "button", "code", "details", "div", "em", "fieldset", "form", "h3",
                   "input", "label", "legend", "li", "ol", "p", "section", "span", "strong",
                   "summary", "ul"}
        assert {e.tag for e in parse(html).iter()} - {"DOCUMENT_FRAGMENT"} <= allowed


# --- confidence ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("options", "levels"), [
    (2, (50, 60, 80, 90, 99)), (3, (33, 40, 60, 80, 90, 99)), (4, (25, 40, 60, 80, 90, 99)),
    (5, (20, 40, 60, 80, 90, 99))])
def test_confidence_begins_at_chance_where_one_of_several_is_chosen(options, levels):
    some = tuple(Option(id=letter, text=letter) for letter in "abcdef"[:options])
    assert confidence_levels(Single(id="x", stem="", options=some)) == levels
    assert confidence_levels(Multi(id="x", stem="", options=some))[0] == 10


def test_written_work_and_graded_fields_ask_for_no_confidence():
    assert "cr-confidence" not in FACES.form(SEEDS.item("01-11"))
    assert "cr-confidence" not in FACES.form(SEEDS.item("01-1"), graded=True)
    assert "cr-confidence" in FACES.form(SEEDS.item("01-1"))


def test_the_button_says_save_where_nothing_is_checked():
    def button(item: str, **more: bool) -> str:
        form = parse(FACES.form(SEEDS.item(item), **more))
        [one] = [e for e in form.iter("button") if e.get("class") == "cr-check"]
        return one.text or ""

    assert [button("01-1"), button("01-11"), button("00-1"), button("01-1", graded=True)] == \
        ["Check", "Save", "Save", "Save"]
    keyed = [one for one in SEEDS.items("01") if getattr(one, "edges", ())]
    assert {kind_of(one).gather for one in keyed} == {"rows", "steps"}
    for one in keyed:
        assert button(one.id) == "Check", "a table and a map with a key get a verdict"


# --- locators and made-up texts ------------------------------------------------------------------


@pytest.mark.parametrize(("text", "chips"), [
    ("See P1 and Q2.1, then P:L9.", ["P1", "Q2.1", "P:L9"]),
    ("P1-3, P12a, XP1, P, P.1, p1", []),
    ("In S1 of the notice", ["S1"]),
    ("[P1](https://example.org) *P2.1* `Q1`", ["P1", "P2.1", "Q1"]),
    ("<b>P1</b> & P2", ["P1", "P2"]),
])
def test_locators_in_words_become_chips_and_nothing_else_does(text, chips):
    live = parse(str(Page(FACES.texts, live=True).rich(text)))
    assert [e.get("data-loc") for e in live.iter("button")] == chips
    paper = parse(str(Page(FACES.texts).rich(text)))
    assert [e.text for e in paper.iter("span") if e.get("class") == "cr-loc"] == chips
    assert not list(live.iter("a"))


def test_a_chip_and_the_marks_of_punctuation_after_it_stay_on_one_line():
    live = parse(str(Page(FACES.texts, live=True).rich("So says (P1). Not P2, nor Q1 here; P3!")))
    tied = ["".join(e.itertext()) for e in live.iter("span") if e.get("class") == "cr-tied"]
    assert tied == ["(P1).", "P2,", "P3!"]


def test_a_number_without_a_key_lies_between_the_bounds_that_the_question_names():
    item = Numeric(id="01-9", stem="How many do you expect?", unit="of 12", low=0, high=12)
    kind = kind_of(item)
    assert kind.read(item, "12") == 12
    assert kind.read(item, kind.right(item)) == 12
    with pytest.raises(AnswerError, match="the number lies between 0 and 12"):
        kind.read(item, "50")
    keyed = Numeric(id="01-9", stem="How many?", key=3, tolerance=1, low=0, high=12)
    assert kind.read(keyed, "50") == 50  # a wrong answer, with feedback of its own


def test_a_row_that_ends_with_a_stop_is_named_without_it_before_its_colon():
    item = Match(id="01-9", stem="Which?",
                 choices=(Choice(id="x", text="X"), Choice(id="y", text="Y")),
                 rows=tuple(Row(id=f"r{n}", text=f"Row {n}.", key="x", feedback="Why.")
                            for n in (1, 2)))
    outcome = kind_of(item).score(item, {"r1": "x", "r2": "y"})
    told = shown(FACES.verdict(item, outcome))
    assert "Row 1: Why." in told
    assert "Row 2: " in told


def test_a_made_up_text_is_printed_whole_with_its_addresses_and_says_that_it_is_made_up():
    face = FACES.passage(SEEDS.passages["S"])
    assert faults(face.html) == []
    assert shown(face.html).startswith("A notice on a door Made up for the tests.")
    assert "[S2] “Ring twice,” says the miller." in face.plain


def test_notes_of_an_outcome_without_words_are_left_out():
    item = SEEDS.item("01-1")
    assert shown(FACES.verdict(item, Outcome("correct", 1.0))).startswith("Correct:")


# --- places --------------------------------------------------------------------------------------


@pytest.fixture
def book(learner_home: Path) -> PlaceBook:
    """The places of the made-up course, no copy attached."""
    return PlaceBook(SEEDS, Copies(learner_home))


def test_a_paragraph_shows_its_section_and_summary_and_a_sentence_its_claims(book):
    assert "P2 · The closing" in shown(book.panel("P2"))
    assert "The council gives a single ground" in shown(book.panel("P2"))
    assert "A third of the reeds is gone. (reports)" in shown(book.panel("P2.1"))


def test_a_line_that_is_not_the_authors_says_what_it_is(book):
    assert "P:L9 · pull quote (certain) repeats words of P2.1" in shown(book.panel("P:L9"))
    assert "Body text of P2." in shown(book.panel("P:L11"))


def test_the_plain_face_of_a_place_never_holds_printed_words(learner_home, book):
    Copies(learner_home).attach(Recognised("P", 1, {"P2.1": "PRINTED"}))
    assert "PRINTED" in book.panel("P2.1")
    assert "PRINTED" not in book.plain("P2.1") + book.article("P2.1", printed=False)
    assert "PRINTED" in book.article("P2.1", printed=True)


def test_a_place_that_does_not_exist_raises_for_a_caller_and_is_words_for_a_learner(book):
    with pytest.raises(Unknown, match=r"There is no place P9\.9"):
        book.article("P9.9", printed=False)
    assert "There is no place P9.9" in shown(book.panel("P9.9"))


def test_all_cards_are_a_list_of_titles_that_open_and_paper_has_them_open(project, tmp_path):
    book = PlaceBook(Seeds(project), Copies(tmp_path))
    cards = Seeds(project).evidence["lateral_cards"].rows
    folded = parse(book.article("cards", printed=False))
    assert [one.text for one in folded.iter("summary")] == [
        f"{row['id']} · {row['title']}" for row in cards]
    assert all(one.get("open") is None for one in folded.iter("details"))
    paper = book.article("cards", printed=False, folded=False)
    one = book.article(str(cards[0]["id"]), printed=False)
    assert "<details" not in paper + one
    assert all(shown(str(row["title"])) in shown(paper) for row in cards)
    links = parse(paper).findall(".//a[@rel='noopener noreferrer']")
    assert [link.get("href") for link in links] == [
        row["link"] for row in cards if str(row["link"]).startswith("https://")]


def test_the_checker_knows_every_place_and_which_lines_are_not_the_authors(book):
    assert {"P1", "P2.1", "P:L9", "Q2.2"} <= book.checker.known
    assert book.checker.paratext == {"P:L1", "P:L3", "P:L9", "P:L13", "Q:L1", "Q:L7"}
    assert "P4" not in book.checker.known


def test_locators_of_a_text_are_its_paragraphs_sentences_and_lines():
    found = locators_of(SEEDS.annotation("Q"))
    assert found == {"Q1", "Q1.1", "Q1.2", "Q2", "Q2.1", "Q2.2", *(f"Q:L{n}" for n in range(1, 8))}


# --- the reading pane ----------------------------------------------------------------------------


def reading(*texts: str, printed: object = None) -> Reading:
    """A pane on some texts."""
    return Reading(texts=tuple(SEEDS.annotation(one) for one in texts),
                   speakers={s.id: s.name for s in SEEDS.speakers},
                   page=Page(SEEDS.texts, live=True),
                   printed=printed if callable(printed) else lambda at: "",
                   terms={e.id: (e.term, *e.also) for e in SEEDS.glossary})


def test_every_sentence_has_an_address_and_every_claim_a_shape_a_word_and_a_name():
    pane = parse(reading("P", "Q").pane())
    addresses = [e.get("data-cite") for e in pane.iter("button") if e.get("data-cite")]
    assert addresses == [f"{p.id}.{s.n}" for t in "PQ" for p in SEEDS.annotation(t).paragraphs
                         for s in p.sentences]
    badges = ["".join(e.itertext()) for e in pane.iter("small") if e.get("class") == "cr-badge"]
    assert badges[0] == "[▲ reports · R report · the town council]"
    assert len(badges) == 11


def test_menus_offer_what_the_texts_hold_and_count_it():
    options = [e.text for e in parse(reading("P").pane()).iter("option")]
    assert "❝ quotes (1)" in options and "F fact (2)" in options and "Jon Veld (3)" in options
    assert not [one for one in options if one and "hypothetical" in one]


def test_every_voice_and_kind_of_the_codebook_has_a_shape_of_its_own():
    from typing import get_args

    from crossread.model.codes import ClaimKind, Voice

    assert set(VOICE_SHAPE) == set(get_args(Voice))
    assert set(KIND_SHAPE) == set(get_args(ClaimKind))
    shapes = [*VOICE_SHAPE.values(), *KIND_SHAPE.values()]
    assert len(set(shapes)) == len(shapes)


def test_printed_sentences_are_live_only():
    pane = reading("P", printed=lambda at: "PRINTED & <b>" if at == "P1.2" else "")
    assert pane.pane().count("PRINTED &amp; &lt;b&gt;") == 1
    assert "PRINTED" not in pane.face().html + pane.face().plain


def test_the_static_pane_holds_both_texts_whole_and_no_control():
    face = reading("P", "Q").face()
    assert faults(face.html) == []
    assert not list(parse(face.html).iter("button")) and "id=" not in face.html
    for paragraph in (*SEEDS.annotation("P").paragraphs, *SEEDS.annotation("Q").paragraphs):
        assert " ".join(paragraph.summary.split()) in shown(face.html)
        assert " ".join(paragraph.summary.split()) in face.plain


TERMS = {"reed": ("reed", "reeds"), "bed": ("reed bed",)}


@pytest.mark.parametrize(("html", "marked"), [
    ("The reeds and more reeds", ["reeds"]),
    ("A Reed Bed and a reed", ["Reed Bed", "reed"]),
    ("reedy greed", []),
    ("<em>reed</em> <span title='reed bed'>x</span>", ["reed"]),
    ("", []),
])
def test_a_term_is_marked_at_its_first_use_longest_form_first_and_never_in_a_tag(html, marked):
    tree = parse(str(mark_terms(html, TERMS)))
    assert [e.text for e in tree.iter("button")] == marked


@settings(deadline=None)
@given(st.lists(st.sampled_from(["reed", "reeds", "bed", "<em>reed bed</em>", "a &amp; b", "."])))
def test_marking_terms_changes_no_word(parts: list[str]):
    html = " ".join(parts)
    assert shown(str(mark_terms(html, TERMS))) == shown(html)


def test_without_a_glossary_nothing_is_marked():
    assert str(mark_terms("a reed", {})) == "a reed"
    assert kind_of(SEEDS.item("01-1")).gather == "one"


@pytest.mark.parametrize(("least", "most", "told"), [
    (5, 5, "Fill 5 rows."), (1, 10, "Fill 1 to 10 rows."),
])
def test_a_table_tells_its_number_of_rows_once_when_it_is_fixed(least: int, most: int, told: str):
    table = Table(id="01-9", stem="Fill in.", columns=(Column(id="c", label="place"),),
                  min_rows=least, max_rows=most)
    assert kind_of(table).ask(table) == told
