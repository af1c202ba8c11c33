"""Kill -9 in the middle, a full disk, and folders that may not be read or written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.handins import Maker
from support.lake import LAKE

from crossread.grading import gradebook as g
from crossread.grading.demo import make_class, write_class
from crossread.grading.evening import BATCH
from crossread.grading.office import Office
from crossread.seeds import Seeds

SEEDS = Seeds(LAKE)
DUE = datetime(2031, 1, 1, tzinfo=UTC)
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from crossread.grading import office
from crossread.grading.intake import inbox
from crossread.seeds import Seeds

def dying(path, n=int(sys.argv[3])):
    for count, received in enumerate(inbox(path)):
        if count == n:
            os.kill(os.getpid(), signal.SIGKILL)
        yield received

office.inbox = dying
office.Office(Seeds(Path(sys.argv[4])), sys.argv[2], create=True).grade(Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class that needs more than two batches."""
    folder = tmp_path_factory.mktemp("class") / "made"
    write_class(make_class(SEEDS, ["01"], 2 * BATCH + 50, seed=3), folder)
    return folder


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but for the moments at which they were written."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        return {table.name: sorted(tuple(v for k, v in row._mapping.items() if k not in (
            "received", "added", "applied")) for row in connection.execute(sa.select(table)))
            for table in (g.course, g.student, g.submission, g.key_version)}


def test_a_run_that_is_killed_leaves_nothing_half_and_the_next_one_does_all(
        class_folder: Path, tmp_path: Path):
    clean = f"sqlite:///{tmp_path / 'clean.db'}"
    Office(SEEDS, clean, create=True).grade(class_folder / "inbox")
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    for n in (1, BATCH + 1, 2 * BATCH + 20):
        done = subprocess.run(
            [sys.executable, "-c", KILLED_AT, str(class_folder / "inbox"), url, str(n), str(LAKE)],
            capture_output=True, check=False, cwd=LAKE.parents[1])
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-500:]
        assert contents(url)["submission"] == []
    account = Office(SEEDS, url, create=True).grade(class_folder / "inbox")
    assert account.new == account.files
    assert contents(url) == contents(clean)


def test_a_full_disk_is_told_in_one_sentence_and_changes_nothing(class_folder: Path,
                                                                  tmp_path: Path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "first.json").write_bytes(Maker(SEEDS).handin())
    office = Office(SEEDS, f"sqlite:///{tmp_path / 'g.db'}", create=True)
    office.grade(inbox)
    before = contents(f"sqlite:///{tmp_path / 'g.db'}")
    sa.event.listen(office._book._engine, "connect",
                    lambda connection, _: connection.execute("PRAGMA max_page_count = 20"))
    office._book._engine.dispose()
    with pytest.raises(g.GradebookError, match=r"disk is full\. Nothing was changed"):
        office.grade(class_folder / "inbox")
    office.close()
    assert contents(f"sqlite:///{tmp_path / 'g.db'}") == before


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="crossread-test-"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(work: Callable[[], object]) -> str:
    """What ``work`` says, done by a user without rights, in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            said = str(work())
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as stream:
        return stream.read().decode()


def test_a_file_and_a_folder_that_may_not_be_read_are_told_of(open_folder: Path):
    inbox, books = open_folder / "inbox", open_folder / "books"
    (inbox / "closed").mkdir(parents=True)
    books.mkdir()
    books.chmod(0o777)
    (inbox / "good.json").write_bytes(Maker(SEEDS).handin())
    (inbox / "secret.json").write_bytes(Maker(SEEDS).handin(id="s2"))
    (inbox / "secret.json").chmod(0)
    (inbox / "closed").chmod(0)
    inbox.chmod(0o555)

    def work() -> object:
        account = Office(SEEDS, f"sqlite:///{books / 'g.db'}", create=True).grade(inbox)
        return account.counts["graded"], [(one.file, one.reason) for one in account.listed]

    said = as_nobody(work)
    assert said.startswith("(1, ")
    assert "closed/" in said and "secret.json" in said and said.count("Permission denied") == 2


def test_a_gradebook_that_may_not_be_written_can_still_be_read(open_folder: Path):
    inbox = open_folder / "inbox"
    inbox.mkdir()
    (inbox / "good.json").write_bytes(Maker(SEEDS).handin())
    url = f"sqlite:///{open_folder / 'g.db'}"
    office = Office(SEEDS, url, create=True)
    office.grade(inbox)
    office.close()
    (open_folder / "g.db").chmod(0o444)
    assert as_nobody(lambda: Office(SEEDS, url).report().counts["graded"]) == "1"
    assert "cannot be written" in as_nobody(
        lambda: Office(SEEDS, url, create=True).grade(inbox, due={"01": DUE}))
