"""The made-up course in ``tests/lake``, copied so that a test may change it."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

LAKE = Path(__file__).resolve().parents[1] / "lake"
ITEMS = tuple(f"01-{n}" for n in range(1, 16))

LESSONS = {
    "00_before.ipynb": ["from crossread import lesson, quiz, read", 'lesson("00")', 'read("S")',
                        'quiz("00-1")'],
    "01_every_kind.ipynb": [
        "from crossread import lesson, quiz, chart, read, progress, review", 'lesson("01")',
        'read("P", "Q")', 'chart("stripes")', *(f'quiz("{one}")' for one in ITEMS),
        'read("P2.1")', "progress()", "review()"],
}
PROSE = {
    "00_before.ipynb": "# Before you begin\n\nPress Shift+Enter in each grey cell.",
    "01_every_kind.ipynb": "# Every kind of question\n\nPress Shift+Enter in each grey cell. "
                           "Read [P2.1](#P2.1), then what a [pull quote](#term-pull_quote) is.",
}


def copy_lake(root: Path) -> Path:
    """A copy of the made-up course with its lesson notebooks, not yet run."""
    shutil.copytree(LAKE, root, dirs_exist_ok=True)
    (root / "notebooks").mkdir(exist_ok=True)
    for name, cells in LESSONS.items():
        nbformat.write(page(PROSE[name], cells, name[:2]), root / "notebooks" / name)
    return root


def page(prose: str, cells: list[str], prefix: str) -> nbformat.NotebookNode:
    """A notebook with one prose cell and one code cell a line."""
    made: nbformat.NotebookNode = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell(prose, id=f"nb{prefix}-title"),
        *(nbformat.v4.new_code_cell(line, id=f"nb{prefix}-{n}") for n, line in enumerate(cells))])
    made.metadata["kernelspec"] = {"display_name": "Python 3 (ipykernel)", "language": "python",
                                   "name": "python3"}
    made.metadata["language_info"] = {"name": "python"}  # without it JupyterLab asks for a kernel
    return made
