"""A hand-in with nothing answered is told apart from zero points wherever points go."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from support.handins import Maker
from support.lake import LAKE
from support.screen import wide
from typer.testing import CliRunner

from crossread.cli import app
from crossread.grading import gradebook as g
from crossread.grading.office import Office
from crossread.grading.report import ByExercise
from crossread.seeds import Seeds

MAKER = Maker(Seeds(LAKE))
WRONG = {"x01-1": ["b"]}
SAID = ("1 hand-in has nothing answered: that is not the same as zero points, and no points were "
        "written. To give some, use crossread override.")
WORKSHEET = ("Identifier,Full name,Grade,Last modified (grade)\n"
             "Participant 1,Student s1,3.50,-\nParticipant 2,Student s2,3.50,-\n")
BOOK = ("--gradebook", "sqlite:///g.db")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """One student answered nothing, one everything wrong."""
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    monkeypatch.chdir(tmp_path)
    wide(monkeypatch)
    (tmp_path / "inbox").mkdir()
    for id, answers in (("s1", {}), ("s2", WRONG)):
        (tmp_path / "inbox" / f"{id}.json").write_bytes(
            MAKER.handin(answers, id=id, name=f"Student {id}"))
    office = Office(Seeds(LAKE), "sqlite:///g.db", create=True)
    assert office.grade(tmp_path / "inbox").counts["not_attempted"] == 1
    with office._book.write() as connection:
        g.insert(connection, g.mark, [{"submission": 2, "criterion": "R1", "marker": "m1",
                                       "second": 0, "level": 0, "comment": "", "at": g.now()}])
    return office


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(name).read_text("utf-8-sig"), newline="")))


def override(points: float) -> dict[str, object]:
    return {"id": 1, "student": 1, "exercise": "01", "points": points, "who": "m1",
            "why": "On paper.", "at": g.now(), "lifted": 0}


@pytest.mark.parametrize("late", [(), ("--late", "10%/day")])
def test_the_table_has_empty_cells_and_the_status(office: Office, late: tuple[str, ...]):
    assert CliRunner().invoke(app, ["export", "csv", "out.csv", *BOOK, *late]).exit_code == 0
    blank, zero = table("out.csv")
    points = ("keyed", "structure", "rubric", "total", *(("exported",) if late else ()))
    assert blank["status"] == "not_attempted" and "Nothing is answered." in blank["reason"]
    assert [blank[name] for name in points] == [""] * len(points)
    assert (zero["status"], [zero[name] for name in points]) == ("graded", ["0"] * len(points))


@pytest.mark.parametrize(("form", "text", "column"), [
    ("canvas", "", "Exercise 01: The lake"), ("moodle", "", "Exercise 01: The lake"),
    ("canvas", "Student,ID,SIS User ID,Section,The lake (77)\nA,1,s1,G,3.50\nB,2,s2,G,3.50\n",
     "The lake (77)"),
    ("moodle", WORKSHEET, "Grade"),
])
def test_no_platform_is_sent_points_and_that_is_said(office: Office, form: str, text: str,
                                                     column: str):
    words = ["export", form, "out.csv", *BOOK]
    if text:
        Path("form.csv").write_text(text, "utf-8")
        words += ["--roster", "form.csv", *(["--exercise", "01"] if form == "moodle" else [])]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    rows = [row[column] for row in table("out.csv") if "Points Possible" not in str(row)]
    assert rows == ["3.5" if text else "", "0"]
    assert SAID in done.output
    assert "wait for a marker" not in done.output


def test_the_feedback_gives_no_zero(office: Office):
    pages = {path.name: path.read_text("utf-8") for path in office.write_feedback(Path("pages"))}
    blank, zero = pages["feedback-s1.html"], pages["feedback-s2.html"]
    assert "so no points were given. That is not the same as zero points." in blank
    assert "· nothing answered, of 2" in blank and "0 of 2" not in blank
    assert "<td>nothing answered</td>" in blank and "<td>0</td>" not in blank
    assert "· 0 of 2" in zero and "nothing answered" not in zero


def test_the_mean_of_an_exercise_says_over_how_many_students(office: Office):
    (Path("inbox") / "s3.json").write_bytes(MAKER.handin(id="s3", name="Student s3"))
    office.grade(Path("inbox"))
    found = office.report().exercises[0]
    assert (found.handed_in, found.n, found.mean) == (3, 2, "3 of 6, n\u00a0=\u00a02")
    done = CliRunner().invoke(app, ["report", *BOOK, "--html", "r.html"])
    page = Path("r.html").read_text("utf-8")
    for said in (done.output, page):
        assert "3 of 6, n\u00a0=\u00a02" in said
    assert "The n of a mean counts the students who answered something" in page
    assert "Points set by people" not in page


def test_the_page_of_the_report_has_the_points_set_by_people(office: Office):
    with office._book.write() as connection:
        g.insert(connection, g.override, [
            override(7.0), {**override(0.0), "id": 2, "why": "<b>Taken back.</b>", "lifted": 1}])
    assert CliRunner().invoke(app, ["report", *BOOK, "--html", "r.html"]).exit_code == 0
    page = Path("r.html").read_text("utf-8")
    table = page.split("Points set by people; the last of a student and exercise counts")[2]
    cells = re.findall(r"<bdi>(.*?)</bdi>", table.split("</table>")[0])
    assert [row[:5] for row in (cells[:6], cells[6:])] == [
        ["Student s1", "01", "7", "m1", "On paper."],
        ["Student s1", "01", "lifted", "m1", "&lt;b&gt;Taken back.&lt;/b&gt;"]]


def test_points_set_by_hand_are_sent_for_it(office: Office):
    with office._book.write() as connection:
        g.insert(connection, g.override, [override(7.0)])
    done = CliRunner().invoke(app, ["export", "canvas", "out.csv", *BOOK])
    assert [row["Exercise 01: The lake"] for row in table("out.csv")] == ["11", "7", "0"]
    assert "nothing answered" not in done.output
    assert office.export_csv(Path("all.csv")) == 2
    assert table("all.csv")[0]["total"] == "7"
    page = next(iter(office.write_feedback(Path("pages")))).read_text("utf-8")
    assert "Points in all: 7" in page and "no points were given" not in page


def test_an_exercise_without_a_key_has_no_mean_of_keyed_points():
    assert ByExercise("09", 24, 0, 0.0, 10, of=0.0, n=24).mean == "–"
    assert ByExercise("03", 24, 0, 0.0, 10, of=6.0, n=24).mean == "0 of 6, n\u00a0=\u00a024"
