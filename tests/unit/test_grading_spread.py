"""Grading on a Dask cluster gives what grading here gives, or one sentence and nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hostile.cases import CASES
from support.handins import Maker
from support.lake import LAKE
from typer.testing import CliRunner

from crossread.cli import app
from crossread.grading import gradebook as g
from crossread.grading import spread
from crossread.grading.demo import make_class, write_class
from crossread.grading.evening import Grader, here, run
from crossread.grading.intake import Received, inbox
from crossread.grading.keys import read_keys
from crossread.seeds import Seeds

distributed = pytest.importorskip("distributed", reason="needs the extra dask")
SEEDS = Seeds(LAKE)
KEYS = read_keys(SEEDS)
MAKER = Maker(SEEDS)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two worker processes."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True,
                                  dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small batches, little patience, and a clock that stands still."""
    monkeypatch.setattr(spread, "BATCH_FILES", 7)
    monkeypatch.setattr(spread, "PATIENCE", 1.0)
    monkeypatch.setattr(g, "now", lambda: "2031-05-04T12:00:00Z")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class, and beside it everything hostile that the project knows."""
    made = tmp_path_factory.mktemp("class") / "made"
    write_class(make_class(SEEDS, ["01"], 60, seed=4), made)
    for n, case in enumerate(CASES):
        (made / "inbox" / f"{n:03}").mkdir()
        case.made(made / "inbox" / f"{n:03}")
    (made / "inbox" / "blank.json").write_bytes(MAKER.handin({}, id="blank"))
    (made / "inbox" / "strange.json").write_bytes(MAKER.handin({"x01-1": 7}, id="strange"))
    return made / "inbox"


def graded(url: str, files: Iterator[Received], grader: Grader) -> list[Any]:
    """The account and every row of every table, in the order in which they were written."""
    book = g.Gradebook(url, create=True)
    account = run(files, book, KEYS, SEEDS, grader=grader)
    return [account, *rows(url)]


def rows(url: str) -> list[tuple[Any, ...]]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        return [(table.name, *row) for table in g.tables.sorted_tables
                for row in connection.execute(sa.text(f"SELECT * FROM {table.name}"))]


def test_a_cluster_finds_the_same_statuses_in_the_same_order(address: str, folder: Path,
                                                             tmp_path: Path):
    plain = graded(f"sqlite:///{tmp_path}/a.db", inbox(folder), here)
    with spread.cluster(address) as grader:
        assert graded(f"sqlite:///{tmp_path}/b.db", inbox(folder), grader) == plain
        again = graded(f"sqlite:///{tmp_path}/b.db", inbox(folder), grader)
    assert again[0].new == 0 and again[1:] == plain[1:]
    assert {row.status for row in plain[0].listed} >= {
        "partial", "duplicate", "ungradable", "tampered", "not_attempted"}


def test_a_worker_reads_no_file_of_the_course(address: str, tmp_path: Path):
    """The workers were never told where this course is, and its folder is gone."""
    copy = Seeds(LAKE)
    keys = read_keys(copy)
    files = [Received(f"{n}.json", MAKER.handin(id=f"s{n}")) for n in range(9)]
    unpacked = spread._unpack(spread._pack(keys))
    assert unpacked.by_exercise["01"].exercise == keys.by_exercise["01"].exercise
    assert unpacked.by_exercise["01"].places().printed("P2.1") == ""
    with spread.cluster(address) as grader:
        found = graded(f"sqlite:///{tmp_path}/a.db", iter(files), grader)[0]
    assert found.counts["graded"] == 9


@contextmanager
def bare_workers(tmp_path: Path, n: int) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and ``n`` workers that nobody starts again; its address and their ids."""
    with distributed.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0",
                                  silence_logs=50) as cluster:
        command = [sys.executable, "-m", "distributed.cli.dask_worker", cluster.scheduler_address,
                   "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        workers = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL) for _ in range(n)]
        with distributed.Client(cluster.scheduler_address) as client:
            client.wait_for_workers(n, timeout=60)
        try:
            yield cluster.scheduler_address, [worker.pid for worker in workers]
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()


def killing(folder: Path, pids: list[int], at: int) -> Iterator[Received]:
    """The inbox; some processes are killed before file number ``at``."""
    for n, received in enumerate(inbox(folder)):
        if n == at:
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
        yield received


@pytest.mark.skipif(os.name != "posix", reason="kill -9 needs POSIX")
def test_when_one_of_two_workers_dies_the_other_does_its_work(folder: Path, tmp_path: Path):
    plain = graded(f"sqlite:///{tmp_path}/a.db", inbox(folder), here)
    with bare_workers(tmp_path, 2) as (address, pids), spread.cluster(address) as grader:
        assert graded(f"sqlite:///{tmp_path}/b.db", killing(folder, pids[:1], 40),
                      grader) == plain


@pytest.mark.skipif(os.name != "posix", reason="kill -9 needs POSIX")
def test_when_every_worker_dies_nothing_is_written(folder: Path, tmp_path: Path):
    url = f"sqlite:///{tmp_path}/a.db"
    before = graded(url, iter([Received("a.json", MAKER.handin())]), here)[1:]
    with bare_workers(tmp_path, 1) as (address, pids), spread.cluster(address) as grader, \
            pytest.raises(spread.ClusterError) as caught:
        graded(url, killing(folder, pids, 30), grader)
    assert str(caught.value) == (
        f"The Dask cluster at {address} did not finish (no worker is left). Nothing was written "
        "in the gradebook. Grade again, with or without --dask.")
    assert rows(url) == before


def test_workers_with_another_crossread_are_refused(address: str, tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spread, "build", lambda: "another")
    url = f"sqlite:///{tmp_path}/a.db"
    with spread.cluster(address) as grader, pytest.raises(spread.ClusterError) as caught:
        graded(url, iter([Received("a.json", MAKER.handin())]), grader)
    assert str(caught.value) == (f"The workers at {address} have another version of crossread. "
                                 "Install the same one there, then grade again.")
    assert {row[0] for row in rows(url)} == {"schema_version"}


def gone(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(sys.modules, "distributed", None)
    return "tcp://127.0.0.1:1"


@pytest.mark.parametrize(("where", "sentence"), [
    (lambda _: "tcp://127.0.0.1:1", "No Dask cluster answers at 'tcp://127.0.0.1:1' ("),
    (lambda _: "somewhere", "No Dask cluster answers at 'somewhere' ("),
    (gone, "--dask needs the package distributed: pip install \"crossread[dask]\""),
])
def test_a_cluster_that_is_not_there_is_told_before_a_gradebook_is_made(
        where: Callable[[pytest.MonkeyPatch], str], sentence: str, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    monkeypatch.chdir(tmp_path)
    Path("inbox").mkdir()
    Path("inbox/a.json").write_bytes(MAKER.handin())
    done = CliRunner().invoke(app, ["grade", "inbox", "--gradebook", "sqlite:///g.db", "--dask",
                                    where(monkeypatch)])
    assert done.exit_code == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(sentence)
    assert not Path("g.db").exists()


def test_a_cluster_on_this_computer_is_started_and_ended(tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spread, "PATIENCE", 30.0)
    monkeypatch.setenv("CROSSREAD_COURSE", str(LAKE))
    monkeypatch.chdir(tmp_path)
    Path("inbox").mkdir()
    Path("inbox/a.json").write_bytes(MAKER.handin())
    done = CliRunner().invoke(app, ["grade", "inbox", "--gradebook", "sqlite:///g.db", "--dask",
                                    spread.HERE])
    assert done.exit_code == 0, done.output
    assert "1 new file." in done.output


def test_no_batch_grows_beyond_its_bounds(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spread, "BATCH_BYTES", 100)
    files = [spread.Arrived(Received(str(n), b"x" * size), "", ask=True)
             for n, size in enumerate([10] * 9 + [60, 60, 500])]
    assert [[len(one.received.raw) for one in batch] for batch in spread._batches(iter(files))] \
        == [[10] * 7, [10, 10, 60, 60], [500]]
