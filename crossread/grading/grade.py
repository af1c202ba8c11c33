"""One hand-in and the keys → what it gets and why: pure, no clock, no disk.

It fails closed. Whatever goes wrong with a file or with one question in it ends as
a status and a sentence, never as points and never as the end of the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from ..handin import MAX_BYTES, HandInError, Opened, open_handin
from ..model.item import Item, Outcome, Structure, Table, Text
from ..model.record import Entry, HandIn, Student
from ..scoring import NOT_ATTEMPTED, AnswerError, score
from ..structure import Check, check_answer
from .keys import Key, Keys, Question
from .plain import plain

MEMO = 20_000  # answers to one question whose marks are remembered
UNSCORED = Outcome("unscored", 0.0)
_encode = msgspec.json.Encoder().encode


class FieldMark(msgspec.Struct, frozen=True):
    """What one question gets. ``fault`` says why it could not be scored.

    ``answer`` is as it was handed in, None where nothing was answered or it is no answer.
    """

    item: str
    outcome: Outcome
    points: float
    of: float
    fault: str = ""
    checks: tuple[Check, ...] = ()
    form: float = 0.0  # marks for passing the checks of form
    form_of: float = 0.0
    answer: Any = None


class Graded(msgspec.Struct, frozen=True):
    """One file: its status by itself, the reason, and the marks by question.

    ``status`` is graded, partial, not_attempted, ungradable or tampered. Whether it
    is late, superseded or nobody's depends on the class: see ``settle``.
    """

    status: str
    reason: str
    exercise: str = ""
    student: Student = Student("", "")
    made: str = ""  # UTC, ISO 8601, to the second
    install: str = ""
    fields: tuple[FieldMark, ...] = ()
    waiting: tuple[str, ...] = ()  # rubric rows that a person has to mark

    @property
    def keyed(self) -> float:
        """Points for keyed questions."""
        return round(sum([f.points for f in self.fields]), 4)

    @property
    def form(self) -> float:
        """Points for checks of form."""
        return round(sum([f.form for f in self.fields]), 4)


def grade(raw: bytes, keys: Keys) -> Graded:
    """Grade one file. Never raises."""
    try:
        return _grade(open_handin(raw), keys)
    except HandInError as error:
        return _refused(error.status, plain(str(error), 600), raw, keys)
    except Exception as error:  # fail closed: a fault of ours costs this file its grading, no more
        return Graded("ungradable", f"crossread could not grade this file ({type(error).__name__}: "
                      f"{plain(str(error), 120)}). Please report it with the file; no points were "
                      "given or taken.")


def _refused(status: str, reason: str, raw: bytes, keys: Keys) -> Graded:
    """A file that is not graded, with the student and the exercise that it names, if it does.

    They are what a person may look for it by; nothing else in it is believed.
    """
    try:
        handin = msgspec.json.decode(raw if len(raw) <= MAX_BYTES else b"", type=HandIn)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Graded(status, reason)
    ours = handin.course == keys.course and handin.exercise in keys.by_exercise
    return Graded(status, reason, handin.exercise if ours else "", _student(handin))


def _student(handin: HandIn) -> Student:
    return Student(plain(handin.student.id.strip()), plain(handin.student.name.strip()))


def _grade(opened: Opened, keys: Keys) -> Graded:
    handin = opened.handin
    student = _student(handin)
    if handin.course != keys.course:
        return Graded("ungradable", f"The file belongs to the course “{plain(handin.course, 60)}”, "
                      f"not to “{keys.course}”.", student=student)
    key = keys.by_exercise.get(handin.exercise)
    if key is None:
        return Graded("ungradable", "There is no key here for exercise "
                      f"“{plain(handin.exercise, 20)}”.", student=student)
    if not _is_time(handin.made):
        return Graded("ungradable", "The file does not say when it was made in the way hand_in "
                      "writes it. Please hand in again from the notebook.", handin.exercise,
                      student)
    answers = opened.answers()
    fields = _fields(key, answers)
    strange = sorted(answers.keys() - key.questions.keys())
    status, reason = _status(opened, fields, strange, key)
    return Graded(status, reason, handin.exercise, student, handin.made, plain(handin.install, 40),
                  fields, key.criteria if status != "not_attempted" else ())


def _is_time(made: str) -> bool:
    """Is it a moment in UTC, to the second, as hand_in writes it?"""
    try:
        return len(made) == 20 and made.endswith("Z") and bool(datetime.fromisoformat(made))
    except ValueError:
        return False


def _fields(key: Key, answers: Mapping[str, Entry]) -> tuple[FieldMark, ...]:
    """The mark of every question; a short answer that was seen before is not scored again."""
    marks = []
    for name, question in key.questions.items():
        entry = answers.get(name)
        if entry is None:
            mark = _blank(question)
        elif entry.digest != question.digest:
            mark = _blank(question, "the question has changed since it was answered")
        elif question.written:
            mark = _mark(question, entry.answer, key)
        else:
            answer = entry.answer
            seen = answer if type(answer) is str else _encode(answer)
            known: FieldMark | None = question.memo.get(seen)
            if known is None:
                if len(question.memo) >= MEMO:
                    question.memo.clear()
                known = question.memo[seen] = _mark(question, answer, key)
            mark = known
        marks.append(mark)
    return tuple(marks)


def _blank(question: Question, fault: str = "") -> FieldMark:
    return FieldMark(question.item.id, UNSCORED if fault else NOT_ATTEMPTED, 0.0,
                     question.item.marks, fault, form_of=question.form_of)


def _mark(question: Question, answer: Any, key: Key) -> FieldMark:
    """What one answer gets. Never raises."""
    item, of = question.item, question.form_of
    try:
        outcome = score(item, answer)
        if outcome.status == "not_attempted":
            return _blank(question)
        checks = tuple(_checks(item, answer, key))
        passed = bool(checks) and all(one.passed for one in checks if not one.flag)
        return FieldMark(item.id, outcome, round(outcome.credit * item.marks, 6), item.marks,
                         checks=checks, form=of if passed else 0.0, form_of=of,
                         answer=answer)
    except AnswerError as error:
        return _blank(question, plain(str(error)))
    except Exception as error:  # fail closed, for this question alone
        return _blank(question, f"crossread could not score it ({type(error).__name__}); please "
                                "report it")


def _checks(item: Item, answer: Any, key: Key) -> Iterable[Check]:
    """Checks of form of a written field; none where the field asks for none."""
    if not isinstance(item, Text | Table) or item.structure == Structure():
        return ()
    return check_answer(item, answer, key.places())


def _status(opened: Opened, fields: tuple[FieldMark, ...], strange: list[str], key: Key,
            ) -> tuple[str, str]:
    """The status of a file by itself, and the reason."""
    faults = [f"{f.item}: {f.fault}" for f in fields if f.outcome is UNSCORED]
    faults += [f"{plain(name, 40)}: not a question of exercise {key.exercise.id}"
               for name in strange]
    if faults:
        more = f"; and {len(faults) - 5} more" if len(faults) > 5 else ""
        return "partial", f"Not scored: {'; '.join(faults[:5])}{more}."
    done = len(fields) - [f.outcome.status for f in fields].count("not_attempted")
    if not done:
        drafts = sorted(key.questions.keys()
                        & {e.item for e in opened.entries if e.kind == "draft"})
        return "not_attempted", "Nothing is answered." + (
            f" There is a draft of {', '.join(drafts)}, which was not saved as an answer."
            if drafts else "")
    # Which rubric rows wait changes with every mark: results say it, never what is stored here.
    return "graded", f"{done} of {len(fields)} questions answered."
