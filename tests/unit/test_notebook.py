"""What a learner calls in a notebook: it shows something, and a wrong call gets a sentence."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.html import faults, shown
from support.lake import copy_lake

import crossread
from crossread import notebook
from crossread.publish.sheets import sheet
from crossread.seeds import Seeds
from crossread.widgets.show import Shown

CACHES = [one for _, one in inspect.getmembers(notebook) if hasattr(one, "cache_clear")]


@pytest.fixture(autouse=True)
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A kernel that has just started on the made-up course."""
    root = copy_lake(tmp_path / "lake")
    (root / "exercises").mkdir()
    made = sheet(Seeds(root).exercise("01"))
    (root / "exercises" / "01.json").write_bytes(msgspec.json.encode(made))
    monkeypatch.setenv("CROSSREAD_COURSE", str(root))
    for cache in CACHES:
        cache.cache_clear()
    yield root
    for cache in CACHES:
        cache.cache_clear()


def plain(result: Any) -> str:
    """The plain face of whatever a cell shows."""
    return str(result.face.plain)


WHAT = [
    (lambda: crossread.lesson("01"), "Lesson 01 at a glance: Every kind of question"),
    (lambda: crossread.quiz("01-1"), "Question 01-1. Who calls the plan"),
    (lambda: crossread.chart("stripes"), "Lines of both files"),
    (lambda: crossread.read("P", "Q"), "P · Mara Tolle"),
    (lambda: crossread.read("Q"), "Q · not named"),
    (lambda: crossread.read("P2"), "P2 · The closing\nThe council gives a single ground"),
    (lambda: crossread.read("P2.1"), "P2.1 · The closing\nA third of the reeds is gone."),
    (lambda: crossread.read("P:L9"), "P:L9: pull_quote. repeats words of P2.1"),
    (lambda: crossread.read("S"), "A notice on a door"),
    (lambda: crossread.exercise("01"), "01 · The lake"),
    (lambda: crossread.hand_in("01"), "Hand in exercise 01."),
    (lambda: crossread.progress(), "Where you stand"),
    (lambda: crossread.review(), "Questions that are due again."),
]


@pytest.mark.parametrize(("call", "begins"), WHAT, ids=[begins[:25] for _, begins in WHAT])
def test_each_name_shows_what_it_says(call, begins):
    result = call()
    assert plain(result).startswith(begins)
    assert faults(result.face.html) == []


UNKNOWN = [
    (lambda: crossread.quiz("01-99"), "There is no item '01-99'. Nearest: 01-9, "),
    (lambda: crossread.quiz("99-1"), "There is no item '99-1'. Nearest: "),
    (lambda: crossread.quiz(""), "There is no item ''. Nearest: "),
    (lambda: crossread.quiz("03.1"), "There is no item '03.1'. Nearest: "),
    (lambda: crossread.quiz("../../secret-1"), "There is no item '../../secret-1'. Nearest: "),
    (lambda: crossread.lesson("1"), "There is no lesson '1'. Nearest: "),
    (lambda: crossread.exercise("9"), "There is no exercise '9'. Nearest: "),
    (lambda: crossread.hand_in("x"), "There is no exercise 'x'. Nearest: "),
    (lambda: crossread.chart("strips"), "There is no chart 'strips'. Nearest: stripes"),
    (lambda: crossread.read("P99"), "There is no place P99 in the texts of this course."),
    (lambda: crossread.read("Z"), "There is no text 'Z'; this course has P, Q."),
    (lambda: crossread.read(""), "There is no text ''; this course has P, Q."),
    (lambda: crossread.read("P", "P1"),
     "Two things can be read side by side when both are texts of the course: P, Q."),
]


@pytest.mark.parametrize(("call", "sentence"), UNKNOWN, ids=[s[12:32] for _, s in UNKNOWN])
def test_an_id_that_is_not_there_gets_one_sentence_and_no_traceback(call, sentence):
    result = call()
    assert isinstance(result, Shown)
    told = plain(result).removeprefix("Note: ")
    assert told.startswith(sentence)
    assert told.count("\n") == 0 and told.endswith(".")
    assert shown(result.face.html) == plain(result)


WITH_ID = ["lesson", "quiz", "chart", "exercise", "hand_in"]


@pytest.mark.parametrize("name", WITH_ID)
@pytest.mark.parametrize("args", [(), (1,), (None,), ("01", "02"), (["01"],), (b"01",), (1.5, "x")],
                         ids=str)
def test_a_call_without_one_id_says_how_it_is_written(name, args):
    told = plain(getattr(crossread, name)(*args))
    assert told == (f'Note: Write {name}("…") with an id between the quotation marks, as in the '
                    "cells of the lesson.")


@pytest.mark.parametrize("name", [*WITH_ID, "read"])
def test_a_call_by_name_says_how_it_is_written(name):
    assert plain(getattr(crossread, name)(id="01")).startswith(f"Note: Write {name}(")


def test_reading_three_things_says_how_it_is_written():
    assert plain(crossread.read("P", "Q", "P")).startswith("Note: Write read(")


@pytest.mark.parametrize("name", ["progress", "review"])
def test_what_takes_no_id_says_so(name):
    assert plain(getattr(crossread, name)("01")) == \
        f"Note: Write {name}() with nothing between the brackets."


def test_one_text_asked_for_twice_is_shown_once():
    assert plain(crossread.read("P", "P")) == plain(crossread.read("P"))
    assert faults(crossread.read("P", "P").pane) == []


def test_a_slip_in_the_seeds_is_one_line_with_its_place(lake):
    path = lake / "seeds" / "items" / "01.yml"
    path.write_text(path.read_text("utf-8").replace("  deeper:", "  deper:"), "utf-8")
    told = plain(crossread.quiz("01-2"))
    assert told.startswith("Note: seeds/items/01.yml:")
    assert "field deper is not known" in told and "\n" not in told


def test_a_missing_sheet_names_the_command_that_makes_it(lake):
    (lake / "exercises" / "01.json").unlink()
    for call in (crossread.exercise, crossread.hand_in):
        assert "run: crossread build" in plain(call("01"))


def test_the_door_has_eight_names_and_says_which_when_one_is_wrong():
    assert len(crossread.__all__) == 8 and dir(crossread) == sorted(crossread.__all__)
    with pytest.raises(AttributeError, match="crossread has no 'quizz'; it has chart, exercise"):
        crossread.quizz  # noqa: B018


def test_no_module_of_the_package_has_the_name_of_something_to_call():
    modules = {path.stem for path in Path(crossread.__file__).parent.iterdir()}
    assert modules & set(crossread.__all__) == set(), (
        "once such a module is loaded, a notebook that is run again gets it instead")


def test_every_name_can_be_fetched_again_after_it_was_used():
    for call, _ in WHAT:
        call()
    for name in crossread.__all__:
        assert callable(getattr(crossread, name))


def test_a_call_changes_nothing_a_learner_did(learner_home):
    for call, _ in WHAT:
        call()
    assert not (learner_home / "journal").exists()


ODD = st.sampled_from(["01", "P1.", "P:L", "S9", "00-", "-", "/"])


@settings(max_examples=80, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*WITH_ID, "read"]), st.one_of(st.text(max_size=12), ODD))
def test_whatever_stands_between_the_quotation_marks_nothing_is_raised(name: str, text: str):
    result = getattr(crossread, name)(text)
    assert plain(result).strip()
