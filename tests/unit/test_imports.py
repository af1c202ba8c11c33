"""Which module may import which (pyproject.toml says it), and what an import may bring along."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"ipywidgets", "anywidget", "matplotlib", "igraph", "numpy"}


def lint_imports(folder: Path) -> subprocess.CompletedProcess:
    """Run import-linter on the package in ``folder``."""
    code = (
        "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command; "
        "lint_imports_command(['--no-cache'])"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def package(tmp_path: Path, project: Path) -> Path:
    """A copy of the package and its rules that a test may spoil."""
    shutil.copytree(
        project / "crossread", tmp_path / "crossread", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(project / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_keep_to_the_rules(package):
    result = lint_imports(package)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("model/item.py", "from .. import faces"),
        ("scoring.py", "from . import widgets"),
        ("publish/tidy.py", "from .. import widgets"),
        ("commands/course.py", "import ipywidgets"),
        ("checks/items.py", "def late(): import matplotlib"),
        ("newcomer.py", "'''A module that no layer names.'''"),
    ],
)
def test_a_forbidden_import_would_be_noticed(package, name, line):
    path = package / "crossread" / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")
    result = lint_imports(package)
    assert result.returncode == 1, result.stdout + result.stderr


def brought_along(statement: str) -> set[str]:
    """Return which of the heavy packages an import statement loads."""
    code = f"import sys; {statement}; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return HEAVY & set(result.stdout.split())


@pytest.mark.parametrize("module", ["crossread", "crossread.cli", "crossread.publish.save_hook"])
def test_importing_these_loads_neither_widgets_nor_charts(module):
    assert brought_along(f"import {module}") == set()


def test_what_an_import_brings_along_would_be_noticed():
    assert "ipywidgets" in brought_along("import crossread.widgets.base")
