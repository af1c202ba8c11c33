"""A run of grading says what it changed for files that were in the gradebook before."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from support.handins import MADE, Maker
from support.lake import LAKE
from support.screen import wide
from typer.testing import CliRunner

from crossread.cli import app
from crossread.grading import gradebook as g
from crossread.grading.gradebook import Gradebook
from crossread.grading.news import Anew, Change, News, told
from crossread.seeds import Seeds

MAKER = Maker(Seeds(LAKE))
BOOK = ("--gradebook", "sqlite:///g.db")
ESSAY = MAKER.right | {"x01-4": "P2.1 says a third and Q2.1 a tenth."}
UNCHANGED = "No new files: the gradebook is unchanged."


@pytest.fixture(autouse=True)
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    monkeypatch.chdir(tmp_path)
    wide(monkeypatch)
    (tmp_path / "inbox").mkdir()
    for id, name in (("s1", "Ana Brük"), ("s2", "Ben Olsen")):
        (tmp_path / "inbox" / f"{id}.json").write_bytes(MAKER.handin(ESSAY, id=id, name=name))
    return tmp_path / "inbox"


def grade(*words: str) -> str:
    done = CliRunner().invoke(app, ["grade", "inbox", *BOOK, *words])
    assert done.exit_code == 0, done.output
    return done.output


def mark(submission: int, criterion: str = "R1", second: int = 0) -> None:
    book = Gradebook("sqlite:///g.db")
    with book.write() as connection:
        g.insert(connection, g.mark, [{
            "submission": submission, "criterion": criterion, "marker": f"m{second}",
            "second": second, "level": 3, "comment": "", "at": g.now()}])
    book.close()


def test_a_deadline_that_makes_files_late_is_no_unchanged_gradebook():
    grade()
    said = grade("--due", "2031-05-04T09:00Z")
    assert UNCHANGED not in said
    assert ("No new files.\nOf the files that were here before, 2 have another status now: 2 from "
            "graded to late.\n") in said
    assert UNCHANGED in grade()
    said = grade("--due", "2031-05-04T08:00Z")
    assert ("No new files.\nOf 2 files that were here before, only the minutes after the deadline "
            "or the reason changed.\n") in said
    assert "another status now" not in said
    assert "No new files, and no file has another status.\n" in grade("--due", "2031-05-04T08:00Z")


def test_a_corrected_roster_is_no_unchanged_gradebook():
    Path("r.csv").write_text("id,name\ns1,Ana Brük\n", "utf-8")
    grade("--roster", "r.csv")
    Path("r.csv").write_text("id,name\ns1,Ana Brük\ns2,Ben Olsen\n", "utf-8")
    said = grade("--roster", "r.csv")
    assert UNCHANGED not in said
    assert ("Of the files that were here before, 1 has another status now: 1 from unmatched to "
            "graded.\n") in said


def test_marked_work_that_a_newer_file_sends_back_is_named(inbox: Path):
    grade()
    mark(2)
    mark(2, "gone")  # a row that the key has no more
    mark(1, second=1)
    for id, name in (("s1", "Ana Brük"), ("s2", "Ben Olsen")):
        (inbox / f"{id}-new.json").write_bytes(
            MAKER.handin(ESSAY, id=id, name=name, made=MADE + timedelta(hours=1)))
    said = grade()
    assert ("2 new files.\nOf the files that were here before, 2 have another status now: 2 from "
            "graded to duplicate.\n1 marked rubric row waits for a marker again, because a newer "
            "file counts. The earlier marks are kept with the earlier file:\n  exercise 01, Ben "
            "Olsen (s2): 1 row (s2-new.json in place of s2.json)\n") in said
    assert "Ana Brük" not in said.split("waits for a marker again")[1]
    assert "again, because" not in grade()


def test_news_is_in_the_json_for_a_script(inbox: Path):
    grade()
    mark(2)
    (inbox / "n.json").write_bytes(
        MAKER.handin(ESSAY, id="s2", name="Ben Olsen", made=MADE + timedelta(hours=1)))
    assert json.loads(grade("--json"))["news"] == {
        "changes": [{"before": "graded", "after": "duplicate", "n": 1}], "details": 0,
        "anew": [{"student": "Ben Olsen (s2)", "exercise": "01", "rows": 1, "file": "n.json",
                  "instead_of": "s2.json"}]}


def test_of_many_works_that_wait_again_the_first_are_named_and_all_are_counted():
    some = tuple(Anew(f"s{n}", "01", 2, "b.json", "a.json") for n in range(23))
    lines = list(told(23, News((Change("graded", "duplicate", 23),), 0, some), asked=False))
    assert lines[2].startswith("46 marked rubric rows wait for a marker again")
    assert lines[-2:] == ["  exercise 01, s19: 2 rows (b.json in place of a.json)",
                          "  and 3 works more; --json lists all."]
