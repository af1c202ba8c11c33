"""The saved notebooks are tidy and whole, and nbval would notice a change in what they show."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
import yaml

from crossread.publish.save_hook import WIDGET_VIEW

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(p for folder in ("notebooks", "exercises", "solutions")
                   for p in (PROJECT / folder).glob("*.ipynb"))
MOST_BYTES = 1_000_000


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_saved_notebook_is_whole_tidy_and_small(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(cell.outputs for cell in code if not cell.source.startswith("from ")), \
        "a cell without a saved output is passed by nbval without a look: run crossread build"
    assert WIDGET_VIEW not in path.read_text("utf-8")
    assert not {"execution", "trusted"} & {key for cell in book.cells for key in cell.metadata}
    assert path.stat().st_size < MOST_BYTES
    assert all(len(cell.source.splitlines()) == 1 for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_headings_of_a_notebook_begin_with_one_title_and_skip_no_level(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    levels = [len(mark) for cell in book.cells if cell.cell_type == "markdown"
              for mark in re.findall(r"(?m)^(#+) ", cell.source)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course that a test may change, with one lesson in it."""
    root = tmp_path_factory.mktemp("course")
    for part in ("seeds", "exercises", "solutions"):
        shutil.copytree(PROJECT / part, root / part)
    (root / "notebooks").mkdir()
    lesson = next((PROJECT / "notebooks").glob("01_*.ipynb"))
    shutil.copy(lesson, root / "notebooks" / lesson.name)
    return root


def nbval(course: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """nbval, strict, over the one lesson of a course."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval",
         "--nbval-cell-timeout=60",
         f"--nbval-sanitize-with={PROJECT / 'tests/notebooks/sanitize.cfg'}",
         f"--rootdir={course}", "-c", os.devnull, str(course / "notebooks")],
        capture_output=True, text=True, check=False, cwd=course,
        env={**os.environ, "CROSSREAD_COURSE": str(course), "CROSSREAD_HOME": str(home)})


def items(course: Path) -> Path:
    return course / "seeds" / "items" / "01.yml"


def other_word(course: Path) -> None:
    path = items(course)
    text = path.read_text("utf-8")
    assert "A classmate writes" in text
    path.write_text(text.replace("A classmate writes", "A neighbour writes", 1), "utf-8")


def other_order(course: Path) -> None:
    path = items(course)
    told = yaml.safe_load(path.read_text("utf-8"))
    single = next(one for one in told if one["type"] == "single")
    single["options"].reverse()
    path.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), "utf-8")


def other_number(course: Path) -> None:
    path = next(p for p in sorted(course.glob("seeds/*/lines.csv")))
    text = path.read_text("utf-8")
    line = re.search(r"(?m)^(\d+),(\d{2,}),body,", text)
    assert line
    path.write_text(text.replace(line[0], f"{line[1]},{int(line[2]) + 7},body,", 1), "utf-8")


@pytest.mark.parametrize("change", [None, other_word, other_order, other_number],
                         ids=["nothing", "a word of an item", "the order of options",
                              "a number behind a chart"])
def test_nbval_notices_exactly_when_something_shown_has_changed(
        change: object, course: Path, tmp_path: Path) -> None:
    kept = {path: path.read_bytes() for path in (items(course), *course.glob("seeds/*/lines.csv"))}
    try:
        if callable(change):
            change(course)
        done = nbval(course, tmp_path)
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    assert done.returncode == (0 if change is None else 1), done.stdout[-3000:]
    assert " passed" in done.stdout
