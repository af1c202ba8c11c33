"""What the names in ``crossread`` do: find, build, show, and never raise at a learner."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from .faces import Face, Faces
from .handin import section_of
from .home import home
from .journal import Journal
from .places import PlaceBook
from .seeds import SeedError, Seeds, Unknown
from .texts import Copies
from .widgets.show import Shown, notice


@functools.cache
def _seeds() -> Seeds:
    return Seeds()


@functools.cache
def _faces() -> Faces:
    return Faces.of(_seeds())


@functools.cache
def _book() -> PlaceBook:
    return PlaceBook(_seeds(), Copies(home()))


@functools.cache
def _journal(section: str) -> Journal:
    return Journal(home(), section)


def _in_words(function: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what a learner's call can get wrong into a sentence on the page."""
    @functools.wraps(function)
    def calm(*args: Any) -> Any:
        if len(args) != 1 or not isinstance(args[0], str):
            return notice(f'Write {function.__name__}("…") with an id between the quotation '
                          "marks, as in the cells of the lesson.")
        try:
            return function(*args)
        except (Unknown, SeedError) as error:
            return notice(str(error).splitlines()[0])
    return calm


@_in_words
def lesson(lesson_id: str) -> Any:
    """The card of a lesson: question, objectives, minutes, needs."""
    from .widgets.room import LessonWidget, card

    seeds = _seeds()
    return LessonWidget(card(seeds.lesson(lesson_id), seeds.objectives), _book())


@_in_words
def quiz(item_id: str) -> Any:
    """One practice item, with the answer given before, if any."""
    from .widgets.item import ItemWidget

    item = _seeds().item(item_id)
    return ItemWidget(item, _journal(item_id.split("-")[0]), _faces(), _book().panel)


@_in_words
def chart(name: str) -> Any:
    """A figure with its alternative text, its table and what it does not show."""
    from .charts import draw
    from .charts.base import face

    return Shown(face(draw(name, _seeds())))


@_in_words
def read(locator: str) -> Any:
    """What stands at a place ("A5", "A5.2"), or a made-up text whole ("S")."""
    from .widgets.room import PlaceWidget

    seeds = _seeds()
    if locator in seeds.passages:
        return Shown(_faces().passage(seeds.passages[locator]))
    face = Face(_book().article(locator, printed=False), _book().plain(locator))
    return PlaceWidget(face, _book().article(locator, printed=True))


@_in_words
def exercise(exercise_id: str) -> Any:
    """The graded exercise, from its keyless sheet. What is right is told after grading."""
    from .widgets.exercise import ExerciseWidget

    sheet = _seeds().sheet(exercise_id)
    return ExerciseWidget(sheet, _journal(section_of(exercise_id)), _faces(), _book(),
                          _seeds().passages)


@_in_words
def hand_in(exercise_id: str) -> Any:
    """Preview of the hand-in, the button that writes it, and the receipt."""
    from .widgets.handin import HandInWidget

    seeds = _seeds()
    return HandInWidget(seeds.sheet(exercise_id), seeds.course, seeds.exercise_ref(exercise_id),
                        home(), seeds.root, _book().checker)
