"""Where a command may write: over no gradebook, over nothing it reads, over no stranger's file.

A file that is there already is replaced only when it begins as this kind of output
begins, when it is empty, or with ``--force``. A gradebook and what a command reads are
safe also from ``--force``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Annotated

import typer

from .shell import fail, faults

FORCE = Annotated[bool, typer.Option("--force", help="Replace a file that is there already, also "
                                     "when this command did not write it.")]
Kind = Callable[[bytes], bool]  # does a file that begins with these bytes come from here?
START = 65_536  # bytes by which a file is known
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite puts beside a database
NO_ZIP_MEMBERS = b"PK\x05\x06"
ZIP_NAME = 30  # bytes of a zip archive before the name of its first member


def page(command: str) -> Kind:
    """Pages that a command wrote, by the mark in their head."""
    mark = f'<meta name="generator" content="crossread {command}">'.encode()
    return lambda start: mark in start[:400]


def sheet(*headers: Iterable[str]) -> Kind:
    """Tables with one of these header rows, as ``export.Sheet`` writes it."""
    from ..grading.export import Sheet

    rows = tuple(Sheet(header).bytes() for header in headers)
    return lambda start: start.startswith(rows)


def like(content: bytes) -> Kind:
    """Tables with the header row of ``content``."""
    header = content.split(b"\n", 1)[0] + b"\n"
    return lambda start: start.startswith(header)


def packed(start: bytes) -> bool:
    """Is it an archive of feedback for Moodle? A download from Moodle holds other names."""
    first = start[ZIP_NAME:ZIP_NAME + 400].split(b".html", 1)[0]
    return start.startswith(NO_ZIP_MEMBERS) or (
        start.startswith(b"PK\x03\x04") and b"_assignsubmission_file_/feedback-" in first)


def answers(start: bytes) -> bool:
    """Is it a file of a learner's answers?"""
    return start.startswith(NO_ZIP_MEMBERS) or (
        start.startswith(b"PK\x03\x04") and start[ZIP_NAME:].startswith(b"journal/"))


@dataclass(frozen=True)
class Outputs:
    """What one run of ``command`` must not write over. ``inputs`` are files and folders."""

    command: str
    gradebook: str = ""  # its URL
    inputs: tuple[Path | None, ...] = ()
    force: bool = False

    def apart(self, *targets: Path | None) -> None:
        """End the command when a target is the gradebook, an input, or another target."""
        some = [one for one in targets if one is not None]
        for target in some:
            for file in self._books():
                if _same(target, file):
                    fail(f"{target} belongs to the gradebook. Nothing was written; name another "
                         "place.")
            for given in self.inputs:
                if given and _same(target, given):
                    fail(f"{target} is something that this command reads. Nothing was written; "
                         "name another place.")
                if given and any(_same(one, given) for one in _real(target).parents):
                    fail(f"{target} lies in {given}, which this command reads. Nothing was "
                         "written; name a place outside it.")
        for one, other in combinations(some, 2):
            if _same(one, other):
                fail(f"{one} is named for two things. Nothing was written; name two places.")

    @faults()
    def file(self, target: Path | None, ours: Kind) -> None:
        """The same, and also when the target is there and this command did not write it."""
        if target is None:
            return
        self.apart(target)
        if target.is_dir():
            fail(f"{target} is a folder. Nothing was written; name a file.")
        if not target.exists():
            return
        if not target.is_file():
            fail(f"{target} is no ordinary file. Nothing was written; name another file.")
        if not self.force and not _known(target, ours):
            fail(f"{target} is there already, and it does not begin like a file of crossread "
                 f"{self.command}. Nothing was written; name another file, or add --force to "
                 "replace it.")

    @faults()
    def folder(self, target: Path | None, files: Iterable[Path] = (), ours: Kind = bool) -> None:
        """The same for a folder; ``files`` are those in it that may be replaced."""
        if target is None:
            return
        self.apart(target)
        if target.exists() and not target.is_dir():
            fail(f"{target} is a file. Nothing was written; name a folder.")
        for file in files:
            self.file(file, ours)

    def write(self, target: Path, content: bytes) -> None:
        """Write a table, where no other file than a table with the same header is replaced."""
        from ..home import write_whole

        self.file(target, like(content))
        write_whole(target, content)

    def _books(self) -> list[Path]:
        """The file of a gradebook, and those that belong to it; none for a server."""
        if not self.gradebook:
            return []
        import sqlalchemy as sa

        try:
            url = sa.make_url(self.gradebook)
        except (sa.exc.ArgumentError, ValueError):
            return []  # told when it is opened
        if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
            return []
        name = str(url.database)
        name = name.removeprefix("file:").partition("?")[0] if name.startswith("file:") else name
        return [Path(name), *(Path(name + end) for end in BESIDE)]


@faults()
def pages(folder: Path) -> list[Path]:
    """The pages of feedback that are in a folder."""
    return sorted(folder.glob("feedback-*.html")) if folder.is_dir() else []


def _known(target: Path, ours: Kind) -> bool:
    try:
        with target.open("rb") as stream:
            start = stream.read(START)
    except OSError as error:
        fail(f"{target}: {error.strerror or error}")
    return not start or ours(start)


def _same(one: Path, other: Path) -> bool:
    """Is it one file? Also by a link, and also where there is none yet."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.normcase(_real(one)) == os.path.normcase(_real(other))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
