"""The seeds of one course, each file read when it is first asked for.

``Seeds(root)`` knows folders and file names and nothing about any article; what
the texts are called stands in ``seeds/course.yml``.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ..model import article as a
from ..model import course as c
from ..model.chart import ChartSpec
from ..model.exercise import Exercise, Passage, Sheet
from ..model.explorer import ExplorerSpec
from ..model.item import Item
from .evidence import Evidence
from .reader import Fill, SeedError, Slip, Source, read_csv, read_yaml
from .references import fill
from .unknown import Unknown, nearest

T = TypeVar("T")

PROJECT = Path(__file__).resolve().parents[2]

ARTICLE_LISTS: dict[str, Any] = {
    "claims": a.Claim, "attributions": a.Attribution, "forecasts": a.Forecast,
    "events": a.Event, "terms": a.Term, "loaded_words": a.LoadedWord, "gaps": a.Gap,
    "slips": a.Slip,
}


def course_root() -> Path:
    """The folder of the course: ``CROSSREAD_COURSE``, else the project itself."""
    given = os.environ.get("CROSSREAD_COURSE")
    return Path(given).expanduser().resolve() if given else PROJECT


def gather(slips: list[Slip], load: Callable[[], Any]) -> Any:
    """What ``load`` gives; its slips are added to ``slips``, so that one file hides no other."""
    try:
        return load()
    except SeedError as error:
        slips += error.slips
        return None


class Seeds:
    """Everything a course says, from ``<root>/seeds`` and ``<root>/solutions/source``.

    Attributes are read on first use. Each raises SeedError with all slips of its
    file; ``sources`` then tells on which line a record stands.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = (root or course_root()).resolve()
        self.folder = self.root / "seeds"
        self.sources: dict[str, Source] = {}

    @cached_property
    def course(self) -> c.Course:
        return self._whole("course.yml", c.Course)

    @cached_property
    def texts(self) -> frozenset[str]:
        return frozenset(t.id for t in self.course.texts)

    @cached_property
    def objectives(self) -> tuple[c.Objective, ...]:
        return self._list("both/objectives.yml", c.Objective)

    @cached_property
    def misconceptions(self) -> tuple[c.Misconception, ...]:
        return self._list("both/misconceptions.yml", c.Misconception)

    @cached_property
    def speakers(self) -> tuple[c.Speaker, ...]:
        return self._list("both/speakers.yml", c.Speaker)

    @cached_property
    def glossary(self) -> tuple[c.GlossaryEntry, ...]:
        return self._list("both/glossary.yml", c.GlossaryEntry)

    @cached_property
    def pairs(self) -> tuple[c.Pair, ...]:
        return self._list("both/pairs.yml", c.Pair)

    @cached_property
    def blind_spots(self) -> tuple[c.BlindSpot, ...]:
        return self._list("both/blind_spots.yml", c.BlindSpot)

    @cached_property
    def hypotheses(self) -> tuple[c.Hypothesis, ...]:
        return self._list("both/hypotheses.yml", c.Hypothesis)

    @cached_property
    def codebook(self) -> tuple[c.CodebookEntry, ...]:
        return self._list("both/codebook.yml", c.CodebookEntry)

    @cached_property
    def charts(self) -> tuple[ChartSpec, ...]:
        return self._list("charts.yml", ChartSpec)

    @cached_property
    def explorers(self) -> tuple[ExplorerSpec, ...]:
        return self._list("explorers.yml", ExplorerSpec)

    @cached_property
    def second_readings(self) -> tuple[c.SecondReading, ...]:
        path = self.folder / "both" / "second_reading.csv"
        slips: list[Slip] = []
        rows = read_csv(path, self.root, c.SecondReading, slips) if path.exists() else ()
        if slips:
            raise SeedError(slips)
        return rows

    @cached_property
    def passages(self) -> dict[str, Passage]:
        slips: list[Slip] = []
        found = [gather(slips, functools.partial(self._whole, f"passages/{p.name}", Passage))
                 for p in sorted((self.folder / "passages").glob("*.yml"))]
        if slips:
            raise SeedError(slips)
        return {passage.id: passage for passage in found}

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence(self.folder / "evidence", self.root)

    def annotation(self, text: str) -> a.Annotation:
        """The whole annotation of one text. Raises Unknown for another letter."""
        return self._annotations[text] if text in self._annotations else self._annotate(text)

    @cached_property
    def _annotations(self) -> dict[str, a.Annotation]:
        return {}

    def _annotate(self, text: str) -> a.Annotation:
        folder = next((t.folder for t in self.course.texts if t.id == text), None)
        if folder is None:
            raise Unknown(f"There is no text {text!r}; this course has "
                          f"{', '.join(sorted(self.texts))}.")
        slips: list[Slip] = []
        lines = gather(slips, lambda: read_csv(self.folder / folder / "lines.csv", self.root,
                                               a.Line, slips))
        lists = {name: gather(slips, functools.partial(self._list, f"{folder}/{name}.yml", type_))
                 for name, type_ in ARTICLE_LISTS.items()}
        article = gather(slips, lambda: self._whole(f"{folder}/article.yml", a.Article))
        paragraphs = gather(slips, lambda: self._list(f"{folder}/paragraphs.yml", a.Paragraph,
                                                      needed=True))
        argument = gather(slips, lambda: self._whole(f"{folder}/argument.yml", a.Argument)
                          if (self.folder / folder / "argument.yml").exists() else None)
        if slips:
            raise SeedError(slips)
        self._annotations[text] = a.Annotation(article=article, lines=lines, argument=argument,
                                               paragraphs=paragraphs, **lists)
        return self._annotations[text]

    def items(self, lesson: str) -> tuple[Item, ...]:
        """The practice items of one lesson, in the order of the file."""
        return self._list(f"items/{lesson}.yml", Item, fill=self._fill)

    def item(self, item_id: str) -> Item:
        """One practice item. Raises Unknown, naming the nearest ids."""
        lesson = item_id.split("-")[0]
        known = self.items(lesson)
        for item in known:
            if item.id == item_id:
                return item
        everywhere = [i.id for ref in self.course.lessons for i in self.items(ref.id)]
        raise Unknown(f"There is no item {item_id!r}. {nearest(item_id, everywhere)}")

    def lesson(self, lesson_id: str) -> c.LessonRef:
        """What the course list says of a lesson. Raises Unknown."""
        for ref in self.course.lessons:
            if ref.id == lesson_id:
                return ref
        raise Unknown(f"There is no lesson {lesson_id!r}. "
                      f"{nearest(lesson_id, [r.id for r in self.course.lessons])}")

    def exercise_ref(self, exercise_id: str) -> c.ExerciseRef:
        """What the course list says of an exercise. Raises Unknown."""
        for ref in self.course.exercises:
            if ref.id == exercise_id:
                return ref
        raise Unknown(f"There is no exercise {exercise_id!r}. "
                      f"{nearest(exercise_id, [r.id for r in self.course.exercises])}")

    def exercise(self, exercise_id: str, folder: Path | None = None) -> Exercise:
        """The source of an exercise, with its key; the instructor's side only.

        ``folder`` is another place for the sources. Raises Unknown and SeedError.
        """
        self.exercise_ref(exercise_id)
        if folder is not None:
            slips: list[Slip] = []
            path = folder.resolve() / f"{exercise_id}.yml"
            value, source = read_yaml(path, path.parents[1], Exercise, slips, self._fill)
            if slips:
                raise SeedError(slips)
            self.sources[source.name] = source
            return value
        return self._whole(f"../solutions/source/{exercise_id}.yml", Exercise, fill=self._fill)

    def sheet(self, exercise_id: str) -> Sheet:
        """The keyless form that students get (``exercises/NN.json``).

        Raises Unknown for another id, SeedError when the file is not there.
        """
        self.exercise_ref(exercise_id)
        path = self.root / "exercises" / f"{exercise_id}.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=Sheet)
        except (OSError, msgspec.MsgspecError):
            raise SeedError([Slip(f"exercises/{exercise_id}.json", 1, "is missing or damaged; "
                                  "run: crossread build, or get the file again")]) from None

    def _fill(self, text: str) -> str:
        """Cells of the evidence pack in the place of references to them."""
        return fill(text, self.evidence) if "{evidence:" in text else text

    def _whole(self, name: str, type_: type[T], fill: Fill = str) -> T:
        slips: list[Slip] = []
        path = Path(os.path.normpath(self.folder / name))
        value, source = read_yaml(path, self.root, type_, slips, fill)
        self.sources[source.name] = source
        if slips:
            raise SeedError(slips)
        return value

    def _list(self, name: str, type_: Any, needed: bool = False,
              fill: Fill = str) -> tuple[Any, ...]:
        path = self.folder / name
        if not path.exists() and not needed:
            return ()
        key = path.resolve().as_posix()
        if key not in self._lists:
            slips: list[Slip] = []
            value, source = read_yaml(path, self.root, tuple[type_, ...], slips, fill)
            self.sources[source.name] = source
            if slips:
                raise SeedError(slips)
            self._lists[key] = value
        return self._lists[key]

    @cached_property
    def _lists(self) -> dict[str, tuple[Any, ...]]:
        return {}
