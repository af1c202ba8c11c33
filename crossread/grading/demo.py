"""A made-up class whose truth is known: for trying the whole path, and for load tests.

Four kinds of learner answer the exercises through the journal's own lines and the
hand-in's own envelope. What each of them knows and believes is in the truth.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from ..faces import confidence_levels
from ..handin import file_name, pack
from ..journal import line_digest
from ..model.exercise import Exercise
from ..model.item import Cite, Item, Relation, Single
from ..model.record import ENTRY_VERSION, Entry, Student
from ..scoring import item_digest, score
from ..seeds import Seeds
from .answers import Answers, Mind
from .demo_forms import write_forms
from .keys import read_keys
from .planting import HOLDERS, PlannedMark, Planted, marks, plant, write_keys


@dataclass(frozen=True)
class Sort:
    """One kind of learner: how many, how able, how often a question is left out."""

    share: float
    skill: tuple[float, float]  # least and most chance of one right decision
    leaves_out: float
    firm: float  # chance to answer by the misconception this learner holds


SORTS: dict[str, Sort] = {
    "secure": Sort(0.30, (0.85, 0.98), 0.0, 0.0),
    "growing": Sort(0.35, (0.55, 0.80), 0.03, 0.2),
    "misled": Sort(0.20, (0.50, 0.70), 0.03, 0.95),
    "hurried": Sort(0.15, (0.25, 0.50), 0.25, 0.0),
}
TWICE = 0.1  # share of hand-ins that come a second time
REVISED = 0.25  # share of answers that are a second attempt
NOTHING = Planted()
PRACTICE = 4  # practice questions of its lesson that come with a planted hand-in
FIRST_DAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)  # long ago: what is handed in now is newer


class Learner(msgspec.Struct, frozen=True):
    """A made-up student: who, how able, and what this student gets wrong by conviction."""

    id: str
    name: str
    sort: str
    skill: float
    misconception: str = ""
    firm: float = 0.0  # chance to answer by the misconception where a question offers it


class Planned(msgspec.Struct, frozen=True):
    """A file of the class: whose it is, the status it must get, its points by question."""

    student: str
    exercise: str
    status: str
    points: dict[str, float]


@dataclass(frozen=True)
class MadeClass:
    """The learners, their files by name, and what grading must find in each."""

    seed: int
    learners: tuple[Learner, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    planned: dict[str, Planned] = field(default_factory=dict)
    planted: Planted = NOTHING
    exercises: tuple[Exercise, ...] = ()
    marks: tuple[PlannedMark, ...] = ()
    times: dict[tuple[str, str], datetime] = field(default_factory=dict)  # (student, exercise)

    def roster(self) -> str:
        """The class as a CSV roster."""
        return "student id,name,email\n" + "".join(
            f"{s.id},{s.name},{s.id}@class.example\n" for s in self.learners)

    def truth(self) -> bytes:
        """All that was planned, as JSON."""
        return msgspec.json.format(msgspec.json.encode(
            {"seed": self.seed, "planted": self.planted, "learners": self.learners,
             "files": self.planned, "marks": self.marks}), indent=1) + b"\n"


def make_class(seeds: Seeds, exercises: Sequence[str], n: int, seed: int,
               tell: Callable[[], None] = lambda: None, *, planted: bool = False) -> MadeClass:
    """``n`` students who hand in every exercise; the same bytes for the same seed.

    ``tell`` is called after every student. ``planted`` hides in the class what a report
    should find, and adds practice with confidence and marks. Raises SeedError when an
    exercise has slips, Unknown for an id that is none.
    """
    chance = random.Random(seed)
    sources = tuple(seeds.exercise(exercise) for exercise in exercises)
    places = {text: [p.id for p in seeds.annotation(text).paragraphs] for text in seeds.texts}
    answers = {item.id: Answers.of(item, places) for one in sources for item in one.fields}
    codes = sorted({code for one in answers.values() for code in one.misconceptions})
    hidden, practice = NOTHING, {}
    if planted:
        practice = {one.id: _practice(seeds, one.id) for one in sources}
        asked = [item.id for some in practice.values() for item in some]
        hidden = msgspec.structs.replace(
            plant(sources, answers, chance), too_sure=chance.choice(asked) if asked else "")
        answers |= {item.id: Answers.of(item, places) for some in practice.values()
                    for item in some}
    learners = tuple(_learners(n, chance, codes))
    if hidden.misconception:
        learners = _believing(learners, hidden.misconception)
    made = MadeClass(seed, learners, planted=hidden, exercises=sources)
    for learner in made.learners:
        for source in sources:
            for name, raw, plan, at in _hand_ins(seeds, source, learner, answers, chance, hidden,
                                                 practice.get(source.id, ())):
                made.files[name], made.planned[name] = raw, plan
                made.times[learner.id, source.id] = at  # of two files the newer comes last
        tell()
    handed = [(p.student, p.exercise) for p in made.planned.values() if p.status == "graded"]
    return replace(made, marks=marks(sources, {s.id: s.skill for s in learners}, handed, chance)
                   if planted else ())


def write_class(made: MadeClass, folder: Path) -> None:
    """Write ``inbox/``, ``roster.csv`` and ``truth.json`` into an empty or new folder.

    Also ``canvas.csv`` and ``moodle.csv``, as the platforms export them. Where something is
    planted, ``keys/`` gets a copy of the keys, one of them wrong. Raises OSError when the
    folder holds something or cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(17, "is not empty; name a new folder", str(folder))
    (folder / "inbox").mkdir(parents=True)
    for name, raw in made.files.items():
        (folder / "inbox" / name).write_bytes(raw)
    (folder / "roster.csv").write_text(made.roster(), "utf-8")
    (folder / "truth.json").write_bytes(made.truth())
    write_forms([(s.id, s.name) for s in made.learners], made.exercises, made.times, folder)
    if made.planted != NOTHING:
        write_keys(made.exercises, made.planted.wrong_key, folder / "keys")


def exercises_here(seeds: Seeds) -> list[str]:
    """The exercises whose source is here. Raises SeedError when there is none."""
    return list(read_keys(seeds).by_exercise)


def _learners(n: int, chance: random.Random, codes: list[str]) -> Iterator[Learner]:
    sorts = [name for name, sort in SORTS.items() for _ in range(round(sort.share * n))]
    sorts = (sorts + ["growing"] * n)[:n]
    chance.shuffle(sorts)
    width = max(3, len(str(n)))
    for number, name in enumerate(sorts, 1):
        sort = SORTS[name]
        code = chance.choice(codes) if codes and sort.firm else ""
        yield Learner(f"s{number:0{width}}", f"Student {number:0{width}}", name,
                      round(chance.uniform(*sort.skill), 3), code, sort.firm)


def _believing(learners: tuple[Learner, ...], code: str) -> tuple[Learner, ...]:
    """The learners, of whom a share holds ``code`` firmly: all who are misled, then others."""
    order = sorted(learners, key=lambda s: (s.sort != "misled", s.sort != "growing", s.id))
    firm = SORTS["misled"].firm
    holders = {s.id for s in order[:round(HOLDERS * len(order))]}
    return tuple(msgspec.structs.replace(s, misconception=code, firm=firm) if s.id in holders
                 else s for s in learners)


def _practice(seeds: Seeds, exercise: str) -> tuple[Item, ...]:
    """The practice questions of an exercise's lesson that ask how sure one is; the first few."""
    lesson = seeds.exercise_ref(exercise).lesson
    fit = [item for item in seeds.items(lesson)
           if isinstance(item, Single | Relation | Cite) and not item.withheld]
    return tuple(fit[:PRACTICE])


def _hand_ins(seeds: Seeds, exercise: Exercise, learner: Learner, answers: dict[str, Answers],
              chance: random.Random, hidden: Planted, practice: Sequence[Item],
              ) -> Iterator[tuple[str, bytes, Planned, datetime]]:
    """One file of a student for an exercise, or two when the student handed in early."""
    student = Student(learner.id, learner.name)
    desk = _Desk(exercise, learner, answers, chance, hidden)
    desk.practise(practice, seeds.exercise_ref(exercise.id).lesson)
    name = file_name(exercise.id, student).removesuffix(".json")
    takes = ("-early", "") if chance.random() < TWICE else ("",)
    for take in takes:
        desk.sit(of=len(exercise.fields) // 2 if take else len(exercise.fields))
        points = {item.id: score(item, desk.last.get(item.id)) for item in exercise.fields}
        blank = all(outcome.status == "not_attempted" for outcome in points.values())
        raw = pack(desk.files, course=seeds.course.id, version=seeds.course.version,
                   exercise=exercise.id, student=student, install=desk.install, made=desk.clock,
                   practice=desk.practice)
        yield f"{name}{take}.json", raw, Planned(
            learner.id, exercise.id,
            "duplicate" if take else "not_attempted" if blank else "graded",
            {item.id: round(points[item.id].credit * item.marks, 6) for item in exercise.fields}
        ), desk.clock


class _Desk:
    """A learner at work on one exercise: the journal files, the clock, the last answers."""

    def __init__(self, exercise: Exercise, learner: Learner, answers: dict[str, Answers],
                 chance: random.Random, hidden: Planted) -> None:
        self._exercise, self._answers, self._chance = exercise, answers, chance
        self._mind = Mind(learner.skill, learner.misconception, learner.firm)
        self._leaves_out = SORTS[learner.sort].leaves_out
        self._hidden = hidden
        self._digests = {item.id: item_digest(item) for item in exercise.fields}
        self._seq = 0
        self.install = f"{chance.getrandbits(64):016x}"
        self.clock = FIRST_DAY + timedelta(minutes=chance.randrange(9_000))
        self.files: dict[str, list[bytes]] = {}
        self.practice: dict[str, list[bytes]] = {}
        self.last: dict[str, Any] = {}

    def sit(self, of: int) -> None:
        """One sitting, in a kernel and a journal file of its own; answers the first ``of``."""
        file = f"{self.clock:%Y%m%dT%H%M%SZ}-{self._chance.getrandbits(32):08x}.jsonl"
        lines: list[bytes] = []
        for item in self._exercise.fields[:of]:
            if item.id in self.last or self._chance.random() < self._leaves_out:
                continue
            tries = 2 if self._chance.random() < REVISED else 1
            for attempt in range(1, tries + 1):
                self.last[item.id] = answer = self._answer(item.id)
                lines.append(self._line(lines, item.id, answer, attempt))
        if lines:
            self.files[file] = lines
        self.clock += timedelta(minutes=1)

    def practise(self, items: Sequence[Item], lesson: str) -> None:
        """Answer practice questions once, each with a confidence that fits on the whole."""
        lines: list[bytes] = []
        for item in items:
            levels = confidence_levels(item)
            sure = item.id == self._hidden.too_sure
            mind = Mind(self._mind.skill / 3) if sure else self._mind
            skill = 0.95 if sure else self._mind.skill
            said = min(levels, key=lambda level: abs(level - 100 * self._chance.gauss(skill, 0.1)))
            self._digests[item.id] = item_digest(item)
            lines.append(self._line(lines, item.id, self._answers[item.id].give(
                mind, self._chance), 1, said))
        if lines:
            self.practice = {f"{lesson}/{self.clock:%Y%m%dT%H%M%SZ}-00000000.jsonl": lines}

    def _answer(self, question: str) -> Any:
        """As this learner answers; the weak question is answered by chance alone."""
        one = self._answers[question]
        return one.guess(self._chance) if question == self._hidden.weak else \
            one.give(self._mind, self._chance)

    def _line(self, before: list[bytes], item: str, answer: Any, attempt: int,
              confidence: int | None = None) -> bytes:
        self._seq += 1
        seconds = self._chance.randrange(20, 240)
        self.clock += timedelta(seconds=seconds)
        return msgspec.json.encode(Entry(
            v=ENTRY_VERSION, seq=self._seq, kind="response", item=item,
            digest=self._digests[item], answer=answer, at=f"{self.clock:%Y-%m-%dT%H:%M:%SZ}",
            prev=line_digest(before[-1]) if before else "", attempt=attempt,
            confidence=confidence, seconds=float(seconds)))
