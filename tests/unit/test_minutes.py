"""Minutes: estimated from what a lesson asks, measured from answers, sent only by consent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.handins import Maker, edited
from support.html import shown
from support.lake import LAKE, copy_lake
from support.screen import wide
from typer.testing import CliRunner

from crossread.cli import app
from crossread.grading.gradebook import Gradebook
from crossread.grading.office import Office
from crossread.grading.pace import Pace, pace, summary
from crossread.handin import HandInError, Profile, open_handin, write_profile
from crossread.journal import Journal
from crossread.minutes import IDLE, WORDS_A_MINUTE, estimate, measured, my_minutes, told
from crossread.model.record import Entry
from crossread.seeds import Seeds
from crossread.standing import standing
from crossread.widgets.closing import passport
from crossread.widgets.mine import ProgressWidget

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)


def made(*times: str, seconds: float | None = 60.0) -> Iterator[Entry]:
    """Answers at these times of one day."""
    for n, at in enumerate(times, 1):
        yield Entry(v=1, seq=n, kind="response", item="01-1", digest="", answer="a",
                    at=f"2031-05-04T{at}Z", prev="", seconds=seconds)


def test_an_estimate_counts_words_questions_and_figures(tmp_path: Path):
    seeds = Seeds(copy_lake(tmp_path / "lake"))
    found = estimate(seeds, seeds.lesson("01"))
    assert found.reading == found.words / WORDS_A_MINUTE
    assert found.questions == sum(item.minutes for item in seeds.items("01"))
    assert found.figures == 1
    assert found.total == found.reading + found.questions + found.figures


def test_more_words_and_more_questions_make_a_longer_estimate(tmp_path: Path):
    root = copy_lake(tmp_path / "lake")
    before = estimate(Seeds(root), Seeds(root).lesson("01"))
    page = root / "notebooks" / "01_every_kind.ipynb"
    page.write_text(page.read_text("utf-8").replace("# Every kind", "word " * 300 + "# Every kind")
                    .replace('read(\\"P2.1\\")', 'quiz(\\"00-1\\")'), "utf-8")
    after = estimate(Seeds(root), Seeds(root).lesson("01"))
    assert after.reading > before.reading + 1
    assert after.questions == before.questions + 1


def test_items_whose_time_the_card_states_apart_are_left_out(tmp_path: Path):
    root = copy_lake(tmp_path / "lake")
    course = root / "seeds" / "course.yml"
    course.write_text(course.read_text("utf-8").replace("    paratext: true\n",
                      '    paratext: true\n    apart: ["01-1", "01-2"]\n'), "utf-8")
    seeds = Seeds(root)
    all_ = sum(item.minutes for item in seeds.items("01"))
    assert estimate(seeds, seeds.lesson("01")).questions == all_ - 2


def test_the_card_says_that_minutes_are_estimates_and_how_they_were_found():
    said = told(SEEDS.lesson("01"), SEEDS.course.exercises)
    for words in ("about 20 minutes in class, 15 alone", "These are estimates",
                  f"{WORDS_A_MINUTE} words a minute"):
        assert words in said
    extra = next(one for one in SEEDS.course.exercises if one.lesson == "01").minutes
    assert f"The exercise takes about {extra} minutes more." in said
    assert "exercise" not in told(SEEDS.lesson("01"), ())


@pytest.mark.parametrize(("times", "minutes"), [
    ((), 0), (("10:00:00",), 1), (("10:00:00", "10:04:00"), 5),
    (("10:00:00", "10:10:00"), 11),  # ten minutes are the limit and count
    (("10:00:00", "10:10:01"), 2),  # a second more is a break: two sittings of one answer
    (("10:00:00", "10:04:00", "18:00:00", "18:02:00"), 8),
    (("10:00:00", "09:00:00"), 2),  # a clock that was put back takes nothing away
])
def test_minutes_run_from_answer_to_answer_and_a_break_is_cut_off(times, minutes):
    assert IDLE == 600
    assert measured(made(*times)) == minutes


def test_a_form_left_open_counts_for_the_limit_and_a_time_that_is_none_for_nothing():
    assert measured(made("10:00:00", seconds=90_000.0)) == IDLE / 60
    assert measured(made("10:00:00", seconds=None)) == 0
    assert measured(made("noon")) == 0


def journalled(home: Path) -> None:
    """Three minutes and a half of answers in lesson 01."""
    journal = Journal(home, "01")
    journal.append("response", "01-1", "0" * 12, "b", attempt=1, seconds=210.0)


def test_lessons_without_a_whole_minute_are_left_out(learner_home: Path):
    journalled(learner_home)
    assert my_minutes(SEEDS.course.lessons, learner_home) == {"01": 4}


def test_minutes_are_shown_only_to_a_learner_who_agreed(learner_home: Path):
    journalled(learner_home)
    widget = ProgressWidget(SEEDS, standing(SEEDS, learner_home), learner_home)
    assert "Minutes in the lesson" not in shown(widget.page)
    assert "Nobody else sees them unless I send them with a hand-in" in shown(widget.page)
    assert "Minutes" not in shown(passport(SEEDS, learner_home))
    write_profile(learner_home, Profile(install="0" * 16, minutes=True))
    widget = ProgressWidget(SEEDS, standing(SEEDS, learner_home), learner_home)
    assert "Minutes in the lesson" in shown(widget.page)
    assert "Minutes What I can do" in shown(passport(SEEDS, learner_home))
    assert "Minutes in the lesson" not in shown(widget.face.html)


def test_minutes_go_through_a_hand_in_unchanged_and_are_absent_where_not_sent():
    assert open_handin(MAKER.handin(minutes={"00": 25, "01": 41})).minutes == {"00": 25, "01": 41}
    assert open_handin(MAKER.handin()).minutes == {}
    assert b"minutes" not in MAKER.handin()


@pytest.mark.parametrize("bad", [b'{"01":-4}', b'{"01":1e9}', b'{"01":"long"}', b'["01"]',
                                 b'{"01":0}', b'{"01":4,"01":5}', b"{}"])
def test_minutes_that_nobody_can_have_are_refused(bad: bytes):
    raw = edited(MAKER.handin(minutes={"01": 4}), b'"minutes":{"01":4}', b'"minutes":' + bad,
                 redo=True)
    with pytest.raises(HandInError):
        open_handin(raw)


def test_of_fewer_than_ten_nothing_is_told():
    assert summary("01", range(1, 10)) == Pace("01", 9, None)
    assert summary("01", range(1, 11)) == Pace("01", 10, (3.25, 5.5, 7.75))


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A gradebook of ten students who sent their minutes and one who did not."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for n in range(1, 11):
        (inbox / f"{n}.json").write_bytes(MAKER.handin(id=f"s{n}", name="", minutes={"01": 10 * n}))
    (inbox / "silent.json").write_bytes(MAKER.handin(id="s11", name=""))
    url = f"sqlite:///{tmp_path / 'grades.db'}"
    office = Office(SEEDS, url, create=True)
    office.grade(inbox)
    office.close()
    return url


def test_a_class_sees_quartiles_and_only_from_hand_ins_that_count(book: str):
    gradebook = Gradebook(book)
    with gradebook.read() as connection:
        found = pace(connection, ["00", "01"])
    gradebook.close()
    assert found == [Pace("00", 0, None), Pace("01", 10, (32.5, 55.0, 77.5))]


def test_the_command_prints_estimates_and_what_a_class_sent(book: str, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CROSSREAD_COURSE", str(copy_lake(tmp_path / "lake")))
    wide(monkeypatch)
    alone = CliRunner().invoke(app, ["minutes"])
    assert alone.exit_code == 0 and "estimates" in alone.stdout and "students" not in alone.stdout
    said = CliRunner().invoke(app, ["minutes", "--gradebook", book]).stdout
    assert "55 (32 to 78)" in said and "too few to tell" in said
    one = next(ref for ref in SEEDS.course.lessons if ref.id == "01").minutes.alone
    assert re.search(rf"01 │ +10 │ +55 \(32 to 78\) │ +{one} │", said)
    wide(monkeypatch, 80)
    narrow = CliRunner().invoke(app, ["minutes", "--gradebook", book]).stdout
    for words in ("median (quartiles)", "55 (32 to 78)", "too few to tell", "questions"):
        assert words in narrow  # no heading or cell is cut or broken at 80 columns
    wide(monkeypatch)
    rows = json.loads(CliRunner().invoke(app, ["minutes", "--gradebook", book, "--json"]).stdout)
    assert rows[1]["measured"] == {"lesson": "01", "n": 10, "quartiles": [32.5, 55.0, 77.5]}
    missing = CliRunner().invoke(app, ["minutes", "--gradebook", f"{book}x"])
    assert missing.exit_code == 1 and "Traceback" not in missing.output
