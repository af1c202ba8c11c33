"""The instructor's commands: what they print, what they write, and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.handins import Maker
from support.lake import LAKE
from support.screen import wide
from typer.testing import CliRunner, Result

from crossread.cli import app
from crossread.seeds import Seeds

MAKER = Maker(Seeds(LAKE))


@pytest.fixture(autouse=True)
def course(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The made-up course, an inbox with one good and one broken file, and a working folder."""
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    wide(monkeypatch)
    monkeypatch.chdir(tmp_path)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.json").write_bytes(MAKER.handin())
    (inbox / "[red]b.json").write_bytes(b"{")
    return tmp_path


def crossread(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


BOOK = ("--gradebook", "sqlite:///g.db")


def test_grade_accounts_for_every_file_and_writes_what_was_asked(course: Path):
    done = crossread("grade", "inbox", *BOOK, "--out", "results")
    assert done.exit_code == 0, done.output
    assert "all files" in done.output and "2 new files." in done.output
    assert "[red]b.json" in done.output and "The end of the file is missing" in done.output
    assert [p.name for p in sorted((course / "results").rglob("*.*"))] == [
        "feedback-s001.html", "grades.csv"]


def test_grade_again_says_that_nothing_changed():
    crossread("grade", "inbox", *BOOK)
    assert "No new files: the gradebook is unchanged." in crossread("grade", "inbox",
                                                                    *BOOK).output


def test_one_new_file_is_one_and_a_wrong_roster_or_folder_of_keys_leaves_no_gradebook(course: Path):
    for wrong, code in ((("--roster", "none.csv"), 1), (("--keys", "none"), 2)):
        done = crossread("grade", "inbox", *BOOK, *wrong)
        assert (done.exit_code, (course / "g.db").exists()) == (code, False), done.output
        assert "none" in done.output and "Traceback" not in done.output
    assert "1 new file." in crossread("grade", "inbox/a.json", *BOOK).output


def test_grade_and_report_print_json_for_a_script():
    done = crossread("grade", "inbox", *BOOK, "--json")
    account = json.loads(done.stdout)
    assert (account["files"], account["new"], account["counts"]["graded"]) == (2, 2, 1)
    assert account["listed"][0]["file"] == "[red]b.json"
    report = json.loads(crossread("report", *BOOK, "--json").stdout)
    assert sum(report["counts"].values()) == report["files"] == 2
    assert report["exercises"][0]["mean_keyed"] == 6.0


def test_the_report_of_one_student_is_a_page_that_says_too_few_to_tell(course: Path):
    (course / "inbox" / "a.json").write_bytes(MAKER.handin(name="<b>Ada</b>"))
    crossread("grade", "inbox", *BOOK)
    done = crossread("report", *BOOK, "--html", "r.html")
    assert done.exit_code == 0, done.output
    assert "What to look at" in done.output and "1 file is ungradable." in done.output
    page = (course / "r.html").read_text("utf-8")
    assert "too few to tell" in page and "<img" not in page and "<b>" not in page


def test_the_gradebook_may_be_named_once_in_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CROSSREAD_GRADEBOOK", "sqlite:///g.db")
    assert crossread("grade", "inbox").exit_code == 0
    said = crossread("report").output
    assert "mean of keyed points" in said and "6 of 6, n\u00a0=\u00a01 " in said


def test_feedback_and_export_write_from_the_gradebook(course: Path):
    crossread("grade", "inbox", *BOOK)
    assert "1 file of feedback is in pages." in crossread("feedback", "pages", *BOOK).output
    assert "2 rows are in out.csv." in crossread("export", "csv", "out.csv", *BOOK).output
    assert (course / "out.csv").read_text("utf-8-sig").startswith("student_id,name,")


def test_pages_of_feedback_that_were_not_written_now_are_named_and_stay(course: Path):
    (course / "inbox" / "b.json").write_bytes(MAKER.handin(id="s2", name="Ben"))
    crossread("grade", "inbox", *BOOK)
    said = crossread("feedback", "pages", *BOOK).output
    assert "2 files of feedback are in pages." in said and "Not written now" not in said
    crossread("erase", "s2", *BOOK, "--yes")
    assert "1 file of feedback is in pages.\nNot written now, from before: feedback-s2.html. " in (
        said := crossread("feedback", "pages", *BOOK).output)
    assert "delete such pages yourself" in said and (course / "pages/feedback-s2.html").exists()
    (course / "inbox" / "b.json").unlink()
    (course / "out").mkdir()
    (course / "pages").rename(course / "out" / "feedback")
    assert "Not written now, from before: feedback-s2.html. " in crossread(
        "grade", "inbox", *BOOK, "--out", "out").output
    for n in range(21):
        (course / "out/feedback" / f"feedback-x{n:02}.html").touch()
    assert "feedback-x18.html and 2 more. " in crossread("feedback", "out/feedback", *BOOK).output


def test_demo_makes_a_class_that_grade_takes(course: Path):
    done = crossread("demo", "reh", "--students", "12", "--seed", "3")
    assert done.exit_code == 0, done.output
    assert "12 students are in reh/inbox. Next:" in done.output
    account = json.loads(crossread("grade", "reh/inbox", *BOOK, "--roster", "reh/roster.csv",
                                   "--json").stdout)
    truth = json.loads((course / "reh" / "truth.json").read_text())
    assert account["files"] == len(truth["files"])


@pytest.mark.parametrize(("words", "sentence"), [
    (("grade", "nowhere", *BOOK), "nowhere: No such file or directory"),
    (("grade", "inbox", "--gradebook", "g.db"), "'g.db' names no gradebook. Write sqlite:///"),
    (("grade", "inbox", *BOOK, "--roster", "none.csv"), "none.csv: No such file or directory"),
    (("report", *BOOK), "there is no such file. Make a gradebook with crossread grade."),
    (("feedback", "x", *BOOK), "there is no such file"),
    (("export", "csv", "x.csv", *BOOK), "there is no such file"),
    (("demo", "."), ".: is not empty; name a new folder"),
])
def test_a_fault_is_one_line_and_exit_code_1(words: tuple[str, ...], sentence: str,
                                             course: Path):
    done = crossread(*words)
    assert done.exit_code == 1
    assert sentence in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.output
    assert not (course / "g.db").exists() or "roster" in words[-2]


def test_an_inbox_without_a_file_is_a_fault(course: Path):
    (course / "empty").mkdir()
    done = crossread("grade", "empty", *BOOK)
    assert (done.exit_code, "there is no file in it" in done.stderr) == (1, True)


def test_a_roster_with_slips_lists_them_all(course: Path):
    (course / "r.csv").write_text("id,name\ns1,A\ns1,B\n,\n\n,x\ns1,C\n")
    done = crossread("grade", "inbox", *BOOK, "--roster", "r.csv")
    assert done.exit_code == 1
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == ["r.csv:3", "r.csv:7"]


@pytest.mark.parametrize("words", [
    ("grade",), ("grade", "inbox"), ("report",), ("export",), ("export", "pdf", "x"),
    ("demo", "d", "--students", "0"), ("demo", "d", "--students", "many"),
    ("grade", "inbox", *BOOK, "--due", "tomorrow"),
    ("grade", "inbox", *BOOK, "--due", "07=2031-05-04T12:00"),
])
def test_wrong_usage_is_exit_code_2(words: tuple[str, ...]):
    assert crossread(*words).exit_code == 2


@pytest.mark.parametrize("name", ["grade", "report", "feedback", "demo", "regrade", "export csv",
                                  "export canvas", "export moodle"])
def test_every_command_has_help_with_an_example(name: str):
    assert f"Example: crossread {name} " in crossread(*name.split(), "--help").output


def test_help_loads_no_database_and_no_notebook():
    code = "import sys; from crossread.cli import app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                            check=True).stdout.split()
    assert not {"sqlalchemy", "msgspec", "yaml", "ipywidgets", "matplotlib"} & set(loaded)
