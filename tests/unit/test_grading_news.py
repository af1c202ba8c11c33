"""A run of grading says what it changed for files that were in the gradebook before."""

from __future__ import annotations

import json
import zipfile
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
    assert ("2 new files: 1 of Ana Brük (s1), 1 of Ben Olsen (s2).\nOf the files that were here "
            "before, 2 have another status now: 2 from graded to duplicate.\n1 "
            "marked rubric row waits for a marker again, because a newer "
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


def test_a_new_gradebook_is_told_so_that_a_slip_in_its_name_is_seen(inbox: Path):
    assert "A new gradebook was made: sqlite:///g.db.\n2 new files.\n" in grade()
    assert "A new gradebook" not in grade()
    json.loads(grade("--gradebook", "sqlite:///h.db", "--json"))
    Path("empty").mkdir()
    done = CliRunner().invoke(app, ["grade", "empty", "--gradebook", "sqlite:///i.db"])
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        1, "A new gradebook was made: sqlite:///i.db.")


def test_a_file_that_is_here_under_another_name_is_no_new_file(inbox: Path):
    with zipfile.ZipFile(inbox / "down.zip", "w") as archive:
        archive.writestr("s1.json", (inbox / "s1.json").read_bytes())
    assert "2 new files.\n1 file is here already, under another name.\n" in grade()
    assert UNCHANGED in grade()
    (inbox / "down (1).zip").write_bytes((inbox / "down.zip").read_bytes())
    (inbox / "again.json").write_bytes((inbox / "s2.json").read_bytes())
    account = json.loads(grade("--json"))
    assert (account["files"], sum(account["counts"].values()), account["new"], account["copies"],
            account["new_of"]) == (5, 5, 0, 2, {})
    (inbox / "down (2).zip").write_bytes((inbox / "down.zip").read_bytes())
    said = grade()
    assert "No new files.\n1 file is here already, under another name.\n" in said
    assert UNCHANGED not in said


def test_of_new_files_it_is_told_whose_they_are_where_they_are_of_few(inbox: Path):
    grade()
    CliRunner().invoke(app, ["erase", "s2", *BOOK, "--yes"])
    assert "\n1 new file: 1 of Ben Olsen (s2).\n" in grade()
    (inbox / "broken.json").write_bytes(b"{")
    assert "\n1 new file: 1 without a student's name.\n" in grade()
    many = {f"s{n}": 1 for n in range(6)}
    assert list(told(6, News(), asked=False, new_of=many)) == ["6 new files."]


def test_a_student_who_is_not_in_a_later_roster_stays_and_is_named():
    Path("r.csv").write_text("id,name\ns1,Ana Brük\ns2,Ben Olsen\n", "utf-8")
    assert "A roster only adds" not in grade("--roster", "r.csv")
    Path("r.csv").write_text("id,name\ns1,Ana Brük\n", "utf-8")
    assert ("A roster only adds. Of an earlier roster, and not in this one: Ben Olsen (s2). To "
            "take a student out of the gradebook, use crossread erase.\n") in grade(
                "--roster", "r.csv")
    assert "A roster only adds" not in grade()
    assert next(told(0, News(), asked=True, copies=1, stay=["a"] * 7)) == "No new files."
    assert "a, a, a, a, a and 2 more." in list(told(0, News(), asked=True, stay=["a"] * 7))[1]


def test_of_many_works_that_wait_again_the_first_are_named_and_all_are_counted():
    some = tuple(Anew(f"s{n}", "01", 2, "b.json", "a.json") for n in range(23))
    lines = list(told(23, News((Change("graded", "duplicate", 23),), 0, some), asked=False))
    assert lines[2].startswith("46 marked rubric rows wait for a marker again")
    assert lines[-2:] == ["  exercise 01, s19: 2 rows (b.json in place of a.json)",
                          "  and 3 works more; --json lists all."]
