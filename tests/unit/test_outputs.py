"""No command writes over the gradebook, over what it reads, or over a file that is not its own."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from support.handins import Maker
from support.lake import LAKE
from support.screen import wide
from typer.testing import CliRunner

from crossread.cli import app
from crossread.commands import outputs
from crossread.publish import release
from crossread.publish.paper import PaperTwin, page_names
from crossread.seeds import Seeds

MAKER = Maker(Seeds(LAKE))
BOOK = ("--gradebook", "sqlite:///g.db")
ROSTER = "id,name,email\ns001,Ada,ada@x.example\n"
CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section,"The lake (77)"\nAda,101,s001,a,G1,\n'
MOODLE = ('Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be '
          'changed","Last modified (submission)","Last modified (grade)"\n'
          'Participant 5001,Ada,ada@x.example,Submitted,,11.00,Yes,-,-\n')


@pytest.fixture(autouse=True)
def graded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A graded inbox with its roster, and what the platforms export, in the working folder."""
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    monkeypatch.setenv("CROSSREAD_HOME", str(tmp_path / "home"))
    wide(monkeypatch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.json").write_bytes(MAKER.handin())
    for name, text in (("r.csv", ROSTER), ("canvas.csv", CANVAS), ("moodle.csv", MOODLE)):
        (tmp_path / name).write_text(text, "utf-8")
    assert CliRunner().invoke(app, ["grade", "inbox", *BOOK]).exit_code == 0
    return tmp_path


def refused(*words: str) -> str:
    """The one sentence of a command that ends with 1 and leaves every file as it was."""
    before = _files()
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 1, done.output
    assert done.stderr.count("\n") == 1 and done.stdout == "", done.output
    assert _files() == before
    return done.stderr.strip()


def written(*words: str) -> None:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output


def _files() -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in Path().rglob("*") if p.is_file()}


# Every place that a command is told to write to: {} stands for it.
TARGETS = [
    ("export", "csv", "{}", *BOOK),
    ("export", "canvas", "{}", *BOOK),
    ("export", "canvas", "{}", *BOOK, "--roster", "canvas.csv"),
    ("export", "moodle", "{}", *BOOK),
    ("export", "moodle", "{}", *BOOK, "--roster", "moodle.csv"),
    ("export", "moodle", "m.csv", *BOOK, "--roster", "moodle.csv", "--feedback", "{}"),
    ("report", *BOOK, "--html", "{}"),
    ("report", *BOOK, "--similar", "{}"),
    ("feedback", "{}", *BOOK),
    ("grade", "inbox", *BOOK, "--out", "{}"),
]


def at(words: tuple[str, ...], target: str, *more: str) -> tuple[str, ...]:
    return (*(target if word == "{}" else word for word in words), *more)


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("words", TARGETS, ids=" ".join)
def test_no_command_writes_over_the_gradebook_by_whatever_name(
        words: tuple[str, ...], force: tuple[str, ...], graded: Path):
    os.link("g.db", "linked.db")
    Path("soft.db").symlink_to("g.db")
    (graded / "sub").mkdir()
    for name in ("g.db", "sub/../g.db", str(graded / "g.db"), "linked.db", "soft.db", "g.db-wal",
                 "g.db-shm", "g.db-journal"):
        assert refused(*at(words, name, *force)) == (
            f"{Path(name)} belongs to the gradebook. Nothing was written; name another place.")


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize(("words", "target"), [
    (("export", "canvas", "canvas.csv", *BOOK, "--roster", "canvas.csv"), "canvas.csv"),
    (("export", "moodle", "moodle.csv", *BOOK, "--roster", "./moodle.csv"), "moodle.csv"),
    (("export", "moodle", "m.csv", *BOOK, "--roster", "moodle.csv", "--feedback", "moodle.csv"),
     "moodle.csv"),
    (("grade", "inbox", *BOOK, "--out", "inbox"), "inbox"),
    (("grade", "inbox/a.json", *BOOK, "--out", "inbox/a.json"), "inbox/a.json"),
    (("grade", "inbox", *BOOK, "--roster", "out/grades.csv", "--out", "out"), "out/grades.csv"),
    (("grade", "inbox", *BOOK, "--times", "out/grades.csv", "--out", "out"), "out/grades.csv"),
    (("grade", "inbox", *BOOK, "--keys", "out/feedback", "--out", "out"), "out/feedback"),
])
def test_no_command_writes_over_what_it_reads(words: tuple[str, ...], target: str,
                                              force: tuple[str, ...]):
    Path("out/feedback").mkdir(parents=True)
    Path("out/grades.csv").write_text(ROSTER)
    assert refused(*words, *force) == (
        f"{target} is something that this command reads. Nothing was written; name another place.")


def test_nothing_is_written_into_a_folder_that_is_read():
    assert refused("grade", "inbox", *BOOK, "--out", "inbox/out") == (
        "inbox/out lies in inbox, which this command reads. Nothing was written; name a place "
        "outside it.")
    assert "which this command reads" in refused("release", str(LAKE / "seeds" / "bundle"))
    assert "seeds" in release.FOLDERS


@pytest.mark.parametrize("words", TARGETS, ids=" ".join)
def test_a_file_that_the_command_did_not_write_needs_force(words: tuple[str, ...]):
    folder = words[0] in ("feedback", "grade")
    there = {"feedback": "out/feedback-s001.html", "grade": "out/grades.csv"}.get(words[0], "x")
    Path("out").mkdir()
    Path(there).write_text("<!doctype html><p>Mine, and nobody else's.")
    said = refused(*at(words, "out" if folder else "x"))
    assert said.startswith(f"{there} is there already, and it does not begin like a file of "
                           f"crossread {words[0]}")
    assert said.endswith("name another file, or add --force to replace it.")
    written(*at(words, "out" if folder else "x", "--force"))
    assert "Mine" not in Path(there).read_text("utf-8", "replace")


@pytest.mark.parametrize("words", TARGETS, ids=" ".join)
def test_what_a_command_wrote_it_writes_again_and_so_it_does_with_an_empty_file(
        words: tuple[str, ...]):
    if words[0] not in ("feedback", "grade"):
        Path("x").touch()
    written(*at(words, "x"))
    written(*at(words, "x"))


def test_a_table_with_a_rule_for_late_work_takes_the_place_of_one_without_and_back():
    for late in ((), ("--late", "10%/day"), ()):
        written("export", "csv", "x.csv", *BOOK, *late)


def test_a_file_of_another_command_is_another_file(graded: Path):
    written("export", "csv", "grades.csv", *BOOK)
    written("report", *BOOK, "--html", "r.html", "--similar", "s.html")
    written("feedback", "pages", *BOOK)
    for words in (("export", "canvas", "grades.csv"), ("export", "moodle", "grades.csv"),
                  ("export", "csv", "canvas.csv"), ("report", "--html", "s.html"),
                  ("report", "--similar", "r.html"),
                  ("report", "--html", "pages/feedback-s001.html")):
        assert "does not begin like a file of" in refused(*words, *BOOK)
    with zipfile.ZipFile(graded / "down.zip", "w") as archive:
        archive.writestr("Ada_5001_assignsubmission_file_/a.json", MAKER.handin())
    assert "does not begin like" in refused("export", "moodle", "m.csv", *BOOK, "--roster",
                                            "moodle.csv", "--feedback", "down.zip")


def test_two_things_need_two_places():
    assert refused("report", *BOOK, "--html", "x", "--similar", "./x") == (
        "x is named for two things. Nothing was written; name two places.")
    assert "named for two things" in refused("export", "moodle", "x", *BOOK, "--roster",
                                             "moodle.csv", "--feedback", "x")


@pytest.mark.parametrize("words", [*TARGETS, ("paper", "{}"), ("release", "{}"), ("demo", "{}"),
                                   ("answers", "save", "{}")], ids=" ".join)
def test_a_file_is_no_folder_and_a_folder_no_file(words: tuple[str, ...]):
    Path("dir").mkdir()
    if words[0] in ("feedback", "grade", "paper", "release", "demo"):
        assert refused(*at(words, "r.csv")) == (
            "r.csv is a file. Nothing was written; name a folder.")
    else:
        assert refused(*at(words, "dir")) == "dir is a folder. Nothing was written; name a file."


@pytest.mark.parametrize("words", TARGETS, ids=" ".join)
def test_a_name_that_no_disk_takes_is_one_sentence(words: tuple[str, ...]):
    assert "name too long" in refused(*at(words, "x" * 300))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_ordinary_file():
    os.mkfifo("pipe")
    done = CliRunner().invoke(app, ["export", "csv", "pipe", *BOOK])
    assert (done.exit_code, "no ordinary file" in done.stderr) == (1, True)


def test_the_paper_twin_replaces_its_own_pages_and_no_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(PaperTwin, "plan", lambda self: iter(
        [("index.html", lambda: self._page("All pages", []))]))  # the lake has no lessons to print
    Path("twin").mkdir()
    Path("twin/index.html").write_text("<html>Mine")
    assert refused("paper", "twin").startswith("twin/index.html is there already")
    Path("twin/index.html").unlink()
    written("paper", "twin")
    written("paper", "twin")
    assert [p.name for p in Path("twin").iterdir()] == page_names(Seeds(LAKE)) == ["index.html"]


def test_answers_are_saved_over_answers_only():
    (Path("home") / "journal" / "01").mkdir(parents=True)
    (Path("home") / "journal" / "01" / "a.jsonl").write_text("{}\n")
    assert refused("answers", "save", "canvas.csv").startswith("canvas.csv is there already")
    assert "which this command reads" in refused("answers", "save", "home/a.zip")
    written("answers", "save", "a.zip")
    written("answers", "save", "a.zip")
    written("answers", "save", "canvas.csv", "--force")


def test_a_gradebook_on_a_server_or_in_memory_has_no_file():
    for url in ("postgresql://u:p@host/db", "sqlite://", "sqlite:///:memory:", "g.db", ""):
        assert outputs.Outputs("x", url)._books() == []
    assert outputs.Outputs("x", "sqlite:///file:k.db?mode=ro&uri=true")._books()[0] == Path("k.db")
