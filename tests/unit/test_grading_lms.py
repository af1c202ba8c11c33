"""Downloads of Canvas and Moodle: who sent a file, when, and what is told where they disagree."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.downloads import Sent, canvas, moodle, participant
from support.handins import MADE, Maker
from support.lake import LAKE
from support.screen import wide
from typer.testing import CliRunner

from crossread.cli import app
from crossread.grading import gradebook as g
from crossread.grading.late import Policy, read_policy
from crossread.grading.lms import Sender, sender, turned
from crossread.grading.office import Office
from crossread.grading.settle import Filed, alone
from crossread.grading.times import given_times, read_times
from crossread.seeds import SeedError, Seeds

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)
ROSTER = "id,name,email\ns1,Ana Brük,ana@x.example\ns2,Ann O'Brien,ann@x.example\ns3,Kim Olsen,\n"
DUE = MADE - timedelta(minutes=90)


def handin(id: str = "", name: str = "", **more: object) -> bytes:
    return MAKER.handin(id=id, name=name, **more)  # type: ignore[arg-type]


CLASS = [Sent("Ana Brük", 5001, "crossread-01-1.json", handin("s1", "Ana Brük"), late=True),
         Sent("Ann O'Brien", 5002, "crossread-01-1.json", handin("", "")),
         Sent("Kim Olsen", 5003, "crossread-01-1.json", handin("typo", "Kimmy"))]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / "class.csv").write_text(ROSTER, "utf-8")
    return Office(SEEDS, f"sqlite:///{tmp_path / 'g.db'}", create=True)


def graded(office: Office, tmp_path: Path, raw: bytes, **more: object) -> dict[str, tuple]:
    """Student id → (status, reason, minutes late) of every file, "" for nobody's."""
    (tmp_path / "all.zip").write_bytes(raw)
    office.grade(tmp_path / "all.zip", tmp_path / "class.csv", **more)  # type: ignore[arg-type]
    with office._book.read() as connection:
        rows = connection.execute(g.submission.join(
            g.student, g.student.c.id == g.submission.c.student, isouter=True).select()).all()
    return {row.student_id or "": (row.status, row.reason, row.minutes_late) for row in rows}


@pytest.mark.parametrize(("path", "found"), [
    ("all.zip/brükana_LATE_5001_990000_a.json", Sender("Canvas", "brükana", "5001", True)),
    ("olsenkim_5003_990002_crossread-01-1-2.json", Sender("Canvas", "olsenkim", "5003")),
    ("olsenkim_5003_text.html", Sender("Canvas", "olsenkim", "5003")),
    ("LATE_anon_aB3xZ_990000_a.json", Sender("Canvas", "", "", True)),
    ("Kim Olsen_5003_assignsubmission_file/sub/a.json", Sender("Moodle", "Kim Olsen", "5003")),
    ("x/Kim Olsen_5003_assignsubmission_file_/a.json", Sender("Moodle", "Kim Olsen", "5003")),
    ("Kim Olsen_5003_assignsubmission_file_a.json", Sender("Moodle", "Kim Olsen", "5003")),
    ("Participant_5003_assignsubmission_file/a.json", Sender("Moodle", "", "5003")),
    ("Teilnehmerin_5003_assignsubmission_file/a.json", Sender("Moodle", "", "5003")),
    ("参加者_5003_assignsubmission_file/a.json", Sender("Moodle", "", "5003")),
    ("Group A-Participant_5003_assignsubmission_file_/a.json", Sender("Moodle", "", "5003")),
    ("Group A-Kim Olsen_5003_assignsubmission_file_/a.json",
     Sender("Moodle", "Group A-Kim Olsen", "5003")),
    ("Group A_12_assignsubmission_file/a.json", Sender("Moodle", "Group A", "12")),
    ("Default group_assignsubmission_file/a.json", None),
    ("Kim Olsen_5003_assignsubmission_onlinetext/onlinetext.html",
     Sender("Moodle", "Kim Olsen", "5003")),
    ("Kim Olsen_5003_assignsubmission_onlinetext_onlinetext.html",
     Sender("Moodle", "Kim Olsen", "5003")),
    ("olsenkim_LATE_5003_link.html", Sender("Canvas", "olsenkim", "5003", True)),
    ("LATE_anon_aB3xZ_text.html", Sender("Canvas", "", "", True)),
    ("submissions (1)/olsenkim_5003_990002_a.json", Sender("Canvas", "olsenkim", "5003")),
    ("crossread-01-s007-1.json", None), ("my_work.json", None), ("a.json", None), ("", None),
])
def test_a_name_of_a_platform_says_who_sent_the_file(path: str, found: Sender | None):
    assert sender(path) == found


def test_last_name_first_is_the_same_name():
    assert "bruckana" in turned("Ana Bruck") and "obrienann" in turned("Ann O'Brien")
    assert "garcialopezanamaria" in turned("Ana María García López")


@pytest.mark.parametrize("download", [
    canvas, moodle, lambda some: moodle(some, folders=False),
    lambda some: moodle(some, version=4.0)], ids=["Canvas", "Moodle", "flat", "Moodle 4.0"])
def test_the_platform_helps_where_a_file_names_nobody_of_the_class(
        download: Callable[[list[Sent]], bytes], office: Office, tmp_path: Path):
    found = graded(office, tmp_path, download(CLASS))
    assert set(found) == {"s1", "s2", "s3"}
    assert "names no student" in found["s2"][1] and "Matched by the name that" in found["s2"][1]
    assert "Kimmy (typo) is not in the roster." in found["s3"][1]
    assert "Matched by" not in found["s1"][1]
    listed = {one.file: one.reason for one in office.report().listed}
    assert sum("Matched by the name" in reason for reason in listed.values()) == 2


@pytest.mark.parametrize("download", [lambda some: canvas(some, anonymous=True),
                                      lambda some: moodle(some, blind=True)],
                         ids=["Canvas", "Moodle"])
def test_an_anonymous_download_is_matched_by_the_files_alone(
        download: Callable[[list[Sent]], bytes], office: Office, tmp_path: Path):
    found = graded(office, tmp_path, download(CLASS))
    assert found["s1"][0] in ("graded", "late")
    assert set(found) == {"s1", ""} and found[""][0] == "unmatched"


@pytest.mark.parametrize("word", ["Participante", "Teilnehmerin", "Deelnemer"])
def test_no_student_is_made_up_of_the_word_for_participant(word: str, tmp_path: Path):
    """Without a roster the name that a platform gives may be a new student's."""
    office = Office(SEEDS, f"sqlite:///{tmp_path / 'g.db'}", create=True)
    (tmp_path / "all.zip").write_bytes(moodle(CLASS[1:2], word=word))
    assert office.grade(tmp_path / "all.zip").counts["unmatched"] == 1
    assert office.student_count() == 0
    office.close()


def test_the_number_of_a_group_is_nobody_s(office: Office, tmp_path: Path):
    """Moodle puts the group's name and number where groups hand in together."""
    group = [Sent("Group A", 5001, "a.json", handin("s3", ""))]
    found = graded(office, tmp_path, moodle(group), due={"01": DUE},
                   times={"01": worksheet(tmp_path, names={"5001": "Someone Else"})})
    assert found["s3"][2] == 90, "by the file's own time, not that of participant 5001"
    done = office.export_moodle(tmp_path / "out.csv", worksheet(tmp_path))
    assert not any("The number in the name" in one.why for one in done.listed)
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1].split(",")[4] == ""


def test_the_file_goes_before_the_platform_and_the_contradiction_is_told(office: Office,
                                                                         tmp_path: Path):
    found = graded(office, tmp_path, moodle([Sent("Kim Olsen", 5003, "a.json",
                                                  handin("s1", "Ana Brük"))]))
    assert list(found) == ["s1"]
    assert "Moodle received the file from Kim Olsen (s3)." in found["s1"][1]
    assert [one.status for one in office.report().listed] == ["graded"]


def test_a_number_of_canvas_decides_between_two_of_one_name(office: Office, tmp_path: Path):
    (tmp_path / "class.csv").write_text(
        'Student,ID,SIS User ID,SIS Login ID,Section\n"    Points Possible",,,,\n'
        '"Lee, Chris",71,s7,a,\n"Lee, Chris",72,s8,b,\n', "utf-8")
    lee = [Sent("Chris Lee", 72, "a.json", handin("", ""))]
    assert set(graded(office, tmp_path, canvas(lee))) == {"s8"}
    office.close()
    (tmp_path / "g.db").unlink()
    again = Office(SEEDS, f"sqlite:///{tmp_path / 'g.db'}", create=True)
    assert set(graded(again, tmp_path, moodle(lee[:1]))) == {"s8"}  # the number is known here too
    again.close()


def test_the_same_download_twice_changes_nothing(office: Office, tmp_path: Path):
    first = graded(office, tmp_path, canvas(CLASS))
    before = (tmp_path / "g.db").read_bytes()
    assert graded(office, tmp_path, canvas(CLASS)) == first
    assert (tmp_path / "g.db").read_bytes() == before


def test_late_in_a_name_of_canvas_is_told_with_no_minutes_made_up(office: Office, tmp_path: Path):
    found = graded(office, tmp_path, canvas(CLASS), due={"01": MADE + timedelta(days=1)})
    assert found["s1"][0] == "late" and found["s1"][2] is None
    assert found["s1"][1].startswith("Canvas calls it late; by how many minutes is not known")
    assert (found["s2"][0], found["s2"][2]) == ("graded", 0)


# times

def local(at: datetime) -> str:
    """A time as Moodle shows it in English: this computer's clock, to the minute."""
    here = at.astimezone()
    return here.strftime(f"%A, {here.day} %B %Y, {here.hour % 12 or 12}:%M %p")


NAMES = {"5001": "Ana Brük", "5002": "Ann O'Brien", "5003": "Kim Olsen", "5009": "Zed Zed"}


def worksheet(tmp_path: Path, *, blind: bool = False, names: dict[str, str] = NAMES) -> Path:
    times = {"5001": local(DUE), "5002": local(DUE + timedelta(minutes=7)), "5003": "-",
             "5009": local(DUE)}
    head = ["Identifier", "Full name", "Email address"][:1 if blind else 3]
    rows = [[*(f"Participant {n}", name, "")[:len(head)], "Submitted", "", "11.00", "Yes",
             f'"{times[n]}"', "-"] for n, name in names.items()]
    head += ["Status", "Grade", "Maximum Grade", "Grade can be changed",
             "Last modified (submission)", "Last modified (grade)"]
    (tmp_path / "w.csv").write_text("\n".join(map(",".join, [head, *rows])), "utf-8")
    return tmp_path / "w.csv"


def test_the_platform_s_time_goes_before_the_file_s_and_is_remembered(office: Office,
                                                                      tmp_path: Path):
    times = {"01": worksheet(tmp_path)}
    for more in ({"due": {"01": DUE}, "times": times}, {}):
        found = graded(office, tmp_path, moodle(CLASS), **more)
        assert {key: (row[0], row[2]) for key, row in found.items()} == {
            "s1": ("graded", 0), "s2": ("late", 7), "s3": ("late", 90)}
        assert found["s2"][1].startswith("7 minutes after the deadline by the platform's time.")
        assert found["s3"][1].startswith("90 minutes after the deadline by the file's own time.")
        assert "made after the platform received it" in found["s2"][1]


def test_an_anonymous_worksheet_is_read_by_the_numbers_in_the_names(office: Office,
                                                                    tmp_path: Path):
    some = [Sent(one.name, one.number, one.file, handin(f"s{n}", "")) for n, one in
            enumerate(CLASS, 1)]
    found = graded(office, tmp_path, moodle(some, blind=True), due={"01": DUE},
                   times={"01": worksheet(tmp_path, blind=True)})
    assert {key: row[2] for key, row in found.items()} == {"s1": 0, "s2": 7, "s3": 90}


@pytest.mark.parametrize(("text", "words"), [
    ("id,when\ns1,now\n", "t.csv:1: has no column of times"),
    ("id,Submitted at\ns1,now\ns2,5/4/31\n", "t.csv:2: 'now' is no time; write it like"),
    ("colour,Submitted at\nred,2031-05-04\n", "t.csv:1: has no column for id, email or name"),
])
def test_a_slip_in_a_table_of_times_is_told(text: str, words: str, tmp_path: Path):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(SeedError) as caught:
        read_times(tmp_path / "t.csv")
    assert words in str(caught.value)


def test_times_are_read_as_platforms_write_them(tmp_path: Path):
    (tmp_path / "t.csv").write_text("id,Submitted At\na,2031-05-04T10:00:00Z\nb,2031-05-04 10:00\n"
                                    "c,-\nd,\n\"e\",\"Sunday, 4 May 2031, 10:00 AM\"\n")
    here = datetime(2031, 5, 4, 10).astimezone().astimezone(UTC).strftime(g.TIME)
    assert [(one.student.id, one.at) for one in read_times(tmp_path / "t.csv")] == [
        ("a", "2031-05-04T10:00:00Z"), ("b", here), ("e", here)]
    assert given_times(["02=a=b.csv"], ["01", "02"]) == {"02": Path("a=b.csv")}
    assert given_times(["a.csv"], ["01"]) == {"01": Path("a.csv")}
    with pytest.raises(ValueError, match="does not say whose times it holds; write NN=FILE"):
        given_times(["a.csv"], ["01", "02"])


def test_a_file_made_long_after_it_arrived_says_so():
    file = Filed(1, "a.json", "d", "graded", "Why.", "01", made="2031-05-04T10:00:00Z", student=1)
    for minutes, words in ((5, False), (11, True)):
        at = (MADE - timedelta(minutes=minutes)).strftime(g.TIME)
        settled = alone(file, DUE, at)
        assert ("made after the platform" in settled.reason) == words


# the rule for late work

@pytest.mark.parametrize(("text", "minutes", "percent"), [
    ("10%/day", 0, 0), ("10%/day", 1, 10), ("10%/day", 1_440, 10), ("10%/day", 1_441, 20),
    ("10%/day, max 50%, grace 15", 15, 0), ("10%/day, max 50%, grace 15", 16, 10),
    ("10%/day, max 50%, grace 15", 99_999, 50), ("grace 15 min, 2.5 % per hour", 61, 5),
    ("60%/day", 3_000, 100), ("10%/day", None, 0)])
def test_a_rule_takes_off_what_it_says(text: str, minutes: int | None, percent: float):
    assert read_policy(text).percent(minutes) == percent


@pytest.mark.parametrize("text", ["10", "max 50%", "10%/day, 5%/hour", "10%/week", "110%/day",
                                  "10%/day, max 120%", "10%/day,", "grace 15"])
def test_a_rule_that_cannot_be_read_is_told_with_an_example(text: str):
    with pytest.raises(ValueError, match=r"write it like “10%/day, max 50%, grace 15”"):
        read_policy(text)


def test_the_rule_is_applied_to_what_leaves_and_never_to_the_gradebook(office: Office,
                                                                       tmp_path: Path):
    graded(office, tmp_path, moodle(CLASS), due={"01": DUE},
           times={"01": worksheet(tmp_path)})
    for id, student in (("s1", 1), ("s2", 2), ("s3", 3)):
        with office._book.write() as connection:
            row = connection.execute(g.submission.select().where(
                g.submission.c.student == student)).one()
            assert id
            g.insert(connection, g.mark, [{"submission": row.id, "criterion": "R1", "marker": "m",
                                           "second": 0, "level": 4, "comment": "", "at": g.now()}])
    policy = Policy(10, 1_440)
    before = office.report()
    office.export_csv(tmp_path / "raw.csv")
    office.export_csv(tmp_path / "late.csv", policy)
    office.export_canvas(tmp_path / "canvas.csv", None, policy)
    office.export_moodle(tmp_path / "moodle.csv", late=policy)
    raw = (tmp_path / "raw.csv").read_text("utf-8-sig").splitlines()
    rows = [line.split(",") for line in (tmp_path / "late.csv").read_text("utf-8-sig").splitlines()]
    at = rows[0].index("total")
    assert "deduction" not in raw[0] and rows[0][at:at + 3] == ["total", "deduction", "exported"]
    assert [row[at:at + 3] for row in rows[1:]] == [["10", "0", "10"], ["10", "1.1", "8.9"],
                                                    ["10", "1.1", "8.9"]]
    for file in ("canvas.csv", "moodle.csv"):
        lines = (tmp_path / file).read_text("utf-8-sig").splitlines()
        assert [line.rsplit(",", 1)[1] for line in lines[-3:]] == ["10", "8.9", "8.9"]
    assert office.report() == before


def test_points_set_by_hand_are_left_as_they_are(office: Office, tmp_path: Path):
    graded(office, tmp_path, moodle(CLASS), due={"01": DUE})
    with office._book.write() as connection:
        g.insert(connection, g.override, [{"id": 1, "student": 1, "exercise": "01", "points": 9.5,
                                           "who": "m", "why": "Ill.", "at": g.now()}])
    office.export_moodle(tmp_path / "out.csv", late=Policy(10, 1_440))
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1].endswith(",9.5")


# back to Moodle

def test_every_page_of_feedback_lands_with_its_participant(office: Office, tmp_path: Path):
    some = [Sent(one.name, one.number, one.file, handin(f"s{n}", "")) for n, one in
            enumerate(CLASS, 1)]
    known = {one.number: one.name for one in some}
    for blind in (False, True):
        graded(office, tmp_path, moodle(some, blind=blind))
        done = office.export_moodle(tmp_path / "out.csv", worksheet(tmp_path, blind=blind), "01",
                                    tmp_path / "back.zip")
        with zipfile.ZipFile(tmp_path / "back.zip") as archive:
            pages = {name: archive.read(name).decode() for name in archive.namelist()}
        assert done.pages == len(pages) == 3
        for name, page in pages.items():
            found = participant(name, known)
            assert found is not None
            assert (found[1], found[2].lstrip("/")) == ("assignsubmission_file", "feedback-01.html")
            assert f"Feedback for {found[0]}".replace("'", "&#39;") in page


def test_a_worksheet_row_of_another_number_is_told(office: Office, tmp_path: Path):
    graded(office, tmp_path, moodle([Sent("Kim Olsen", 5001, "a.json", handin("s3", ""))]))
    done = office.export_moodle(tmp_path / "out.csv", worksheet(tmp_path))
    assert "The number in the name that Moodle gave the file is that of Ana Brük." in [
        one.why for one in done.listed]


# the commands

def test_the_commands_take_times_and_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    monkeypatch.setenv("CROSSREAD_GRADEBOOK", f"sqlite:///{tmp_path / 'g.db'}")
    monkeypatch.chdir(tmp_path)
    wide(monkeypatch)
    (tmp_path / "class.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "all.zip").write_bytes(moodle(CLASS))
    worksheet(tmp_path)

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, list(words))
        return done.exit_code, done.output
    code, said = run("grade", "all.zip", "--roster", "class.csv", "--times", "01=w.csv",
                     "--due", (MADE - timedelta(hours=9)).isoformat())
    assert code == 0, said
    assert "In a table of times, but not in the gradebook: Zed Zed." in said
    assert run("export", "csv", "out.csv", "--late", "10%/day, max 50%, grace 15")[0] == 0
    assert "exported" in (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[0]
    code, said = run("export", "canvas", "out.csv", "--late", "a lot")
    assert code == 2 and "no part of a rule for late work" in said
    code, said = run("report", "--similar", "pairs.html")
    assert code == 0 and "0 pairs are side by side in pairs.html." in said
    assert "No two answers share many words." in (tmp_path / "pairs.html").read_text("utf-8")
