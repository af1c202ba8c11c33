"""Build what is generated: run and tidy the notebooks, make exercises and solutions."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from ..checks.ids import FILE as IDS
from ..checks.ids import ids_file
from ..faces import Faces
from ..model.course import ExerciseRef
from ..seeds import Seeds
from . import sheets
from .tidy import tidy

TIMEOUT = 120  # seconds a cell may take
Tell = Callable[[str], None]


class BuildError(RuntimeError):
    """A notebook that does not run; the message names it and the cell."""


@dataclass(frozen=True)
class Made:
    """A file that build writes: where, and its whole content."""

    path: Path
    content: bytes


def build(seeds: Seeds, *, check: bool = False, tell: Tell = lambda name: None) -> list[Path]:
    """Make every generated file; the paths that changed, or would (``check``).

    Raises BuildError when a notebook fails, SeedError when a source has slips.
    """
    changed = []
    for made in everything(seeds):
        tell(made.path.name)
        old = made.path.read_bytes() if made.path.exists() else b""
        if old != made.content:
            changed.append(made.path)
            if not check:
                made.path.parent.mkdir(parents=True, exist_ok=True)
                made.path.write_bytes(made.content)
    return changed


def everything(seeds: Seeds) -> Iterator[Made]:
    """All generated files of a course, in an order in which each finds what it needs."""
    root = seeds.root
    faces = Faces.of(seeds)
    pages: list[tuple[Path, nbformat.NotebookNode]] = []
    for ref in seeds.course.exercises:
        exercise = seeds.exercise(ref.id)
        yield Made(root / "exercises" / f"{ref.id}.json", sheets.sheet_json(exercise))
        name = file_name(ref)
        pages.append((root / "exercises" / name, sheets.notebook(exercise, ref)))
        pages.append((root / "solutions" / name, sheets.solution(exercise, ref, faces)))
    pages += [(path, nbformat.read(path, as_version=4))
              for ref in seeds.course.lessons
              if (path := root / "notebooks" / ref.notebook).exists()]
    if (path := root / "solutions" / "marking.ipynb").exists():
        pages.append((path, nbformat.read(path, as_version=4)))
    yield Made(seeds.folder / IDS, ids_file(seeds).encode())
    for path, notebook in pages:
        yield Made(path, to_bytes(run(notebook, path, root)))


def file_name(ref: ExerciseRef) -> str:
    """``01_the_captured_page.ipynb`` for exercise 01."""
    return f"{ref.id}_{re.sub(r'[^a-z0-9]+', '_', ref.title.lower()).strip('_')}.ipynb"


def run(notebook: nbformat.NotebookNode, path: Path, root: Path) -> nbformat.NotebookNode:
    """Execute a notebook as a learner who has answered nothing, and tidy it."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "CROSSREAD_HOME": home, "CROSSREAD_COURSE": str(root)}
        environment.pop("CROSSREAD_GRADEBOOK", None)  # no saved page may depend on a class
        client = NotebookClient(notebook, timeout=TIMEOUT, kernel_name="python3",
                                extra_arguments=["--log-level=40"],
                                resources={"metadata": {"path": str(path.parent)
                                                        if path.parent.exists() else str(root)}})
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            last = str(error).strip().splitlines()[-1]
            raise BuildError(f"{path.name} does not run: {last[:200]}") from None
    return tidy(notebook)


def to_bytes(notebook: nbformat.NotebookNode) -> bytes:
    """The notebook as it is written to disk."""
    text: str = nbformat.writes(notebook, version=4)
    return (text + "\n").encode()
