"""What a learner did: append-only lines, in files of one kernel each, on disk before "saved".

A section's folder (``journal/<section>/``) holds one file of answers per kernel that wrote
to it, and beside it files of drafts. Nobody ever rewrites a line, so two windows, a crash and a
network folder cannot hurt each other's answers. Readers order by (seq, file).
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from .model.record import ENTRY_VERSION, Entry
from .strings import say

MAX_LINE = 256_000  # bytes; a longer line is not ours

# Every draft holds the whole text. In files of their own and of this many bytes, those that
# newer words replaced need not be handed in (handin.py), and no chain of digests breaks.
DRAFT_FILE = 64_000


@dataclass(frozen=True)
class ItemState:
    """Where a learner stands with one item."""

    answer: Any = None  # the newest response handed to the scorer
    draft: Any = None  # newer words that were not yet answered with
    attempts: int = 0
    confidence: int | None = None
    digest: str = ""
    hints: int = 0


_NEW = ItemState()


@dataclass(frozen=True)
class Read:
    """What the files of a section hold: entries in order, and what could not be read."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()
    files: dict[str, tuple[bytes, ...]] = field(default_factory=dict)


class JournalError(OSError):
    """The answer is not on disk; the message says why and what to do."""


def line_digest(line: bytes) -> str:
    """16 hexadecimal digits of SHA-256 over the bytes of a line, newline left out."""
    return hashlib.sha256(line).hexdigest()[:16]


def decode_line(line: bytes) -> Entry | str:
    """An entry, or the reason why the line is not one of ours."""
    if len(line) > MAX_LINE:
        return say("line_long")
    try:
        entry = msgspec.json.decode(line, type=Entry)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _why_foreign(line)
    if entry.v != ENTRY_VERSION:
        return say("line_newer", version=entry.v)
    return entry


class _Version(msgspec.Struct):
    v: int = 0


def _why_foreign(line: bytes) -> str:
    try:
        version = msgspec.json.decode(line, type=_Version).v
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return say("line_torn")
    if version > ENTRY_VERSION:
        return say("line_newer", version=version)
    return say("line_foreign")


def states_of(entries: Iterable[Entry]) -> dict[str, ItemState]:
    """Item id → where the learner stands after these entries, which are in order."""
    states: dict[str, ItemState] = {}
    for e in entries:
        old = states.get(e.item, _NEW)
        if e.kind == "response":
            states[e.item] = ItemState(
                e.answer, None, old.attempts + 1,
                old.confidence if e.confidence is None else e.confidence,
                e.digest, max(e.hints, old.hints))
        elif e.kind == "draft":
            states[e.item] = replace(old, draft=e.answer, digest=old.digest or e.digest)
    return states


_seq = attrgetter("seq")


@dataclass
class _Own:
    """A file that this kernel writes: its last line, and its bytes so far."""

    path: Path
    last: bytes = b""
    size: int = 0


# A file as read: its (mtime, size), entries, faults, and lines as they stand.
FileRead = tuple[tuple[int, int], list[Entry], list[str], tuple[bytes, ...]]


class Journal:
    """The journal of one section (a lesson or an exercise) for one kernel."""

    def __init__(self, home: Path, section: str) -> None:
        self.folder = home / "journal" / section
        self._own: dict[str, _Own] = {}  # kind of entry → the file that it goes to
        self._cache: dict[str, FileRead] = {}

    def read(self) -> Read:
        """Everything in the section's files; unchanged files are not read twice."""
        entries: list[Entry] = []
        problems: list[str] = []
        files: dict[str, tuple[bytes, ...]] = {}
        for path in self._paths():
            try:
                _, mine, faults, lines = self._read_file(path)
            except OSError as error:
                problems.append(say("journal_unread", file=path.name, why=error.strerror))
                continue
            entries += mine
            problems += faults
            files[path.name] = lines
        entries.sort(key=_seq)  # stable: at the same seq, files stay in the order of their names
        return Read(tuple(entries), tuple(problems), files)

    def states(self) -> dict[str, ItemState]:
        """Item id → where the learner stands, over all files of the section."""
        return states_of(self.read().entries)

    def append(self, kind: str, item: str, digest: str, answer: Any, *, attempt: int = 0,
               confidence: int | None = None, seconds: float | None = None,
               hints: int = 0) -> Entry:
        """Put one line on disk and return it; when this returns, a crash cannot lose it.

        Raises JournalError, with a sentence for the learner, when the disk refuses.
        """
        own = self._file_for(kind)
        seq = 1 + max((e.seq for e in self.read().entries), default=0)
        entry = Entry(v=ENTRY_VERSION, seq=seq, kind=kind, item=item, digest=digest, answer=answer,
                      at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                      prev=line_digest(own.last) if own.last else "",
                      attempt=attempt, confidence=confidence, seconds=seconds, hints=hints)
        line = msgspec.json.encode(entry)
        if len(line) > MAX_LINE:  # it could be written, and would not be read again
            raise JournalError(errno.EFBIG, say("not_saved_long"))
        try:
            self._write(own, line)
        except OSError as error:  # it may have left half a line: the next goes to a new file
            self._own.pop(kind, None)
            raise JournalError(error.errno, say("not_saved", why=_reason(error))) from error
        own.last = line
        own.size += len(line) + 1
        self._own[kind] = own
        self._remember(own, entry)
        return entry

    def _file_for(self, kind: str) -> _Own:
        """This kernel's file for entries of a kind; it is on disk with its first line."""
        own = self._own.get(kind)
        if own and (kind != "draft" or own.size < DRAFT_FILE):
            return own
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        return _Own(self.folder / f"{stamp}-{secrets.token_hex(4)}.jsonl")

    def _remember(self, own: _Own, entry: Entry) -> None:
        """Keep what this kernel just wrote, so that its own file is not read again."""
        name = own.path.name
        try:
            info = own.path.stat()
        except OSError:  # the line is on disk all the same; the next reader looks for itself
            self._cache.pop(name, None)
            return
        _, entries, faults, lines = self._cache.get(name, ((0, 0), [], [], ()))
        entries.append(entry)
        if own.size == info.st_size:
            self._cache[name] = (
                (info.st_mtime_ns, info.st_size), entries, faults, (*lines, own.last))

    def _paths(self) -> Iterator[Path]:
        try:
            yield from sorted(self.folder.glob("*.jsonl"))
        except OSError:
            return

    def _read_file(self, path: Path) -> FileRead:
        info = path.stat()
        stamp = (info.st_mtime_ns, info.st_size)
        known = self._cache.get(path.name)
        if known and known[0] == stamp:
            return known
        # No line holds a raw \r, but the first version wrote one before each newline on Windows.
        raw = path.read_bytes().replace(b"\r\n", b"\n")
        whole, _, torn = raw.rpartition(b"\n")
        lines = tuple(line for line in whole.split(b"\n") if line)
        entries, faults = [], []
        for n, line in enumerate(lines, 1):
            found = decode_line(line)
            if isinstance(found, Entry):
                entries.append(found)
            else:
                faults.append(say("journal_line", n=n, file=path.name, what=found))
        if torn:
            faults.append(say("journal_torn", file=path.name))
        self._cache[path.name] = (stamp, entries, faults, lines)
        return self._cache[path.name]

    def _write(self, own: _Own, line: bytes) -> None:
        """Append to a file of this kernel, and see it on disk."""
        new = not own.last
        if new:
            self.folder.mkdir(parents=True, exist_ok=True)
        # Without O_BINARY Windows writes a newline as two bytes: no line would be verbatim.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(own.path, flags, 0o600)
        try:
            payload = line + b"\n"
            if os.write(handle, payload) != len(payload):
                raise OSError(28, "No space left on device")
            os.fsync(handle)
        finally:
            os.close(handle)
        if new and os.name == "posix":
            _sync_folder(self.folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: OSError) -> str:
    if error.errno == 28:
        return say("disk_full")
    if error.errno in (1, 13, 30):
        return say("disk_closed", why=error.filename or say("disk_no_permission"))
    return say("disk_other", why=error.strerror)
