"""One hand-in against the key: credit, faults, checks of form, and failing closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.handins import Maker, json_values
from support.lake import LAKE

from crossread.grading import grade as module
from crossread.grading.grade import FieldMark, Graded, grade
from crossread.grading.keys import Keys, from_bytes, key_bytes, read_keys
from crossread.kinds import kind_of
from crossread.scoring import score
from crossread.seeds import SeedError, Seeds

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)
KEYS = read_keys(SEEDS)
BOTH = "P2.1 says a third and Q2.1 a tenth."


def field(graded: Graded, name: str) -> FieldMark:
    return next(mark for mark in graded.fields if mark.item == name)


def test_a_right_hand_in_gets_every_keyed_point():
    graded = grade(MAKER.handin(), KEYS)
    assert (graded.status, graded.keyed, graded.exercise) == ("graded", 6.0, "01")
    assert graded.student.id == "s001"
    assert graded.made == "2031-05-04T10:00:00Z"


def test_the_last_answer_counts_and_a_draft_never_does():
    answers = MAKER.lines([("x01-1", ["b"]), ("x01-1", ["a"])])
    draft = MAKER.lines([("x01-1", ["b"])], kind="draft", first=9)
    assert grade(MAKER.handin(files={"a": answers, "b": draft}), KEYS).keyed == 2.0


def test_a_question_gets_its_share_of_the_marks():
    both = grade(MAKER.handin({"x01-1": ["a", "b"]}), KEYS)
    assert field(both, "x01-1").points == 0.0  # one hit, one false alarm
    assert field(both, "x01-1").of == 2.0
    assert field(both, "x01-2").outcome.status == "not_attempted"


def test_rubric_rows_wait_for_a_person_but_not_for_a_blank_file():
    assert grade(MAKER.handin({"x01-4": BOTH}), KEYS).waiting == ("R1",)
    assert grade(MAKER.handin({}), KEYS).waiting == ()


@pytest.mark.parametrize(("text", "form", "failed"), [
    (BOTH, 1.0, []),
    ("Only P2.1 is named here.", 0.0, ["places in Q"]),
    ("P2 Q2", 0.0, ["length"]),
    (BOTH + " And P9.9 too.", 0.0, ["places exist"]),
    ("No place at all is named in these words.", 0.0, ["places in P", "places in Q"]),
])
def test_marks_for_form_are_given_when_every_check_passes(text: str, form: float,
                                                           failed: list[str]):
    graded = grade(MAKER.handin({"x01-4": text}), KEYS)
    assert graded.form == form
    assert [c.name for c in field(graded, "x01-4").checks if not c.passed] == failed
    assert graded.keyed == 0.0


def test_what_cannot_be_scored_is_named_and_the_rest_is_graded():
    graded = grade(MAKER.handin(MAKER.right | {"x01-1": ["z"], "x09-1": "a"}), KEYS)
    assert (graded.status, graded.keyed) == ("partial", 4.0)
    assert "x01-1" in graded.reason and "x09-1: not a question of exercise 01" in graded.reason


def test_an_answer_seen_before_gets_the_same_mark_as_one_scored_anew():
    fresh = read_keys(SEEDS)
    raw = MAKER.handin()
    assert grade(raw, fresh).fields == grade(raw, fresh).fields == grade(raw, KEYS).fields


def test_answers_that_look_alike_are_told_apart():
    """1, true and 1.0 are equal in Python; as answers they are not."""
    key = read_keys(SEEDS)
    for answer, status in (([6, 6], "correct"), ([6.0, 6.0], "unscored"), ([True, True],
                           "unscored"), ("[6,6]", "unscored"), ([6, 6], "correct")):
        assert field(grade(MAKER.handin({"x01-2": answer}), key),
                     "x01-2").outcome.status == status


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["x01-1", "x01-2", "x01-3", "x01-4", "x01-5", "01-1"]),
                       json_values))
def test_no_answer_raises_or_gets_more_points_than_there_are(answers: dict[str, Any]):
    graded = grade(MAKER.handin(answers), KEYS)
    assert graded.status in ("graded", "partial", "not_attempted")
    for mark in graded.fields:
        assert 0.0 <= mark.points <= mark.of
        assert not (mark.fault and (mark.points or mark.form))
        if mark.points:
            item = KEYS.by_exercise["01"].questions[mark.item].item
            assert mark.points == score(item, answers[mark.item]).credit * item.marks


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(raw: bytes):
    assert grade(raw, KEYS).status == "ungradable"


def test_a_fault_in_scoring_costs_one_question_and_no_points(monkeypatch: pytest.MonkeyPatch):
    def broken(item: Any, answer: Any) -> Any:
        if item.id == "x01-2":
            raise ZeroDivisionError
        return score(item, answer)

    monkeypatch.setattr(module, "score", broken)
    graded = grade(MAKER.handin(), read_keys(SEEDS))
    assert (graded.status, graded.keyed) == ("partial", 4.0)
    assert "crossread could not score it (ZeroDivisionError)" in graded.reason


def test_a_fault_in_grading_costs_one_file_and_no_points(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_grade", lambda opened, keys: 1 / 0)
    graded = grade(MAKER.handin(), KEYS)
    assert (graded.status, graded.fields, graded.keyed) == ("ungradable", (), 0)
    assert "ZeroDivisionError" in graded.reason


def test_every_question_kind_of_the_course_is_graded_right_and_wrong():
    """Practice items as a graded exercise: full marks for the key, less for a wrong answer."""
    items = tuple(msgspec.structs.replace(item, marks=1.0) for item in SEEDS.items("01"))
    exercise = msgspec.structs.replace(SEEDS.exercise("01"), fields=items, structure_marks={})
    keys = Keys("lake", {"01": from_bytes(key_bytes(exercise), SEEDS)})
    maker = Maker(SEEDS)
    maker.exercise = exercise
    maker.digests = {name: q.digest for name, q in keys.by_exercise["01"].questions.items()}
    for item in items:
        kind = kind_of(item)
        right = field(grade(maker.handin({item.id: kind.right(item)}), keys), item.id)
        assert right.points == (1.0 if right.outcome.status == "correct" else 0.0)
        assert right.outcome.status in ("correct", "recorded")
        for wrong in kind.wrongs(item):
            mark = field(grade(maker.handin({item.id: wrong}), keys), item.id)
            assert (mark.outcome.status, mark.points < 1.0) == ("not_yet", True)


def test_keys_are_kept_whole_as_bytes():
    exercise = SEEDS.exercise("01")
    assert from_bytes(key_bytes(exercise), SEEDS).exercise == exercise
    assert KEYS.by_exercise["01"].marks == (6, 1, 4)


def test_grading_needs_the_folder_with_the_keys(tmp_path: Path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "course.yml").write_bytes((LAKE / "seeds" / "course.yml").read_bytes())
    with pytest.raises(SeedError, match="holds no key"):
        read_keys(Seeds(tmp_path))
