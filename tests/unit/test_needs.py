"""What a test needs from outside is skipped with a word, or fails where it is required."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDY = """
import os, pytest
pytestmark = pytest.mark.{marker}
def test_needy(learner_home):
    assert os.environ["CROSSREAD_HOME"] == str(learner_home)
    assert not learner_home.exists()
"""


@pytest.fixture
def run(tmp_path: Path, project: Path):
    """Run one needy test under the real conftest.py, with nothing of what it needs."""

    def run_one(marker: str, **environment: str) -> subprocess.CompletedProcess:
        tests = tmp_path / "project" / "tests"
        tests.mkdir(parents=True, exist_ok=True)
        shutil.copy(project / "tests" / "conftest.py", tests)
        (tests / "test_needy.py").write_text(NEEDY.format(marker=marker), encoding="utf-8")
        env = {k: v for k, v in os.environ.items() if not k.startswith(("CROSSREAD_", "PYTEST_"))}
        command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "tests"]
        return subprocess.run(
            command,
            cwd=tests.parent,
            env=env | {"PATH": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run_one


CASES = [
    ("texts", "texts", "set CROSSREAD_TEXTS"),
    ("browser", "browser", "Chromium is not installed"),
    ("node", "browser", "Node.js is not installed"),
]


@pytest.mark.parametrize(("marker", "word", "remedy"), CASES)
def test_a_missing_need_is_skipped_with_a_word_and_fails_where_required(run, marker, word, remedy):
    skipped = run(marker)
    assert skipped.returncode == 0 and "1 skipped" in skipped.stdout
    assert remedy in skipped.stdout
    failed = run(marker, CROSSREAD_REQUIRE=f" {word},")
    assert failed.returncode == 1 and "1 error" in failed.stdout
    assert remedy in failed.stdout


def test_a_need_that_is_there_lets_the_test_run(run, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "000.txt").write_text("A text.", encoding="utf-8")
    passed = run("texts", CROSSREAD_TEXTS=str(tmp_path / "elsewhere"), CROSSREAD_REQUIRE="texts")
    assert passed.returncode == 0 and "1 passed" in passed.stdout


def test_a_misspelt_requirement_stops_the_run(run):
    result = run("texts", CROSSREAD_REQUIRE="text")
    assert result.returncode == 4
    assert "CROSSREAD_REQUIRE names text" in result.stderr
