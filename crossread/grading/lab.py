"""Starting JupyterLab at the marking notebook: its command and its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

NOTEBOOK = Path("solutions") / "marking.ipynb"


class LabError(OSError):
    """JupyterLab cannot be started as asked; the message says why and what to do."""


def command(root: Path, port: int | None, *, browser: bool) -> list[str]:
    """What starts JupyterLab in the course folder, as ``start.py`` starts it.

    A port that is taken is told by JupyterLab itself; without one it finds the next free.
    Raises LabError when the notebook is missing.
    """
    if not (root / NOTEBOOK).exists():
        raise LabError(f"{root / NOTEBOOK} is missing. Marking needs the instructor's copy of the "
                       "course, with its folder solutions.")
    made = [sys.executable, "-m", "jupyterlab", "--log-level=ERROR", "--LabApp.log_level=ERROR",
            f"--ServerApp.root_dir={root}",
            f"--LabApp.default_url=/lab/tree/{NOTEBOOK.as_posix()}"]
    if port:
        made += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        made.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        made.append("--allow-root")
    return made


def stay(words: list[str], root: Path, env: Mapping[str, str]) -> int:
    """Open JupyterLab in the course folder and stay with it; how it ended.

    This process becomes JupyterLab, so that whatever ends the one ends the other. Windows
    would give the console away: there it waits.
    """
    if os.name != "nt":
        sys.stdout.flush()
        os.chdir(root)
        os.execve(words[0], words, dict(env))
    with subprocess.Popen(words, cwd=root, env=dict(env)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # JupyterLab got it too, and asks or stops
                continue


def environment(env: Mapping[str, str], url: str, marker: str, root: Path) -> dict[str, str]:
    """The environment for the notebook: where the grades are, and who marks."""
    made = {**env, "JUPYTER_PREFER_ENV_PATH": "1", "CROSSREAD_COURSE": str(root),
            "CROSSREAD_GRADEBOOK": absolute(url)}
    made.pop("CROSSREAD_MARKER", None)
    return made | ({"CROSSREAD_MARKER": marker} if marker else {})


def absolute(url: str) -> str:
    """The same gradebook from any folder: the notebook's kernel starts in its own."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return url
    return parsed.set(database=str(Path(str(parsed.database)).resolve())).render_as_string(
        hide_password=False)

