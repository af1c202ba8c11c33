"""Feedback pages and tables: whole in themselves, escaped, and with something to learn from."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from itertools import pairwise
from pathlib import Path

import html5lib
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.handins import Maker
from support.lake import LAKE

from crossread.grading.export import Sheet, export_csv
from crossread.grading.feedback import Author, write_feedback
from crossread.grading.grade import grade
from crossread.grading.keys import read_keys
from crossread.grading.practice import Coach
from crossread.grading.results import Level, Result
from crossread.grading.roster import Listed
from crossread.seeds import Seeds

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)
KEYS = read_keys(SEEDS)
EXERCISES = {"01": SEEDS.exercise("01")}
WRONG = {"x01-1": ["a", "b"], "x01-3": ["two", "one"], "x01-4": "<b>P2.1</b> & 'Q2.1' \u202eagree"}


def result(answers: dict[str, object], name: str = "Ana Brük", id: str = "s1",
           **more: object) -> Result:
    graded = grade(MAKER.handin(answers), KEYS)
    return Result(Listed(id, name), "01", graded.status, graded.reason, None, "a.json", graded,
                  **more)


def page(*results: Result) -> str:
    return Author(SEEDS, EXERCISES).page(list(results))


def text(html: str) -> str:
    return " ".join(" ".join(html5lib.parse(html, namespaceHTMLElements=False).itertext()).split())


def test_a_page_says_what_was_right_what_not_yet_and_why():
    said = text(page(result(WRONG)))
    for words in ("Feedback for Ana Brük", "Question x01-1 · 0 of 2", "a) S1; b) P1",
                  "Not yet: ✓ S1: SECRET it is there. (S1) ○ P1: SECRET it is not there.",
                  "A common slip (M1): a repeated line is a second line.",
                  "Question x01-2 · 0 of 2", "Not attempted: nothing is answered here.",
                  "✓ places in P: 1 different", "This row waits for a marker."):
        assert words in said, words


def test_a_page_and_the_table_say_what_waits_now_and_not_what_waited_at_grading(tmp_path: Path):
    waits = result(MAKER.right)
    marked = result(MAKER.right, levels={"R1": Level(3, "", "m1")})
    by_hand = result(MAKER.right, override=9.0, override_why="On paper.", override_who="m1")
    assert "answered. 1 rubric row waits for a marker." in text(page(waits))
    for one in (marked, by_hand):
        assert "waits for a marker" not in text(page(one)).split("Question x01-1")[0]
    export_csv([waits, marked, by_hand], tmp_path / "g.csv")
    rows = csv.DictReader(io.StringIO((tmp_path / "g.csv").read_text("utf-8-sig"), newline=""))
    assert ["waits for a marker" in row["reason"] for row in rows] == [True, False, False]


def test_points_on_a_page_have_two_decimals_at_most():
    whole = result(MAKER.right)
    assert whole.graded is not None
    third = msgspec.structs.replace(whole.graded.fields[0], points=10 / 3)
    graded = msgspec.structs.replace(whole.graded, fields=(third, *whole.graded.fields[1:]))
    said = page(msgspec.structs.replace(whole, graded=graded))
    assert "3.33 of 2" in said and "3.333" not in said


def test_a_page_names_what_to_practise_next_with_items_that_train_it():
    said = text(page(result(WRONG)))
    assert "What to practise next M1: a repeated line is a second line. Look for" in said
    assert re.search(r"Practise again: 01-\d", said)
    assert "Nothing in particular" in text(page(result(MAKER.right)))


def test_questions_that_are_asked_once_are_not_named_for_practice():
    withheld = {item.id for ref in SEEDS.course.lessons for item in SEEDS.items(ref.id)
                if item.withheld}
    assert withheld
    coach = Coach(SEEDS, EXERCISES)
    assert not withheld & {one for advice in coach.advise([result(WRONG)])
                           for one in advice.items}
    assert not withheld & {one for some in coach._by_slip.values() for one in some}


def test_levels_come_with_their_words_and_the_marker_s_comment():
    said = text(page(result(WRONG, levels={"R1": Level(2, "See <P2.1>.", "m1")})))
    assert "Both texts are used · 2 One is used. See <P2.1>." in said
    assert "marked by a person 2 4" in said


def test_what_could_not_be_scored_is_said_without_blame():
    said = text(page(result({"x01-1": ["z"]})))
    assert "Not scored: option 'z' is not offered here. No points were taken for it" in said


def test_the_page_loads_and_runs_nothing():
    html = page(result(WRONG, name="<script>alert(1)</script>", id='"><img src=x>'))
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert not [n.tag for n in tree.iter() if n.tag in ("script", "img", "link", "iframe", "a")]
    assert not [a for n in tree.iter() for a in n.attrib if a.startswith("on") or a in (
        "src", "href", "style")]
    policy = next(n.get("content") for n in tree.iter("meta")
                  if n.get("http-equiv") == "Content-Security-Policy")
    style = next(tree.iter("style")).text
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ") == ["default-src 'none'", f"style-src 'sha256-{digest}'",
                                  "base-uri 'none'", "form-action 'none'"]
    assert "<script>alert(1)</script>" in text(html)


def test_the_page_has_a_language_a_title_one_h1_and_no_skipped_heading():
    tree = html5lib.parse(page(result(WRONG)), namespaceHTMLElements=False)
    assert tree.get("lang") == "en"
    assert next(tree.iter("title")).text == "Feedback for Ana Brük"
    levels = [int(n.tag[1]) for n in tree.iter() if re.fullmatch(r"h\d", str(n.tag))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_student_gets_a_file_of_their_own(tmp_path: Path):
    students = [result(WRONG, id="s/1"), result(WRONG, id="s-1"), result(WRONG, id="../x"),
                result(WRONG, id="", name="علی"), Result(Listed("s9", "Nothing"), "01")]
    paths = list(write_feedback(students, SEEDS, EXERCISES, tmp_path))
    assert [p.name for p in paths] == ["feedback-s-1.html", "feedback-s-1-2.html",
                                       "feedback-x.html", "feedback-student.html"]
    assert sorted(tmp_path.iterdir()) == sorted(paths)


@pytest.mark.parametrize(("cell", "written"), [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=x", "'\t=x"),
    ("  =1", "'  =1"), ("＝1", "'＝1"), ("a=1", "a=1"), ("", ""), ("'=1", "'=1"),
    (-1.5, "-1.5"), (0.0, "0"), (3, "3"), (None, "")])
def test_text_that_looks_like_a_formula_is_disarmed_and_numbers_are_not(cell, written):
    sheet = Sheet(["x", "y"])
    sheet.add(cell, "end")
    assert list(csv.reader(io.StringIO(sheet.bytes().decode("utf-8-sig"))))[1] == [written, "end"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"))))
def test_a_table_reads_back_as_it_was_written(cells: list[str]):
    sheet = Sheet(["x"] * len(cells))
    sheet.add(*cells)
    back = list(csv.reader(io.StringIO(sheet.bytes().decode("utf-8-sig"), newline="")))
    for cell, read in zip(cells, back[1] if cells else [], strict=True):
        assert read.removeprefix("'") == cell.removeprefix("'")
        assert not read.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
