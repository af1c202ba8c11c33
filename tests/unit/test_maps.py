"""The maps of the code for newcomers name everything that is there, and nothing that is gone."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "crossread"
ROW = re.compile(r"(?m)^    (\w+)  +\S")  # a module and what it does


def modules(folder: Path) -> set[str]:
    """What a package holds: its modules and the packages in it."""
    return {path.stem for path in folder.glob("[!_]*.py")} | {
        path.parent.name for path in folder.glob("*/__init__.py")}


def mapped(folder: Path) -> set[str]:
    """The modules in the map of a package's docstring; none where it has no map."""
    tree = ast.parse((folder / "__init__.py").read_text("utf-8"))
    text = ast.get_docstring(tree, clean=False) or ""  # as written: a map is set in by four
    rows = set(ROW.findall(text))
    return rows if len(rows & modules(folder)) > 1 else set()


MAPPED = sorted(path.parent.relative_to(PROJECT).as_posix()
                for path in PACKAGE.rglob("__init__.py") if mapped(path.parent))


def test_the_large_packages_have_a_map() -> None:
    assert {"crossread/grading", "crossread/insight", "crossread/marking"} <= set(MAPPED)


@pytest.mark.parametrize("package", MAPPED)
def test_the_map_of_a_package_names_its_modules(package: str) -> None:
    folder = PROJECT / package
    assert sorted(modules(folder) - mapped(folder)) == [], "add a line to its __init__.py"
    extra = {"marking_desk"}  # the one name that a notebook calls
    assert sorted(mapped(folder) - modules(folder) - extra) == [], "not there any more"


def test_a_module_that_no_map_names_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text('"""A.\n\n    one   it\n    two   it\n"""\n', "utf-8")
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.py").touch()
    assert modules(tmp_path) - mapped(tmp_path) == {"three"}


def section(page: str, heading: str) -> str:
    """One section of a page at the root, with its own subsections."""
    return (PROJECT / page).read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]


def test_the_page_for_engineers_names_every_module() -> None:
    table = section("CONTRIBUTING.md", "The design in ten lines").split("### Every module")[1]
    named = set(re.findall(r"`(\w+)`", table))
    assert sorted(modules(PACKAGE) - named) == [], "add it to “Every module in a few words”"
    assert sorted(named - modules(PACKAGE)) == [], "named there, and not there any more"


def test_the_way_of_an_answer_is_told_by_names_that_are_there() -> None:
    way = section("CONTRIBUTING.md", "The design in ten lines").split("### Every module")[0]
    diagram = way.split("### From a record to a grade")[1]
    names = set(re.findall(r"(?<![\w./])([a-z_]+(?:\.\w+)+)(?![\w/])", diagram)) - {"items.NN.yml"}
    assert len(names) > 8
    for name in names:
        *parts, last = name.split(".")
        folder = PACKAGE.joinpath(*parts)
        if (folder / f"{last}.py").exists() or (folder / last).is_dir():
            continue
        files = [folder / "__init__.py", *folder.glob("*.py")] if folder.is_dir() else [
            folder.with_suffix(".py")]
        text = "".join(file.read_text("utf-8") for file in files if file.exists())
        assert re.search(rf"(?m)^(?:class|def) {last}\b", text), name


@pytest.mark.skipif(shutil.which("git") is None or not (PROJECT / ".git").exists(),
                    reason="this copy is no clone")
def test_the_readme_names_every_folder() -> None:
    table = section("README.md", "If you want to understand or change it")
    files = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True,
                           check=True).stdout.splitlines()
    folders = {name.split("/")[0] for name in files if "/" in name}
    rows = "\n".join(line for line in table.splitlines() if line.startswith("|"))
    assert set(re.findall(r"`([\w.]+)/`", rows)) == folders
