"""The sheets for a class without computers: made from the questions, and from no key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from xml.etree.ElementTree import Element

import htpy as h
import msgspec
import nbformat
import pytest
from support.html import faults, parse, words
from support.lake import copy_lake

from crossread.faces import confidence_levels
from crossread.model.item import Cite, Item, Multi, Point, Relation, Single
from crossread.publish.paper import PaperTwin
from crossread.publish.tally import asked, by_hands, own_record
from crossread.seeds import Seeds

ONE_KEY = (Single, Relation, Cite)
LETTERED = (*ONE_KEY, Multi, Point)
SVG = "{http://www.w3.org/2000/svg}"


class OtherKeys(Seeds):
    """The same course, in which every key is the next answer and every reason another."""

    def items(self, lesson: str) -> tuple[Item, ...]:
        return tuple(self._other(item) for item in super().items(lesson))

    def _other(self, item: Item) -> Item:
        if not isinstance(item, LETTERED):
            return item
        verdicts = [one.verdict for one in item.options]
        return msgspec.structs.replace(item, options=tuple(
            msgspec.structs.replace(one, verdict=verdict, feedback="other", misconception="")
            for one, verdict in zip(item.options, (*verdicts[1:], verdicts[0]), strict=True)))


@cache
def seeds() -> Seeds:
    return Seeds()


@cache
def sheet(name: str) -> str:
    made = by_hands(seeds()) if name == "hands" else own_record(seeds())
    return str(h.div[list(made)])


def questions() -> Iterator[Item]:
    for ref in seeds().course.lessons:
        yield from asked(seeds(), ref)


def rows(name: str) -> dict[str, list[Element]]:
    """The fields beside each question, by its id as printed."""
    return {words(row[0]).rstrip("*+ "): list(row)[1:] for row in parse(sheet(name)).iter("tr")
            if re.fullmatch(r"\d\d-\d+[*+ ]*", words(row[0]))}


def of_tests() -> set[str]:
    first, last = seeds().course.lessons[0].id, seeds().course.lessons[-1].id
    return {f"{lesson}-{n}" for lesson in (first, last) for n in range(1, 13)}


def test_the_questions_of_a_lesson_stand_in_the_order_of_its_page() -> None:
    for ref in seeds().course.lessons:
        page = (seeds().root / "notebooks" / ref.notebook).read_text("utf-8")
        own = {item.id for item in seeds().items(ref.id)}
        assert [one.id for one in asked(seeds(), ref)] == [
            one for one in re.findall(r'"quiz\(\\"([\w-]+)\\"\)', page) if one in own]


@pytest.mark.parametrize("name", ["hands", "record"])
def test_a_sheet_is_valid_has_no_control_and_skips_no_heading(name: str) -> None:
    html = sheet(name)
    assert faults(html) == []
    assert not re.search(r"<(?:input|select|textarea|button|form|script)\b", html)
    levels = [int(n) for n in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1 and set(levels[1:]) == {2}


@pytest.mark.parametrize("make", [by_hands, own_record])
def test_a_sheet_is_the_same_whatever_the_keys_are(make) -> None:  # type: ignore[no-untyped-def]
    other = OtherKeys()
    assert [i for ref in other.course.lessons for i in other.items(ref.id)] != list(questions())
    assert str(h.div[list(make(other))]) == str(h.div[list(make(seeds()))])


def test_hands_are_counted_for_each_answer_that_a_question_has_and_no_more() -> None:
    found = rows("hands")
    expected = {i.id: len(i.options) for i in questions()
                if isinstance(i, LETTERED) and i.id not in of_tests()}
    assert list(found) == list(expected)
    for name, fields in found.items():
        open_ = [one for one in fields if not words(one)]
        assert len(open_) == expected[name] and fields[:len(open_)] == open_, name
        assert all(one.get("class") == "none" and words(one) == "–"
                   for one in fields[len(open_):]), name
    assert len({len(fields) for fields in found.values()}) > 1  # a sheet is as wide as it must be


def test_a_plus_marks_the_questions_for_which_a_hand_may_go_up_twice() -> None:
    plus = set(re.findall(r"<th scope=\"row\">([\d-]+) \+<", sheet("hands")))
    assert plus == {i.id for i in questions() if isinstance(i, Multi)}


def test_the_two_tests_are_not_voted_on() -> None:
    assert not of_tests() & rows("hands").keys()
    assert "the two tests: those are answered alone" in " ".join(sheet("hands").split())


def test_each_heading_has_the_letters_of_the_widest_question_of_its_lesson() -> None:
    for table in parse(sheet("hands")).iter("table"):
        head = [words(one) for one in next(table.iter("tr"))][1:]
        wide = [sum(not words(one) for one in list(row)[1:]) for row in table.iter("tr")]
        assert head == list(ascii_lowercase[:max(wide)])


def test_the_record_has_every_question_with_one_key_in_the_order_of_the_lessons() -> None:
    assert list(rows("record")) == [i.id for i in questions() if isinstance(i, ONE_KEY)]
    assert all(len(fields) == 2 for fields in rows("record").values())


def test_the_record_offers_the_numbers_of_the_forms_and_says_what_a_guess_is() -> None:
    text = words(parse(sheet("record")))
    for item in questions():
        if isinstance(item, ONE_KEY):
            guess, *rest = confidence_levels(item)
            assert f", {', '.join(map(str, rest))}." in text
            assert re.search(rf"\b{guess} (?:is a guess|with {len(item.options)} answers)", text)


def test_a_star_keeps_the_first_test_closed_until_the_second() -> None:
    first = seeds().course.lessons[0].id
    starred = set(re.findall(r">([\d-]+)\*<", sheet("record")))
    assert starred == {one for one in of_tests() if one.startswith(first)} & rows("record").keys()
    assert starred


def test_the_grid_is_drawn_in_greys_and_told_in_words() -> None:
    svg = next(parse(sheet("record")).iter(f"{SVG}svg"))
    assert svg.get("role") == "img" and "Empty grid to draw in" in svg.get("aria-label", "")
    colours = {value for one in svg.iter() for name, value in one.attrib.items()
               if name in ("stroke", "fill")}
    assert colours and all(re.fullmatch(r"#(.)\1\1", one) for one in colours)
    lines = [one for one in svg.iter(f"{SVG}line") if not one.get("stroke-dasharray")]
    assert len(lines) == 2 * 11  # each ten per cent, across and up
    marks = {one.get("d", "")[1:].split()[0] for one in svg.iter(f"{SVG}path")}
    assert marks == {str(n) for n in confidence_levels(next(
        i for i in questions() if isinstance(i, Single)))}


def test_another_course_gets_the_questions_that_its_pages_ask(tmp_path: Path) -> None:
    lake = Seeds(copy_lake(tmp_path / "lake"))
    twin, *lettered = [i.id for i in asked(lake, lake.course.lessons[-1])
                       if isinstance(i, LETTERED)]
    hands = str(h.div[list(by_hands(lake))])
    assert f">{twin}<" not in hands  # it has the number and kind of a question of the first test
    assert lettered and all(f">{one}<" in hands or f">{one} +<" in hands for one in lettered)
    page = lake.root / "notebooks" / lake.course.lessons[-1].notebook
    page.write_text(page.read_text("utf-8").replace(f'quiz(\\"{lettered[0]}\\")', "1"), "utf-8")
    assert lettered[0] not in str(h.div[list(by_hands(lake))])


@pytest.mark.parametrize(("source", "told"), [
    ('read("A", "K")', "Have the reader pages of A and K beside you."),
    ('read("K")', "Have the reader page of K beside you."),
])
def test_where_a_page_opens_the_reader_paper_says_what_to_have_at_hand(
        source: str, told: str) -> None:
    html = str(h.div[PaperTwin(seeds())._cell(nbformat.v4.new_code_cell(source), "01")])
    assert words(parse(html)) == told
    assert re.findall(r'href="reader-(.)\.html"', html) == re.findall(r'"(.)"', source)
