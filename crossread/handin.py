"""The hand-in: one small JSON file out of a journal, and back in on the instructor's side.

What a digest can prove is limited: it shows accidents and casual edits. It cannot
stop a determined student on their own machine, and nothing here pretends to.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from .home import write_whole
from .journal import MAX_LINE, Journal, decode_line, line_digest
from .model.record import (
    ENTRY_VERSION,
    HANDIN_FORMAT,
    Body,
    Entry,
    HandIn,
    Minutes,
    Peek,
    Student,
)

MAX_BYTES = 8_000_000  # a hand-in of a whole course is under 1 MB
MAX_LINES = 20_000  # in the exercise, and in the practice

Lines = Mapping[str, Iterable[bytes]]  # file name → its journal lines, without newlines


class HandInError(ValueError):
    """A file that cannot be graded. ``status`` is ungradable or tampered."""

    def __init__(self, status: str, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


class TooBigError(HandInError):
    """A hand-in with more bytes or entries than a grader reads."""


@dataclass(frozen=True)
class Opened:
    """A hand-in that was read and checked; entries in the order they were made."""

    handin: HandIn
    entries: tuple[Entry, ...]
    practice: tuple[Entry, ...]
    minutes: dict[str, int] = field(default_factory=dict)  # by lesson, where the learner agreed

    def answers(self) -> dict[str, Entry]:
        """Item id → the last response handed in; a later draft never counts."""
        return {e.item: e for e in self.entries if e.kind == "response"}


class Profile(msgspec.Struct):
    """What the learner told us once, and a random id of this installation.

    ``minutes`` says whether the learner agreed to see minutes by lesson.
    """

    install: str
    id: str = ""
    name: str = ""
    minutes: bool = False


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
         practice: tuple[str, ...] = (), minutes: Mapping[str, int] | None = None,
         now: datetime | None = None) -> bytes:
    """The hand-in as bytes; nothing is written.

    ``practice`` names the lessons whose practice lines the learner agreed to add, ``minutes``
    are those by lesson that the learner agreed to send. Raises HandInError (TooBigError) when
    what the journal holds makes a file that no grader would take.
    """
    raw = pack(
        _lines(home, section_of(exercise)), course=course, version=version, exercise=exercise,
        student=student, install=read_profile(home).install, made=now or datetime.now(UTC),
        practice={f"{lesson}/{name}": lines for lesson in practice
                  for name, lines in _lines(home, lesson).items()}, minutes=minutes)
    open_handin(raw)  # the grader's own reader: what it refuses is told here, and not weeks later
    return raw


def pack(lines: Lines, *, course: str, version: str, exercise: str, student: Student,
         install: str, made: datetime, practice: Lines | None = None,
         minutes: Mapping[str, int] | None = None) -> bytes:
    """A hand-in from journal lines by file name, each line as it stands in its file."""
    body = msgspec.json.encode(Body(
        exercise={name: list(map(msgspec.Raw, some)) for name, some in lines.items()},
        practice={name: list(map(msgspec.Raw, some)) for name, some in (practice or {}).items()},
        minutes=dict(minutes) if minutes else msgspec.UNSET))
    return msgspec.json.encode(HandIn(
        format=HANDIN_FORMAT, course=course, exercise=exercise, student=student, version=version,
        made=made.strftime("%Y-%m-%dT%H:%M:%SZ"), install=install,
        digest=body_digest(body), body=msgspec.Raw(body)))


def body_digest(body: bytes) -> str:
    """SHA-256 over the raw bytes of a body, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def _lines(home: Path, section: str) -> dict[str, list[bytes]]:
    """Verbatim lines by file; lines that are not ours stay at home, and so do old drafts.

    A file of which every line is a draft that a later entry of its item replaced is left out
    whole: the chain of digests in each of the others stays as it was written.
    """
    read = {name: [(entry, line) for line in lines
                   if isinstance(entry := decode_line(line), Entry)]
            for name, lines in Journal(home, section).read().files.items() if lines}
    newest: dict[str, tuple[int, str]] = {}
    for name, some in read.items():
        for entry, _ in some:
            newest[entry.item] = max(newest.get(entry.item, (0, "")), (entry.seq, name))
    return {name: [line for _, line in some] for name, some in read.items()
            if not some or any(entry.kind != "draft" or newest[entry.item] == (entry.seq, name)
                               for entry, _ in some)}


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
    if not raw or raw.isspace():
        raise HandInError("ungradable", "The file is empty. Please write it again with hand_in.")
    if len(raw) > MAX_BYTES:
        raise TooBigError("ungradable", f"The file has {len(raw):,} bytes; a hand-in has fewer "
                          f"than {MAX_BYTES:,}. Please send the file that hand_in wrote.")
    handin = _cut(raw) or _envelope(raw)
    body = bytes(handin.body)
    if body_digest(body) != handin.digest:
        raise HandInError("tampered", "The digest does not fit the answers: the file was changed "
                          "after hand_in wrote it. Please hand in again from the notebook.")
    found = _read(body)
    if found is None:
        raise _why_not(body)
    return Opened(handin, *found)


# Two readers of one format. The quick one takes only what hand_in writes, byte for byte, and
# gives no reasons. Where it takes nothing, the careful one finds the words for the student.

class _Read(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body with every line of it read at once."""

    exercise: dict[str, list[Entry]]
    practice: dict[str, list[Entry]] = {}
    minutes: Minutes | msgspec.UnsetType = msgspec.UNSET


_BODY = b',"body":'
_handin = msgspec.json.Decoder(HandIn)
_read_body = msgspec.json.Decoder(_Read)
_encoder = msgspec.json.Encoder()
_prev, _seq = attrgetter("prev"), attrgetter("seq")
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def _cut(raw: bytes) -> HandIn | None:
    """The envelope, cut off where the body begins; None when it is not as hand_in writes it.

    In JSON a quotation mark inside a string is escaped, so no student's name can hold the cut.
    """
    at = raw.find(_BODY)
    if at < 0 or not raw.endswith(b"}"):
        return None
    try:
        head = _handin.decode(raw[:at] + b',"body":0}')
    except _UNREADABLE:
        return None
    if head.format != HANDIN_FORMAT:
        return None
    return msgspec.structs.replace(head, body=msgspec.Raw(raw[at + len(_BODY):-1]))


def _read(body: bytes) -> tuple[tuple[Entry, ...], tuple[Entry, ...], dict[str, int]] | None:
    """Entries of exercise and practice, and minutes; None when a byte is not as hand_in writes."""
    try:
        read = _read_body.decode(body)
    except _UNREADABLE:
        return None
    exercise, practice = _written(read.exercise), _written(read.practice)
    minutes = {} if read.minutes is msgspec.UNSET else read.minutes
    told = b',"minutes":' + _encoder.encode(minutes) if minutes else b""
    if exercise is None or practice is None \
            or b'{"exercise":{%b},"practice":{%b}%b}' % (exercise, practice, told) != body:
        return None
    return _in_order(read.exercise), _in_order(read.practice), minutes


def _written(files: dict[str, list[Entry]]) -> bytes | None:
    """The files as they are written in a body; None when a chain of digests is broken."""
    sha256 = hashlib.sha256  # journal.line_digest, unrolled: half the time of a run is spent here
    written = []
    if sum(map(len, files.values())) > MAX_LINES:
        return None
    for name, entries in files.items():
        lines = _encoder.encode_lines(entries).split(b"\n")[:-1]
        chain = ["", *[sha256(line).hexdigest()[:16] for line in lines[:-1]]][:len(lines)]
        if list(map(_prev, entries)) != chain or {e.v for e in entries} - {ENTRY_VERSION} \
                or max(map(len, lines), default=0) > MAX_LINE:
            return None
        written.append(b"%b:[%b]" % (_encoder.encode(name), b",".join(lines)))
    return b",".join(written)


def _in_order(files: dict[str, list[Entry]]) -> tuple[Entry, ...]:
    """Entries by (seq, file), and as they stand where both are the same."""
    return tuple(sorted((entry for name in sorted(files) for entry in files[name]), key=_seq))


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
        return _handin.decode(raw)
    except msgspec.ValidationError as error:
        raise HandInError("ungradable", "The file has not the form of a hand-in "
                          f"({_short(error)}). Please send the file that hand_in wrote."
                          ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        short = "truncated" in str(error)
        what = "The end of the file is missing: it was cut short" if short else \
            "This is not a file that hand_in wrote, or it was damaged"
        raise HandInError("ungradable", f"{what} on the way. Please send the file that hand_in "
                          "wrote.") from None


def _why_not(body: bytes) -> HandInError:
    """What is wrong with a body that the quick reader did not take."""
    try:
        decoded = msgspec.json.decode(body, type=Body)
    except _UNREADABLE as error:
        return HandInError("ungradable", f"The answers cannot be read ({_short(error)}). Please "
                           "hand in again from the notebook.")
    return _fault(decoded.exercise) or _fault(decoded.practice) or HandInError(
        "tampered", "The answers are not written as crossread writes them. Please hand in again "
        "from the notebook.")


def _fault(files: dict[str, list[msgspec.Raw]]) -> HandInError | None:
    """The first line that is foreign, rewritten, or does not follow on the one before it."""
    if sum(map(len, files.values())) > MAX_LINES:
        return TooBigError("ungradable", f"The file holds more than {MAX_LINES:,} answers. "
                           "Please send the file that hand_in wrote.")
    for name, lines in files.items():
        before = ""
        for n, raw in enumerate(lines, 1):
            line = bytes(raw)
            entry = decode_line(line)
            which = f"Answer {n} of {name[:60]}"
            if not isinstance(entry, Entry):
                return HandInError("ungradable", f"{which} {entry}.")
            if msgspec.json.encode(entry) != line:
                return HandInError("tampered", f"{which} is not written as crossread writes it. "
                                   "Please hand in again from the notebook.")
            if entry.prev != before:
                return HandInError("tampered", f"{which} does not follow on the one before it: a "
                                   "line was taken out, added or changed.")
            before = line_digest(line)
    return None


def _short(error: Any) -> str:
    return str(error)[:120] or type(error).__name__
