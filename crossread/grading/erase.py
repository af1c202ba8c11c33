"""One student's data taken out of a gradebook: found and counted first, then erased for good.

A file counts as the student's when it was matched so, or when it is nobody's and says so
itself: by the id or the address in it, else by a name that no other student here has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from ..handin import file_name
from ..model.record import Student
from . import gradebook as g
from .columns import Listed, id_key, mail_key, name_key
from .lms import sender, squeezed, turned
from .marking import MarkError
from .people import listed_of
from .roster import Matcher

SOMEBODY = "a student whose data was erased"
# What hangs on a hand-in and what on a student, by the words in which it is counted.
OF_WORK: Mapping[str, Table] = {"marks": g.mark, "drafts of comments": g.draft,
                                "settled rows": g.settled, "flags for a second look": g.flag,
                                "times that the name was shown": g.reveal}
OF_STUDENT: Mapping[str, Table] = {"points set by hand": g.override, "times of arrival": g.arrival}
# Where people write freely: a name in one of these on others' work is counted, never changed.
FREE = (g.mark.c.comment, g.draft.c.text, g.own_comment.c.text, g.override.c.why,
        g.settled.c.why, g.regrade.c.reason)


class Kept(msgspec.Struct, frozen=True):
    """What a gradebook keeps of one student; ``erased`` says whether it still does."""

    student: str
    name: str
    email: str
    counts: dict[str, int]  # what → how many, without zeros
    files: tuple[str, ...]  # as they are called in the inbox
    in_doubt: tuple[str, ...]  # files with the name that may be another's: they stay
    mentions: int  # free texts on others' work with the name in them: they stay
    erased: bool = False


@dataclass(frozen=True)
class _Found:
    number: int | None  # None: the gradebook has files, but no student of this name
    student: Listed
    files: dict[int, str]  # id → name
    in_doubt: tuple[str, ...]
    reasons: dict[int, dict[str, str]]  # of others' files → columns without the student
    records: dict[int, bytes]  # of applied regrades → without the student


class _Says(msgspec.Struct):
    student: Student = Student("", "")


def look(connection: Connection, who: str) -> Kept:
    """What is kept of a student (id, e-mail address or whole name); nothing is written.

    Raises MarkError with a sentence when nobody, or more than one, is meant.
    """
    return _counted(connection, _find(connection, who))


def erase(connection: Connection, who: str) -> Kept:
    """Erase a student and all that hangs on them; raises MarkError as ``look`` does.

    Call it in a transaction that writes. Numbers of hand-ins are not given again, so that a
    marking desk that is open cannot take another file for an erased one.
    """
    found = _find(connection, who)
    kept = _counted(connection, found)
    if found.files:
        g.keep_numbers(connection, g.submission)
        for table in (*OF_WORK.values(), g.submission):
            column = table.c.id if table is g.submission else table.c.submission
            connection.execute(table.delete().where(column.in_(list(found.files))))
    if found.number is not None:
        for table in OF_STUDENT.values():
            connection.execute(table.delete().where(table.c.student == found.number))
        connection.execute(g.student.delete().where(g.student.c.id == found.number))
    for row, columns in found.reasons.items():
        g.update(connection, g.submission, [{"id": row, **columns}])
    for row, record in found.records.items():
        g.update(connection, g.regrade, [{"id": row, "record": record}])
    return msgspec.structs.replace(kept, erased=True)


def _find(connection: Connection, who: str) -> _Found:
    known = {row.id: listed_of(row) for row in connection.execute(sa.select(g.student))}
    match = Matcher.of(known.values(), closed=True).match(Student(who, who))
    number = next((n for n, one in known.items() if one == match.student), None)
    student = match.student or Listed(who.strip(), "" if mail_key(who) else who.strip(),
                                      who.strip() if mail_key(who) else "")
    names = [name_key(one.name) for n, one in known.items() if n != number]
    alone = not student.name or name_key(student.name) not in names
    files: dict[int, str] = {}
    doubt = list(_under_the_name(connection, known, number, student))
    for row in _rows(connection, number):
        sure = row.student is not None or _by_id(row, student)
        if sure or _by_name(row, student):
            if sure or alone:
                files[row.id] = row.name
            else:
                doubt.append(row.name)
    if number is None and (not files or "called" in match.why):
        why = match.why.replace(f"{who} ({who}) is not in the roster",
                                f"“{who}” is not in this gradebook")
        raise MarkError(f"{why} Nothing was erased: give the id, the e-mail address or the whole "
                        "name of one student.")
    return _Found(number, student, files, tuple(doubt),
                  dict(_reasons(connection, student, files)), dict(_records(connection, student)))


def _rows(connection: Connection, number: int | None) -> Iterator[Any]:
    """The files of a student and those of nobody, with what is needed to say whose they are."""
    t = g.submission
    yield from connection.execute(
        sa.select(t.c.id, t.c.name, t.c.student, t.c.typed_id, t.c.typed_name, t.c.exercise,
                  sa.case((t.c.own == "tampered", t.c.raw), else_=None).label("raw"))
        .where(sa.or_(t.c.student.is_(None), t.c.student == number)).order_by(t.c.id)).all()


def _under_the_name(connection: Connection, known: Mapping[int, Listed], number: int | None,
                    student: Listed) -> Iterator[str]:
    """Files that count for others of another name, but have this student's name in them."""
    t, name = g.submission, name_key(student.name)
    for row in connection.execute(sa.select(t.c.name, t.c.typed_name, t.c.student).where(
            t.c.student.is_not(None)).order_by(t.c.id)) if name else ():
        if row.student != number and name_key(row.typed_name) == name != name_key(
                known[row.student].name):
            yield row.name


def _said(row: Any) -> Student:
    """Whom a file names; one that was tampered with was not read any further than this."""
    if row.raw is None:
        return Student(row.typed_id, row.typed_name)
    try:
        return msgspec.json.decode(row.raw, type=_Says).student
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Student("", "")


def _by_id(row: Any, student: Listed) -> bool:
    said = _said(row)
    ids = {id_key(one) for one in (student.id, *student.also, student.email)} - {""}
    return id_key(said.id) in ids or mail_key(said.name) in ids - {""}


def _by_name(row: Any, student: Listed) -> bool:
    """By the name in the file, or in the name of the file, as hand_in or a platform writes it."""
    said, sent = _said(row), sender(row.name)
    if said.name and name_key(said.name) == name_key(student.name):
        return not said.id or name_key(said.id) == name_key(student.name)
    if said.id or said.name:
        return False
    if sent and sent.name:
        return squeezed(sent.name) in turned(student.name)
    ending = file_name("", Student(student.id, student.name)).removeprefix("crossread-")
    ending = re.escape(ending.removesuffix(".json"))
    return bool(re.search(rf"crossread-\w+{ending}(?:-early| \(\d+\))?\.", row.name))


def _without(text: str, student: Listed) -> str:
    """A sentence of the program without the student's name and id."""
    who = student.name or student.id
    if not who:
        return text
    both = rf"(?:\s\({re.escape(student.id)}\))?" if student.id and student.name else ""
    return re.sub(rf"(?<!\w){re.escape(who)}{both}(?!\w)", SOMEBODY, text)


def _reasons(connection: Connection, student: Listed, files: Mapping[int, str],
             ) -> Iterator[tuple[int, dict[str, str]]]:
    """What was written about others' files with the student's name in it, without it."""
    t = g.submission
    for row in connection.execute(sa.select(t.c.id, t.c.matched, t.c.reason)
                                  .where(t.c.matched != "")).all():
        new = {"matched": _without(row.matched, student), "reason": _without(row.reason, student)}
        if row.id not in files and new != {"matched": row.matched, "reason": row.reason}:
            yield row.id, new


def _records(connection: Connection, student: Listed) -> Iterator[tuple[int, bytes]]:
    """The records of applied regrades in which the student moved, without the student."""
    for row in connection.execute(sa.select(g.regrade.c.id, g.regrade.c.record)).all():
        record = msgspec.json.decode(row.record)
        left = [one for one in record.get("moved", [])
                if (one["student"], one["name"]) != (student.id, student.name)]
        if len(left) < len(record.get("moved", [])):
            yield row.id, msgspec.json.encode({**record, "moved": left})


def _counted(connection: Connection, found: _Found) -> Kept:
    def rows(table: Table, where: sa.ColumnElement[bool]) -> int:
        return connection.scalar(sa.select(sa.func.count()).select_from(table).where(where)) or 0

    counts = {"files": len(found.files)}
    counts |= {what: rows(table, table.c.submission.in_(list(found.files)))
               for what, table in OF_WORK.items()}
    if found.number is not None:
        counts |= {what: rows(table, table.c.student == found.number)
                   for what, table in OF_STUDENT.items()}
    counts |= {"line with id, name and address": int(found.number is not None),
               "records of a regrade": len(found.records),
               "remarks on others' files": len(found.reasons)}
    return Kept(found.student.id, found.student.name, found.student.email,
                {what: n for what, n in counts.items() if n}, tuple(found.files.values()),
                found.in_doubt, _mentions(connection, found))


def _mentions(connection: Connection, found: _Found) -> int:
    """In how many free texts on others' work the name or the id stands."""
    whos = [re.escape(who) for who in (found.student.name, found.student.id) if who]
    named = re.compile(rf"(?<!\w)(?:{'|'.join(whos)})(?!\w)", re.I)
    n = 0
    for column in FREE:
        asked = sa.select(column).where(column != "")
        if "submission" in column.table.c:
            asked = asked.where(column.table.c.submission.not_in(list(found.files)))
        if "student" in column.table.c and found.number is not None:
            asked = asked.where(column.table.c.student != found.number)
        n += sum(bool(named.search(text)) for text in connection.scalars(asked))
    return n
