"""``crossread mark`` and ``crossread override``: what they start, say, keep and show."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support.handins import Maker
from support.lake import LAKE, copy_lake
from support.screen import wide
from typer.testing import CliRunner, Result

from crossread.cli import app
from crossread.grading.bench import Bench
from crossread.grading.lab import absolute, command, environment
from crossread.seeds import Seeds

MAKER = Maker(Seeds(LAKE))
BOOK = ("--gradebook", "sqlite:///g.db")


def crossread(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture(autouse=True)
def course(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of the made-up course with a marking notebook, and one hand-in that is graded."""
    root = copy_lake(tmp_path / "lake")
    (root / "solutions" / "marking.ipynb").write_text("{}")
    monkeypatch.setenv("CROSSREAD_COURSE", str(root))
    wide(monkeypatch)
    monkeypatch.setenv("COLUMNS", "200")  # for what typer prints by itself
    monkeypatch.delenv("CROSSREAD_MARKER", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.json").write_bytes(MAKER.handin(id="s1", name="Ana Brük"))
    assert crossread("grade", "inbox", *BOOK).exit_code == 0
    return root


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have been started in place of JupyterLab."""
    calls: list[Any] = []
    monkeypatch.setattr("crossread.grading.lab.stay", lambda words, root, env: calls.append(
        (words, {"cwd": root, "env": env})) or 0)
    return calls


def test_mark_opens_jupyterlab_at_the_desk_with_the_gradebook_and_the_marker(
        course: Path, tmp_path: Path, started: list[Any]):
    done = crossread("mark", *BOOK, "--marker", "Ada", "--no-browser", "--port", "9911")
    assert done.exit_code == 0, done.output
    assert "Opening the marking desk for Ada." in done.output
    (words, more), = started
    assert words[:3] == [sys.executable, "-m", "jupyterlab"]
    assert {"--no-browser", "--ServerApp.port=9911",
            "--LabApp.default_url=/lab/tree/solutions/marking.ipynb"} <= set(words)
    assert more["cwd"] == course
    assert more["env"]["CROSSREAD_GRADEBOOK"] == f"sqlite:///{tmp_path / 'g.db'}"
    assert more["env"]["CROSSREAD_MARKER"] == "Ada"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGKILL"])
def test_whatever_ends_the_command_ends_jupyterlab_too(tmp_path: Path, number: str):
    script = ("import os, time; print(os.getpid(), os.environ['WHO'], os.getcwd(), flush=True); "
              "time.sleep(60)")
    starter = ("import os, sys; from pathlib import Path; from crossread.grading import lab; "
               f"lab.stay([sys.executable, '-c', {script!r}], Path({str(tmp_path)!r}), "
               "{**os.environ, 'WHO': 'Ada'})")
    process = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        child, who, where = process.stdout.readline().split()
        assert (who, where) == ("Ada", str(tmp_path))
        process.send_signal(getattr(signal, number))
        process.wait(10)
        for _ in range(100):
            try:
                os.kill(int(child), 0)
            except ProcessLookupError:
                break
            time.sleep(0.05)
        else:
            os.kill(int(child), signal.SIGKILL)
            pytest.fail("it goes on without the command")


def test_without_a_name_the_login_is_the_marker(started: list[Any],
                                                monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LOGNAME", "beatrix")
    assert crossread("mark", *BOOK).exit_code == 0
    words, more = started[0]
    assert more["env"]["CROSSREAD_MARKER"] == "beatrix" and "--no-browser" not in words


def test_mark_sets_the_share_of_the_second_marker_for_the_gradebook(started: list[Any]):
    done = crossread("mark", *BOOK, "--second-share", "20", "--marker", "Ada")
    assert done.exit_code == 0, done.output
    assert "A second marker gets 20% of the work now, on this gradebook." in done.output
    assert "second marker" not in crossread("mark", *BOOK).output, "and it stays"
    book = Bench(Seeds(), "sqlite:///g.db", "Ben")
    assert book.share == 20
    for bad in ("101", "-1", "ten", "12.5"):
        done = crossread("mark", *BOOK, "--second-share", bad)
        assert done.exit_code == 2 and "Invalid value for '--second-share'" in done.output
    assert "101 is no share of the work; give a percentage from 0 to 100." in crossread(
        "mark", *BOOK, "--second-share", "101").output
    assert book.share == 20 and len(started) == 2
    book.close()


def test_mark_says_what_is_missing_and_starts_nothing(course: Path, started: list[Any],
                                                      tmp_path: Path):
    none = crossread("mark", "--gradebook", "sqlite:///none.db")
    assert none.exit_code == 1 and "there is no such file" in none.output
    blank = crossread("mark", *BOOK, "--marker", " \t ")
    assert blank.exit_code == 1 and "give a name with --marker" in blank.output
    (course / "solutions" / "marking.ipynb").unlink()
    gone = crossread("mark", *BOOK)
    assert gone.exit_code == 1 and "Marking needs the instructor's copy" in gone.output
    assert started == []


def test_a_gradebook_without_rows_to_mark_is_told(started: list[Any], course: Path):
    source = course / "solutions" / "source" / "01.yml"
    source.write_text(source.read_text().replace("rubric:", "rubric: []\nignored:").split(
        "ignored:")[0] + "model: []\ncommon: []\nsolution_note: None.\n")
    assert crossread("grade", "inbox", "--gradebook", "sqlite:///h.db").exit_code == 0
    done = crossread("mark", "--gradebook", "sqlite:///h.db")
    assert done.exit_code == 1 and "No hand-in in this gradebook has rows" in done.output
    assert started == []


def test_the_gradebook_s_address_holds_from_any_folder(tmp_path: Path):
    assert absolute("sqlite:///a b.db") == f"sqlite:///{tmp_path / 'a b.db'}"
    for url in ("sqlite://", "postgresql://me:secret@host/x"):
        assert absolute(url) == url
    made = environment({"CROSSREAD_MARKER": "Old"}, "sqlite://", "", tmp_path)
    assert "CROSSREAD_MARKER" not in made
    assert not any(word.startswith("--ServerApp.port") for word in command(
        Path(__file__).resolve().parents[2], None, browser=True))


def test_an_override_shows_in_the_report_the_table_and_the_feedback(tmp_path: Path):
    done = crossread("override", "s1", "01", "9.5", "--why", "Handed in on <paper>.", "--marker",
                     "Ada", *BOOK)
    assert done.exit_code == 0, done.output
    assert "Ana Brük, exercise 01: 9.5 points count." in done.output
    report = crossread("report", *BOOK).output
    assert "Points set by people" in report and "Handed in on <paper>." in report
    crossread("export", "csv", "g.csv", *BOOK)
    with (tmp_path / "g.csv").open(encoding="utf-8-sig", newline="") as stream:
        row, = csv.DictReader(stream)
    assert (row["total"], row["override"], row["override_by"], row["override_reason"]) == (
        "9.5", "9.5", "Ada", "Handed in on <paper>.")
    crossread("feedback", "out", *BOOK)
    page = (tmp_path / "out" / "feedback-s1.html").read_text("utf-8")
    assert "Points in all: 9.5, set by your instructor." in page
    assert "Handed in on &lt;paper&gt;." in page


def test_an_override_is_lifted_by_a_new_one_and_both_are_reported():
    crossread("override", "s1", "01", "9.5", "--why", "A slip of mine.", *BOOK)
    done = crossread("override", "s1", "01", "lift", "--why", "It was the other Ana.", *BOOK)
    assert "Ana Brük, exercise 01: the computed points count again." in done.output
    short = crossread("override", "s1", "1", "7", "--why", "x", *BOOK)
    assert "exercise 01: 7 points" in short.output
    crossread("override", "s1", "01", "lift", "--why", "It was the other Ana.", *BOOK)
    report = crossread("report", *BOOK).output
    assert "A slip of mine." in report and "lifted" in report


def test_an_override_that_makes_no_sense_is_told_in_one_line():
    assert "write points such as 9.5, or lift" in crossread(
        "override", "s1", "01", "many", "--why", "x", *BOOK).output
    for words, said in ((("s1", "01", "5"), "kept with its reason"),
                        (("s1", "77", "5", "--why", "x"), "has no exercise “77”; it has 01"),
                        (("zz", "01", "5", "--why", "x"), "is not in the roster")):
        done = crossread("override", *words, *BOOK)
        assert done.exit_code == 1 and said in done.output and "Traceback" not in done.output
