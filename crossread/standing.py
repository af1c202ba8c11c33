"""Where a learner stands, computed from the journal each time: nothing is stored twice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .journal import ItemState, Journal, states_of
from .kinds import AnswerError
from .minutes import measured
from .model.course import LessonRef
from .model.item import Item
from .scoring import item_digest, score
from .seeds import Seeds


@dataclass(frozen=True)
class Standing:
    """One lesson: how much was answered, how much of it is right now, time spent.

    ``minutes`` are those that the journal shows, as they go along with a hand-in.
    ``objectives`` gives, for each objective of the lesson, (right, items).
    """

    lesson: LessonRef
    items: int
    answered: int
    right: int
    minutes: float
    objectives: dict[str, tuple[int, int]]
    problems: tuple[str, ...] = ()


def standing(seeds: Seeds, home: Path) -> list[Standing]:
    """The standing in every lesson, in the order of the course."""
    return [_lesson(seeds, ref, Journal(home, ref.id)) for ref in seeds.course.lessons]


def _lesson(seeds: Seeds, ref: LessonRef, journal: Journal) -> Standing:
    read = journal.read()
    states = states_of(read.entries)
    items = seeds.items(ref.id)
    objectives: dict[str, list[int]] = {o.id: [0, 0] for o in seeds.objectives
                                        if o.lesson == ref.id}
    answered = right = 0
    for item in items:
        state = states.get(item.id)
        good = state is not None and is_right(item, state)
        answered += state is not None and state.answer is not None
        right += good
        if item.objective in objectives and not item.withheld:
            objectives[item.objective][0] += good
            objectives[item.objective][1] += 1
    return Standing(ref, len(items), answered, right, measured(read.entries),
                    {key: (n, of) for key, (n, of) in objectives.items()}, read.problems)


def is_right(item: Item, state: ItemState) -> bool:
    """Is the newest answer right? Written work counts as right, a withheld item never does.

    Its verdict comes in a later lesson, so that no number may tell it before.
    """
    if state.answer is None or state.digest not in ("", item_digest(item)):
        return False
    if item.withheld:
        return False
    try:
        return score(item, state.answer).status in ("correct", "recorded")
    except AnswerError:
        return False
