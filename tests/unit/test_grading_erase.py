"""One student's data erased from a gradebook: all of it, nobody else's, on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from support.handins import MADE, Maker, edited
from support.lake import LAKE
from support.screen import wide
from typer.testing import CliRunner, Result

from crossread.cli import app
from crossread.grading import gradebook as g
from crossread.grading.bench import Bench
from crossread.grading.erase import OF_STUDENT, OF_WORK, erase, look
from crossread.grading.gradebook import Gradebook
from crossread.grading.marking import FIRST, Gone, MarkError
from crossread.grading.office import Office
from crossread.seeds import Seeds

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)
ROSTER = "id,name,email\ns1,Ana Brük,ana@x.example\ns2,Ben Olsen,ben@x.example\n"
AT = "2031-05-05T10:00:00Z"


def crossread(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=typed)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Files of Ana and Ben: newer, tampered with, cut short, and one that names both."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    mine = {"id": "s1", "name": "Ana Brük"}
    for name, raw in {
            "a.json": MAKER.handin(**mine),
            "a2.json": MAKER.handin(**mine, made=MADE + timedelta(hours=1)),
            "b.json": MAKER.handin({"x01-1": ["b"]}, id="s2", name="Ben Olsen"),
            "both.json": MAKER.handin(id="s2", name="Ana Brük", made=MADE - timedelta(hours=1)),
            "changed.json": edited(MAKER.handin(**mine), b'"attempt":1', b'"attempt":7'),
            "crossread-01-s1.json": b'{"format"',
            "crossread-01-s12.json": b'{"format"',
            "near.json": MAKER.handin(id="s9", name="Anna Bruck")}.items():
        (folder / name).write_bytes(raw)
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    return folder


@pytest.fixture
def book(url: str, inbox: Path) -> Iterator[Gradebook]:
    """A gradebook in which every table holds something of Ana's and something of Ben's."""
    office = Office(SEEDS, url, create=True)
    office.grade(inbox, inbox.parent / "roster.csv")
    office.close()
    book = Gradebook(url)
    fill(book)
    yield book
    book.close()


def fill(book: Gradebook) -> None:
    with book.write() as connection:
        works = {row.name: row.id for row in connection.execute(sa.select(g.submission))}
        people = {row.student_id: row.id for row in connection.execute(sa.select(g.student))}
        for n, (work, who) in enumerate(((works["a2.json"], "s1"), (works["b.json"], "s2")), 1):
            of_work = {"submission": work, "at": AT}
            g.insert(connection, g.mark, [{**of_work, "criterion": "R1", "marker": marker,
                                           "second": second, "level": 3, "turn": 1,
                                           "comment": f"Good, {who}."}
                                          for second, marker in enumerate(("Ada", "Bea"))])
            g.insert(connection, g.draft, [{**of_work, "criterion": "R2", "marker": "Ada",
                                            "second": 0, "text": f"To {who}"}])
            g.insert(connection, g.settled, [{**of_work, "id": n, "criterion": "R1", "level": 3,
                                              "who": "Ada", "why": "talked"}])
            g.insert(connection, g.flag, [{**of_work, "who": "Ada"}])
            g.insert(connection, g.reveal, [{**of_work, "id": n, "who": "Ada"}])
            g.insert(connection, g.override, [{"id": n, "student": people[who], "exercise": "01",
                                               "points": 2.0, "who": "Ada", "why": "on paper",
                                               "at": AT, "lifted": 0}])
            g.insert(connection, g.arrival, [{"student": people[who], "exercise": "01",
                                              "at": AT}])
        g.insert(connection, g.regrade, [{
            "id": 1, "at": AT, "reason": "row 3", "exercises": "01", "moved": 2,
            "record": msgspec.json.encode({"moved": [
                {"student": "s1", "name": "Ana Brük"}, {"student": "s2", "name": "Ben Olsen"}],
                "effects": []})}])


def rows(book: Gradebook) -> dict[str, list[dict[str, Any]]]:
    with book.read() as connection:
        return {table.name: [dict(row._mapping) for row in connection.execute(
            sa.select(table).order_by(*table.primary_key))] for table in g.tables.sorted_tables}


def test_all_of_one_student_goes_and_all_of_the_others_stays(book: Gradebook):
    before = rows(book)
    with book.write() as connection:
        kept = erase(connection, "s1")
    assert kept.files == ("a.json", "a2.json", "changed.json", "crossread-01-s1.json")
    assert kept.counts == {
        "files": 4, "marks": 2, "drafts of comments": 1, "settled rows": 1,
        "flags for a second look": 1, "times that the name was shown": 1, "points set by hand": 1,
        "times of arrival": 1, "line with id, name and address": 1, "records of a regrade": 1,
        "remarks on others' files": 2}
    assert kept.in_doubt == ("both.json",)  # it counts for Ben, whose id is in it
    after = rows(book)
    for row in after["submission"]:
        if row["name"] == "both.json":
            row.update(typed_name="", raw=b"")
            before["submission"] = [{**one, "typed_name": "", "raw": b""} if one["id"] == row["id"]
                                    else one for one in before["submission"]]
    assert "Ana" not in repr(after) and "ana@x" not in repr(after)
    assert "'s1'" not in repr(after) and "s1." not in repr(after)
    assert {row["name"] for row in after["submission"]} == {
        "b.json", "both.json", "crossread-01-s12.json", "near.json"}
    ben = next(row["id"] for row in before["submission"] if row["name"] == "b.json")
    for table in OF_WORK.values():
        assert after[table.name] == [row for row in before[table.name]
                                     if row["submission"] == ben]
    for table in OF_STUDENT.values():
        assert len(after[table.name]) == 1
    for row in after["submission"]:
        old = next(one for one in before["submission"] if one["id"] == row["id"])
        assert {**row, "matched": "", "reason": ""} == {**old, "matched": "", "reason": ""}
    moved = msgspec.json.decode(after["regrade"][0]["record"])["moved"]
    assert moved == [{"student": "s2", "name": "Ben Olsen"}]


def test_every_table_that_hangs_on_a_hand_in_or_a_student_is_erased_from():
    def hanging(on: str) -> set[str]:
        return {table.name for table in g.tables.sorted_tables
                for key in table.foreign_keys if key.column.table.name == on}

    assert {table.name for table in OF_WORK.values()} == hanging("submission")
    assert {table.name for table in OF_STUDENT.values()} == hanging("student") - {"submission"}


def test_a_look_writes_nothing(book: Gradebook):
    before = rows(book)
    with book.read() as connection:
        kept = look(connection, "Ana Brük")
        assert kept == look(connection, "ANA@x.example")
    assert not kept.erased and len(kept.files) == 4 and rows(book) == before


def test_the_number_of_an_erased_hand_in_is_not_given_to_another(book: Gradebook, inbox: Path,
                                                                  url: str):
    """A desk that is open would else keep a level for the wrong student."""
    with book.write() as connection:
        last = g.next_id(connection, g.submission) - 1
        for who in ("s9", "s1", "s2"):
            erase(connection, who)
    assert "near.json" not in repr(rows(book)["submission"])
    office = Office(SEEDS, url)
    office.grade(inbox)
    office.close()
    assert min(row["id"] for row in rows(book)["submission"] if row["name"] != (
        "crossread-01-s12.json")) > last


def test_a_desk_that_is_open_is_told_of_an_erased_work_and_keeps_nothing(
        book: Gradebook, url: str):
    desk = Bench(SEEDS, url, "Cy")
    page = next(page for page in desk.open("01").pages if page.work.submission == next(
        row["id"] for row in rows(book)["submission"] if row["name"] == "a2.json"))
    work, row = page.work.submission, page.criteria[0].id
    with book.write() as connection:
        erase(connection, "s1")
    before = rows(book)
    for ask in (lambda: desk.mark("01", FIRST, work, row, 3, "", None),
                lambda: desk.draft("01", FIRST, work, row, "Good."),
                lambda: desk.flag("01", work, up=True), lambda: desk.reveal("01", work)):
        with pytest.raises(Gone, match="somebody erased what it keeps of the student"):
            ask()
    assert rows(book) == before
    assert work not in {page.work.submission for page in desk.open("01", afresh=True).pages}
    desk.close()


def test_erased_words_are_not_left_in_the_file_of_the_gradebook(inbox: Path, tmp_path: Path):
    file = tmp_path / "kept.db"
    (inbox / "both.json").unlink()
    office = Office(SEEDS, f"sqlite:///{file}", create=True)
    office.grade(inbox, tmp_path / "roster.csv")
    office.close()
    book = Gradebook(f"sqlite:///{file}")
    fill(book)
    assert "Brük".encode() in file.read_bytes() and b"Good, s1." in file.read_bytes()
    with book.write() as connection:
        erase(connection, "s1")
    book.close()
    assert "Brük".encode() not in file.read_bytes() and b"Good, s1." not in file.read_bytes()
    assert b"Good, s2." in file.read_bytes()


def test_files_with_a_name_that_two_students_have_stay_and_are_named(url: str, inbox: Path):
    (inbox.parent / "roster.csv").write_text(ROSTER + "s3,Ana Brük,\n", "utf-8")
    (inbox / "whose.json").write_bytes(MAKER.handin(id="", name="Ana Brük"))
    office = Office(SEEDS, url, create=True)
    office.grade(inbox, inbox.parent / "roster.csv")
    office.close()
    book = Gradebook(url)
    with book.write() as connection:
        with pytest.raises(MarkError, match=r"2 students are called Ana Brük, .*: give the id"):
            erase(connection, "Ana Brük")
        kept = erase(connection, "s1")
    assert "whose.json" in kept.in_doubt and "whose.json" not in kept.files
    assert "whose.json" in repr(rows(book)["submission"])
    book.close()


@pytest.fixture
def graded(monkeypatch: pytest.MonkeyPatch, inbox: Path) -> Path:
    """A gradebook g.db here, and the made-up course."""
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    monkeypatch.setenv("CROSSREAD_GRADEBOOK", "sqlite:///g.db")
    monkeypatch.chdir(inbox.parent)
    wide(monkeypatch)
    assert crossread("grade", "inbox", "--roster", "roster.csv").exit_code == 0
    return inbox.parent / "g.db"


def test_the_command_shows_asks_once_erases_and_says_what_stays(graded: Path):
    before = graded.read_bytes()
    no = crossread("erase", "s1", typed="n\n")
    assert no.exit_code == 1 and graded.read_bytes() == before
    assert "What the gradebook keeps of Ana Brük (s1)" in no.output
    assert "a2.json" in no.output and "It cannot be undone. [y/N]" in no.output
    crossread("override", "s2", "01", "2", "--why", "As with Ana Brük.")
    yes = crossread("erase", "s1", typed="y\n")
    assert yes.exit_code == 0, yes.output
    assert "Erased from sqlite:///g.db: Ana Brük (s1)." in yes.output
    for words in ("the files themselves (of this student: 4) in your inbox",
                  "the line in your roster", "the next crossread grade brings the student back",
                  "copies of the gradebook", "the name or the id in 1 comment or reason"):
        assert words in yes.output
    table = crossread("report").output
    assert "Ana Brük" not in table.replace("As with Ana Brük.", "")


def test_a_script_looks_with_json_and_erases_with_yes(graded: Path):
    shown = json.loads(crossread("erase", "s1", "--json").stdout)
    assert (shown["erased"], shown["counts"]["files"]) == (False, 4)
    done = json.loads(crossread("erase", "s1", "--json", "--yes").stdout)
    assert done == {**shown, "erased": True}


def test_nobody_or_no_gradebook_is_told_in_one_line(graded: Path):
    none = crossread("erase", "Ana Bruk Olsen", "--yes")
    assert none.exit_code == 1 and "Traceback" not in none.output
    assert "“Ana Bruk Olsen” is not in this gradebook." in none.output
    assert "give the id, the e-mail address or the whole name of one student" in none.output
    gone = crossread("erase", "s1", "--gradebook", "sqlite:///none.db")
    assert gone.exit_code == 1 and "there is no such file" in gone.output
    assert crossread("erase").exit_code == 2


def test_the_student_comes_back_only_with_the_files_or_the_roster(graded: Path):
    crossread("erase", "s1", "--yes")
    assert "Ana" not in crossread("report", "--json").stdout
    (graded.parent / "roster.csv").write_text(ROSTER.replace("s1,Ana Brük,ana@x.example\n", ""),
                                              "utf-8")
    for name in ("a.json", "a2.json", "changed.json", "crossread-01-s1.json", "both.json"):
        (graded.parent / "inbox" / name).unlink()
    crossread("grade", "inbox", "--roster", "roster.csv")
    assert "Ana " not in crossread("report", "--json").stdout
