"""The hand-in: one small JSON file out of a journal, and back in on the instructor's side.

What a digest can prove is limited: it shows accidents and casual edits. It cannot
stop a determined student on their own machine, and nothing here pretends to.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from .home import write_whole
from .journal import Journal, decode_line, line_digest
from .model.record import HANDIN_FORMAT, Body, Entry, HandIn, Peek, Student

MAX_BYTES = 8_000_000  # a hand-in of a whole course is under 1 MB
MAX_LINES = 20_000


class HandInError(ValueError):
    """A file that cannot be graded. ``status`` is ungradable or tampered."""

    def __init__(self, status: str, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


@dataclass(frozen=True)
class Opened:
    """A hand-in that was read and checked; entries in the order they were made."""

    handin: HandIn
    entries: tuple[Entry, ...]
    practice: tuple[Entry, ...]

    def answers(self) -> dict[str, Entry]:
        """Item id → the last response handed in; a later draft never counts."""
        return {e.item: e for e in self.entries if e.kind == "response"}


class Profile(msgspec.Struct):
    """What the learner told us once, and a random id of this installation."""

    install: str
    id: str = ""
    name: str = ""


def read_profile(home: Path) -> Profile:
    """The learner's profile, or a new one that is not yet on disk."""
    try:
        return msgspec.json.decode((home / "profile.json").read_bytes(), type=Profile)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Profile(install=secrets.token_hex(8))


def write_profile(home: Path, profile: Profile) -> None:
    """Keep the profile. Raises OSError when the disk refuses."""
    write_whole(home / "profile.json", msgspec.json.encode(profile))


def section_of(exercise: str) -> str:
    """The journal section of an exercise."""
    return f"exercise-{exercise}"


def make(home: Path, *, course: str, version: str, exercise: str, student: Student,
         practice: tuple[str, ...] = (), now: datetime | None = None) -> bytes:
    """The hand-in as bytes; nothing is written.

    ``practice`` names the lessons whose practice lines the learner agreed to add.
    """
    body = msgspec.json.encode(Body(
        exercise=_lines(home, section_of(exercise)),
        practice={f"{lesson}/{name}": lines for lesson in practice
                  for name, lines in _lines(home, lesson).items()}))
    made = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return msgspec.json.encode(HandIn(
        format=HANDIN_FORMAT, course=course, exercise=exercise, student=student, version=version,
        made=made, install=read_profile(home).install,
        digest=body_digest(body), body=msgspec.Raw(body)))


def body_digest(body: bytes) -> str:
    """SHA-256 over the raw bytes of a body, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def _lines(home: Path, section: str) -> dict[str, list[msgspec.Raw]]:
    """Verbatim lines by file; lines that are not ours stay at home."""
    return {name: [msgspec.Raw(line) for line in lines if isinstance(decode_line(line), Entry)]
            for name, lines in Journal(home, section).read().files.items() if lines}


def file_name(exercise: str, student: Student) -> str:
    """A name that says what it is; the id inside the file is what counts."""
    safe = re.sub(r"[^A-Za-z0-9]+", "-", student.id or student.name).strip("-")[:40] or "student"
    return f"crossread-{exercise}-{safe}.json"


def receipt(raw: bytes) -> str:
    """Three groups of letters from the digest: short enough to copy by hand."""
    digest = msgspec.json.decode(raw, type=_Digest).digest
    code = base64.b32encode(bytes.fromhex(digest)[:8]).decode().rstrip("=")[:12]
    return "-".join(code[n:n + 4] for n in range(0, 12, 4))


class _Digest(msgspec.Struct):
    digest: str


def open_handin(raw: bytes) -> Opened:
    """Read and check a hand-in.

    Raises HandInError with its status and a sentence to send to the student;
    nothing else escapes, whatever the bytes are.
    """
    if not raw.strip():
        raise HandInError("ungradable", "The file is empty. Please write it again with hand_in.")
    if len(raw) > MAX_BYTES:
        raise HandInError("ungradable", f"The file has {len(raw):,} bytes; a hand-in has fewer "
                          f"than {MAX_BYTES:,}. Please send the file that hand_in wrote.")
    handin = _envelope(raw)
    body = bytes(handin.body)
    if body_digest(body) != handin.digest:
        raise HandInError("tampered", "The digest does not fit the answers: the file was changed "
                          "after hand_in wrote it. Please hand in again from the notebook.")
    try:
        decoded = msgspec.json.decode(body, type=Body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise HandInError("ungradable", f"The answers cannot be read ({_short(error)}). Please "
                          "hand in again from the notebook.") from None
    return Opened(handin, _entries(decoded.exercise), _entries(decoded.practice))


def _envelope(raw: bytes) -> HandIn:
    try:
        peek = msgspec.json.decode(raw, type=Peek)
        if not peek.format.startswith("crossread-handin/"):
            raise HandInError("ungradable", "This is a JSON file, but not a hand-in of this "
                              "course. Please send the file that hand_in wrote.")
        if peek.format != HANDIN_FORMAT:
            raise HandInError("ungradable", f"The file has format {peek.format[:40]!r}; this "
                              f"version reads {HANDIN_FORMAT!r}. Update crossread, then grade it "
                              "again.")
        return msgspec.json.decode(raw, type=HandIn)
    except msgspec.ValidationError as error:
        raise HandInError("ungradable", "The file has not the form of a hand-in "
                          f"({_short(error)}). Please send the file that hand_in wrote.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise HandInError("ungradable", f"The file is not readable as JSON ({_short(error)}). "
                          "It may be cut short or another kind of file.") from None


def _entries(files: dict[str, list[msgspec.Raw]]) -> tuple[Entry, ...]:
    """Entries of all files by (seq, file), each file's chain of digests checked."""
    found: list[tuple[int, str, int, Entry]] = []
    if sum(map(len, files.values())) > MAX_LINES:
        raise HandInError("ungradable", f"The file holds more than {MAX_LINES:,} answers. "
                          "Please send the file that hand_in wrote.")
    for name, lines in files.items():
        before = ""
        for n, raw in enumerate(lines):
            line = bytes(raw)
            entry = decode_line(line)
            if not isinstance(entry, Entry):
                raise HandInError("ungradable", f"Answer {n + 1} of {name[:60]} {entry}.")
            if msgspec.json.encode(entry) != line:
                raise HandInError("tampered", f"Answer {n + 1} of {name[:60]} is not written as "
                                  "crossread writes it. Please hand in again from the notebook.")
            if entry.prev != before:
                raise HandInError("tampered", f"Answer {n + 1} of {name[:60]} does not follow on "
                                  "the one before it: a line was taken out, added or changed.")
            before = line_digest(line)
            found.append((entry.seq, name, n, entry))
    found.sort(key=lambda row: row[:3])
    return tuple(entry for *_, entry in found)


def _short(error: Any) -> str:
    return str(error)[:120] or type(error).__name__
