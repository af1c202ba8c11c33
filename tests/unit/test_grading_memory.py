"""How much memory a run of grading keeps for each file: 100,000 files are to fit into 300 MiB."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.handins import Maker
from support.lake import LAKE

from crossread.grading.evening import run
from crossread.grading.gradebook import Gradebook
from crossread.grading.intake import Received, inbox
from crossread.grading.keys import read_keys
from crossread.seeds import Seeds

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)
FILES = 3_000
BATCH = 1_000  # files between two looks; a multiple of what is written at once


@pytest.fixture
def traced() -> Iterator[None]:
    """Memory is counted while the test runs."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


def hand_ins() -> Iterator[Received]:
    """Different students, each with the same answers, made one at a time."""
    for n in range(FILES):
        yield Received(f"{n:06}.json", MAKER.handin(id=f"s{n:06}", name=f"Student {n:06}"))


def memory() -> int:
    """Bytes in use that were asked for since counting began."""
    return tracemalloc.get_traced_memory()[0]


def test_what_a_run_keeps_of_a_file_is_small(traced: None, tmp_path: Path):
    book = Gradebook(f"sqlite:///{tmp_path}/g.db", create=True)
    keys = read_keys(SEEDS)
    seen: list[int] = []
    run(hand_ins(), book, keys, SEEDS, tell=lambda: seen.append(memory()))
    assert seen[-1] - seen[BATCH - 1] < 1_700 * (FILES - BATCH)
    before = memory()
    run(hand_ins(), book, keys, SEEDS, tell=lambda: seen.append(memory()))
    assert seen[-1] - before < 1_700 * FILES, "what is known of an earlier run"
    book.close()


def test_a_file_of_the_inbox_is_let_go_once_it_was_read(traced: None, tmp_path: Path):
    for n in range(2_000):
        (tmp_path / f"{n:06}.json").touch()
    files = inbox(tmp_path)
    next(files)
    first = memory()
    for _ in range(1_998):
        next(files)
    assert first - memory() > 100 * 2_000
