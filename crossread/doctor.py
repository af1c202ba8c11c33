"""What works on this machine, and the remedy where something does not."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .home import home, write_whole
from .seeds import SeedError, Seeds
from .texts import Copies

HOOK = "crossread.publish.save_hook.pre_save"
OLDEST = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``needed`` is False for extras."""

    what: str
    good: bool
    saw: str
    remedy: str = ""
    needed: bool = True


def examine() -> list[Finding]:
    """Look at Python, packages, kernel, save hook, folders, texts, browser."""
    return [_python(), *_packages(), _kernel(), _save_hook(), _folder("answers", home()),
            _folder("hand-ins", Seeds().root, needed=False), *_texts(), _seeds(), _browser()]


def _python() -> Finding:
    good = sys.version_info >= OLDEST
    return Finding("Python", good, ".".join(map(str, sys.version_info[:3])),
                   "" if good else "Install Python 3.11 or newer, then run start.py with it.")


def _packages() -> list[Finding]:
    found = []
    for name in ("jupyterlab", "ipywidgets", "anywidget", "matplotlib"):
        try:
            found.append(Finding(name, True, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            found.append(Finding(name, False, "not installed", "Run: python3 start.py setup"))
    return found


def _kernel() -> Finding:
    spec = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
    good = spec.exists()
    return Finding("kernel", good, "python3 of this environment" if good else "none here",
                   "" if good else "Run: python3 start.py setup")


def config_file() -> Path:
    """The environment's Jupyter server configuration."""
    return Path(sys.prefix) / "etc" / "jupyter" / "jupyter_server_config.json"


def _save_hook() -> Finding:
    try:
        found = HOOK in config_file().read_text("utf-8")
    except OSError:
        found = False
    return Finding("save hook", found, "set" if found else "not set",
                   "" if found else "Run: crossread doctor --fix (a saved page would otherwise "
                   "reopen with empty forms)", needed=False)


def set_save_hook() -> Path:
    """Add the save hook to the environment's configuration; other settings are kept.

    Raises OSError when the environment cannot be written.
    """
    path = config_file()
    try:
        settings = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        settings = {}
    settings.setdefault("ContentsManager", {})["pre_save_hook"] = HOOK
    write_whole(path, (json.dumps(settings, indent=2) + "\n").encode())
    return path


def _folder(what: str, folder: Path, *, needed: bool = True) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(f"folder for {what}", False, f"{folder}: {error.strerror}",
                       "Free some space, or name another folder in CROSSREAD_HOME.", needed)
    return Finding(f"folder for {what}", True, str(folder), needed=needed)


def _texts() -> list[Finding]:
    attached = Copies(home()).attached()
    return [Finding(f"text {text.id}", text.id in attached,
                    f"{attached[text.id]} sentences" if text.id in attached else "not attached",
                    "" if text.id in attached else "Optional: crossread texts add FILE",
                    needed=False) for text in Seeds().course.texts]


def _seeds() -> Finding:
    try:
        count = sum(len(Seeds().items(ref.id)) for ref in Seeds().course.lessons)
    except SeedError as error:
        return Finding("lessons", False, str(error).splitlines()[0], "Run: crossread check")
    return Finding("lessons", True, f"{count} questions")


def _browser() -> Finding:
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome")
                  if (path := shutil.which(name))), os.environ.get("BROWSER", ""))
    return Finding("browser for tests", bool(found), found or "no Chromium found",
                   "" if found else "Only for the test suite: install the package chromium.",
                   needed=False)
