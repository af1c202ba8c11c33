"""The hand-in file: out of a journal and back, and what happens to every spoiled one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.handins import Maker, edited, json_values, redone, with_body
from support.lake import LAKE

from crossread import handin
from crossread.handin import HandInError, Opened, open_handin, receipt
from crossread.journal import Journal
from crossread.model.record import Entry, Student
from crossread.seeds import Seeds

MAKER = Maker(Seeds(LAKE))
GOOD = MAKER.handin()
ANSWERS = {item: entry.answer for item, entry in open_handin(GOOD).answers().items()}

def status_of(raw: bytes) -> tuple[str, str]:
    """The status and the sentence with which a file is refused."""
    with pytest.raises(HandInError) as caught:
        open_handin(raw)
    return caught.value.status, str(caught.value)


def test_what_a_learner_answered_comes_out_of_the_file(learner_home: Path):
    journal = Journal(learner_home, handin.section_of("01"))
    journal.append("response", "x01-1", "0" * 12, ["b"], attempt=1)
    journal.append("draft", "x01-4", "1" * 12, "half a")
    journal.append("response", "x01-1", "0" * 12, ["a"], attempt=2, seconds=3.5)
    Journal(learner_home, "01").append("response", "01-1", "2" * 12, "c", confidence=80)
    raw = handin.make(learner_home, course="lake", version="1.0", exercise="01",
                      student=Student("s1", "Ana Brük"), practice=("01",),
                      now=datetime(2031, 5, 4, 9, 30, tzinfo=UTC))
    opened = open_handin(raw)
    assert opened.handin.made == "2031-05-04T09:30:00Z"
    assert opened.handin.student == Student("s1", "Ana Brük")
    assert [e.kind for e in opened.entries] == ["response", "draft", "response"]
    assert opened.answers()["x01-1"].answer == ["a"]
    assert [e.item for e in opened.practice] == ["01-1"]


def made(home: Path) -> bytes:
    """The hand-in of exercise 01 with the practice of lesson 01."""
    return handin.make(home, course="lake", version="1.0", exercise="01",
                       student=Student("s1", ""), practice=("01",))


def many_drafts(home: Path, section: str, item: str, most: int) -> None:
    """A text of 20,000 characters that was kept as it grew, and then handed to the scorer."""
    journal = Journal(home, section)
    for n in range(most):
        journal.append("draft", item, "1" * 12, "x" * (n * 20_000 // most))
    journal.append("response", item, "1" * 12, "the text", attempt=1)


def test_drafts_that_newer_words_replaced_stay_at_home(learner_home: Path, monkeypatch):
    monkeypatch.setattr("crossread.journal.os.fsync", lambda handle: None)
    many_drafts(learner_home, "exercise-01", "x01-4", 900)
    many_drafts(learner_home, "01", "01-11", 50)
    assert sum(path.stat().st_size for path in learner_home.rglob("*.jsonl")) > handin.MAX_BYTES
    raw = made(learner_home)
    opened = open_handin(raw)
    assert len(raw) < 2_000
    assert [e.answer for e in (*opened.entries, *opened.practice)] == ["the text", "the text"]


def test_a_draft_that_is_newer_than_its_answer_goes_along_with_a_whole_chain(learner_home: Path):
    many_drafts(learner_home, "exercise-01", "x01-4", 60)
    Journal(learner_home, "exercise-01").append("draft", "x01-9", "1" * 12, "never answered")
    Journal(learner_home, "exercise-01").append("draft", "x01-4", "1" * 12, "on second thoughts")
    entries = open_handin(made(learner_home)).entries
    assert [e.answer for e in entries] == ["the text", "never answered", "on second thoughts"]


def test_a_draft_replaced_in_another_kernel_at_the_same_number_is_judged_as_it_is_read(
        learner_home: Path):
    one, two = (Journal(learner_home, "exercise-01") for _ in "12")
    one.append("draft", "x01-4", "1" * 12, "first")
    [path] = learner_home.rglob("*.jsonl")
    path.rename(path.with_name("a.jsonl"))
    two.append("draft", "x01-4", "1" * 12, "second")
    [other] = {*learner_home.rglob("*.jsonl")} - {path.with_name("a.jsonl")}
    other.write_bytes(other.read_bytes().replace(b'"seq":2', b'"seq":1'))
    other.rename(other.with_name("b.jsonl"))
    assert [e.answer for e in open_handin(made(learner_home)).entries] == ["second"]
    assert Journal(learner_home, "exercise-01").states()["x01-4"].draft == "second"


@pytest.mark.parametrize(("limit", "most"), [("MAX_BYTES", 5_000), ("MAX_LINES", 10)])
def test_what_no_grader_would_take_is_refused_by_the_writer(limit, most, learner_home, monkeypatch):
    journal = Journal(learner_home, "exercise-01")
    for n in range(20):
        journal.append("response", "x01-4", "1" * 12, "x" * 300, attempt=n + 1)
    made(learner_home)
    monkeypatch.setattr(handin, limit, most)
    with pytest.raises(handin.TooBigError):
        made(learner_home)


def test_a_journal_that_was_changed_is_noticed_by_the_writer(learner_home: Path):
    journal = Journal(learner_home, "exercise-01")
    for answer in "abc":
        journal.append("response", "x01-4", "1" * 12, answer)
    [path] = learner_home.rglob("*.jsonl")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[::2]))
    with pytest.raises(HandInError, match="does not follow") as refused:
        made(learner_home)
    assert refused.value.status == "tampered"


def test_a_file_packed_from_lines_is_the_file_made_from_the_journal(learner_home: Path):
    journal = Journal(learner_home, handin.section_of("01"))
    journal.append("response", "x01-1", "0" * 12, ["a"])
    now = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
    made = handin.make(learner_home, course="lake", version="1.0", exercise="01",
                       student=Student("s1", ""), now=now)
    packed = handin.pack(journal.read().files, course="lake", version="1.0", exercise="01",
                         student=Student("s1", ""), made=now,
                         install=open_handin(made).handin.install)
    assert packed == made


def test_entries_of_two_kernels_come_in_the_order_of_their_numbers():
    files = {"b.jsonl": MAKER.lines([("x01-1", ["a"])], first=2),
             "a.jsonl": MAKER.lines([("x01-1", ["b"])], first=1)}
    opened = open_handin(MAKER.handin(files=files))
    assert [e.seq for e in opened.entries] == [1, 2]
    assert opened.answers()["x01-1"].answer == ["a"]


def test_the_receipt_is_three_groups_and_follows_the_answers():
    code = receipt(GOOD)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert code == receipt(MAKER.handin(name="Another Name"))
    assert code != receipt(MAKER.handin({"x01-1": ["b"]}))


@settings(max_examples=150, deadline=None)
@given(answers=st.lists(st.tuples(st.sampled_from(["x01-1", "x01-9", ""]), json_values),
                        max_size=8))
def test_any_answer_survives_the_way_out_and_in(answers: list[tuple[str, Any]]):
    opened = open_handin(MAKER.handin(lines=MAKER.lines(answers)))
    assert [(e.item, e.answer) for e in opened.entries] == answers


def tried(raw: bytes) -> tuple[Opened | None, HandInError | None]:
    """What opening a file gives: what is in it, or the refusal."""
    try:
        return open_handin(raw), None
    except HandInError as error:
        return None, error


mutations = st.one_of(
    st.tuples(st.just("flip"), st.integers(0, len(GOOD) - 1), st.integers(1, 255)),
    st.tuples(st.just("cut"), st.integers(0, len(GOOD) - 1), st.integers(1, 200)),
    st.tuples(st.just("insert"), st.integers(0, len(GOOD)), st.binary(min_size=1, max_size=8)),
    st.tuples(st.just("end"), st.integers(0, len(GOOD) - 1), st.just(0)))


def mutated(how: tuple[str, int, Any]) -> bytes:
    kind, at, what = how
    if kind == "flip":
        return GOOD[:at] + bytes([GOOD[at] ^ what]) + GOOD[at + 1:]
    if kind == "insert":
        return GOOD[:at] + what + GOOD[at:]
    return GOOD[:at] + (GOOD[at + what:] if kind == "cut" else b"")


@settings(max_examples=300, deadline=None)
@given(mutations)
def test_no_edit_of_a_few_bytes_changes_what_was_answered(how: tuple[str, int, Any]):
    """It is refused with a sentence, or it touched only the envelope (a name, a time)."""
    opened, refused = tried(mutated(how))
    if opened:
        assert {item: e.answer for item, e in opened.answers().items()} == ANSWERS
    else:
        assert refused
        assert refused.status in ("ungradable", "tampered")
        assert len(str(refused)) > 20


@settings(max_examples=200, deadline=None)
@given(mutations)
def test_an_edited_body_with_a_fresh_digest_is_read_strictly_or_refused(
        how: tuple[str, int, Any]):
    """What is accepted is exactly what would be written again: nothing is left to a reader."""
    raw = mutated(how)
    if raw.count(b',"body":') != 1 or not raw.endswith(b"}") or b'"digest":"' not in raw:
        return
    try:
        opened, _ = tried(redone(raw))
    except ValueError:  # the digest's own place is gone
        return
    if not opened:
        return
    body = bytes(opened.handin.body)
    again = msgspec.json.decode(body)
    assert msgspec.json.encode(again) == body
    assert json.loads(body) == again


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300) | json_values.map(lambda v: json.dumps(v).encode()))
def test_no_bytes_raise_anything_but_a_refusal(raw: bytes):
    status_of(raw)


def line(n: int) -> bytes:
    """The nth journal line of the good file."""
    body = bytes(open_handin(GOOD).handin.body)
    return bytes(msgspec.json.decode(body, type=dict[str, dict[str, list[msgspec.Raw]]])
                 ["exercise"]["20310504T090000Z-00000001.jsonl"][n])


def swap(old: bytes, new: bytes) -> bytes:
    return with_body(GOOD, lambda body: body.replace(old, new, 1))


SEND = "Please send the file that hand_in wrote."
SPOILED: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "ungradable", "empty"),
    "only spaces": (b" \n\t ", "ungradable", "empty"),
    "cut short": (GOOD[:-40], "ungradable", f"missing: it was cut short on the way. {SEND}"),
    "words": (b"My homework.", "ungradable", f"wrote, or it was damaged on the way. {SEND}"),
    "too large": (b'{"a":"' + b"x" * handin.MAX_BYTES + b'"}', "ungradable", "bytes"),
    "another JSON": (b'{"format":"something"}', "ungradable", "not a hand-in"),
    "a list": (b"[1,2]", "ungradable", "form of a hand-in"),
    "deep nesting": (b'{"a":' * 100_000, "ungradable", "not a file that"),
    "a newer format": (GOOD.replace(b"handin/1", b"handin/2"), "ungradable", "Update crossread"),
    "no UTF-8": (GOOD.replace(b"Student", b"\xff\xfe"), "ungradable",
                 "not a file that"),
    "an unknown field": (edited(GOOD, b'"made":', b'"grade":9,"made":'), "ungradable", "form"),
    "a number as name": (edited(GOOD, b'"Student 001"', b"7"), "ungradable", "form"),
    "digest edited": (edited(GOOD, b'"digest":"', b'"digest":"0'), "tampered", "digest"),
    "answer edited": (edited(GOOD, b'["a"]', b'["b"]'), "tampered", "digest"),
    "answer edited, digest redone": (swap(b'["a"]', b'["b"]'), "tampered", "does not follow"),
    "line removed, digest redone": (swap(line(1) + b",", b""), "tampered", "does not follow"),
    "line twice": (swap(line(1), line(1) + b"," + line(1)), "tampered", "does not follow"),
    "lines swapped": (swap(line(0) + b"," + line(1), line(1) + b"," + line(0)), "tampered",
                      "does not follow"),
    "a key twice in a line": (swap(b'"answer":["a"]', b'"answer":["b"],"answer":["a"]'),
                              "tampered", "as crossread writes"),
    "a key twice in an answer": (
        with_body(MAKER.handin({"x01-9": {"r": "a"}}),
                  lambda body: body.replace(b'{"r":"a"}', b'{"r":"b","r":"a"}')),
        "tampered", "as crossread writes"),
    "spaces in a line": (swap(b'"v":1,', b'"v": 1,'), "tampered", "as crossread writes"),
    "spaces between lines": (swap(b'},{"v"', b'}, {"v"'), "tampered", "as crossread writes"),
    "a file twice": (swap(b'{"exercise":{', b'{"exercise":{"20310504T090000Z-00000001.jsonl":[],'),
                     "tampered", "as crossread writes"),
    "a newer line": (swap(b'"v":1,"seq":1', b'"v":2,"seq":1'), "ungradable", "newer version"),
    "a foreign line": (swap(line(0), b'{"hello":1}'), "ungradable", "not a journal line"),
    "no lines at all": (with_body(GOOD, lambda body: b"[]"), "ungradable", "cannot be read"),
    "two bodies": (edited(GOOD, b',"body":', b',"body":{},"body":'), "tampered", "digest"),
    "a line that is too long": (
        MAKER.handin({"x01-1": "x" * 300_000}), "ungradable", "too long"),
    "too many lines": (MAKER.handin(lines=MAKER.lines(
        [("x01-1", "a")] * (handin.MAX_LINES + 1))), "ungradable", "more than"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_file_is_refused_with_its_status_and_a_sentence(name: str):
    raw, status, words = SPOILED[name]
    found, sentence = status_of(raw)
    assert found == status
    assert words in sentence


def test_a_file_saved_anew_by_an_editor_is_still_accepted():
    """White space around the envelope changes no answer."""
    assert open_handin(GOOD + b"\r\n").entries == open_handin(GOOD).entries
    spaced = GOOD.replace(b',"made":', b',\n  "made": ').replace(b',"body":', b',\n "body": ')
    assert open_handin(spaced).entries == open_handin(GOOD).entries


def test_a_quotation_mark_in_a_name_cannot_move_the_body():
    name = '","body":{"exercise":{}},"x":"'
    opened = open_handin(MAKER.handin(name=name))
    assert opened.handin.student.name == name
    assert {item: e.answer for item, e in opened.answers().items()} == ANSWERS


def test_entries_keep_every_field():
    entry = open_handin(MAKER.handin(lines=MAKER.lines(
        [("x01-1", ["a"])], confidence=60, seconds=1.25, hints=2))).entries[0]
    assert entry == Entry(v=1, seq=1, kind="response", item="x01-1",
                          digest=MAKER.digests["x01-1"], answer=["a"], at="2031-05-04T09:00:00Z",
                          prev="", attempt=1, confidence=60, seconds=1.25, hints=2)
