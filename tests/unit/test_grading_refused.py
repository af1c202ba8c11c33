"""A file that was refused stands in the table with its status and reason, never as nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from support.handins import MADE, Maker, edited
from support.lake import LAKE

from crossread.grading.keys import read_keys
from crossread.grading.grade import grade
from crossread.grading.office import Office
from crossread.seeds import Seeds

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)
ROSTER = "id,name\ns1,Ana Brük\ns2,Ben Olsen\ns3,Cy\n"
TAMPERED = "The digest does not fit the answers: the file was changed after hand_in wrote it."


def tampered(id: str, name: str, **more: object) -> bytes:
    return edited(MAKER.handin(id=id, name=name, **more), b'["a"]', b'["b"]')


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "r.csv").write_text(ROSTER, "utf-8")
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.json").write_bytes(tampered("s1", "Ana Brük"))
    (folder / "b.json").write_bytes(MAKER.handin(id="s2", name="Ben Olsen"))
    (folder / "b2.json").write_bytes(tampered("s2", "Ben Olsen", made=MADE + timedelta(hours=1)))
    (folder / "cut.json").write_bytes(MAKER.handin(id="s3", name="Cy")[:-40])
    (folder / "z.json").write_bytes(MAKER.handin(id="x9", name="=Nobody"))
    return folder


def table(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline="")))


def graded(inbox: Path, tmp_path: Path, *, roster: bool = True) -> Office:
    office = Office(SEEDS, f"sqlite:///{tmp_path / 'g.db'}", create=True)
    office.grade(inbox, tmp_path / "r.csv" if roster else None)
    return office


def test_the_row_of_the_student_says_that_the_file_was_refused_and_why(inbox: Path,
                                                                       tmp_path: Path):
    office = graded(inbox, tmp_path)
    office.export_csv(tmp_path / "out.csv")
    ana, ben, cy = table(tmp_path / "out.csv")[:3]
    assert (ana["student_id"], ana["status"], ana["file"]) == ("s1", "tampered", "a.json")
    assert ana["reason"].startswith(TAMPERED)
    assert (ana["keyed"], ana["structure"], ana["rubric"], ana["total"]) == ("", "", "", "")
    assert (ben["status"], ben["file"], ben["keyed"]) == ("graded", "b.json", "6")
    assert (cy["status"], cy["reason"]) == ("nothing handed in", "")
    found = office.report().exercises[0]
    assert (found.handed_in, found.missing) == (2, 1)


def test_every_file_that_stands_in_no_row_of_a_student_has_a_row_of_its_own(inbox: Path,
                                                                            tmp_path: Path):
    office = graded(inbox, tmp_path)
    assert office.export_csv(tmp_path / "out.csv") == 6
    rows = table(tmp_path / "out.csv")[3:]
    assert [(r["file"], r["status"], r["exercise"]) for r in rows] == [
        ("b2.json", "tampered", "01"), ("cut.json", "ungradable", ""),
        ("z.json", "unmatched", "01")]
    assert rows[0]["reason"].startswith(f"The file names Ben Olsen (s2). {TAMPERED}")
    assert "The end of the file is missing" in rows[1]["reason"]
    assert "(x9) is not in the roster" in rows[2]["reason"]
    assert {r["student_id"] + r["name"] + r["keyed"] + r["total"] for r in rows} == {""}


def test_a_platform_s_export_lists_every_refused_file(inbox: Path, tmp_path: Path):
    office = graded(inbox, tmp_path)
    done = office.export_canvas(tmp_path / "out.csv")
    assert [one.who for one in done.listed] == ["a.json", "b2.json", "cut.json", "z.json"]
    assert done.listed[0].why.startswith(TAMPERED)


def test_without_a_roster_a_refused_file_is_listed_under_whom_it_names_without_points(
        inbox: Path, tmp_path: Path):
    office = graded(inbox, tmp_path, roster=False)
    office.export_csv(tmp_path / "out.csv")
    assert [(r["student_id"], r["status"]) for r in table(tmp_path / "out.csv")[:2]] == [
        ("s1", "tampered"), ("s2", "graded")]
    assert office.report().shared_installs == (("=Nobody (x9)", "Ben Olsen (s2)"),)


def test_a_whole_file_that_comes_later_takes_the_place_of_the_refused_one(inbox: Path,
                                                                         tmp_path: Path):
    office = graded(inbox, tmp_path)
    (inbox / "a3.json").write_bytes(MAKER.handin(id="s1", name="Ana Brük"))
    office.grade(inbox)
    office.export_csv(tmp_path / "out.csv")
    rows = table(tmp_path / "out.csv")
    assert (rows[0]["status"], rows[0]["file"]) == ("graded", "a3.json")
    assert [r["file"] for r in rows[3:]] == ["a.json", "b2.json", "cut.json", "z.json"]


def test_a_file_of_another_course_is_refused_for_no_exercise_of_this_one():
    keys = read_keys(SEEDS)
    other = grade(edited(MAKER.handin(course="pond"), b'["a"]', b'["b"]'), keys)
    assert (other.status, other.exercise, other.student.id) == ("tampered", "", "s001")
    assert (other.fields, other.keyed, other.waiting, other.made, other.install) == (
        (), 0, (), "", "")
