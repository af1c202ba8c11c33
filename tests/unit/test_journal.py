"""The journal: what it keeps, in which order, and what it makes of several kernels."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossread.journal import (
    DRAFT_FILE,
    ItemState,
    Journal,
    JournalError,
    decode_line,
    line_digest,
)
from crossread.model.record import Entry


@pytest.fixture
def journal(learner_home: Path) -> Journal:
    """The journal of lesson 01 in an empty home."""
    return Journal(learner_home, "01")


def answer(journal: Journal, answer: Any, item: str = "01-1", **more: Any) -> Entry:
    """One response."""
    return journal.append("response", item, "d", answer, **more)


def lines(home: Path) -> list[bytes]:
    """Every line of lesson 01, file after file."""
    return [line for path in sorted((home / "journal" / "01").glob("*.jsonl"))
            for line in path.read_bytes().splitlines()]


def test_nothing_is_made_before_the_first_answer(journal, learner_home):
    assert journal.read().entries == ()
    assert journal.states() == {}
    assert not learner_home.exists()


def test_a_line_holds_all_that_was_given_and_can_be_read_by_any_json_reader(journal, learner_home):
    made = answer(journal, {"r1": "body"}, attempt=2, confidence=80, seconds=3.5, hints=1)
    [line] = lines(learner_home)
    assert msgspec.json.decode(line) == {
        "v": 1, "seq": 1, "kind": "response", "item": "01-1", "digest": "d",
        "answer": {"r1": "body"}, "at": made.at, "prev": "", "attempt": 2, "confidence": 80,
        "seconds": 3.5, "hints": 1}
    assert decode_line(line) == made


def test_each_line_carries_the_digest_of_the_line_before_it_in_its_file(journal, learner_home):
    for n in range(3):
        answer(journal, n)
    one, two, three = lines(learner_home)
    assert [decode_line(line).prev for line in (one, two, three)] == \
        ["", line_digest(one), line_digest(two)]


def test_a_new_kernel_writes_a_file_of_its_own_and_goes_on_counting(journal, learner_home):
    answer(journal, "a")
    other = Journal(learner_home, "01")
    assert answer(other, "b").seq == 2
    assert answer(journal, "c").seq == 3
    assert len(list((learner_home / "journal" / "01").glob("*.jsonl"))) == 2
    assert [e.answer for e in other.read().entries] == ["a", "b", "c"]


def test_lessons_have_folders_of_their_own(journal, learner_home):
    answer(journal, "a")
    assert Journal(learner_home, "02").states() == {}


def test_the_newest_answer_counts_and_attempts_are_counted(journal):
    for one in "aba":
        answer(journal, one)
    assert journal.states()["01-1"] == ItemState("a", None, 3, None, "d", 0)


def test_a_confidence_stays_until_another_is_given_and_hints_are_never_unseen(journal):
    answer(journal, "a", confidence=60, hints=2)
    answer(journal, "b", hints=1)
    state = journal.states()["01-1"]
    assert (state.confidence, state.hints) == (60, 2)
    answer(journal, "b", confidence=90)
    assert journal.states()["01-1"].confidence == 90


def test_a_draft_stands_beside_the_answer_until_the_next_answer(journal):
    answer(journal, "one")
    journal.append("draft", "01-1", "d", "one tw")
    state = journal.states()["01-1"]
    assert (state.answer, state.draft, state.attempts) == ("one", "one tw", 1)
    answer(journal, "one two")
    assert journal.states()["01-1"].draft is None


def test_a_draft_of_an_unanswered_item_is_no_attempt(journal):
    journal.append("draft", "01-1", "d", "wor")
    assert journal.states()["01-1"] == ItemState(None, "wor", 0, None, "d", 0)


def test_an_answer_too_long_to_be_read_again_is_refused_before_it_is_called_saved(journal):
    answer(journal, "a")
    with pytest.raises(JournalError, match="too long") as refused:
        answer(journal, "x" * 300_000)
    assert refused.value.strerror.startswith("Not saved:")
    answer(journal, "b")
    read = journal.read()
    assert ([e.answer for e in read.entries], read.problems) == (["a", "b"], ())


@pytest.mark.parametrize("text", ["\n\r\n", "\u2028\u2029", "\x00", "سلام", "🐟" * 500, "\\u0000",
                                  '"}\n{"v":1'])
def test_any_text_comes_back_as_it_was_typed(text, journal, learner_home):
    answer(journal, text)
    assert Journal(learner_home, "01").states()["01-1"].answer == text


def test_a_line_is_written_as_it_is_also_where_the_system_would_change_its_end(
        journal, monkeypatch):
    binary, seen, true = 1 << 28, [], os.open

    def opened(path: Any, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith(".jsonl"):
            seen.append(flags)
        return true(path, flags & ~binary, mode)

    monkeypatch.setattr(os, "O_BINARY", binary, raising=False)
    monkeypatch.setattr(os, "open", opened)
    answer(journal, "a")
    answer(journal, "b")
    assert len(seen) == 2 and all(flags & binary for flags in seen)


def test_what_the_first_version_wrote_on_windows_is_read_as_it_was_meant(journal, learner_home):
    for letter in "ab":
        answer(journal, letter)
    [path] = (learner_home / "journal" / "01").glob("*.jsonl")
    meant = path.read_bytes()
    path.write_bytes(meant.replace(b"\n", b"\r\n"))
    read = Journal(learner_home, "01").read()
    assert [e.answer for e in read.entries] == ["a", "b"] and not read.problems
    assert read.files[path.name] == tuple(meant.splitlines())


def test_drafts_go_to_small_files_of_their_own_and_all_of_them_are_kept(journal, learner_home):
    answer(journal, "first")
    for n in range(30):
        journal.append("draft", "01-1", "d", f"{n} " + "x" * 7_000)
    answer(journal, "last")
    read = Journal(learner_home, "01").read()
    assert [e.seq for e in read.entries] == list(range(1, 33))
    kinds = [{decode_line(line).kind for line in lines} for lines in read.files.values()]
    assert sorted(map(tuple, kinds)) == [("draft",)] * 4 + [("response",)]
    assert max(sum(map(len, lines)) for lines in read.files.values()) < DRAFT_FILE + 8_000
    for lines in read.files.values():
        chain = [decode_line(line).prev for line in lines]
        assert chain == ["", *map(line_digest, lines[:-1])]


def test_an_answer_on_disk_is_saved_though_its_file_cannot_be_looked_at(journal, monkeypatch):
    answer(journal, "a")
    true = journal._write

    def refuses(path: Path, **how: Any) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_write",
                      lambda *what: (true(*what), patch.setattr(Path, "stat", refuses)))
        answer(journal, "b")
    assert [e.answer for e in journal.read().entries] == ["a", "b"]
    answer(journal, "c")
    assert [e.answer for e in journal.read().entries] == ["a", "b", "c"]


def test_a_file_that_did_not_change_is_not_read_twice(journal, learner_home, monkeypatch):
    answer(journal, "a")
    other = Journal(learner_home, "01")
    other.read()
    reads: list[Path] = []
    true = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: reads.append(self) or true(self))
    other.read()
    other.states()
    assert reads == []
    answer(journal, "b")
    assert other.states()["01-1"].answer == "b"
    assert len(reads) == 1


Step = tuple[int, str, str, Any]
STEPS = st.lists(st.tuples(
    st.integers(0, 2), st.sampled_from(["response", "draft"]), st.sampled_from(["01-1", "01-2"]),
    st.one_of(st.text(max_size=30), st.integers(), st.lists(st.sampled_from("abc"), max_size=3))),
    max_size=12)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_every_reader_sees_what_happened_last_whichever_kernel_wrote_it(steps: list[Step]):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        kernels = [Journal(home, "01") for _ in range(3)]
        wanted: dict[str, tuple[Any, Any, int]] = {}
        for kernel, kind, item, value in steps:
            kernels[kernel].append(kind, item, "d", value)
            old, _, attempts = wanted.get(item, (None, None, 0))
            wanted[item] = (value, None, attempts + 1) if kind == "response" else \
                (old, value, attempts)
        for reader in (*kernels, Journal(home, "01")):
            seen = {item: (s.answer, s.draft, s.attempts) for item, s in reader.states().items()}
            assert seen == wanted
            assert [e.seq for e in reader.read().entries] == list(range(1, len(steps) + 1))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_line_of_bytes_raises(line: bytes):
    found = decode_line(line)
    assert isinstance(found, Entry) or (isinstance(found, str) and found)
