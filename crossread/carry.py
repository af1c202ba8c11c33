"""Carrying a learner's answers to another computer in one file, and erasing them."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from .home import write_whole
from .texts import TextError

MOST_BYTES = 200_000_000  # unpacked; a whole course of answers is under 5 MB


def pack(home: Path, target: Path) -> int:
    """Write every journal file into a zip; the number of files.

    Raises OSError when the target cannot be written.
    """
    files = sorted((home / "journal").rglob("*.jsonl"))
    packed = io.BytesIO()  # whole before the file of last time goes
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.relative_to(home).as_posix())
    write_whole(target, packed.getvalue())
    return len(files)


def unpack(source: Path, home: Path) -> tuple[int, int]:
    """Add the journal files of a zip; (added, already here).

    A file that is here is kept: where the one in the zip goes on from it, the longer
    one is taken. Raises TextError for a file that is not one of ours.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if sum(m.file_size for m in members) > MOST_BYTES:
                raise TextError(f"{source.name} is too large to be a file of answers.")
            for member in members:
                _check(member.filename, source)
            content = {m.filename: archive.read(m) for m in members}
    except zipfile.BadZipFile:
        raise TextError(f"{source.name} is not a file that crossread answers save wrote.") from None
    added = 0
    for name, raw in content.items():
        path = home / PurePosixPath(name)
        here = path.read_bytes() if path.exists() else b""
        if len(raw) > len(here) and raw.startswith(here):
            write_whole(path, raw)
            added += 1
    return added, len(content) - added


def _check(name: str, source: Path) -> None:
    """Only journal/<section>/<file>.jsonl may be in the file: no path out of the home."""
    parts = PurePosixPath(name).parts
    if len(parts) != 3 or parts[0] != "journal" or not name.endswith(".jsonl") \
            or any(p in ("..", ".") or "\\" in p or ":" in p for p in parts):
        raise TextError(f"{source.name} holds {name[:60]!r}, which is no file of answers; "
                        "nothing was loaded.")


def erase(home: Path) -> int:
    """Remove the learner's whole folder; the number of files that were in it."""
    count = sum(1 for path in home.rglob("*") if path.is_file())
    shutil.rmtree(home)
    return count
