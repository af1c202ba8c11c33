"""What was called saved is not lost: kill -9, two kernels, torn lines, full and read-only disks.

The number of kills is 60; ``CROSSREAD_CRASH_RUNS=500`` asks for more.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.driver import Room
from support.lake import LAKE, copy_lake

from crossread import journal as journal_module
from crossread.handin import make, open_handin
from crossread.journal import Journal, JournalError
from crossread.model.record import Student
from crossread.standing import standing
from crossread.due import due
from crossread.seeds import Seeds
from crossread.strings import STRINGS

resource = pytest.importorskip("resource", reason="kill -9, fork and limits need POSIX")

RUNS = int(os.environ.get("CROSSREAD_CRASH_RUNS", "60"))
NOBODY = 65_534


class Child:
    """A process of its own that says what it did, line by line, and can be killed at any moment."""

    def __init__(self, work: Callable[[Callable[[str], None]], None]) -> None:
        self._lines, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                work(lambda text: (os.write(write, f"{text}\n".encode()), None)[1])
            except BaseException as error:  # the parent must hear of it
                os.write(write, f"failed: {error!r}\n".encode())
            os._exit(0)
        os.close(write)
        self._heard = b""

    def hear(self, lines: int) -> None:
        """Wait until the child has said so many lines."""
        while self._heard.count(b"\n") < lines and (more := os.read(self._lines, 65_536)):
            self._heard += more

    def kill(self) -> list[str]:
        """Kill it at once; every whole line that it said."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()

    def end(self) -> list[str]:
        """Wait for its end; every whole line that it said."""
        while more := os.read(self._lines, 65_536):
            self._heard += more
        os.close(self._lines)
        os.waitpid(self.pid, 0)
        said = self._heard.decode().split("\n")[:-1]
        assert not [line for line in said if line.startswith("failed")], said[-1]
        return said


def answering(home: Path, name: str) -> Callable[[Callable[[str], None]], None]:
    """Answer without end, and say so each time when the journal came back."""
    def work(say: Callable[[str], None]) -> None:
        journal = Journal(home, "01")
        for n in range(100_000):
            journal.append("response", f"01-{name}{n}", "d", ["x" * (n % 300), n])
            say(f"saved {name}{n}")
    return work


def kept(home: Path) -> set[str]:
    """What is on disk now, as the child named it; a torn line is the only thing to complain of."""
    read = Journal(home, "01").read()
    assert all("torn" in problem for problem in read.problems)
    assert [e.seq for e in read.entries] == sorted(e.seq for e in read.entries)
    return {f"saved {e.item.removeprefix('01-')}" for e in read.entries}


def test_no_saved_answer_is_lost_when_the_kernel_is_killed_at_any_moment(tmp_path):
    moments = random.Random(7)
    answers = 0
    for run in range(RUNS):
        home = tmp_path / str(run % 6)  # ten kernels in turn wrote to the same lesson
        child = Child(answering(home, f"r{run}n"))
        child.hear(1)
        time.sleep(moments.random() * 0.03)
        said = child.kill()
        assert said and set(said) <= kept(home)
        answers += len(said)
    assert answers > RUNS, "every child was killed before it could save twice"


def test_no_saved_answer_is_lost_with_two_kernels_on_one_lesson(tmp_path):
    moments = random.Random(11)
    for run in range(max(6, RUNS // 10)):
        home = tmp_path / str(run)
        both = [Child(answering(home, name)) for name in "ab"]
        for child in both:
            child.hear(3)
        time.sleep(moments.random() * 0.03)
        said = [line for child in both for line in child.kill()]
        assert set(said) <= kept(home)
        assert len(list((home / "journal" / "01").glob("*.jsonl"))) == 2


def test_the_kill_test_would_notice_an_answer_that_is_told_before_it_is_written(tmp_path):
    def hasty(say: Callable[[str], None]) -> None:
        journal = Journal(tmp_path, "01")
        for n in range(100_000):
            say(f"saved {n}")
            time.sleep(0.001)
            journal.append("response", f"01-{n}", "d", n)

    lost = 0
    for _ in range(20):
        shutil.rmtree(tmp_path / "journal", ignore_errors=True)
        child = Child(hasty)
        child.hear(2)
        lost += not set(child.kill()) <= kept(tmp_path)
    assert lost


def test_what_the_screen_called_saved_is_there_when_the_lesson_is_opened_again(tmp_path):
    seeds = Seeds(LAKE)
    items = seeds.items("01")[:1]

    def click(say: Callable[[str], None]) -> None:
        widget = Room(seeds, tmp_path).open(items[0])
        for n in range(100_000):
            letter = "abc"[n % 3]
            reply = widget.ask("answer", value=letter, confidence=n % 100)
            if reply["saved"].startswith("Saved"):
                say(f"{n} {letter}")

    moments = random.Random(3)
    before = 0
    for _ in range(max(5, RUNS // 10)):
        child = Child(click)
        child.hear(1)
        time.sleep(moments.random() * 0.05)
        said = child.kill()
        state = Journal(tmp_path, "01").states()["01-1"]
        back = Room(seeds, tmp_path).open(items[0]).ask("hello")
        last, letter = said[-1].split()
        following = "abc"[(int(last) + 1) % 3]  # written, and killed before it was told
        assert back["value"] in (letter, following)
        assert state.attempts - before >= len(said)
        before = state.attempts


# --- what a file may look like afterwards --------------------------------------------------------


def some_answers(home: Path, count: int = 5) -> Path:
    """A journal with a few answers; its one file."""
    journal = Journal(home, "01")
    for n in range(1, count + 1):
        journal.append("response", f"01-{n}", "d", "b", attempt=1)
    [path] = (home / "journal" / "01").glob("*.jsonl")
    return path


def test_a_file_cut_at_any_byte_keeps_every_whole_line_before_the_cut(learner_home):
    path = some_answers(learner_home, 3)
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        read = Journal(learner_home, "01").read()
        assert len(read.entries) == whole[:end].count(b"\n")
        torn = not whole[:end].endswith(b"\n") and end > 0
        assert ["is torn" in one for one in read.problems] == [True] * torn


ODD_LINES = {
    b'{"v":1,"seq":9,"kind":"resp': "torn",
    b"hello": "torn",
    b"\xff\xfe\x00": "torn",
    b'{"v":2,"seq":9,"whole":"new"}': "newer version",
    b'{"v":2,"seq":9,"kind":"response","item":"01-1","digest":"d","answer":"a","at":"t","prev":""}':
        "newer version",
    b'{"v":1,"seq":9,"surprise":true}': "not a journal line of this course",
    b"[" * 5_000: "torn",
    b'"' + b"x" * 300_000 + b'"': "too long",
    b'{"v":1,"seq":"nine","kind":"response","item":"01-1","digest":"d","answer":"a","at":"t"}':
        "not a journal line",
    b"{}": "not a journal line",
}


@pytest.mark.parametrize(("line", "what"), ODD_LINES.items(), ids=range(len(ODD_LINES)))
def test_an_odd_line_is_told_and_skipped_and_costs_no_other_answer(line, what, learner_home):
    path = some_answers(learner_home)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], line + b"\n", *lines[2:]]))
    journal = Journal(learner_home, "01")
    read = journal.read()
    assert [e.item for e in read.entries] == [f"01-{n}" for n in range(1, 6)]
    [problem] = read.problems
    assert what in problem and problem.startswith(f"Line 3 of {path.name}")
    seeds = Seeds(LAKE)
    room = Room(seeds, learner_home)
    assert room.open(seeds.item("01-1")).ask("hello")["value"] == "b"
    reply = room.open(seeds.item("01-1")).ask("answer", value="a")
    assert reply["saved"].startswith("Saved")
    assert line + b"\n" in path.read_bytes(), "a line that is not ours is left as it is"
    assert standing(seeds, learner_home)[1].problems == (problem,)


@pytest.mark.parametrize("content", [b"", b"\n", b"\n\n\n"])
def test_an_empty_file_is_no_problem(content, learner_home):
    path = some_answers(learner_home)
    path.with_name("20200101T000000Z-00000000.jsonl").write_bytes(content)
    read = Journal(learner_home, "01").read()
    assert (len(read.entries), read.problems) == (5, ())


def test_a_hand_in_after_a_crash_takes_every_whole_line(learner_home):
    journal = Journal(learner_home, "exercise-01")
    for n in range(3):
        journal.append("response", f"x01-{n}", "d", n)
    [path] = (learner_home / "journal" / "exercise-01").glob("*.jsonl")
    with path.open("ab") as out:
        out.write(b'{"v":1,"seq":4,"ki')
    Journal(learner_home, "exercise-01").append("response", "x01-9", "d", 9)
    raw = make(learner_home, course="lake", version="1", exercise="01", student=Student("s", "S"))
    assert set(open_handin(raw).answers()) == {"x01-0", "x01-1", "x01-2", "x01-9"}


# --- a disk that refuses -------------------------------------------------------------------------


def full_disk(patch: pytest.MonkeyPatch) -> None:
    """Every journal file is /dev/full from now on."""
    true = os.open
    patch.setattr(journal_module.os, "open", lambda path, flags, mode=0o777:
                  true("/dev/full", os.O_WRONLY) if str(path).endswith("jsonl")
                  else true(path, flags, mode))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_and_what_was_saved_stays(learner_home, monkeypatch):
    seeds = Seeds(LAKE)
    widget = Room(seeds, learner_home).open(seeds.item("01-1"))
    assert widget.ask("answer", value="a")["saved"] == STRINGS["saved"]
    with monkeypatch.context() as patch:
        full_disk(patch)
        reply = widget.ask("answer", value="b")
        assert reply["saved"] == ("Not saved: the disk is full. Your answer is still on the page. "
                                  "Mend that, then press the button again.")
        assert STRINGS["correct"] in reply["html"], "the verdict is given all the same"
        draft = widget.ask("draft", value="b")
        assert draft["saved"].startswith("Not saved: the disk is full.")
        assert reply["refused"] and draft["refused"], "the page keeps the words for the next form"
        assert Room(seeds, learner_home).open(seeds.item("01-1")).ask("hello")["value"] == "a"
    reply = widget.ask("answer", value="b")
    assert reply["saved"].startswith("Saved") and not reply["refused"]
    assert Room(seeds, learner_home).open(seeds.item("01-1")).ask("hello")["value"] == "b"
    assert Journal(learner_home, "01").read().problems == ()


def test_a_write_that_stops_half_way_costs_only_the_answer_it_reported(tmp_path):
    def work(say: Callable[[str], None]) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, resource.RLIM_INFINITY))
        journal = Journal(tmp_path, "01")
        for n in range(40):
            try:
                journal.append("response", f"01-{n}", "d", "x" * 60)
            except JournalError as error:
                say(f"refused {n} {error.strerror}")
            else:
                say(f"saved {n}")

    said = Child(work).end()
    refused = [line for line in said if line.startswith("refused")]
    assert refused and all("Not saved: the disk" in line for line in refused)
    assert {line for line in said if line.startswith("saved")} == kept(tmp_path)
    assert len(said) == 40


def test_a_disk_that_takes_half_of_a_write_is_noticed(learner_home, monkeypatch):
    true = os.write
    journal = Journal(learner_home, "01")
    journal.append("response", "01-1", "d", "a")
    with monkeypatch.context() as patch:
        patch.setattr(journal_module.os, "write", lambda handle, data: true(handle, data[:20]))
        with pytest.raises(JournalError, match="the disk is full"):
            journal.append("response", "01-2", "d", "b")
    journal.append("response", "01-3", "d", "c")
    assert set(Journal(learner_home, "01").states()) == {"01-1", "01-3"}


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that another user of this machine can reach, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="crossread-crash-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def as_ordinary_user(folder: Path, work: Callable[[], Any]) -> Any:
    """What ``work`` returns when a user without special rights does it, the owner of ``folder``."""
    root = os.geteuid() == 0
    if root:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)

    def child(say: Callable[[str], None]) -> None:
        if root:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        say(json.dumps(work()))

    [line] = Child(child).end()
    return json.loads(line)


def read_only(folder: Path) -> None:
    """Take the right to write away, from every folder and file."""
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def test_in_a_read_only_home_the_lesson_opens_and_says_what_could_not_be_saved(shared):
    seeds = Seeds(LAKE)
    list(seeds.annotation("P").claims)
    home = shared / "home"
    Room(seeds, home).open(seeds.item("01-1")).ask("answer", value="a")
    read_only(home)

    def work() -> Any:
        widget = Room(seeds, home).open(seeds.item("01-1"))
        return [widget.ask("hello"), widget.ask("answer", value="b"),
                widget.ask("draft", value="c"),
                Room(seeds, home).open(seeds.item("01-1")).ask("hello")["value"],
                standing(seeds, home)[1].answered]

    hello, answer, draft, value, answered = as_ordinary_user(shared, work)
    assert (hello["value"], value, answered) == ("a", "a", 1)
    for reply in (answer, draft):
        assert reply["saved"].startswith("Not saved: the folder for answers cannot be written")
        assert reply["saved"].endswith("Mend that, then press the button again.")
    assert STRINGS["correct"] in answer["html"]


def test_without_any_home_the_lesson_opens_and_says_so(shared):
    seeds = Seeds(LAKE)
    shared.chmod(0o555)
    answer = as_ordinary_user(
        shared, lambda: Room(seeds, shared / "home").open(seeds.item("01-1")).ask(
            "answer", value="b"))
    assert answer["saved"].startswith("Not saved: the folder for answers cannot be written")


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(shared):
    home = shared / "home"
    first = some_answers(home, 1)
    Journal(home, "01").append("response", "01-9", "d", "b")
    first.chmod(0o000)

    def work() -> Any:
        read = Journal(home, "01").read()
        return [[e.item for e in read.entries], read.problems]

    items, problems = as_ordinary_user(shared, work)
    assert items == ["01-9"]
    assert problems == [f"{first.name} cannot be read (Permission denied)."]


def test_in_a_read_only_course_folder_the_hand_in_goes_to_the_home(shared):
    from crossread.publish.sheets import sheet
    from crossread.widgets.handin import HandInWidget

    root, home = copy_lake(shared / "course"), shared / "home"
    home.mkdir()
    seeds = Seeds(root)
    form = sheet(seeds.exercise("01"))
    checker = Room(seeds, home).book.checker
    read_only(root)

    def work() -> Any:
        from support.driver import Driven

        widget = HandInWidget(form, seeds.course, seeds.exercise_ref("01"), home, root, checker)
        return Driven(widget).write(id="s7", name="", practice=False)["status"]

    status = as_ordinary_user(shared, work)
    assert str(home / "hand-in" / "crossread-01-s7.json") in status


# --- a clock that jumps --------------------------------------------------------------------------


class Clock(datetime):
    """A clock that a test sets."""

    shown = datetime(2031, 5, 4, 12, tzinfo=UTC)

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return cls.shown


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    """The journal's clock, to be set by the test."""
    monkeypatch.setattr(journal_module, "datetime", Clock)
    monkeypatch.setattr(Clock, "shown", Clock.shown)
    return Clock


def test_the_newest_answer_counts_also_when_the_clock_was_put_back(learner_home, clock):
    for n, answer in enumerate("abc"):
        clock.shown = datetime(2031 - 10 * n, 5, 4, tzinfo=UTC)
        Journal(learner_home, "01").append("response", "01-1", "d", answer)
    read = Journal(learner_home, "01").read()
    assert [e.answer for e in read.entries] == ["a", "b", "c"]
    assert [e.at[:4] for e in read.entries] == ["2031", "2021", "2011"]
    assert Journal(learner_home, "01").states()["01-1"].answer == "c"


def test_a_clock_that_jumps_within_one_kernel_changes_no_order(learner_home, clock):
    journal = Journal(learner_home, "01")
    for hours in (0, -5, 30, -900, 2):
        clock.shown += timedelta(hours=hours)
        journal.append("response", "01-1", "d", hours)
    assert [e.answer for e in Journal(learner_home, "01").read().entries] == [0, -5, 30, -900, 2]


def test_progress_and_review_bear_a_clock_that_was_put_back(learner_home, clock):
    seeds = Seeds(LAKE)
    for year, answer in ((2031, "a"), (2021, "b"), (2041, "a")):
        clock.shown = datetime(year, 5, 4, tzinfo=UTC)
        Room(seeds, learner_home).open(seeds.item("01-1")).ask("answer", value=answer)
    assert standing(seeds, learner_home)[1].answered == 1
    later = datetime(2051, 1, 1, tzinfo=UTC)
    assert [one.item.id for one in due(seeds, learner_home, later)] == ["01-1"]


def test_two_kernels_that_start_in_one_second_have_files_of_their_own(learner_home, clock):
    for answer in "ab":
        Journal(learner_home, "01").append("response", "01-1", "d", answer)
    files = sorted((learner_home / "journal" / "01").glob("*.jsonl"))
    assert len(files) == 2 and len({path.name[:16] for path in files}) == 1


def test_only_the_owner_can_read_a_journal(learner_home):
    path = some_answers(learner_home)
    assert path.stat().st_mode & 0o077 == 0
