"""Between two things to do a learner reads at most 120 words."""

from __future__ import annotations

import re

import nbformat
import pytest
from nbformat import NotebookNode

from crossread.seeds import Seeds

MOST = 120
WORD = re.compile(r"[\w’'-]+")
TARGET = re.compile(r"\]\([^)]*\)")  # where a link leads is not read
LESSONS = [ref.notebook for ref in Seeds().course.lessons]


def longest(page: NotebookNode) -> int:
    """The most words of prose that stand between two cells to run."""
    runs = [0]
    for cell in page.cells:
        if cell.cell_type == "markdown":
            runs[-1] += len(WORD.findall(TARGET.sub("]", cell.source)))
        else:
            runs.append(0)
    return max(runs)


def lesson(name: str) -> NotebookNode:
    """A lesson as it stands in the repository."""
    return nbformat.read(Seeds().root / "notebooks" / name, as_version=4)


@pytest.mark.parametrize("name", LESSONS)
def test_no_more_than_120_words_stand_between_two_things_to_do(name: str) -> None:
    assert longest(lesson(name)) <= MOST


def test_prose_that_runs_on_over_two_cells_is_noticed() -> None:
    page = lesson(LESSONS[0])
    more = nbformat.v4.new_markdown_cell("one more word " * 40)
    page.cells[0:0] = [more, more]
    assert longest(page) > MOST
