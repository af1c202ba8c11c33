"""What grading needs of each exercise, prepared once: questions, digests, places, marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from ..home import home
from ..model.exercise import Exercise
from ..model.item import Item, Table, Text
from ..places import PlaceBook
from ..scoring import item_digest
from ..seeds import SeedError, Seeds, Slip
from ..structure import Places
from ..texts import Copies
from .proof import exercise_slips


@dataclass(frozen=True)
class Question:
    """One question with its key: what scoring it needs, and what was scored before.

    ``written`` answers are read whole each time; the mark of any other answer is kept
    in ``memo``, by the answer as JSON (a text stands for itself).
    """

    item: Item
    digest: str
    form_of: float  # marks for passing the checks of form
    written: bool
    memo: dict[str | bytes, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Key:
    """One exercise with its key. ``places`` is asked only when a field has checks of form."""

    exercise: Exercise
    places: Callable[[], Places]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions by field id, in their order."""
        return {item.id: Question(item, item_digest(item),
                                  self.exercise.structure_marks.get(item.id, 0.0),
                                  isinstance(item, Text | Table))
                for item in self.exercise.fields}

    @cached_property
    def marks(self) -> tuple[float, float, float]:
        """Marks that can be had: keyed, structure, rubric."""
        return (round(sum(item.marks for item in self.exercise.fields), 4),
                round(sum(self.exercise.structure_marks.values()), 4),
                sum(max(level.points for level in c.levels) for c in self.exercise.rubric))

    @cached_property
    def criteria(self) -> tuple[str, ...]:
        """Ids of the rubric rows that a person marks."""
        return tuple(criterion.id for criterion in self.exercise.rubric)


@dataclass(frozen=True)
class Keys:
    """The keys of a course by exercise id."""

    course: str
    by_exercise: Mapping[str, Key]


def read_keys(seeds: Seeds, folder: Path | None = None) -> Keys:
    """The keys of every exercise whose source is here, or in another ``folder``.

    Every key is proven. Raises SeedError with all slips of the sources, also when there is no
    source at all.
    """
    source = folder or seeds.root / "solutions" / "source"
    here = [ref.id for ref in seeds.course.exercises if (source / f"{ref.id}.yml").exists()]
    if not here and folder:
        raise SeedError([Slip(str(folder), 1, "holds no key; it should hold files such as 01.yml, "
                              "as solutions/source does")])
    if not here:
        raise SeedError([Slip("solutions/source", 1, "holds no key; grading needs the instructor's "
                              "copy of the course, with its folder solutions")])
    places = _places_of(seeds)
    found: dict[str, Key] = {}
    slips: list[Slip] = []
    for exercise in here:
        try:
            found[exercise] = Key(seeds.exercise(exercise, folder), places)
        except SeedError as error:
            slips += error.slips
            continue
        name = f"{source.resolve().name}/{exercise}.yml" if folder else \
            f"solutions/source/{exercise}.yml"
        slips += exercise_slips(found[exercise].exercise, seeds.sources[name])
    if slips:
        raise SeedError(slips)
    return Keys(seeds.course.id, found)


def _places_of(seeds: Seeds) -> Callable[[], Places]:
    book = PlaceBook(seeds, Copies(home()))
    return lambda: book.checker


def key_bytes(exercise: Exercise) -> bytes:
    """An exercise with its key as the bytes that a gradebook keeps of it."""
    return msgspec.json.encode(exercise)


def from_bytes(raw: bytes, seeds: Seeds) -> Key:
    """The key that a gradebook kept. Raises msgspec.MsgspecError when it cannot be read."""
    return Key(msgspec.json.decode(raw, type=Exercise), _places_of(seeds))
