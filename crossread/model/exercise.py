"""Exercises: the single source in ``solutions/source/`` and its keyless form."""

from __future__ import annotations

from .article import Frozen
from .item import Item


class Level(Frozen, frozen=True, kw_only=True):
    """What work at one level of a criterion looks like. 4 is the highest."""

    points: int
    text: str


class Criterion(Frozen, frozen=True, kw_only=True):
    """One rubric row: four described levels, 0 only for nothing to mark."""

    id: str
    title: str
    levels: tuple[Level, ...]
    comments: tuple[str, ...]  # the comment bank


class Sample(Frozen, frozen=True, kw_only=True):
    """A marked piece of work that a marker reads first."""

    id: str
    title: str
    answers: dict[str, object]  # field id → answer
    levels: dict[str, int]  # criterion id → points
    why: dict[str, str]  # criterion id → reason


class SlipNote(Frozen, frozen=True, kw_only=True):
    """A common wrong answer and the misconception behind it."""

    field: str
    answer: str
    misconception: str
    say: str


class ModelAnswer(Frozen, frozen=True, kw_only=True):
    """An answer that earns full marks, and what makes it good."""

    field: str
    answer: object
    why: str


class Exercise(Frozen, frozen=True, kw_only=True):
    """One graded exercise; ``solutions/source/NN.yml``.

    The marks of ``fields`` add up to the keyed marks of the course list; the
    structure checks of ``structure_marks`` and the rubric add the rest.
    """

    id: str
    title: str
    prompt: str
    needs: str
    fields: tuple[Item, ...]
    structure_marks: dict[str, float] = {}  # field id → marks for passing its checks
    rubric: tuple[Criterion, ...] = ()
    model: tuple[ModelAnswer, ...] = ()
    samples: tuple[Sample, ...] = ()
    common: tuple[SlipNote, ...] = ()
    equal: str = ""  # the equal task for whoever cannot work on the subject
    solution_note: str = ""


class SheetRow(Frozen, frozen=True, kw_only=True):
    """A rubric row as a student sees it: what the highest level asks for."""

    title: str
    points: int
    full: str


class Sheet(Frozen, frozen=True, kw_only=True):
    """The keyless form of an exercise: all that a student's copy holds."""

    id: str
    title: str
    prompt: str
    needs: str
    fields: tuple[Item, ...]
    structure_marks: dict[str, float] = {}
    criteria: tuple[SheetRow, ...] = ()
    equal: str = ""
    made_by: str = ""


class PassageLine(Frozen, frozen=True, kw_only=True):
    """One line of a made-up text."""

    text: str
    at: str = ""  # address shown beside it


class Passage(Frozen, frozen=True, kw_only=True):
    """A text of our own, printed whole: pre-test texts, the captured page T."""

    id: str
    title: str
    note: str  # says that it is made up
    lines: tuple[PassageLine, ...]

