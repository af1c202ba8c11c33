"""The made-up class: the same for one seed, plausible, with a truth that grading finds again."""

from __future__ import annotations

import csv
import json
import random
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

import msgspec
import pytest
from support.lake import LAKE

from crossread.grading.answers import Answers, Mind
from crossread.grading.demo import SORTS, exercises_here, make_class, write_class
from crossread.grading.grade import grade
from crossread.grading.keys import read_keys
from crossread.grading.times import read_times
from crossread.handin import open_handin
from crossread.kinds import kind_of
from crossread.model.item import Match, Table
from crossread.scoring import score
from crossread.seeds import Seeds, Unknown

SEEDS = Seeds(LAKE)
PROJECT = Seeds(LAKE.parents[1])
KEYS = read_keys(SEEDS)


@pytest.fixture(scope="module")
def made():
    return make_class(SEEDS, ["01"], 200, seed=5)


def test_one_seed_makes_one_class_and_another_seed_another():
    first, again, other = (make_class(SEEDS, ["01"], 30, seed) for seed in (1, 1, 2))
    assert (first.files, first.truth(), first.roster()) == (again.files, again.truth(),
                                                            again.roster())
    assert first.files.keys() - other.files.keys() or first.files != other.files


def test_every_file_is_a_whole_hand_in_of_its_student(made):
    for name, raw in made.files.items():
        opened = open_handin(raw)
        plan = made.planned[name]
        assert (opened.handin.student.id, opened.handin.exercise) == (plan.student, plan.exercise)
        assert [e.seq for e in opened.entries] == list(range(1, len(opened.entries) + 1))
        assert all(e.at <= opened.handin.made for e in opened.entries)


def test_grading_finds_the_points_that_were_planned(made):
    for name, raw in made.files.items():
        graded = grade(raw, KEYS)
        assert {f.item: f.points for f in graded.fields} == made.planned[name].points
        assert graded.status in ("graded", "not_attempted")


def test_the_class_has_four_kinds_of_learner_in_their_shares(made):
    counts = Counter(learner.sort for learner in made.learners)
    assert counts == {name: round(sort.share * 200) for name, sort in SORTS.items()}


def test_able_learners_get_more_points_than_others(made):
    means = {}
    for sort in SORTS:
        ids = {s.id for s in made.learners if s.sort == sort}
        means[sort] = fmean(sum(p.points.values()) for p in made.planned.values()
                            if p.student in ids and p.status != "duplicate")
    assert means["secure"] > means["growing"] > means["hurried"]
    assert means["secure"] > means["misled"]


def test_some_hand_in_twice_and_the_early_file_is_the_duplicate(made):
    early = [name for name, plan in made.planned.items() if plan.status == "duplicate"]
    assert 5 < len(early) < 40
    for name in early:
        later = name.replace("-early", "")
        first, second = (open_handin(made.files[one]) for one in (name, later))
        assert first.handin.made < second.handin.made
        assert first.entries == second.entries[:len(first.entries)]


def test_a_planted_misconception_shows_in_the_answers():
    item = next(i for i in SEEDS.items("01") if isinstance(i, Match))
    answers = Answers.of(item, {})
    code = sorted(answers.misconceptions)[0]
    chance = random.Random(3)

    def shown(mind: Mind) -> int:
        return sum(any(note.misconception == code for note in
                       score(item, answers.give(mind, chance)).notes) for _ in range(200))

    assert shown(Mind(0.9, code, 0.95)) > 150 > 90 > shown(Mind(0.9))


def test_a_table_without_a_key_is_filled_with_what_its_columns_offer():
    item = next(i for i in SEEDS.items("01") if isinstance(i, Table))
    item = msgspec.structs.replace(item, edges=(), min_rows=3)
    answers = Answers.of(item, {"P": ["P1"], "Q": ["Q1"]})
    rows = answers.give(Mind(1.0), random.Random(2))
    assert len(rows) == 3
    assert kind_of(item).read(item, rows) == rows
    assert score(item, rows).status == "recorded"


def test_names_are_plain_labels_of_nobody(made):
    assert {learner.name for learner in made.learners} == {f"Student {n:03}" for n in
                                                           range(1, 201)}
    assert all("@class.example" in line for line in made.roster().splitlines()[1:])


def test_the_class_is_written_into_an_empty_folder_only(made, tmp_path: Path):
    write_class(made, tmp_path / "class")
    assert len(list((tmp_path / "class" / "inbox").iterdir())) == len(made.files)
    truth = json.loads((tmp_path / "class" / "truth.json").read_bytes())
    assert truth["seed"] == 5
    assert truth["files"].keys() == made.files.keys()
    with pytest.raises(FileExistsError, match="name a new folder"):
        write_class(made, tmp_path / "class")


def test_whatever_is_handed_in_today_is_newer_than_every_file_of_the_class(made):
    """Else nobody who rehearses could hand in anything that counts."""
    newest = max(open_handin(raw).handin.made for raw in made.files.values())
    assert newest < datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert newest < "2026-10"  # also on a computer whose clock stands back


def test_the_class_comes_with_the_files_that_canvas_and_moodle_export(made, tmp_path: Path):
    write_class(made, tmp_path / "class")
    canvas = list(csv.reader((tmp_path / "class" / "canvas.csv").open("r", newline="")))
    assert canvas[0][:6] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section",
                             "Exercise 01 (70001)"]
    assert canvas[1][0] == "    Points Possible"
    assert float(canvas[1][5]) == sum(KEYS.by_exercise["01"].marks)
    assert canvas[2] == ["001, Student", "5001", "s001", "s001@class.example", "Class", ""]
    moodle = list(csv.DictReader((tmp_path / "class" / "moodle.csv").open("r", newline="")))
    assert {len(canvas) - 2, len(moodle)} == {200}
    times = {one.student.name: one.at for one in read_times(tmp_path / "class" / "moodle.csv")}
    newest: dict[str, str] = {}
    for name, raw in made.files.items():
        who = f"Student {made.planned[name].student.removeprefix('s')}"
        newest[who] = max(newest.get(who, ""), open_handin(raw).handin.made)
    assert times.keys() == newest.keys()
    assert all(0 < (datetime.fromisoformat(at) - datetime.fromisoformat(newest[who]))
               .total_seconds() <= 60 for who, at in times.items())


def test_an_exercise_that_is_not_there_is_named():
    with pytest.raises(Unknown, match="'09'"):
        make_class(SEEDS, ["09"], 3, seed=1)


@pytest.mark.parametrize("exercise", exercises_here(PROJECT))
def test_the_course_s_own_exercises_can_be_tried(exercise: str):
    """Full marks for the key, and a class in which grading finds every planned point."""
    keys = read_keys(PROJECT)
    made = make_class(PROJECT, [exercise], 20, seed=8)
    for name, raw in made.files.items():
        graded = grade(raw, keys)
        assert graded.status in ("graded", "not_attempted"), graded.reason
        assert {f.item: f.points for f in graded.fields} == made.planned[name].points
    key = keys.by_exercise[exercise]
    assert sum(Answers.of(q.item, {}).item.marks for q in key.questions.values()) == key.marks[0]


def test_two_thousand_hand_ins_are_made_in_seconds():
    start = time.perf_counter()
    make_class(SEEDS, ["01"], 2_000, seed=1)
    assert time.perf_counter() - start < 20  # 0.4 s on a quiet machine
