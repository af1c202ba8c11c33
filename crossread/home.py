"""Where a learner's own files are kept, and how a file is written so that it is whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """The learner's folder for this course: ``CROSSREAD_HOME``, else the user's data folder.

    Never the project folder: shared machines and read-only course folders are common.
    """
    given = os.environ.get("CROSSREAD_HOME")
    return Path(given).expanduser() if given else user_data_path("crossread", appauthor=False)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader meets the old one or the new one, never a half.

    Raises OSError when the folder or the disk refuses; the old file is then untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
