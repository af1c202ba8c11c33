"""The closing tools: calibration, two tests, passport; silent where there is too little to tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.lake import copy_lake

from crossread import notebook
from crossread.charts.mine import my_calibration, my_pre_post, static
from crossread.closing import (
    PERSONAL,
    PrePost,
    Told,
    Twin,
    blank_passport,
    calibrate,
    calibration_of,
    first_told,
    pre_post,
    pre_post_of,
    twins,
    wilson,
)
from crossread.journal import Journal
from crossread.model import item as m
from crossread.model.record import Entry
from crossread.scoring import item_digest
from crossread.seeds import Seeds
from crossread.widgets.closing import passport, personal

PROJECT = Path(__file__).resolve().parents[2]


def told(confidence: int, right: int, n: int) -> list[Told]:
    """``n`` answers with one confidence, of which ``right`` are right."""
    return [Told(f"q{k}", confidence, k < right) for k in range(n)]


def single(id_: str, *, withheld: bool = False) -> m.Single:
    """A question whose key is a."""
    return m.Single(id=id_, stem=f"Which? {id_}", withheld=withheld, options=(
        m.Option(id="a", text="this", verdict="key"),
        m.Option(id="b", text="that", verdict="not_yet")))


def guess(id_: str) -> m.Numeric:
    """A question that asks for a number and has no key."""
    return m.Numeric(id=id_, stem=f"How many? {id_}")


def response(item: m.Item, answer: Any, at: str = "2030-01-01T00:00:00Z",
             confidence: int | None = None, **more: Any) -> Entry:
    """One line of a journal."""
    return Entry(**{"v": 1, "seq": 1, "kind": "response", "item": item.id,
                    "digest": item_digest(item), "answer": answer, "at": at, "prev": "",
                    "confidence": confidence, **more})


# --- calibration ---------------------------------------------------------------------------------


def test_nothing_is_told_before_there_are_thirty_answers():
    found = calibrate(told(60, 15, 29))
    assert (found.n, found.enough, found.brier, found.shown) == (29, False, None, ())
    assert calibrate(told(60, 15, 30)).enough


def test_a_group_of_fewer_than_five_is_counted_and_not_shown():
    found = calibrate([*told(60, 20, 30), *told(99, 1, 4)])
    assert [(b.low, b.n) for b in found.shown] == [(60, 30)]
    assert [b.n for b in found.bins] == [0, 0, 30, 0, 0, 4]


@pytest.mark.parametrize(("confidence", "low"), [
    (0, 0), (25, 0), (39, 0), (40, 40), (59, 40), (60, 60), (80, 80), (90, 90), (98, 90),
    (99, 99), (100, 99)])
def test_every_confidence_falls_into_one_group(confidence: int, low: int):
    assert [b.low for b in calibrate(told(confidence, 0, 1)).bins if b.n] == [low]


def test_the_brier_score_is_that_of_brier():
    """By hand: 15 right and 15 wrong at 80% give (15 × 0.04 + 15 × 0.64) / 30."""
    assert calibrate(told(80, 15, 30)).brier == pytest.approx(0.34)
    assert calibrate(told(100, 30, 30)).brier == 0


def test_only_first_answers_with_a_confidence_to_questions_with_one_key_count():
    asked, silent, stale = single("01-1"), single("01-2"), single("01-3")
    entries = [response(asked, "b", confidence=80), response(asked, "a", confidence=99),
               response(silent, "a"), response(silent, "a", confidence=90),
               response(stale, "a", confidence=90, digest="another"),
               response(guess("01-4"), 3, confidence=50)]
    items = (asked, silent, stale, guess("01-4"))
    assert list(first_told(items, entries)) == [Told("01-1", 80, False)]


def test_an_answer_that_the_question_cannot_have_is_left_out():
    asked = single("01-1")
    assert list(first_told([asked], [response(asked, "z", confidence=80)])) == []


@pytest.mark.parametrize(("right", "n", "low", "high"), [
    (0, 0, 0, 1), (0, 12, 0, 0.242), (6, 12, 0.254, 0.746), (12, 12, 0.758, 1)])
def test_the_range_is_that_of_wilson(right: int, n: int, low: float, high: float):
    assert wilson(right, n) == pytest.approx((low, high), abs=0.001)


# --- the two tests -------------------------------------------------------------------------------


BEFORE = (single("00-1", withheld=True), single("00-2", withheld=True), guess("00-13"))
AFTER = (single("09-1"), single("09-2"), single("09-3"), guess("09-13"))


def test_twins_have_one_number_and_one_kind():
    assert [(a.id, b.id) for a, b in twins(BEFORE, AFTER)] == [("00-1", "09-1"), ("00-2", "09-2")]
    assert twins((single("00-13", withheld=True),), AFTER) == []
    assert twins((single("00-1"),), AFTER) == []


def test_the_first_test_stays_closed_until_the_second_is_complete():
    early = [response(BEFORE[0], "a"), response(BEFORE[1], "b")]
    half = pre_post(BEFORE, AFTER, early, [response(AFTER[0], "a", "2030-02-01T00:00:00Z")])
    assert (half.complete, half.before, half.after) == (False, None, None)
    late = [response(one, "a", "2030-02-01T00:00:00Z") for one in AFTER[:2]]
    whole = pre_post(BEFORE, AFTER, early, late)
    assert (whole.before, whole.after, whole.gained, whole.lost) == (1, 2, 1, 0)


def test_of_the_first_test_the_last_answer_before_the_second_counts():
    early = [response(BEFORE[0], "b"), response(BEFORE[0], "a", "2030-01-02T00:00:00Z"),
             response(BEFORE[0], "b", "2030-03-01T00:00:00Z"), response(BEFORE[1], "b")]
    late = [response(AFTER[0], "b", "2030-02-01T00:00:00Z"),
            response(AFTER[0], "a", "2030-02-02T00:00:00Z"),
            response(AFTER[1], "a", "2030-02-01T00:00:00Z")]
    found = pre_post(BEFORE, AFTER, early, late)
    assert [(t.before, t.after) for t in found.twins] == [(True, False), (False, True)]


def test_whoever_took_the_forms_the_other_way_round_is_compared_in_that_order():
    early = [response(one, "b", "2030-01-01T00:00:00Z") for one in AFTER[:2]]
    early.append(response(AFTER[3], 5, "2030-01-01T00:00:00Z"))
    late = [response(one, "a", "2030-02-01T00:00:00Z") for one in BEFORE[:2]]
    late.append(response(BEFORE[2], 2, "2030-02-01T00:00:00Z"))
    found = pre_post(BEFORE, AFTER, late, early)
    assert (found.before, found.after, found.gained) == (0, 2, 2)
    assert found.twins[0].before_id == "09-1"
    assert (found.expected_before, found.expected_after) == (5, 2)


def test_what_was_expected_is_the_first_number_given():
    found = pre_post(BEFORE, AFTER, [response(BEFORE[2], 7)], [response(AFTER[3], 9),
                                                                response(AFTER[3], 12)])
    assert (found.expected_before, found.expected_after) == (7, 9)


@pytest.mark.parametrize(("gained", "lost", "odds"), [
    (0, 0, 1.0), (1, 0, 1.0), (1, 1, 1.0), (5, 1, 0.21875), (6, 0, 0.03125)])
def test_a_change_is_set_against_chance(gained: int, lost: int, odds: float):
    made = [Twin("a", "b", False, True)] * gained + [Twin("a", "b", True, False)] * lost
    assert PrePost(tuple(made)).by_chance == pytest.approx(odds)


def test_a_first_test_that_was_left_out_gives_no_comparison():
    late = [response(one, "a") for one in AFTER[:2]]
    found = pre_post(BEFORE, AFTER, [], late)
    assert (found.before, found.after) == (None, 2)
    assert "empty" in my_pre_post(found).alt


# --- the charts ----------------------------------------------------------------------------------


def test_the_curve_has_a_point_for_each_group_that_is_large_enough():
    chart = my_calibration(calibrate([*told(40, 3, 10), *told(80, 15, 20), *told(99, 2, 3)]))
    assert [row[3] for row in chart.table.rows] == [
        "too few to tell", "30%", "too few to tell", "75%", "too few to tell", "too few to tell"]
    assert "2 points" in chart.alt
    assert "Brier score over 33 answers" in chart.outline[0].text


def test_too_few_answers_draw_no_point_and_say_how_many_there_are():
    chart = my_calibration(calibrate(told(60, 2, 4)))
    assert "4 answers so far" in chart.alt
    assert all(row[3] == "too few to tell" for row in chart.table.rows)
    assert chart.outline == ()


def test_the_two_tests_come_with_what_chance_would_do():
    made = tuple(Twin(f"00-{k}", f"09-{k}", k < 6, k != 1) for k in range(12))
    chart = my_pre_post(PrePost(made, 8, 9))
    assert [row[1] for row in chart.table.rows] == ["8", "6", "9", "11"]
    assert "6 went from not yet to right and 1 the other way" in chart.outline[0].text
    assert len(chart.outline[1].below) == 12


# --- the pages -----------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Seeds:
    """The made-up course with a question whose verdict is withheld, and its twin."""
    root = copy_lake(tmp_path / "lake")
    for lesson in ("00", "01"):
        add(root, lesson, {
            "type": "single", "id": f"{lesson}-77", "stem": "Which one?",
            "withheld": lesson == "00",
            "options": [{"id": "a", "text": "this", "verdict": "key", "feedback": "Yes."},
                        {"id": "b", "text": "that", "verdict": "not_yet", "feedback": "No."}]})
    return Seeds(root)


def add(root: Path, lesson: str, item: dict[str, Any]) -> None:
    """One more item at the end of a lesson's file."""
    path = root / "seeds" / "items" / f"{lesson}.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + yaml.safe_dump([item]),
                    encoding="utf-8")


def answer(seeds: Seeds, home: Path, id_: str, given: Any, confidence: int | None = None) -> None:
    """One answer in the journal of its lesson."""
    item = seeds.item(id_)
    Journal(home, id_.split("-")[0]).append("response", id_, item_digest(item), given,
                                            confidence=confidence)


def test_a_withheld_question_counts_only_when_the_second_test_is_complete(
        course: Seeds, learner_home: Path):
    answer(course, learner_home, "00-77", "a", 80)
    assert calibration_of(course, learner_home).n == 0
    answer(course, learner_home, "01-77", "a", 80)
    assert calibration_of(course, learner_home).n == 1
    for twin in pre_post_of(course, learner_home).twins:
        answer(course, learner_home, twin.after_id, "a")
    assert calibration_of(course, learner_home).n == 2
    assert pre_post_of(course, learner_home).complete


def test_a_course_without_two_tests_has_an_empty_comparison(tmp_path: Path, learner_home: Path):
    seeds = Seeds(copy_lake(tmp_path / "plain"))
    found = pre_post_of(seeds, learner_home)
    assert not found.complete
    assert my_pre_post(found).outline == ()


@pytest.mark.parametrize("name", PERSONAL)
def test_what_a_saved_page_holds_is_the_same_for_everyone(
        course: Seeds, learner_home: Path, name: str):
    fresh = personal(name, course, learner_home)._repr_mimebundle_()[0]
    for _ in range(2):
        answer(course, learner_home, "00-77", "a", 80)
        answer(course, learner_home, "01-77", "b", 40)
    widget = personal(name, course, learner_home)
    saved = widget._repr_mimebundle_()[0]
    for mime in ("text/html", "text/plain"):
        assert saved[mime] == fresh[mime] == static(name, course).bundle()[mime]
    assert widget.page != saved["text/html"]


def test_the_passport_tells_what_was_done_and_gives_no_marks(course: Seeds, learner_home: Path):
    answer(course, learner_home, "01-77", "a", 80)
    page = passport(course, learner_home)
    assert "1 first answers" in page
    assert "data-print" in page
    assert "20" in page  # the day
    for ref in course.course.lessons:
        assert ref.title in page
    assert "no marks" in page
    assert "○" in blank_passport(course).plain


def test_each_cell_of_the_passport_repeats_its_heading_and_a_day_is_not_broken(
        course: Seeds, learner_home: Path):
    answer(course, learner_home, "01-77", "a", 80)
    page = passport(course, learner_home)
    heads = re.findall(r'<th scope="col">([^<]+)</th>', page)
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)
    assert len(rows) == len(course.course.lessons)
    for row in rows:
        assert re.findall(r'<td data-head="([^"]+)">', row) == heads[1:]
    assert len(re.findall(r'<span class="cr-day">\d{4}-\d\d-\d\d</span>', page)) == 1


def test_the_page_asks_nothing_of_the_network(project_script: str):
    for word in ("fetch(", "XMLHttpRequest", "http:", "https:", "sendBeacon"):
        assert word not in project_script


@pytest.fixture
def project_script() -> str:
    """The front end of the closing pages."""
    return (PROJECT / "crossread" / "widgets" / "closing.js").read_text(encoding="utf-8")


@pytest.fixture
def in_course(course: Seeds, learner_home: Path, monkeypatch: pytest.MonkeyPatch
              ) -> Callable[[str], Any]:
    """``quiz`` in a kernel whose course is the made-up one."""
    monkeypatch.setattr(notebook, "_seeds", lambda: course)
    monkeypatch.setattr(notebook, "home", lambda: learner_home)
    notebook._journal.cache_clear()
    return notebook.quiz


def test_a_chart_of_the_learner_is_reached_by_the_usual_name(in_course, learner_home: Path):
    for name in PERSONAL:
        assert notebook.chart(name).page


def test_a_question_that_opens_another_shows_the_words_written_then(
        course: Seeds, learner_home: Path, in_course, monkeypatch: pytest.MonkeyPatch):
    add(course.root, "00", {"type": "text", "id": "00-78", "stem": "Whom do you trust?"})
    add(course.root, "01", {"type": "text", "id": "01-78", "stem": "And now?", "reopen": "00-78"})
    fresh = Seeds(course.root)
    monkeypatch.setattr(notebook, "_seeds", lambda: fresh)
    assert in_course("01-78")._restore({})["html"] == ""
    answer(fresh, learner_home, "00-78", "<b>Say</b> who saw it.")
    shown = in_course("01-78")._restore({})["html"]
    assert "&lt;b&gt;Say&lt;/b&gt; who saw it." in shown
