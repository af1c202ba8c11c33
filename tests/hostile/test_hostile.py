"""Every bad hand-in gets its status and a sentence; the good one beside it is graded."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hostile.cases import BESIDE, CASES, Case, swapped
from support.lake import LAKE

from crossread.grading import gradebook as g
from crossread.grading.evening import Account
from crossread.grading.grade import grade
from crossread.grading.keys import read_keys
from crossread.grading.office import Office
from crossread.grading.results import REFUSED
from crossread.grading.settle import VALID
from crossread.seeds import Seeds

SEEDS = Seeds(LAKE)
KEYS = read_keys(SEEDS)
FORBIDDEN = frozenset({"os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen",
                       "pickle.find_class", "socket.connect", "ctypes.dlopen"})
watched: list[str] | None = None

# What our own code evaluates once, at first use: the annotations of its structs.
KEYS.by_exercise["01"].places()
for once in (b"words", b'{"format":"crossread-handin/1"}', swapped(b'"seq":1', b'"seq":"x"')):
    grade(once, KEYS)


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if watched is None:
        return
    if event == "exec":
        name = getattr(args[0], "co_filename", "")
        if not name.startswith((sys.prefix, sys.base_prefix, str(LAKE.parents[1] / "crossread"))):
            watched.append(f"exec {name}")  # not a module of ours that is imported late
    elif event in FORBIDDEN:
        watched.append(event)
    elif event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        watched.append(f"open {args[0]} to write")


sys.addaudithook(_watch)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An inbox with one good hand-in, of a student of its own."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "zz-good.json").write_bytes(BESIDE)
    return folder


def graded(inbox: Path, folder: Path) -> tuple[Account, Office]:
    """Grade the inbox into a new gradebook, under watch."""
    global watched
    office = Office(SEEDS, f"sqlite:///{folder / 'grades.db'}", create=True)
    watched = []
    try:
        account = office.grade(inbox)
        seen = watched
    finally:
        watched = None
    assert seen == []
    return account, office


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_bad_file_has_its_status_and_the_others_are_graded(case: Case, inbox: Path,
                                                            tmp_path: Path):
    case.made(inbox)
    account, office = graded(inbox, tmp_path)
    with office._book.read() as connection:
        rows = {row.name: row for row in connection.execute(g.submission.select())}
    for name, (status, words) in case.expect.items():
        assert rows[name].status == status, rows[name].reason
        assert words in rows[name].reason
        assert len(rows[name].reason) > 10
    assert rows["zz-good.json"].status == "graded"
    assert set(rows) == {*case.expect, "zz-good.json"}
    assert sum(account.counts.values()) == account.files == len(rows)
    for row in rows.values():
        assert row.status in VALID | {"duplicate", "unmatched", "late"} or row.raw is None \
            or row.status == "tampered"
    office.close()


@pytest.mark.parametrize("case", [c for c in CASES if len(c.expect) == 1],
                         ids=lambda case: case.name.replace(" ", "-"))
def test_no_bad_file_gets_points_by_accident(case: Case, tmp_path: Path):
    case.made(tmp_path)
    (name, (status, _)), = case.expect.items()
    path = tmp_path / name
    if not path.is_file() or path.is_symlink():
        return
    found = grade(path.read_bytes(), KEYS)
    assert found.keyed == case.points
    if status in ("ungradable", "tampered"):
        assert (found.fields, found.keyed, found.form, found.waiting) == ((), 0, 0, ())


@pytest.fixture
def whole(inbox: Path, tmp_path: Path) -> tuple[Path, Office]:
    """All cases in one inbox, each in a folder of its own, graded."""
    for n, case in enumerate(CASES):
        folder = inbox / f"{n:03}"
        folder.mkdir()
        case.made(folder)
    account, office = graded(inbox, tmp_path)
    assert account.files == 1 + sum(len(case.expect) for case in CASES)
    return tmp_path, office


def test_what_students_typed_is_harmless_in_every_table_and_page(whole: tuple[Path, Office]):
    folder, office = whole
    office.export_csv(folder / "grades.csv")
    text = (folder / "grades.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) >= 10
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert len(cell) < 700
            assert "\x00" not in cell and "\u202e" not in cell and "\x1b" not in cell
    pages = list(office.write_feedback(folder / "feedback"))
    assert len(pages) == len({row["student_id"] + row["name"] for row in rows
                              if row["file"] and row["status"] not in (*REFUSED, "unmatched")})
    for page in pages:
        assert page.parent == folder / "feedback"
        tree = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
        assert not list(tree.iter("script")) and not list(tree.iter("img"))
        assert not [key for node in tree.iter() for key in node.attrib if key.startswith("on")]
    office.close()


def test_the_same_inbox_twice_changes_nothing(whole: tuple[Path, Office]):
    folder, office = whole
    before = (folder / "grades.db").read_bytes()
    account = office.grade(folder / "inbox")
    assert account.new == 0
    assert (folder / "grades.db").read_bytes() == before
    office.close()


def test_the_trap_was_not_sprung():
    assert not Path("/tmp/crossread-was-tricked").exists()


def test_there_are_enough_cases():
    assert len(CASES) >= 80
