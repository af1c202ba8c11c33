"""Grades for Canvas and Moodle: their columns, their ids, nobody dropped, the round trip."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from support.handins import Maker
from support.lake import LAKE
from support.screen import wide
from typer.testing import CliRunner

from crossread.cli import app
from crossread.commands.export import _tell
from crossread.grading import gradebook as g
from crossread.grading.office import Office
from crossread.grading.platforms import Exported
from crossread.grading.roster import read_roster
from crossread.seeds import SeedError, Seeds

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)
TITLE = "Exercise 01: The lake"
ROSTER = ("id,name,email\ns1,Ana Brük,ana@x.example\ns2,Ben Olsen,ben@x.example\n"
          "s3,=1+1,cy@x.example\ns4,Dee Four,\n")
# As Canvas and Moodle write them; the points in them are older than those of the gradebook.
CANVAS = ('Student,ID,SIS User ID,SIS Login ID,Section,"The lake (77)","Current Score"\n'
          '"    Points Possible",,,,,11.00,(read only)\n'
          '"Brük, Ana",101,s1,abruk,Group 1,3.00,30\n'
          '"Olsen, Ben",102,,bo,Group 1,4.50,40\n'
          '"Formula",103,s3,cy,Group 2,,\n'
          '"Student, Test",104,,t,Group 2,,\n')
MOODLE = ('Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be '
          'changed","Last modified (submission)","Last modified (grade)","Feedback comments"\n'
          'Participant 5001,"Ana Brük",ANA@x.example,Submitted,,11.00,Yes,-,-,"=keep me"\n'
          'Participant 5002,"Benny_O. Olsen",ben@x.example,Submitted,4.50,11.00,Yes,-,'
          '"Monday, 5 May 2031, 9:00 AM",\n'
          'Participant 5009,"Zed",zed@x.example,"No submission",,11.00,Yes,-,-,\n')


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Three students handed in; s1 is marked, s2 and s3 wait; one hand-in is nobody's."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for id, name in (("s1", "Ana Brük"), ("s2", "Ben Olsen"), ("s3", "Cy"), ("x9", "Nobody")):
        (inbox / f"{id}.json").write_bytes(MAKER.handin(
            MAKER.right | {"x01-4": "P2.1 says a third and Q2.1 a tenth."}, id=id, name=name))
    (tmp_path / "class.csv").write_text(ROSTER, "utf-8")
    office = Office(SEEDS, f"sqlite:///{tmp_path / 'g.db'}", create=True)
    office.grade(inbox, tmp_path / "class.csv")
    with office._book.write() as connection:
        g.insert(connection, g.mark, [{"submission": 1, "criterion": "R1", "marker": "m1",
                                       "second": 0, "level": 3, "comment": "", "at": g.now()}])
    return office


def form(tmp_path: Path, text: str) -> Path:
    (tmp_path / "form.csv").write_text(text, "utf-8")
    return tmp_path / "form.csv"


def table(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))


def whys(done: Exported) -> dict[str, str]:
    return {one.who: one.why for one in done.listed}


def test_canvas_gets_its_columns_and_the_row_of_points(office: Office, tmp_path: Path):
    done = office.export_canvas(tmp_path / "out.csv")
    assert table(tmp_path / "out.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE],
        ["    Points Possible", "", "", "", "", "11"],
        ["Ana Brük", "", "s1", "s1", "", "10"],
        ["Ben Olsen", "", "s2", "s2", "", ""],
        ["'=1+1", "", "s3", "s3", "", ""],
        ["Dee Four", "", "s4", "s4", "", ""]]
    assert (done.rows, done.waiting, [one.who for one in done.listed]) == (4, 2, ["x9.json"])


def test_the_file_of_canvas_is_filled_in_and_the_rest_of_it_stays(office: Office, tmp_path: Path):
    done = office.export_canvas(tmp_path / "out.csv", form(tmp_path, CANVAS))
    assert table(tmp_path / "out.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "The lake (77)"],
        ["    Points Possible", "", "", "", "", "11"],
        ["Brük, Ana", "101", "s1", "abruk", "Group 1", "10"],
        ["Olsen, Ben", "102", "", "bo", "Group 1", "4.5"],  # by name; waits: Canvas's points stay
        ["Formula", "103", "s3", "cy", "Group 2", ""],
        ["Student, Test", "104", "", "t", "Group 2", ""]]
    assert whys(done) == {
        "Dee Four (s4)": "Not in form.csv.",
        "Student, Test (t)": "In form.csv, but not in the gradebook; the row stays as it is.",
        "x9.json": "Nobody (x9) is not in the roster."}


@pytest.mark.parametrize("name", ["Exercise 01", "01", "exercise 01 – my own words", "THE LAKE",
                                  "Exercise 01: another title", "01: The lake"])
def test_an_assignment_of_canvas_that_begins_with_the_exercise_is_filled_in(
        name: str, office: Office, tmp_path: Path):
    done = office.export_canvas(tmp_path / "out.csv", form(tmp_path, CANVAS.replace(
        "The lake (77)", f"{name} (77)")))
    assert table(tmp_path / "out.csv")[0][-1] == f"{name} (77)"
    assert (done.taken, done.added) == ({"01": f"{name} (77)"}, ())


@pytest.mark.parametrize("name", ["A lake (77)", "Exercise 010 (77)", "01.5 points (77)",
                                  "Exercise 01", 'Exercise 01 (77)","Exercise 01 again (78)'])
def test_a_column_that_is_not_surely_the_exercise_s_is_left_alone_and_that_is_told(
        name: str, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = CANVAS.replace("The lake (77)", name)
    done = office.export_canvas(tmp_path / "out.csv", form(tmp_path, text))
    assert table(tmp_path / "out.csv")[0][-1] == TITLE
    assert (done.taken, done.added) == ({}, (TITLE,))
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    wide(monkeypatch)
    said = CliRunner().invoke(app, [
        "export", "canvas", str(tmp_path / "out.csv"), "--roster", str(tmp_path / "form.csv"),
        "--gradebook", f"sqlite:///{tmp_path / 'g.db'}"]).output
    assert f"Canvas would make a new assignment: {TITLE}." in said
    assert "let its name begin with the exercise, such as “Exercise 03”" in said


def test_the_worksheet_of_moodle_is_filled_in_without_its_comments(office: Office, tmp_path: Path):
    done = office.export_moodle(tmp_path / "out.csv", form(tmp_path, MOODLE))
    header, *rows = table(tmp_path / "out.csv")
    assert header == ["Identifier", "Full name", "Email address", "Status", "Grade",
                      "Maximum Grade", "Grade can be changed", "Last modified (submission)",
                      "Last modified (grade)"]
    assert [(r[0], r[4], r[5], r[8]) for r in rows] == [
        ("Participant 5001", "10", "11", ""),
        ("Participant 5002", "4.5", "11", "Monday, 5 May 2031, 9:00 AM"),  # by address; waits
        ("Participant 5009", "", "11", "")]
    assert whys(done) == {
        "=1+1 (s3)": "Not in form.csv.", "Dee Four (s4)": "Not in form.csv.",
        "Zed": "In form.csv, but not in the gradebook; the row stays as it is.",
        "x9.json": "Nobody (x9) is not in the roster."}
    assert next(one.points for one in done.listed if one.who == "=1+1 (s3)") == "01: 7"


def test_feedback_is_packed_in_the_folders_that_moodle_names(office: Office, tmp_path: Path):
    done = office.export_moodle(tmp_path / "out.csv", form(tmp_path, MOODLE), "01",
                                tmp_path / "back.zip")
    with zipfile.ZipFile(tmp_path / "back.zip") as archive:
        names = archive.namelist()
        pages = [archive.read(name).decode() for name in names]
    assert names == ["Ana Brük_5001_assignsubmission_file_/feedback-01.html",
                     "Benny O. Olsen_5002_assignsubmission_file_/feedback-01.html"]
    assert "Feedback for Ana Brük" in pages[0]
    assert done.pages == 2
    for name in names:  # as Moodle takes it apart: name, participant, plugin type, plugin, rest
        parts = name.split("/")[0].split("_", 4)
        assert (len(parts), parts[1].isdigit(), parts[2:]) == (
            5, True, ["assignsubmission", "file", ""])


def test_moodle_s_gradebook_gets_a_column_for_every_exercise(office: Office, tmp_path: Path):
    office.export_moodle(tmp_path / "out.csv")
    assert table(tmp_path / "out.csv")[:2] == [
        ["ID number", "Full name", "Email address", TITLE],
        ["s1", "Ana Brük", "ana@x.example", "10"]]


def test_every_shape_of_canvas_s_export_is_filled_in_and_its_cells_stay(office: Office,
                                                                        tmp_path: Path):
    text = ('LastName,FirstName,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,'
            'Notes,"The lake (77)",Other (78),Current Score\n'
            ',,,,,,,,,Manual Posting,,\n'
            '"    Points Possible",,,,,,,,,11.00,5.00,(read only)\n'
            'Brük,Ana,101,s1,abruk,,x.example,Group 1,,3.00,N/A,30\n'
            '"=""=1+1""",,103,s3,cy,,x.example,Group 2,,EX,EX,\n')
    office.export_canvas(tmp_path / "out.csv", form(tmp_path, text))
    head = ["LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Integration ID",
            "Root Account", "Section"]
    assert table(tmp_path / "out.csv") == [
        [*head, "The lake (77)"],
        ["    Points Possible", *[""] * 7, "11"],
        ["Brük", "Ana", "101", "s1", "abruk", "", "x.example", "Group 1", "10"],
        ["'=\"=1+1\"", "", "103", "s3", "cy", "", "x.example", "Group 2", "EX"]]
    assert [(s.id, s.name) for s in read_roster(tmp_path / "form.csv")] == [
        ("s1", "Ana Brük"), ("s3", "=1+1")]


def test_a_table_with_last_names_begins_as_canvas_wants_it(office: Office, tmp_path: Path):
    """Canvas compares the first cell with “LastName”, and a mark before it is another word."""
    text = 'LastName,FirstName,ID,SIS Login ID,Section,The lake (77)\nBrük,Ana,101,s1,A,\n'
    office.export_canvas(tmp_path / "out.csv", form(tmp_path, text))
    assert (tmp_path / "out.csv").read_bytes().startswith(b"LastName,FirstName,ID,")
    office.export_canvas(tmp_path / "out.csv", form(tmp_path, CANVAS))
    assert (tmp_path / "out.csv").read_bytes().startswith("\ufeffStudent,ID,".encode())


@pytest.mark.parametrize(("cell", "told"), [
    ("100.00", "100"), ("10,50", "10.5"), ("11.00", ""), ("11", ""), ("", ""),
    ("(read only)", "")])
def test_other_points_in_canvas_are_told(cell: str, told: str, office: Office, tmp_path: Path):
    done = office.export_canvas(tmp_path / "out.csv", form(tmp_path, CANVAS.replace(
        "11.00", f'"{cell}"')))
    assert whys(done).get("The lake (77)", "") == (told and (
        f"Canvas has {told} points possible; exercise 01 has 11. Set it in Canvas before you "
        "upload."))


def test_a_form_with_semicolons_and_decimal_commas_is_filled_in(office: Office, tmp_path: Path):
    """Canvas and Excel write so where the decimal sign is a comma."""
    text = ("Student;ID;SIS Login ID;Section;The lake (77)\n    Points Possible;;;;11,00\n"
            "Brük, Ana;101;s1;A;3,00\nOlsen, Ben;102;s2;A;4,50\n")
    office.export_canvas(tmp_path / "out.csv", form(tmp_path, text))
    assert table(tmp_path / "out.csv")[2:] == [
        ["Brük, Ana", "101", "s1", "A", "10"], ["Olsen, Ben", "102", "s2", "A", "4,50"]]


def test_another_maximum_in_moodle_is_told(office: Office, tmp_path: Path):
    done = office.export_moodle(tmp_path / "out.csv",
                                form(tmp_path, MOODLE.replace("11.00", "100.00")))
    assert "maximum grade in Moodle is 100; exercise 01 has 11 points" in whys(done)[
        "the assignment"]


@pytest.mark.parametrize("text", [CANVAS, MOODLE])
def test_exported_and_taken_back_nothing_changes(text: str, office: Office, tmp_path: Path):
    export = office.export_canvas if text is CANVAS else office.export_moodle
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    export(first, form(tmp_path, text))
    export(second, first)
    assert second.read_bytes() == first.read_bytes()


def test_a_file_for_canvas_is_a_roster_that_changes_no_grade(office: Office, tmp_path: Path):
    office.export_canvas(tmp_path / "out.csv")
    assert [(s.id, s.name) for s in read_roster(tmp_path / "out.csv")] == [
        ("s1", "Ana Brük"), ("s2", "Ben Olsen"), ("s3", "=1+1"), ("s4", "Dee Four")]
    before = office.report()
    office.grade(tmp_path / "inbox", tmp_path / "out.csv")
    assert office.report() == before


def test_one_row_is_never_filled_in_for_two_students(office: Office, tmp_path: Path):
    twins = CANVAS.replace("102,,bo", "102,s9,s2").replace("101,s1,abruk", "101,s8,s2")
    done = office.export_canvas(tmp_path / "out.csv", form(
        tmp_path, twins.replace('"Brük, Ana"', "Ben Olsen").replace('"Olsen, Ben"', "Ana Brük")))
    assert done.rows == 3
    taken = CANVAS.replace("103,s3,cy", "103,s3,s4")
    done = office.export_canvas(tmp_path / "out.csv", form(tmp_path, taken))
    assert whys(done)["Dee Four (s4)"] == "The row in form.csv is taken by another student."


@pytest.mark.parametrize(("text", "words"), [
    ("name,id\nAna,s1\n", "form.csv:1: has no column Identifier, Grade, Last modified (grade)"),
    (MOODLE + MOODLE.splitlines()[1] + "\n", "form.csv:5: names Ana Brük a second time"),
    ("", "form.csv:1: has no column Identifier"),
])
def test_another_table_is_refused_with_what_to_do(text: str, words: str, office: Office,
                                                  tmp_path: Path):
    with pytest.raises(SeedError) as caught:
        office.export_moodle(tmp_path / "out.csv", form(tmp_path, text))
    assert words in str(caught.value)
    assert not (tmp_path / "out.csv").exists()


def test_the_commands_list_what_did_not_match(office: Office, tmp_path: Path,
                                              capsys: pytest.CaptureFixture[str],
                                              monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    monkeypatch.setenv("CROSSREAD_GRADEBOOK", f"sqlite:///{tmp_path / 'g.db'}")
    wide(monkeypatch)
    monkeypatch.chdir(tmp_path)

    def export(*words: str) -> str:
        done = CliRunner().invoke(app, ["export", *words])
        assert done.exit_code == (2 if words == ("moodle", "m.csv", "--exercise", "01") else 0), \
            done.output
        return done.output
    (tmp_path / "c.csv").write_text(CANVAS, "utf-8")
    (tmp_path / "w.csv").write_text(MOODLE, "utf-8")
    said = export("canvas", "out.csv", "--roster", "c.csv")
    assert "Exercise 01 fills in the assignment “The lake (77)”." in said
    assert "new assignment" not in said
    assert "Dee Four (s4)" in said and "3 students are in out.csv." in said
    assert "2 results wait for a marker; their cells are as they were." in said
    _tell(Exported(1, 1), tmp_path / "x")
    assert "1 result waits for a marker; its cell is as it was." in capsys.readouterr().out
    assert "Feedback for 2 students is in back.zip." in export(
        "moodle", "m.csv", "--roster", "w.csv", "--feedback", "back.zip")
    (tmp_path / "one.csv").write_text("\n".join(CANVAS.splitlines()[:3]) + "\n", "utf-8")
    assert "1 student is in out.csv." in export("canvas", "out.csv", "--roster", "one.csv")
    export("moodle", "m.csv", "--exercise", "01")
