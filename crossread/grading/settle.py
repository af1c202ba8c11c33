"""Rules over all files of a class: which one counts for a student, and which are late.

Pure. A file's status by itself (``own``) comes from ``grade``; what is settled here
depends on the other files, on the roster and on the deadline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import msgspec

from .lms import sender

VALID = frozenset({"graded", "partial", "not_attempted"})
CLOCKS = timedelta(minutes=10)  # by which the clocks of two computers may differ
NOWHERE: Mapping[tuple[int, str], str] = MappingProxyType({})
STATUSES = ("graded", "partial", "not_attempted", "late", "duplicate", "unmatched", "ungradable",
            "tampered")


class Filed(msgspec.Struct, frozen=True):
    """One file of the class: what it is by itself, and whose it is (None: nobody's)."""

    id: int
    name: str
    digest: str
    own: str
    why: str  # the reason for ``own``
    exercise: str = ""
    typed_id: str = ""
    typed_name: str = ""
    install: str = ""
    made: str = ""  # UTC, ISO 8601, "" when the file does not say
    student: int | None = None
    matched: str = ""  # what the matching says: why nobody's, or a remark


class Settled(msgspec.Struct, frozen=True):
    """The one status that a file ends with, the reason, and minutes after the deadline."""

    status: str
    reason: str
    minutes_late: int | None = None


class FileStatus(msgspec.Struct, frozen=True):
    """A file, the status it ends with, and why."""

    file: str
    status: str
    reason: str


def alone(file: Filed, due: datetime | None, arrived: str = "") -> Settled:
    """The status of a file when no other file of the same student is in its way.

    ``arrived`` is when the platform received it, UTC; it goes before the file's own time.
    """
    if file.own not in VALID:
        return Settled(file.own, file.why)
    if file.student is None:
        return Settled("unmatched", file.matched)
    reason = f"{file.why} {file.matched}".strip() if file.matched else file.why
    late = minutes_late(arrived or file.made, due)
    said = sender(file.name)
    if late:
        whose = "the platform's" if arrived else "the file's own"
        reason = f"{late} minutes after the deadline by {whose} time. {reason}"
    elif said and said.late and not arrived:
        reason = (f"{said.platform} calls it late; by how many minutes is not known here. "
                  f"{reason}")
        late = None
    else:
        return Settled(file.own, reason, late)
    if arrived and _after(file.made, arrived):
        reason += " The file says that it was made after the platform received it."
    return Settled("late" if file.own == "graded" else file.own, reason, late)


def _after(made: str, arrived: str) -> bool:
    """Was it made later than it arrived, by more than clocks may differ?"""
    gap = datetime.fromisoformat(made) - datetime.fromisoformat(arrived)
    return gap > CLOCKS


def minutes_late(made: str, due: datetime | None) -> int | None:
    """Whole minutes begun after the deadline, 0 when in time, None without a deadline."""
    if due is None or not made:
        return None
    seconds = (datetime.fromisoformat(made) - due).total_seconds()
    return max(0, -int(-seconds // 60))


def counted(files: Iterable[Filed]) -> dict[tuple[int, str], Filed]:
    """(student, exercise) → the file that counts: the latest, a blank one only if all are blank."""
    best: dict[tuple[int, str], Filed] = {}
    for file in files:
        if file.own in VALID and file.student is not None:
            key = (file.student, file.exercise)
            if key not in best or _rank(file) > _rank(best[key]):
                best[key] = file
    return best


def _rank(file: Filed) -> tuple[bool, str, str, int]:
    """Sorts the files of one student; the last tie goes to the file that came first."""
    return file.own != "not_attempted", file.made, file.digest, -file.id


def settle(files: Iterable[Filed], best: Mapping[tuple[int, str], Filed],
           due: Mapping[str, datetime], arrived: Mapping[tuple[int, str], str] = NOWHERE,
           ) -> Iterable[tuple[Filed, Settled]]:
    """Every file with its status, given the file that counts for each student.

    ``arrived`` is when the platform received the file that counts, by student and exercise.
    """
    for file in files:
        used = best.get((file.student, file.exercise)) if file.student is not None else None
        if used is None or used.id == file.id or file.own not in VALID:
            at = arrived.get((file.student or 0, file.exercise), "") if used else ""
            yield file, alone(file, due.get(file.exercise), at)
        else:
            yield file, Settled("duplicate", _instead(file, used))


def _instead(file: Filed, used: Filed) -> str:
    if used.digest == file.digest:
        return f"The same file as {used.name}."
    if file.own == "not_attempted" and used.own != "not_attempted":
        return f"Nothing is answered in it; {used.name} is used."
    return f"A newer file of the same student is used: {used.name}, made {used.made}."
