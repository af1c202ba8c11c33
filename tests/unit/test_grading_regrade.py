"""A key turns out wrong: who moves and why is shown first, applied only when asked, and kept."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from support.handins import Maker
from support.lake import LAKE, copy_lake
from support.screen import wide
from typer.testing import CliRunner, Result

from crossread.cli import app
from crossread.commands.grading import _typed
from crossread.grading import gradebook as g
from crossread.grading.gradebook import Gradebook
from crossread.grading.grade import FieldMark
from crossread.grading.keys import key_bytes
from crossread.grading.office import Office
from crossread.grading.regrade import Moved, Regrade, Step, _why, tables
from crossread.grading.results import results
from crossread.model.item import Match
from crossread.scoring import score
from crossread.seeds import Seeds

MAKER = Maker(Seeds(LAKE))
RIGHT = ("verdict: key, feedback: SECRET it is there",
         "verdict: not_yet, feedback: SECRET it is not there")
WRONG = ("verdict: not_yet, feedback: SECRET it is there",
         "verdict: key, feedback: SECRET it is not there")


@dataclass
class Course:
    """A copy of the made-up course, with a class of three whose key can be spoilt and mended."""

    root: Path
    url: str

    @property
    def source(self) -> Path:
        return self.root / "solutions" / "source" / "01.yml"

    def change(self, *pairs: tuple[str, str]) -> None:
        text = self.source.read_text()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        self.source.write_text(text)

    def office(self, *, create: bool = False) -> Office:
        return Office(Seeds(self.root), self.url, create=create)

    def regrade(self, reason: str = "") -> Regrade:
        office = self.office()
        try:
            return office.regrade(reason)
        finally:
            office.close()

    def tables(self) -> list[list[tuple[Any, ...]]]:
        book = Gradebook(self.url)
        with book.read() as connection:
            found = [[tuple(row) for row in connection.execute(
                sa.select(table).order_by(*table.primary_key))]
                for table in g.tables.sorted_tables]
        book.close()
        return found

    def points(self) -> dict[str, float]:
        book = Gradebook(self.url)
        with book.read() as connection:
            found = {r.student.id: r.so_far for r in results(connection, Seeds(self.root))}
        book.close()
        return found


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Graded with a wrong key: option b is the key of x01-1 and should be option a."""
    course = Course(copy_lake(tmp_path / "lake"), f"sqlite:///{tmp_path / 'g.db'}")
    course.change(*zip(RIGHT, WRONG, strict=True))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for id, choice in (("s1", ["a"]), ("s2", ["b"]), ("s3", [])):
        (inbox / f"{id}.json").write_bytes(MAKER.handin(
            MAKER.right | {"x01-1": choice}, id=id, name=f"Student {id}"))
    office = course.office(create=True)
    assert office.grade(inbox).counts["graded"] == 3
    office.close()
    course.change(*zip(WRONG, RIGHT, strict=True))
    return course


def test_a_wrong_key_that_is_mended_moves_those_it_touched_falls_first(course: Course):
    found = course.regrade()
    assert [(m.student, m.before, m.after) for m in found.moved] == [
        ("s2", 6.0, 4.0), ("s1", 4.0, 6.0)]
    fall = found.moved[0].steps
    assert [(s.item, s.before, s.after) for s in fall] == [("x01-1", 2.0, 0.0)]
    assert fall[0].why == "the answer “b) P1” was “correct” and is “not yet” by the key now"
    effect = found.effects[0]
    assert (effect.n, effect.falls, effect.rises) == (3, 1, 1)
    assert (effect.mean_before, effect.mean_after) == (4.67, 4.67)


def test_what_waits_for_a_marker_is_no_zero_in_the_mean_and_an_open_total_is_called_open(
        course: Course):
    office = course.office()
    with office._book.write() as connection:
        g.insert(connection, g.mark, [{"submission": 1, "criterion": "R1", "marker": "m1",
                                       "second": 0, "level": 3, "comment": "", "at": g.now()}])
    office.close()
    found = course.regrade()
    assert [(m.student, m.before, m.after, m.waits) for m in found.moved] == [
        ("s2", 6.0, 4.0, 1), ("s1", 7.0, 9.0, 0)]
    who, _, effect = tables(found)
    assert list(who.columns[2].cells) == ["so far 6 → 4; 1 row of the rubric waits", "7 → 9"]
    assert (effect.columns[5].header, *effect.columns[5].cells) == (
        "mean of keyed points", "4.67 → 4.67")
    two = msgspec.structs.replace(found.moved[0], waits=2)
    assert list(next(tables(Regrade((two,)))).columns[2].cells) == [
        "so far 6 → 4; 2 rows of the rubric wait"]


def test_nothing_changes_without_apply(course: Course, tmp_path: Path):
    before, file = course.tables(), (tmp_path / "g.db").read_bytes()
    assert course.regrade().applied is False
    assert course.tables() == before
    assert (tmp_path / "g.db").read_bytes() == file


def test_what_is_applied_is_what_was_shown_and_it_is_kept_with_its_reason(course: Course):
    shown = course.regrade()
    assert course.points() == {"s1": 4.0, "s2": 6.0, "s3": 4.0}
    done = course.regrade("x01-1 had the wrong option as its key.")
    assert (done.applied, done.moved, done.effects) == (True, shown.moved, shown.effects)
    assert course.points() == {"s1": 6.0, "s2": 4.0, "s3": 4.0}
    book = Gradebook(course.url)
    with book.read() as connection:
        kept = connection.execute(sa.select(g.regrade)).one()
        keys = connection.execute(sa.select(g.key_version).order_by(g.key_version.c.id)).all()
    book.close()
    assert (kept.reason, kept.exercises, kept.moved) == (
        "x01-1 had the wrong option as its key.", "01", 2)
    assert [m["student"] for m in json.loads(kept.record)["moved"]] == ["s2", "s1"]
    assert [k.reason for k in keys] == ["first graded", kept.reason]
    assert keys[1].key == key_bytes(Seeds(course.root).exercise("01"))


def test_twice_the_same_is_once(course: Course):
    course.regrade("Mended.")
    before = course.tables()
    again = course.regrade("Mended once more.")
    assert (again.applied, again.moved, again.effects) == (False, (), ())
    assert [(a.reason, a.moved) for a in again.earlier] == [("Mended.", 2)]
    assert course.tables() == before


def test_a_key_mended_and_taken_back_leaves_the_points_as_they_were(course: Course):
    before = course.points()
    course.regrade("Mended.")
    course.change(*zip(RIGHT, WRONG, strict=True))
    course.regrade("Taken back.")
    assert course.points() == before
    assert [a.reason for a in course.regrade().earlier] == ["Mended.", "Taken back."]


def test_points_set_by_hand_stay_and_it_is_said(course: Course):
    office = course.office()
    with office._book.write() as connection:
        g.insert(connection, g.override, [{"id": 1, "student": 2, "exercise": "01", "points": 5.5,
                                           "who": "m1", "why": "Ill.", "at": g.now()}])
    office.close()
    moved = {m.student: m for m in course.regrade("Mended.").moved}
    assert (moved["s2"].before, moved["s2"].after) == (5.5, 5.5)
    assert moved["s2"].note == "The points were set by hand and stay."
    assert course.points()["s2"] == 5.5


def test_a_changed_question_makes_a_file_partial_and_says_why(course: Course):
    course.change(("stem: Select the day.", "stem: Select the name of the day."))
    found = course.regrade("Said better.")
    step = next(s for m in found.moved for s in m.steps if s.item == "x01-2")
    assert (step.before, step.after) == (2.0, 0.0)
    assert "the question has changed since it was answered" in step.why
    statuses = course.tables()[g.tables.sorted_tables.index(g.submission)]
    assert {row[3] for row in statuses} == {"partial"}


def test_other_marks_for_a_question_move_everybody_who_earned_them(course: Course):
    course.change(*((f"stem: {stem}\n    marks: 2", f"stem: {stem}\n    marks: {now}")
                    for stem, now in (("Put these in order.", 1), ("Select the day.", 3))))
    whys = {s.item: s.why for m in course.regrade().moved for s in m.steps}
    assert whys["x01-3"] == "the question counted 2 and now counts 1"
    assert whys["x01-2"] == "the question counted 2 and now counts 3"


def test_a_reason_that_many_share_stands_once_below_with_its_number():
    step = Step("q", 0, 1, "row r1: chose “a”; right was “b” and is now “a”")
    some = tuple(Moved(f"s{n}", "", "01", 0, 1, (step,)) for n in range(5))
    who, why = tables(Regrade((*some, Moved("t", "", "01", 0, 1, (Step("q", 0, 1, "another"),)))))
    assert [list(column.cells) for column in why.columns] == [
        ["1", "2"], ["5", "1"], [step.why, "another"]]
    assert list(who.columns[-1].cells) == ["1"] * 5 + ["2"]


def test_of_a_question_with_rows_the_row_that_changed_is_shown_and_no_other():
    seeds = Seeds()
    new = next(item for ref in seeds.course.exercises for item in seeds.exercise(ref.id).fields
               if isinstance(item, Match) and len(item.rows) > 3)
    row = new.rows[2]
    words = {choice.id: choice.text for choice in new.choices}
    other = next(id for id in words if id not in (row.key, *row.accept))
    old = msgspec.structs.replace(new, rows=tuple(
        msgspec.structs.replace(one, key=other, accept=(), wrong={}) if one.id == row.id else one
        for one in new.rows))
    answer = {one.id: one.key for one in new.rows}
    was, now = (FieldMark(new.id, score(item, answer), 0, 1, answer=answer) for item in (old, new))
    right = "” or “".join(words[id] for id in words if id in (row.key, *row.accept))
    assert _why(old, new, was, now) == (f"row {row.id}: chose “{words[row.key]}”; right was "
                                        f"“{words[other]}” and is now “{right}”")


def test_marks_for_a_rubric_row_that_is_gone_do_not_count(course: Course):
    office = course.office()
    with office._book.write() as connection:
        g.insert(connection, g.mark, [{"submission": 1, "criterion": "R1", "marker": "m1",
                                       "second": 0, "level": 3, "comment": "", "at": g.now()}])
    office.close()
    course.change(("- id: R1", "- id: R2"))
    found = course.regrade("Another row.")
    step = next(s for m in found.moved for s in m.steps if s.item == "R1")
    assert (step.before, step.after, step.why) == (3, 0, "the rubric row is no longer there")
    assert found.effects[0].note == "New rubric rows wait for a marker: R2."
    assert course.points()["s1"] == 6.0
    course.change(("- id: R2", "- id: R1"))
    back = course.regrade("The row is back.")
    assert [(m.student, s.item, s.before, s.after) for m in back.moved for s in m.steps] == [
        ("s1", "R1", 0, 3)]
    assert back.effects[0].note == "New rubric rows wait for a marker: R1."  # others have no mark
    assert course.points()["s1"] == 9.0


# a gradebook of the version before

@pytest.fixture
def old(tmp_path: Path) -> str:
    """A gradebook of schema 1 with two students, as that version wrote it."""
    connection = sqlite3.connect(tmp_path / "old.db")
    connection.executescript((Path(__file__).parent / "schema_1.sql").read_text("utf-8"))
    connection.close()
    return f"sqlite:///{tmp_path / 'old.db'}"


def test_a_gradebook_of_schema_1_opens_keeps_what_it_holds_and_can_be_regraded(old: str,
                                                                               tmp_path: Path):
    course = Course(copy_lake(tmp_path / "lake"), old)
    assert course.regrade().effects == ()
    book = Gradebook(old)
    with book.read() as connection:
        assert list(connection.scalars(sa.select(g.schema_version.c.version))) == list(
            range(1, g.SCHEMA + 1))
        assert list(connection.scalars(sa.select(g.student.c.name))) == ["Ana Brük", "Ben Olsen"]
        inspected = sa.inspect(connection)
        assert {table: {c["name"] for c in inspected.get_columns(table)}
                for table in g.tables.tables} == {
            name: set(table.c.keys()) for name, table in g.tables.tables.items()}
    book.close()
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.json").write_bytes(MAKER.handin(id="s1", name="Ana Brük"))
    office = course.office(create=True)
    assert office.grade(inbox).counts["graded"] == 1
    office.close()
    course.change(*zip(RIGHT, WRONG, strict=True))
    assert course.regrade("Another key.").applied
    assert course.points() == {"s1": 4.0, "s2": 0.0}


# the command

@pytest.fixture
def run(course: Course, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("CROSSREAD_COURSE", str(course.root))
    monkeypatch.setenv("CROSSREAD_GRADEBOOK", course.url)
    wide(monkeypatch)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["regrade", *words])
    return run


def test_the_command_shows_who_moves_and_applies_only_with_a_reason(run: Any):
    shown = run()
    assert shown.exit_code == 0, shown.output
    for words in ("Student s2 (s2)", "6 → 4", "x01-1", "2 → 0", "The class", "4.67 → 4.67",
                  "Nothing was written. To apply it: crossread regrade --apply --reason"):
        assert words in shown.output, words
    assert shown.output.index("Student s2 (s2)") < shown.output.index("Student s1 (s1)")
    assert [run(*words).exit_code for words in (("--apply",), ("--apply", "--reason", " "),
                                                ("--reason", "x"))] == [2, 2, 2]
    assert "Applied: 2 results moved." in run("--apply", "--reason", "Wrong [key].").output
    after = run()
    assert "No key has changed: there is nothing to regrade." in after.output
    assert "Wrong [key]." in after.output


def test_the_line_to_apply_repeats_what_was_typed_and_never_a_password(
        run: Any, course: Course, monkeypatch: pytest.MonkeyPatch):
    keys = str(course.source.parent)
    assert f'--reason "…" --keys {keys}\n' in run("--keys", keys).output
    monkeypatch.delenv("CROSSREAD_GRADEBOOK")
    assert f'--reason "…" --gradebook {course.url}\n' in run("--gradebook", course.url).output
    assert _typed("postgresql://me:secret@host/x", Path("a b")) == " --gradebook URL --keys 'a b'"


def test_the_command_prints_json_for_a_script(run: Any):
    found = json.loads(run("--json").stdout)
    assert (found["applied"], [m["student"] for m in found["moved"]]) == (False, ["s2", "s1"])
