"""The gradebook: opened, upgraded, refused, and an inbox graded into it more than once."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from support.handins import MADE, Maker
from support.lake import LAKE, copy_lake

from crossread.grading import gradebook as g
from crossread.grading.demo import make_class, write_class
from crossread.grading.gradebook import Gradebook, GradebookError, prepare
from crossread.grading.inforce import read_due
from crossread.grading.keys import key_bytes
from crossread.grading.office import Office
from crossread.seeds import Seeds

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)


@pytest.fixture
def office(url: str) -> Iterator[Office]:
    """The made-up course with an empty gradebook."""
    office = Office(SEEDS, url, create=True)
    yield office
    office.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An inbox with the hand-ins of two students."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.json").write_bytes(MAKER.handin(id="s1", name="Ana Brük"))
    (folder / "b.json").write_bytes(MAKER.handin({"x01-1": ["b"]}, id="s2", name="Ben Olsen"))
    return folder


def rows(office: Office, table: sa.Table = g.submission) -> list[dict[str, Any]]:
    with office._book.read() as connection:
        return [dict(row._mapping) for row in connection.execute(
            sa.select(table).order_by(*table.primary_key))]


def statuses(office: Office) -> dict[str, str]:
    return {row["name"]: row["status"] for row in rows(office)}


def test_an_inbox_is_graded_into_an_empty_gradebook(office: Office, inbox: Path):
    account = office.grade(inbox)
    assert (account.files, account.new, account.counts["graded"]) == (2, 2, 2)
    assert rows(office)[0]["raw"] == (inbox / "a.json").read_bytes()
    assert rows(office, g.student)[1]["name"] == "Ben Olsen"
    assert rows(office, g.key_version)[0]["key"] == key_bytes(SEEDS.exercise("01"))
    assert [(r.student.id, r.graded.keyed if r.graded else None) for r in results(office)] == [
        ("s1", 6.0), ("s2", 0.0)]


def results(office: Office) -> list[Any]:
    from crossread.grading.results import results

    with office._book.read() as connection:
        return list(results(connection, SEEDS))


def test_the_same_inbox_again_changes_nothing(office: Office, inbox: Path):
    office.grade(inbox)
    before = [rows(office, table) for table in g.tables.sorted_tables]
    account = office.grade(inbox)
    assert (account.files, account.new) == (2, 0)
    assert [rows(office, table) for table in g.tables.sorted_tables] == before


def test_a_newer_file_changes_only_its_own_student(office: Office, inbox: Path):
    office.grade(inbox)
    before = rows(office)
    (inbox / "c.json").write_bytes(
        MAKER.handin(id="s2", name="Ben Olsen", made=MADE + timedelta(hours=1)))
    office.grade(inbox)
    assert statuses(office) == {"a.json": "graded", "b.json": "duplicate", "c.json": "graded"}
    assert rows(office)[0] == before[0]
    assert [r.graded.keyed for r in results(office)] == [6.0, 6.0]


def test_an_older_file_that_comes_later_does_not_count(office: Office, inbox: Path):
    office.grade(inbox)
    (inbox / "c.json").write_bytes(MAKER.handin(id="s2", made=MADE - timedelta(hours=1)))
    office.grade(inbox)
    assert statuses(office)["c.json"] == "duplicate"


def test_another_file_under_the_same_name_is_another_file(office: Office, inbox: Path):
    office.grade(inbox)
    (inbox / "b.json").write_bytes(MAKER.handin(id="s2", made=MADE + timedelta(hours=1)))
    office.grade(inbox)
    assert [(row["name"], row["status"]) for row in rows(office)] == [
        ("a.json", "graded"), ("b.json", "duplicate"), ("b.json", "graded")]


def test_a_roster_given_later_matches_what_was_there_before(office: Office, inbox: Path,
                                                             tmp_path: Path):
    office.grade(inbox)
    (tmp_path / "r.csv").write_text("id,name,email\ns1,Ana Brük,a@x.example\ns3,Cy,\n", "utf-8")
    account = office.grade(inbox, tmp_path / "r.csv")
    assert account.counts["unmatched"] == 1
    assert "Ben Olsen (s2) is not in the roster" in account.listed[0].reason
    assert [(r.student.id, r.status) for r in results(office)] == [
        ("s1", "graded"), ("s3", "nothing handed in")]
    (tmp_path / "r.csv").write_text("id,name\ns1,Ana Brük\ns2,Ben\n", "utf-8")
    assert office.grade(inbox, tmp_path / "r.csv").counts["unmatched"] == 0
    assert office.grade(inbox).counts["graded"] == 2  # the gradebook remembers its roster


def test_a_deadline_is_remembered_and_can_be_moved(office: Office, inbox: Path):
    due = MADE - timedelta(minutes=90)
    account = office.grade(inbox, due={"01": due})
    assert account.counts["late"] == 2
    assert account.listed[0].reason.startswith(
        "90 minutes after the deadline by the file's own time.")
    assert office.grade(inbox).counts["late"] == 2
    assert office.grade(inbox, due={"01": MADE}).counts["late"] == 0
    assert [row["minutes_late"] for row in rows(office)] == [0, 0]


def test_the_gradebook_keeps_grading_with_its_own_key(url: str, inbox: Path, tmp_path: Path):
    root = copy_lake(tmp_path / "lake")
    Office(Seeds(root), url, create=True).grade(inbox)
    source = root / "solutions" / "source" / "01.yml"
    source.write_text(source.read_text().replace("verdict: key, feedback: SECRET it is there",
                                                 "verdict: not_yet, feedback: no")
                      .replace("verdict: not_yet, feedback: SECRET it is not",
                               "verdict: key, feedback: SECRET it is not"))
    office = Office(Seeds(root), url, create=True)
    (inbox / "c.json").write_bytes(MAKER.handin(id="s3"))
    account = office.grade(inbox)
    assert account.changed_keys == ("01",)
    assert [r.graded.keyed for r in results(office)] == [6.0, 0.0, 6.0]
    assert len(rows(office, g.key_version)) == 1


def test_a_comment_in_the_source_is_no_change_of_the_key(url: str, inbox: Path, tmp_path: Path):
    root = copy_lake(tmp_path / "lake")
    Office(Seeds(root), url, create=True).grade(inbox)
    source = root / "solutions" / "source" / "01.yml"
    source.write_text("# read again in May\n" + source.read_text())
    assert Office(Seeds(root), url, create=True).grade(inbox).changed_keys == ()


def test_people_s_marks_and_overrides_join_the_total(office: Office, inbox: Path):
    (inbox / "b.json").write_bytes(MAKER.handin(
        MAKER.right | {"x01-4": "P2.1 says a third and Q2.1 a tenth."}, id="s2"))
    office.grade(inbox)
    assert [(r.total, r.waiting) for r in results(office)] == [(None, ("R1",))] * 2
    with office._book.write() as connection:
        mark = {"submission": 2, "criterion": "R1", "marker": "m1", "second": 0, "level": 3,
                "comment": "Good.", "at": g.now()}
        g.insert(connection, g.mark, [mark, {**mark, "marker": "m2", "second": 1, "level": 1}])
        g.insert(connection, g.override, [{
            "id": 1, "student": 1, "exercise": "01", "points": 9.5, "who": "m1", "why": "Ill.",
            "at": g.now()}])
    ana, ben = results(office)
    assert (ben.total, ben.waiting, ben.levels["R1"].comment) == (10.0, (), "Good.")
    assert (ana.total, ana.override_why) == (9.5, "Ill.")


def test_a_simulated_class_is_graded_as_it_was_planned(office: Office, tmp_path: Path):
    made = make_class(SEEDS, ["01"], 60, seed=11)
    write_class(made, tmp_path / "class")
    office.grade(tmp_path / "class" / "inbox", tmp_path / "class" / "roster.csv")
    assert statuses(office) == {name: plan.status for name, plan in made.planned.items()}
    found = {r.file: {f.item: f.points for f in r.graded.fields} for r in results(office)}
    assert found == {name: plan.points for name, plan in made.planned.items()
                     if plan.status != "duplicate"}


def test_a_zip_and_a_folder_give_the_same_grades(tmp_path: Path, inbox: Path):
    shutil.make_archive(str(tmp_path / "inbox"), "zip", inbox)
    for n, where in enumerate((inbox, tmp_path / "inbox.zip")):
        office = Office(SEEDS, f"sqlite:///{tmp_path / f'{n}.db'}", create=True)
        assert office.grade(where).counts["graded"] == 2
        assert [r.graded.keyed for r in results(office)] == [6.0, 0.0]


def test_a_gradebook_of_another_course_is_refused(office: Office, inbox: Path, url: str,
                                                  tmp_path: Path):
    office.grade(inbox)
    root = copy_lake(tmp_path / "pond")
    course = root / "seeds" / "course.yml"
    course.write_text(course.read_text().replace("id: lake", "id: pond", 1))
    other = Office(Seeds(root), url, create=True)
    with pytest.raises(GradebookError, match="holds the course “lake”, not “pond”"):
        other.grade(inbox)
    other.close()


# opening

def test_nothing_is_made_where_a_gradebook_is_only_read(tmp_path: Path):
    with pytest.raises(GradebookError, match=r"there is no such file\. Make a gradebook with"):
        Gradebook(f"sqlite:///{tmp_path / 'none.db'}")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("url", ["grades.db", "", "mysql://u:secret@h/x", "sqlite:/x", "nonsense://",
                                 "postgres//x"])
def test_a_url_that_names_no_gradebook_is_told_with_an_example(url: str):
    with pytest.raises(GradebookError, match=r"Write sqlite:///grades\.db") as caught:
        Gradebook(url, create=True)
    assert "secret" not in str(caught.value)


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path):
    with pytest.raises(GradebookError, match="does its folder exist"):
        Gradebook(f"sqlite:///{tmp_path / 'no' / 'grades.db'}", create=True)


def test_a_server_that_does_not_answer_is_told_without_the_password():
    with pytest.raises(GradebookError) as caught:
        Gradebook("postgresql://me:secret@127.0.0.1:1/x", create=True)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path):
    (tmp_path / "essay.txt").write_text("My essay. " * 300)
    with pytest.raises(GradebookError, match="this file is no gradebook"):
        Gradebook(f"sqlite:///{tmp_path / 'essay.txt'}", create=True)
    assert (tmp_path / "essay.txt").read_text() == "My essay. " * 300


def test_a_database_with_other_tables_is_left_alone(tmp_path: Path):
    with sqlite3.connect(tmp_path / "music.db") as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()
    with pytest.raises(GradebookError, match="holds other tables and is no gradebook"):
        Gradebook(f"sqlite:///{tmp_path / 'music.db'}", create=True)


def test_a_gradebook_of_a_newer_version_is_refused(url: str):
    book = Gradebook(url, create=True)
    with book.write() as connection:
        g.insert(connection, g.schema_version, [{"version": 9, "applied": g.now()}])
    book.close()
    with pytest.raises(GradebookError, match="newer version"):
        Gradebook(url, create=True)


def test_an_older_gradebook_is_upgraded_step_by_step_in_one_transaction(office: Office,
                                                                        inbox: Path):
    office.grade(inbox)

    def widen(connection: sa.Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE student ADD COLUMN section TEXT")

    def fail(connection: sa.Connection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), office._book.write() as connection:
        prepare(connection, create=False, schema=g.SCHEMA + 2,
                upgrades={g.SCHEMA + 1: widen, g.SCHEMA + 2: fail})
    assert [row["version"] for row in rows(office, g.schema_version)] == [g.SCHEMA]
    with office._book.write() as connection:
        prepare(connection, create=False, schema=g.SCHEMA + 1,
                upgrades={g.SCHEMA + 1: widen})
        columns = {c["name"] for c in sa.inspect(connection).get_columns("student")}
    assert "section" in columns
    assert [row["version"] for row in rows(office, g.schema_version)] == [g.SCHEMA, g.SCHEMA + 1]
    assert statuses(office) == {"a.json": "graded", "b.json": "graded"}


def test_a_key_that_cannot_be_read_any_more_is_told(office: Office, inbox: Path):
    office.grade(inbox)
    with office._book.write() as connection:
        connection.execute(g.key_version.update().values(key=b'{"id":"01"}'))
    with pytest.raises(GradebookError, match="written by another version of crossread"):
        office.report()


def test_deadlines_are_read_as_people_write_them():
    noon = datetime(2031, 5, 4, 12, tzinfo=UTC)
    assert read_due(["2031-05-04T12:00Z"], ["01", "02"]) == {"01": noon, "02": noon}
    assert read_due(["2031-05-04T12:00Z", "02=2031-05-04T14:00+01:00"], ["01", "02"]) == {
        "01": noon, "02": noon + timedelta(hours=1)}
    local = read_due(["2031-05-04 12:00"], ["01"])["01"]
    assert local == datetime(2031, 5, 4, 12).astimezone()
    for text, words in (("tomorrow", "is no time"), ("07=2031-05-04", "no exercise '07'")):
        with pytest.raises(ValueError, match=words):
            read_due([text], ["01"])


# what comes out

def test_the_table_has_one_row_for_every_student_and_exercise(office: Office, inbox: Path,
                                                              tmp_path: Path):
    (tmp_path / "r.csv").write_text("id,name\ns1,Ana Brük\ns2,=1+1\ns3,Cy\n", "utf-8")
    office.grade(inbox, tmp_path / "r.csv")
    assert office.export_csv(tmp_path / "out.csv") == 3
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert [(t["student_id"], t["name"], t["keyed"], t["rubric"], t["waiting"], t["status"])
            for t in table] == [("s1", "Ana Brük", "6", "0", "R1", "graded"),
                                ("s2", "'=1+1", "0", "0", "R1", "graded"),
                                ("s3", "Cy", "", "", "", "nothing handed in")]


def test_the_report_adds_up_and_names_shared_installations(office: Office, inbox: Path):
    (inbox / "broken.json").write_bytes(b"{")
    office.grade(inbox)
    report = office.report()
    assert report.files == sum(report.counts.values()) == 3
    assert [one.file for one in report.listed] == ["broken.json"]
    assert report.exercises[0].handed_in == 2
    assert report.exercises[0].mean_keyed == 3.0
    assert report.shared_installs == (("Ana Brük (s1)", "Ben Olsen (s2)"),)
    assert msgspec.json.encode(report)
