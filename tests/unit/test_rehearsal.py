"""A rehearsal through the commands: a class with a planted truth, its marks, the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from support.lake import LAKE
from typer.testing import CliRunner, Result

from crossread.cli import app

BOOK = ("--gradebook", "sqlite:///g.db")


@pytest.fixture(autouse=True)
def course(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The project's own course, and an empty working folder."""
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE.parents[1]))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def crossread(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_rehearsal_runs_from_the_class_to_the_regraded_key(course: Path):
    said = crossread("demo", "class", "--students", "24", "--seed", "1").output
    assert "crossread demo class --marks-into sqlite:///class/grades.db" in said
    truth = json.loads((course / "class" / "truth.json").read_text())
    wrong, hidden = truth["planted"]["wrong_key"], truth["planted"]
    graded = crossread("grade", "class/inbox", *BOOK, "--roster", "class/roster.csv", "--keys",
                       "class/keys", "--json")
    assert json.loads(graded.stdout)["files"] == len(truth["files"])
    first = crossread("demo", "class", "--marks-into", "sqlite:///g.db")
    assert f"{len(truth['marks'])} new marks of the markers of class" in first.output
    assert "in the gradebook already" in crossread("demo", "class", "--marks-into",
                                                   "sqlite:///g.db").output

    shown = crossread("report", *BOOK, "--html", "report.html")
    assert shown.exit_code == 0, shown.output
    assert f"1. Check the key of {wrong['question']}, row {wrong['row']}." in shown.output
    assert f"Marker {hidden['severe']} gives lower levels" in shown.output
    assert f"Marker {hidden['careless']} differs from the others" in shown.output
    assert f"Question {hidden['weak']} does not go with the rest." in shown.output
    assert f"Teach {hidden['misconception']} again" in shown.output
    page = (course / "report.html").read_text("utf-8")
    assert "<script" not in page
    assert "default-src &#39;none&#39;" in page
    assert "http" not in page.replace("http-equiv", "")
    data = json.loads(crossread("report", *BOOK, "--json").stdout)
    assert data["look_at"][0]["what"].startswith("Check the key of")
    assert data["analysis"]["students"] == 24

    assert "No key has changed" in crossread("regrade", *BOOK, "--keys", "class/keys").output
    file = course / "class" / "keys" / f"{wrong['exercise']}.yml"
    source = yaml.safe_load(file.read_text("utf-8"))
    for field in source["fields"]:
        for name in ("rows", "cells", "fields"):
            for row in field.get(name, []):
                if (field["id"], row["id"]) == (wrong["question"], wrong["row"]):
                    assert row["key"] == wrong["key"]
                    row["key"] = wrong["truth"]
    file.write_text(yaml.safe_dump(source, allow_unicode=True), "utf-8")
    done = crossread("regrade", *BOOK, "--keys", "class/keys", "--apply", "--reason", "wrong key")
    assert "Applied:" in done.output
    # the corrected copy is the course's own key again
    assert "No key has changed" in crossread("regrade", *BOOK).output
    assert "Check the key" not in crossread("report", *BOOK).output


def test_both_exports_and_the_platform_s_times_can_be_rehearsed(course: Path):
    crossread("demo", "class", "--students", "8", "--seed", "2")
    crossread("grade", "class/inbox", *BOOK, "--roster", "class/roster.csv")
    crossread("demo", "class", "--marks-into", "sqlite:///g.db")
    timed = crossread("grade", "class/inbox", *BOOK, "--due", "03=2026-09-10T12:00", "--times",
                      "03=class/moodle.csv", "--json")
    account = json.loads(timed.stdout)
    assert account["timeless"] == [] and 0 < account["counts"]["late"] < 8
    assert all("by the platform's time" in one["reason"] and "after the platform" not in
               one["reason"] for one in account["listed"] if one["status"] == "late")
    canvas = crossread("export", "canvas", "canvas.csv", *BOOK, "--roster", "class/canvas.csv")
    assert canvas.exit_code == 0, canvas.output
    assert "8 students are in canvas.csv." in canvas.output
    assert canvas.output.count("fills in the assignment") == 9
    assert "Not matched" not in canvas.output and "new column" not in canvas.output
    moodle = crossread("export", "moodle", "moodle.csv", *BOOK, "--exercise", "03", "--roster",
                       "class/moodle.csv", "--feedback", "back.zip")
    assert moodle.exit_code == 0, moodle.output
    assert "8 students are in moodle.csv." in moodle.output
    assert "Not matched" not in moodle.output


def test_rows_marked_by_hand_stay_as_they_are_when_the_made_up_markers_come(course: Path):
    crossread("demo", "class", "--students", "8", "--seed", "2")
    crossread("grade", "class/inbox", *BOOK)
    planned = json.loads((course / "class" / "truth.json").read_text())["marks"]
    crossread("demo", "class", "--marks-into", "sqlite:///g.db")
    truth = course / "class" / "truth.json"
    truth.write_text(json.dumps({"marks": [{**planned[0], "level": 5 - planned[0]["level"]}]}))
    assert "nothing was written" in crossread("demo", "class", "--marks-into",
                                              "sqlite:///g.db").output


@pytest.mark.parametrize(("prepare", "sentence"), [
    ("nothing", "class/truth.json is not there. Make a class first: crossread demo class"),
    ("foreign", "class/truth.json was not written by this version of crossread demo"),
    ("others", "None of the students of this class is in the gradebook. Grade its inbox first."),
])
def test_marks_of_no_class_are_refused_with_what_to_do(course: Path, prepare: str, sentence: str):
    crossread("demo", "graded", "--students", "2")
    crossread("grade", "graded/inbox", *BOOK)
    (course / "class").mkdir()
    if prepare == "foreign":
        (course / "class" / "truth.json").write_text("{")
    if prepare == "others":
        (course / "class" / "truth.json").write_text(json.dumps({"marks": [
            {"student": "nobody", "exercise": "03", "criterion": "r1", "marker": "M1",
             "level": 3}]}))
    done = crossread("demo", "class", "--marks-into", "sqlite:///g.db")
    assert done.exit_code == 1
    assert sentence in done.stderr.replace("\n", " ")


def test_a_folder_without_keys_is_refused_before_a_gradebook_is_made(course: Path):
    crossread("demo", "class", "--students", "2")
    (course / "empty").mkdir()
    done = crossread("grade", "class/inbox", *BOOK, "--keys", "empty")
    assert (done.exit_code, "it should hold files such as 01.yml" in done.stderr) == (1, True)
    assert not (course / "g.db").exists()


def test_slips_in_a_copy_of_the_keys_are_told_by_file_and_line(course: Path):
    crossread("demo", "class", "--students", "2")
    file = course / "class" / "keys" / "03.yml"
    file.write_text(file.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    done = crossread("grade", "class/inbox", *BOOK, "--keys", "class/keys")
    assert done.exit_code == 1
    assert "keys/03.yml:" in done.stderr and "titel" in done.stderr
