"""The projects that crossread is compared with, each in an environment of its own.

The environments lie in the user's cache folder and are made once, with uv where it is here and
else with pip. Nothing of them is a dependency of crossread.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from platformdirs import user_cache_path
from table import Figure

CACHE = user_cache_path("crossread-benchmarks")
BIN = "Scripts" if os.name == "nt" else "bin"
QUESTIONS = 6  # of the sample assignment for Otter
STUDENTS = 4


class Absent(Exception):
    """A peer that cannot be installed or does not run here; the message says why."""


def environment(package: str) -> Path:
    """The folder of programs of an environment that holds ``package``. Raises Absent."""
    folder = CACHE / package
    ready = folder / "ready"
    if not ready.exists():
        shutil.rmtree(folder, ignore_errors=True)
        python = str(folder / BIN / "python")
        if uv := shutil.which("uv"):
            _call([uv, "venv", "-q", "--python", sys.executable, str(folder)])
            _call([uv, "pip", "install", "-q", "--python", python, package,
                   "ipykernel"])
        else:
            _call([sys.executable, "-m", "venv", str(folder)])
            _call([python, "-m", "pip", "install", "-q", package, "ipykernel"])
        ready.touch()
    return folder / BIN


def library(package: str) -> Path:
    """A folder to import a pure Python package from, without what it depends on. Raises Absent."""
    folder = CACHE / f"{package}-library"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        pip = [uv, "pip"] if (uv := shutil.which("uv")) else [sys.executable, "-m", "pip"]
        _call([*pip, "install", "-q", "--no-deps", "--target", str(folder), package])
        (folder / "ready").touch()
    return folder


def version(programs: Path, package: str) -> str:
    """The version of a package in an environment."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return _call([str(programs / "python"), "-c", code]).strip()


def _call(command: list[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    try:
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True,
                              timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Absent(f"{Path(command[0]).name}: {error}") from None
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())
        raise Absent(f"{Path(command[0]).name} {command[1]}: {said[-140:]}")
    return done.stdout


def nbgrader(ours: float) -> list[Figure]:
    """nbgrader's own quick-start course, autograded; ``ours`` is hand-ins a second."""
    return _beside("nbgrader", "its quick-start course ps1, two notebooks each, `autograde`",
                   ours, _nbgrader)


def otter(ours: float) -> list[Figure]:
    """An assignment for Otter, each hand-in graded with ``otter run``."""
    return _beside("otter-grader", f"a sample assignment of {QUESTIONS} code questions made with "
                   "`otter assign`, `otter run` without a container", ours, _otter)


def _beside(package: str, task: str, ours: float, measure: object) -> list[Figure]:
    what = f"hand-ins a second, beside {package}: {task}"
    try:
        programs = environment(package)
        seconds = measure(programs)  # type: ignore[operator]
        rate = STUDENTS / seconds
        return [Figure(what, f"{ours:,.0f}/s", f"{package} {version(programs, package)} "
                       f"{rate:.2f}/s", f"{ours / rate:,.0f}×", "")]
    except Absent as why:
        return [Figure(what, f"{ours:,.0f}/s", f"could not be measured here: {why}")]


def _nbgrader(programs: Path) -> float:
    """Seconds to autograde the quick-start assignment of some students."""
    env = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    program = str(programs / "nbgrader")
    course = CACHE / "nbgrader-course"
    if not (course / "release").exists():
        shutil.rmtree(course, ignore_errors=True)
        _call([program, "quickstart", course.name], CACHE, env)
        _call([program, "generate_assignment", "ps1"], course, env)
    for made in ("submitted", "autograded"):
        shutil.rmtree(course / made, ignore_errors=True)
    for n in range(STUDENTS):
        shutil.copytree(course / "release" / "ps1", course / "submitted" / f"s{n}" / "ps1")
    start = time.perf_counter()
    _call([program, "autograde", "ps1", "--force"], course, env)
    taken = time.perf_counter() - start
    if len(list((course / "autograded").glob("*/ps1/*.ipynb"))) != 2 * STUDENTS:
        raise Absent("nbgrader autograde did not grade every notebook")
    return taken


def _otter(programs: Path) -> float:
    """Seconds to grade some hand-ins one after another, as ``otter run`` does."""
    env = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    program, folder = str(programs / "otter"), CACHE / "otter-course"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        nbformat.write(_master(), folder / "sample.ipynb")
        _call([program, "assign", "sample.ipynb", "dist", "--no-pdfs"], folder, env)
        (folder / "ready").touch()
    [archive] = (folder / "dist" / "autograder").glob("*.zip")
    start = time.perf_counter()
    for n in range(STUDENTS):
        out = folder / f"out{n}"
        out.mkdir(exist_ok=True)
        _call([program, "run", "-a", str(archive), "-o", str(out), "--no-logo",
               str(folder / "dist" / "autograder" / "sample.ipynb")], folder, env)
    taken = time.perf_counter() - start
    found = json.loads((folder / "out0" / "results.json").read_text("utf-8"))
    if len([t for t in found["tests"] if t["name"].startswith("q")]) != QUESTIONS:
        raise Absent("otter run did not grade every question")
    return taken


def _master() -> nbformat.NotebookNode:
    """The instructor's notebook, in the format that Otter Assign documents."""
    v4 = nbformat.v4
    cells = [v4.new_raw_cell("# ASSIGNMENT CONFIG\nexport_cell: false"),
             v4.new_markdown_cell("# A sample assignment")]
    for n in range(1, QUESTIONS + 1):
        cells += [
            v4.new_raw_cell(f"# BEGIN QUESTION\nname: q{n}\npoints: 1"),
            v4.new_markdown_cell(f"**Question {n}.** Assign `x{n}` to the square of {n}."),
            v4.new_raw_cell("# BEGIN SOLUTION"),
            v4.new_code_cell(f"x{n} = {n} ** 2 # SOLUTION"),
            v4.new_raw_cell("# END SOLUTION"), v4.new_raw_cell("# BEGIN TESTS"),
            v4.new_code_cell(f"assert x{n} == {n * n}"),
            v4.new_raw_cell("# END TESTS"), v4.new_raw_cell("# END QUESTION")]
    return v4.new_notebook(cells=cells, metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
