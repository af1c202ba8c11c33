"""What the commands of the guide write stays out of git: it is other people's data."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(), reason="this copy is no clone")

WRITES = (r"sqlite:///(\S+\.db)", r"--(?:html|similar|feedback|out) (\S+)",
          r"crossread (?:demo|feedback|paper) (?!--)(\S+)", r"crossread export \w+ (\S+)",
          r"crossread release \.\./(\S+)")


def git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


def written() -> set[str]:
    """What the commands in the README and the guide to grading write in the course folder."""
    pages = (ROOT / page for page in ("README.md", "solutions/guide/grading.md"))
    return {name.rstrip("/`") for page in pages for line in page.read_text("utf-8").splitlines()
            for form in WRITES for name in re.findall(form, line)}


def test_files_that_the_guides_commands_write_are_ignored_by_git():
    # a folder that is not there yet is asked for by a file in it
    asked = {name if "." in name else f"{name}/a.json" for name in written()}
    assert {"class.db", "class/a.json", "feedback/a.json", "report.html", "canvas.csv",
            "back.zip", "crossread-students/a.json"} <= asked
    assert asked - set(git("check-ignore", "--no-index", *sorted(asked))) == set()


def test_no_file_of_the_project_is_hidden_from_git():
    assert git("ls-files", "--cached", "--ignored", "--exclude-standard") == []
