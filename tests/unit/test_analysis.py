"""The analysis finds what was planted in a made-up class, and raises few other flags."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from support.lake import LAKE

from crossread.grading import figures as f
from crossread.grading.analysis import Analysis, Gathered, Mark, analyse
from crossread.grading.decisions import Part, Sheet, Took, Way, parts_of
from crossread.grading.demo import MadeClass, exercises_here, make_class
from crossread.grading.grade import grade
from crossread.grading.groups import reliability
from crossread.grading.keys import Key, Keys, read_keys
from crossread.grading.looks import Look, _markers, _rest, _rows, left_out, levels, looks
from crossread.grading.markers import Given, Ground, markers
from crossread.grading.planting import spoiled
from crossread.grading.questions import parts, questions
from crossread.grading.report import ByExercise, Report, grouped
from crossread.grading.results import Result
from crossread.grading.roster import Listed
from crossread.grading.settle import FileStatus
from crossread.handin import open_handin
from crossread.insight.page import report_page
from crossread.seeds import Seeds

PROJECT = Seeds(LAKE.parents[1])
CLASSES = 20
EMPTY = Report(0, {}, ())


@dataclass(frozen=True)
class Found:
    """A made-up class and what the analysis says of it."""

    made: MadeClass
    found: Analysis


def study(n: int, seed: int, *, planted: bool = True) -> Found:
    """A class of ``n``, graded with the planted wrong key, and analysed."""
    made = make_class(PROJECT, exercises_here(PROJECT), n, seed, planted=planted)
    base = read_keys(PROJECT)
    held = {e: Key(spoiled(k.exercise, made.planted.wrong_key), k.places)
            for e, k in base.by_exercise.items()}
    keys = Keys(base.course, held)
    listed = {one.id: Listed(one.id, one.name, "", ()) for one in made.learners}
    results, practice = [], {}
    for name, plan in made.planned.items():
        if plan.status != "duplicate":
            graded = grade(made.files[name], keys)
            student = listed[plan.student]
            results.append(Result(student, plan.exercise, graded.status, graded=graded))
            practice.setdefault(student.key, []).extend(open_handin(made.files[name]).practice)
    marks = [Mark(listed[m.student].key, m.exercise, m.criterion, m.marker, m.level)
             for m in made.marks]
    return Found(made, analyse(results, {e: k.exercise for e, k in held.items()}, PROJECT,
                               Gathered(marks, practice)))


@pytest.fixture(scope="module")
def classes() -> list[Found]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crossread.agreement.RESAMPLES", 20)  # its intervals are tested elsewhere
        return [study(32, seed) for seed in range(1, CLASSES + 1)]


def test_every_planted_thing_is_found_in_nearly_all_classes(classes: list[Found]):
    hits: Counter[str] = Counter()
    for one in classes:
        hidden, found = one.made.planted, one.found
        key = hidden.wrong_key
        assert key is not None
        hits["key"] += (key.question, key.row) in {
            (d.question, d.id) for d in found.decisions if "key" in d.flags}
        hits["weak"] += hidden.weak in {q.question for q in found.questions if q.flags}
        hits["misconception"] += hidden.misconception in {
            m.code for m in found.misconceptions if m.stands_out}
        hits["too sure"] += hidden.too_sure in {i.item for i in found.confidence.items
                                               if i.stands_out and (i.over.value or 0) > 0}
        flags = {m.marker: m.flags for m in found.markers}
        hits["severe"] += "severe" in flags[hidden.severe]
        hits["careless"] += "unlike" in flags[hidden.careless]
    assert {name: n for name, n in hits.items() if n < 0.85 * CLASSES} == {}
    assert len(hits) == 6


def test_little_else_is_flagged(classes: list[Found]):
    """Each family of false flags stays within the rate that the report states."""
    wrong: Counter[str] = Counter()
    for one in classes:
        hidden, found = one.made.planted, one.found
        assert hidden.wrong_key is not None
        place = (hidden.wrong_key.question, hidden.wrong_key.row)
        rows = [d for d in found.decisions if (d.question, d.id) != place]
        wrong["key"] += sum("key" in d.flags for d in rows)
        wrong["negative"] += sum("negative" in d.flags for d in rows)
        wrong["hard or easy"] += sum(bool({"hard", "easy"} & {*d.flags}) for d in rows
                                     if d.question != hidden.weak)
        wrong["dead"] += sum("dead" in d.flags for d in rows)
        wrong["weak"] += sum(bool(q.flags) for q in found.questions
                             if q.question != hidden.weak)
        believed = {s.misconception for s in one.made.learners}
        wrong["misconception"] += sum(m.stands_out for m in found.misconceptions
                                      if m.code not in believed)
        flags = {m.marker: set(m.flags) for m in found.markers}
        flags[hidden.severe] -= {"severe"}
        # levels that scatter are cut off at 4, so that this marker's mean is lower in truth
        flags[hidden.careless] -= {"unlike", "severe"}
        wrong["marker"] += sum(map(len, flags.values()))
    # a key: 0.02 of about 60 rows; a family: 5% of its flags, of which each class has one or two;
    # markers: 5% of the tables for each of two kinds of flag
    assert wrong["key"] <= 0.6 * CLASSES / 2
    assert all(wrong[name] <= 0.1 * CLASSES for name in wrong if name != "key"), wrong


def test_the_page_says_first_that_the_key_is_to_be_checked(classes: list[Found]):
    one = classes[0]
    key = one.made.planted.wrong_key
    assert key is not None
    said = looks(one.found, EMPTY)
    assert 3 <= len(said) <= 7
    assert said[0].what == f"Check the key of {key.question}, row {key.row}."
    assert "stronger students chose “" in said[0].evidence
    assert "crossread regrade" in said[0].do
    assert f"{sum(t.n for t in one.found.tested)} tests were made" in said[-1].evidence


def test_below_ten_students_no_figure_is_given():
    found = study(8, 1).found
    values = [d.right.value for d in found.decisions] + [q.telling.value for q in found.questions]
    assert set(values) == {None}
    assert not any(d.flags for d in found.decisions)
    assert {r.alpha.value for r in found.reliability} == {None}
    assert {o.right.n for o in found.objectives} <= set(range(9))


def test_a_class_without_marks_or_practice_is_analysed_too():
    found = study(12, 2, planted=False).found
    assert (found.markers, found.agreement, found.confidence.answers) == ((), (), 0)


def test_rubric_rows_that_wait_are_among_the_first_things_to_look_at():
    account = Report(3, {"graded": 2, "unmatched": 1}, (), (ByExercise("03", 2, 0, 1.0, 6),))
    said = looks(study(8, 1, planted=False).found, account)
    assert [one.what for one in said] == [
        "1 file is unmatched.", "6 rubric rows wait for a marker.", "Nothing else stands out."]
    assert said[0].do == "Correct the roster and grade again."


def test_no_row_that_waits_pushes_a_finding_out_and_what_has_no_place_is_named(
        classes: list[Found]):
    one = classes[0]
    account = Report(3, {"graded": 3}, (), (ByExercise("03", 24, 0, 1.0, 45),))
    said = looks(one.found, account)
    assert said[:-1] == looks(one.found, EMPTY)[:-1]
    assert any(f"too sure in practice question {one.made.planted.too_sure}." in look.what
               for look in said[:-1])
    assert "45 rubric rows wait for a marker" in said[-1].evidence
    assert "more stand" in said[-1].what
    assert "tables below" not in said[-1].what + said[-1].evidence


def test_many_things_without_a_place_are_named_up_to_a_dozen():
    found = study(8, 1, planted=False).found
    more = [Look(f"Thing {n}.", "", "") for n in range(14)]
    assert _rest(found, more).what == "14 things more stand out."
    assert _rest(found, more).evidence.startswith("Thing 0; Thing 1; ")
    assert "Thing 11; and 2 more. " in _rest(found, more).evidence
    assert _rest(found, more[:1]).what == "One thing more stands out."


def test_a_question_keeps_its_name_at_the_start_of_a_sentence():
    few = f.nothing(3)
    found: Any = SimpleNamespace(decisions=[SimpleNamespace(
        name="x02-1", flags=("hard",), right=few, telling=few)])
    assert [one.what for one in _rows(found)] == ["x02-1 is very hard."]


def test_files_with_nothing_to_do_stand_in_one_line_after_the_others():
    plain = "5 minutes after the deadline by the file's own time. 3 of 3 questions answered."
    files = [FileStatus(f"d{n}", "duplicate", "A newer file.") for n in range(27)]
    files += [FileStatus(f"l{n}", "late", plain) for n in range(30)]
    files += [FileStatus("l", "late", plain + " Canvas received the file from Ben (s2)."),
              FileStatus("n", "not_attempted", "Nothing is answered.")]
    assert [(one.file, one.status) for one in grouped(files)] == [
        ("l", "late"), ("n", "not_attempted"), ("30 files", "late"), ("27 files", "duplicate")]
    assert len(grouped(files[27:32])) == 5
    assert grouped(files[:1]) == files[:1]


def test_matches_by_name_stand_in_one_line_when_many_and_hide_nothing_else():
    done = "3 of 3 questions answered."
    named = "Matched by name; the id “s{}” is not in the roster."
    files = [FileStatus(f"g{n}", "graded", f"{done} {named.format(n)}") for n in range(9)]
    assert grouped(files) == files
    files += [FileStatus("x", "graded", f"{done} {named.format(9)} Moodle received the file from "
                         "Ben (s2)."),
              FileStatus("l", "late", f"5 minutes after the deadline. {done} {named.format(10)}"),
              FileStatus("p", "partial", f"Not scored: q: no answer. {named.format(11)}"),
              FileStatus("u", "unmatched", "Ann (s99) is not in the roster.")]
    told = ("Their ids, such as “s0”, are not in the roster, but each name is there once. --json "
            "lists all.")
    assert [(one.file, one.status, one.reason) for one in grouped(files)] == [
        ("x", "graded", f"{done} Moodle received the file from Ben (s2)."),
        ("p", "partial", "Not scored: q: no answer."),
        ("u", "unmatched", "Ann (s99) is not in the roster."),
        ("l", "late", f"5 minutes after the deadline. {done}"),
        ("12 files", "matched by name", told)]


PART = Part("01", "q", "r", "a row", "LO", "", (Way("k", "key", True), Way("a", "one", False),
                                              Way("b", "two", False)))


def sheet_of(rows: dict[Part, list[str]]) -> Sheet:
    """Students 0, 1, … with one way for every part."""
    took = [Took(n, part, way, way == "k", "") for part, ways in rows.items()
            for n, way in enumerate(ways)]
    credits: dict[str, dict[int, float]] = {}
    for one in took:
        credits.setdefault(one.part.question, {})[one.student] = float(one.right)
    n = max(map(len, rows.values()))
    return Sheet(tuple(rows), tuple(took), credits, n, tuple(map(str, range(n))))


def other(n: int) -> Part:
    return Part("01", f"o{n}", "", "another", "LO", "", PART.ways)


def test_top_and_bottom_thirds_are_counted_by_the_other_rows_alone():
    strong, weak = ["k"] * 15, ["a"] * 15
    sheet = sheet_of({PART: ["a"] * 15 + ["k"] * 15, other(1): strong + weak,
                      other(2): strong + weak})
    one = parts(sheet)[0][0]
    assert [(w.id, w.n, w.top, w.bottom) for w in one.ways] == [
        ("k", 15, 0, 10), ("a", 15, 10, 0), ("b", 0, 0, 0)]
    assert {"key", "negative"} <= set(one.flags)
    assert (one.rival, one.rival_n, one.key_n, one.half) == ("a", 15, 0, 15)


def test_a_row_is_left_out_of_the_strength_that_it_is_compared_with():
    sheet = sheet_of({PART: ["k"] * 6 + ["a"] * 6, other(1): ["a"] * 6 + ["k"] * 6})
    assert sheet.strength(0, [PART]) == -0.5
    assert sheet.strength(0) == 0.0
    assert sheet.strength(0, sheet.parts) is None
    assert parts(sheet)[0][0].telling.value == pytest.approx(-0.999, abs=0.01)


def test_an_option_that_nobody_takes_is_named_only_where_many_are_wrong():
    def flags(wrong: int) -> tuple[str, ...]:
        ways = ["a"] * wrong + ["k"] * (40 - wrong)
        return parts(sheet_of({PART: ways, other(1): ["k", "a"] * 20}))[0][0].flags

    assert "dead" in flags(20)
    assert "dead" not in flags(3)


def test_a_question_answered_by_chance_is_weak_and_one_like_the_rest_is_not():
    chance = random.Random(1)
    able = [n < 20 for n in range(40)]
    rows = {other(n): ["k" if a == (chance.random() < 0.9) else "a" for a in able]
            for n in range(6)}
    rows[PART] = [chance.choice("kab") for _ in able]
    sheet = sheet_of(rows)
    stats, _ = questions(sheet, parts(sheet)[0])
    assert [one.question for one in stats if one.flags] == ["q"]


def test_reliability_is_one_for_rows_that_order_all_alike_and_low_for_chance():
    alike = {Part("01", "q", str(n), "", "", "", PART.ways): ["k"] * 10 + ["a"] * 10
             for n in range(4)}
    whole = reliability(sheet_of(alike))[0]
    assert (whole.decisions, whole.alpha.value, whole.alpha.n) == (4, 1.0, 20)
    chance = random.Random(2)
    noise = {part: [chance.choice("ka") for _ in range(60)] for part in alike}
    low = reliability(sheet_of(noise))[0].alpha
    assert low.low is not None and low.low < 0 < 0.7 > (low.high or 1)


def given(marker: str, work: int, level: int) -> Given:
    return Given(str(work), work, "01", "r1", marker, level)


def test_two_markers_who_differ_are_told_apart_only_by_severity():
    chance = random.Random(3)
    marks = [given(name, n, chance.choice((1, 2, 3, 4)))
             for n in range(30) for name in ("M1", "M2")]
    found, _ = markers(marks, {})
    assert all("unlike" not in one.flags for one in found)


def test_a_severe_marker_does_not_make_the_others_lenient():
    chance = random.Random(4)
    marks = []
    for n in range(60):
        level, (a, b) = chance.choice((2, 3, 4)), chance.sample(("M1", "M2", "M3"), 2)
        marks += [given(a, n, level - (a == "M2")), given(b, n, level - (b == "M2"))]
    flags = {one.marker: one.flags for one in markers(marks, {})[0]}
    assert flags == {"M1": (), "M2": ("severe",), "M3": ()}


def test_a_flag_shows_the_figures_that_it_rests_on_and_says_who_is_left_out(
        classes: list[Found]):
    """In the first class M3 seems to give more than the others, as M2 is one of them."""
    found = classes[0].found
    one = next(m for m in found.markers if m.marker == "M3")
    assert [(g.flag, g.without) for g in one.grounds] == [("severe", ("M2",)), ("unlike", ())]
    ground = next(g for g in one.grounds if g.flag == "severe")
    assert (one.same.value or 0) > 0 > (ground.same.value or 0)
    told = next(look.evidence for look in _markers(found)
                if look.what == "Marker M3 gives lower levels than the others.")
    assert told.startswith("These figures leave out M2, who was named before. Levels of the same "
                           f"work: −{-(ground.same.value or 0):.2f} (")
    assert f"n\u00a0=\u00a0{ground.alike.n} students." in told


def test_every_flag_of_severity_lies_on_the_side_of_its_figures(classes: list[Found]):
    seen: Counter[str] = Counter()
    for one in classes:
        for marker in one.found.markers:
            assert marker.flags == tuple(ground.flag for ground in marker.grounds)
            for ground in marker.grounds:
                seen[ground.flag] += 1
                sizes = [f.value for f in (ground.same, ground.alike) if f.value is not None]
                if ground.flag == "unlike":
                    assert (ground.apart.value or 0) > (ground.others_apart or 0)
                else:
                    assert (min(sizes) < 0) if ground.flag == "severe" else (max(sizes) > 0)
    assert seen["severe"] >= 0.85 * CLASSES and seen["unlike"] >= 0.85 * CLASSES


def test_the_page_has_a_table_of_what_each_flag_rests_on(classes: list[Found]):
    pages = [report_page(EMPTY, one, (), "A course") for one in (
        classes[0].found, msgspec.structs.replace(classes[0].found, markers=tuple(
            msgspec.structs.replace(m, flags=(), grounds=()) for m in classes[0].found.markers)))]
    assert ["What each flag rests on" in page for page in pages] == [True, False]
    assert all("Every marker beside all others" in page for page in pages)
    ground = next(g for m in classes[0].found.markers for g in m.grounds if g.without)
    row = next(row for row in pages[0].split("<tr>") if "<td><bdi>M2</bdi></td>" in row)
    assert row.startswith('<th scope="row"><bdi>M3</bdi></th><td>lower levels than the others</td>')
    assert f"<td>{levels(ground.same)}</td><td>{levels(ground.alike)}</td>" in row


def test_who_is_left_out_of_the_figures_is_named():
    nothing = f.nothing(0)
    said = [left_out(Ground(nothing, nothing, nothing, None, 0, 0, flag="severe", without=names))
            for names in ((), ("M1",), ("M1", "M2", "M4"))]
    assert said == ["", "These figures leave out M1, who was named before. ",
                    "These figures leave out M1, M2 and M4, who were named before. "]


def test_few_marks_give_no_figure_and_no_flag():
    found, _ = markers([given(name, n, 4 if name == "M1" else 1) for n in range(4)
                        for name in ("M1", "M2", "M3")], {})
    assert all(one.same.value is None and one.flags == () for one in found)


def test_every_row_of_the_course_is_a_decision_with_one_key():
    for exercise in exercises_here(PROJECT):
        for item in PROJECT.exercise(exercise).fields:
            found = list(parts_of(item, exercise, PROJECT.texts)) if item.marks else []
            assert all(any(w.right for w in one.ways) for one in found), item.id


def test_the_intervals_hold_the_truth_as_often_as_they_say():
    chance = random.Random(5)
    held = Counter()
    for _ in range(400):
        xs = [chance.gauss(1, 2) for _ in range(12)]
        ys = [x + chance.gauss(0, 2) for x in xs]  # correlation 0.707
        p = f.share(sum(chance.random() < 0.3 for _ in range(60)), 60)
        for name, one, truth in (("mean", f.mean(xs), 1), ("related", f.related(xs, ys), 0.7071),
                                 ("share", p, 0.3),
                                 ("difference", f.difference(xs, ys), 0)):
            held[name] += (one.low or 0) <= truth <= (one.high or 0)
    assert all(held[name] >= 0.91 * 400 for name in ("mean", "related", "share")), held


def test_one_test_in_twenty_stands_out_by_chance_and_none_when_all_are_corrected():
    chance = random.Random(6)
    families = [[chance.random() for _ in range(50)] for _ in range(400)]
    assert sum(bool(f.stand_out(one)) for one in families) < 0.08 * 400
    assert f.stand_out([0.001, 0.5, 0.002]) == {0, 2}
    assert f.stand_out([]) == frozenset()


def test_the_quantile_of_student_is_that_of_the_tables():
    widths = [(f.mean([0.0, 1.0] * (n // 2)).high or 0) for n in (10, 20, 40)]
    assert all(a > b for a, b in pairwise(widths))
    ten = f.mean([0.0, 1.0] * 5)
    assert ten.high == pytest.approx(0.5 + 2.262 * 0.52705 / 10 ** 0.5, abs=0.003)
