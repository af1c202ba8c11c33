"""What the names in ``crossread`` do: find, build, show, and never raise at a learner."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from .closing import PERSONAL
from .faces import Face, Faces
from .handin import section_of
from .home import home
from .journal import Journal
from .kinds import Page
from .places import PlaceBook
from .reading import Reading
from .seeds import SeedError, Seeds, Unknown
from .strings import say
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


def _in_words(function: Callable[..., Any], least: int = 1, most: int = 1) -> Callable[..., Any]:
    """Turn what a learner's call can get wrong into a sentence on the page.

    ``least`` and ``most`` say how many ids the call may have.
    """
    @functools.wraps(function)
    def calm(*args: Any, **named: Any) -> Any:
        if named or not least <= len(args) <= most or not all(isinstance(a, str) for a in args):
            return notice(say("call_with_id" if most else "call_bare", name=function.__name__))
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
    return LessonWidget(card(seeds.lesson(lesson_id), seeds.objectives, seeds.course.exercises,
                             seeds.texts), _book())


@_in_words
def quiz(item_id: str) -> Any:
    """One practice item, with the answer given before, if any."""
    from .widgets.item import ItemWidget

    item = _seeds().item(item_id)
    return ItemWidget(item, _journal(item_id.split("-")[0]), _faces(), _book().panel,
                      earlier=functools.partial(_earlier, getattr(item, "reopen", "")),
                      printed=_book().printed)


def _earlier(item_id: str) -> str:
    """What the learner wrote in an earlier question that a later one opens again."""
    state = _journal(item_id.split("-")[0]).states().get(item_id) if item_id else None
    return state.answer if state and isinstance(state.answer, str) else ""


@_in_words
def chart(name: str) -> Any:
    """A figure with its alternative text, its table and what it does not show."""
    from .charts.kept import of_course

    if name in PERSONAL:
        from .widgets.closing import personal

        return personal(name, _seeds(), home())
    if any(one.id == name for one in _seeds().explorers):
        from .exploring import explorer
        from .widgets.explorer import ExplorerWidget

        return ExplorerWidget(explorer(name, _seeds()))
    return Shown(of_course(name, _seeds(), home()))


@functools.partial(_in_words, most=2)
def read(*what: str) -> Any:
    """One or two texts ("A", "K"), what stands at a place ("A5"), or a made-up text ("S")."""
    from .widgets.base import PageWidget
    from .widgets.reader import ReaderWidget

    seeds = _seeds()
    if all(one in seeds.texts for one in what):
        return ReaderWidget(_reading(tuple(dict.fromkeys(what))), _book())
    if len(what) > 1:
        return notice(say("read_two", texts=", ".join(sorted(seeds.texts))))
    if what[0] in seeds.passages:
        return Shown(_faces().passage(seeds.passages[what[0]]))
    face = Face(_book().article(what[0], printed=False), _book().plain(what[0]))
    return PageWidget(face, _book().article(what[0], printed=True))


def _reading(texts: tuple[str, ...]) -> Reading:
    seeds = _seeds()
    return Reading(
        texts=tuple(seeds.annotation(text) for text in texts),
        speakers={s.id: s.name for s in seeds.speakers}, page=Page(seeds.texts, live=True),
        printed=_book().printed,
        terms={entry.id: (entry.term, *entry.also) for entry in seeds.glossary})


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


@functools.partial(_in_words, least=0, most=0)
def progress() -> Any:
    """Where you stand in every lesson: answered, right now, time, objectives."""
    from .standing import standing
    from .widgets.mine import ProgressWidget

    return ProgressWidget(_seeds(), standing(_seeds(), home()), home())


@functools.partial(_in_words, least=0, most=0)
def review() -> Any:
    """The questions of all lessons that are due again, commonest misconception first."""
    from .due import due
    from .widgets.mine import ReviewWidget

    return ReviewWidget(due(_seeds(), home()), _journal, _faces(), _book())
