"""Handing in: what the file will hold, the button that writes it, the receipt."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import htpy as h
import traitlets

from .. import handin
from ..faces import Face
from ..home import write_whole
from ..journal import ItemState, Journal
from ..kinds import AnswerError, Page, kind_of
from ..minutes import IDLE, my_minutes
from ..model.course import Course, ExerciseRef
from ..model.exercise import Sheet
from ..model.item import Item
from ..model.record import Student
from ..strings import say
from ..structure import Places, check_answer
from .base import Faced, front_end


def form(sheet: Sheet, lesson: str) -> str:
    """The form as HTML; the preview is filled in when it is on the page."""
    return str(h.form(".cr-item", novalidate=True)[
        h.h3(".cr-id")[say("handin_title", id=sheet.id)],
        h.h4[say("handin_what")],
        h.div(".cr-preview"),
        h.p[say("handin_private")],
        h.p[h.label[say("handin_name"), h.br, h.input(type="text", name="name", dir="auto")]],
        h.p[h.label[say("handin_id"), h.br, h.input(type="text", name="id")]],
        h.p[h.label(".cr-option")[h.input(type="checkbox", name="practice"),
                                  h.span[say("handin_practice", id=lesson)]]],
        h.p[h.label(".cr-option")[h.input(type="checkbox", name="minutes"),
                                  h.span[say("handin_minutes", idle=f"{IDLE / 60:g}")]]],
        h.p(".cr-bar")[h.button(".cr-check", type="submit")[say("handin_write")]],
        h.div(".cr-verdict", role="status", aria_live="polite"),
    ])


def preview(sheet: Sheet, states: dict[str, ItemState], places: Places) -> str:
    """Every answer in words, and the checks of form; student text is escaped."""
    rows = [(f, states.get(f.id, ItemState())) for f in sheet.fields]
    if not any(state.answer is not None for _, state in rows):
        return str(h.p[say("handin_nothing")])
    return str(h.dl[(
        [h.dt[say("question", id=f.id), h.br, Page(frozenset()).rich(f.stem)],
         h.dd(dir="auto")[_listed(in_words(f, state.answer)), _checks(f, state, places)]]
        for f, state in rows)])


def minutes_told(minutes: dict[str, int]) -> str:
    """The minutes that go along, exactly as they will be sent."""
    return str(h.section[h.h4[say("handin_minutes_sent")], h.ul[(
        h.li[say("handin_minutes_one", id=lesson, n=n)] for lesson, n in minutes.items())]
        if minutes else h.p[say("handin_minutes_none")]])


def in_words(item: Item, raw: Any) -> list[str]:
    """An answer as a reader would say it, a line for each of its parts; never raises."""
    try:
        answer = kind_of(item).read(item, raw)
    except AnswerError as error:
        return [str(error)]
    if answer is None:
        return [say("unanswered")]
    return [*kind_of(item).lines(item, answer), *kind_of(item).missing(item, answer)]


def _listed(lines: list[str]) -> h.Node:
    return lines[0] if len(lines) == 1 else h.ul[(h.li[line] for line in lines if line.strip())]


def _checks(item: Item, state: ItemState, places: Places) -> h.Node:
    found = check_answer(item, state.answer, places)
    if not found:
        return None
    return [h.p[say("exercise_structure")], h.ul(".cr-checks")[(
        h.li[("✓ " if c.passed else "○ ") + f"{c.name}: {c.saw}"] for c in found)]]


class HandInWidget(Faced):
    """Preview, write, receipt. Writing again is allowed; the last file counts.

    Nothing is written that was not shown: the browser names the preview that it shows, and
    where the journal has moved on since, the new one is shown and the button asked for again.
    """

    _esm = front_end("handin.js")
    _css = front_end("item.css")
    form = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, sheet: Sheet, course: Course, ref: ExerciseRef, home: Path, root: Path,
                 places: Places) -> None:
        face = Face(str(h.section[h.h3[say("handin_title", id=sheet.id)],
                                  h.p[say("handin_private")], h.p[h.em[say("needs_kernel")]]]),
                    f"{say('handin_title', id=sheet.id)}. {say('handin_private')}")
        super().__init__(
            face, {"hello": self._hello, "preview": self._preview, "write": self._write},
            form=form(sheet, ref.lesson),
            words={"lost_kernel": say("lost_kernel"), "download": say("handin_download")})
        self._sheet, self._course, self._ref = sheet, course, ref
        self._home, self._root, self._places = home, root, places

    def _hello(self, message: dict[str, Any]) -> dict[str, Any]:
        profile = handin.read_profile(self._home)
        return {**self._preview(message), "name": profile.name, "id": profile.id}

    def _preview(self, message: dict[str, Any]) -> dict[str, Any]:
        states = Journal(self._home, handin.section_of(self._sheet.id)).states()
        told = preview(self._sheet, states, self._places)
        if message.get("minutes") is True:
            told += minutes_told(self._minutes(message))
        return {"preview": told, "shown": hashlib.sha256(told.encode()).hexdigest()}

    def _minutes(self, message: dict[str, Any]) -> dict[str, int]:
        """The learner's minutes, none where the box was not ticked."""
        agreed = message.get("minutes") is True
        return my_minutes(self._course.lessons, self._home) if agreed else {}

    def _write(self, message: dict[str, Any]) -> dict[str, Any]:
        student = Student(str(message.get("id", "")).strip()[:200],
                          str(message.get("name", "")).strip()[:200])
        if not student.id and not student.name:
            return {"status": say("handin_need_id")}
        now = self._preview(message)
        if message.get("shown") != now["shown"]:
            return {**now, "status": say("handin_moved_on")}
        try:
            profile = handin.read_profile(self._home)
            profile.id, profile.name = student.id, student.name
            handin.write_profile(self._home, profile)
            raw = handin.make(
                self._home, course=self._course.id, version=self._course.version,
                exercise=self._sheet.id, student=student,
                practice=(self._ref.lesson,) if message.get("practice") else (),
                minutes=self._minutes(message))
            path = self._save(handin.file_name(self._sheet.id, student), raw)
        except handin.HandInError as error:
            return {**now, "status": self._ungradable(error)}
        except OSError as error:
            return {"status": say("handin_failed", reason=error.strerror or error)}
        return {**now, "file": path.name, "content": raw.decode(),
                "status": say("handin_done", path=path, receipt=handin.receipt(raw))}

    def _ungradable(self, error: handin.HandInError) -> str:
        """Why nothing was written, and what to do, for the learner who would have sent it."""
        folder = self._home / "journal"
        if isinstance(error, handin.TooBigError):
            return say("handin_too_big", most=handin.MAX_BYTES // 1_000_000,
                       lines=f"{handin.MAX_LINES:,}", folder=folder)
        return say("handin_spoiled", folder=folder)

    def _save(self, name: str, raw: bytes) -> Path:
        """Beside the lessons where that can be written, else in the learner's home."""
        try:
            path = self._root / "hand-in" / name
            write_whole(path, raw)
        except OSError:
            path = self._home / "hand-in" / name
            write_whole(path, raw)
        return path
