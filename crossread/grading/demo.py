"""A made-up class whose truth is known: for trying the whole path, and for load tests.

Four kinds of learner answer the exercises through the journal's own lines and the
hand-in's own envelope. What each of them knows and believes is in the truth.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from ..handin import file_name, pack
from ..journal import line_digest
from ..model.exercise import Exercise
from ..model.record import ENTRY_VERSION, Entry, Student
from ..scoring import item_digest, score
from ..seeds import Seeds
from .answers import Answers, Mind
from .keys import read_keys


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
FIRST_DAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


class Learner(msgspec.Struct, frozen=True):
    """A made-up student: who, how able, and what this student gets wrong by conviction."""

    id: str
    name: str
    sort: str
    skill: float
    misconception: str = ""


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

    def roster(self) -> str:
        """The class as a CSV roster."""
        return "student id,name,email\n" + "".join(
            f"{s.id},{s.name},{s.id}@class.example\n" for s in self.learners)

    def truth(self) -> bytes:
        """All that was planned, as JSON."""
        return msgspec.json.format(msgspec.json.encode(
            {"seed": self.seed, "learners": self.learners, "files": self.planned}),
            indent=1) + b"\n"


def make_class(seeds: Seeds, exercises: Sequence[str], n: int, seed: int,
               tell: Callable[[], None] = lambda: None) -> MadeClass:
    """``n`` students who hand in every exercise; the same bytes for the same seed.

    ``tell`` is called after every student. Raises SeedError when an exercise has
    slips, Unknown for an id that is none.
    """
    chance = random.Random(seed)
    sources = [seeds.exercise(exercise) for exercise in exercises]
    places = {text: [p.id for p in seeds.annotation(text).paragraphs] for text in seeds.texts}
    answers = {item.id: Answers.of(item, places) for one in sources for item in one.fields}
    codes = sorted({code for one in answers.values() for code in one.misconceptions})
    made = MadeClass(seed, tuple(_learners(n, chance, codes)))
    for learner in made.learners:
        for source in sources:
            for name, raw, planned in _hand_ins(seeds, source, learner, answers, chance):
                made.files[name], made.planned[name] = raw, planned
        tell()
    return made


def write_class(made: MadeClass, folder: Path) -> None:
    """Write ``inbox/``, ``roster.csv`` and ``truth.json`` into an empty or new folder.

    Raises OSError when the folder holds something or cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(17, "is not empty; name a new folder", str(folder))
    (folder / "inbox").mkdir(parents=True)
    for name, raw in made.files.items():
        (folder / "inbox" / name).write_bytes(raw)
    (folder / "roster.csv").write_text(made.roster(), "utf-8")
    (folder / "truth.json").write_bytes(made.truth())


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
                      round(chance.uniform(*sort.skill), 3), code)


def _hand_ins(seeds: Seeds, exercise: Exercise, learner: Learner, answers: dict[str, Answers],
              chance: random.Random) -> Iterator[tuple[str, bytes, Planned]]:
    """One file of a student for an exercise, or two when the student handed in early."""
    student = Student(learner.id, learner.name)
    desk = _Desk(exercise, learner, answers, chance)
    name = file_name(exercise.id, student).removesuffix(".json")
    takes = ("-early", "") if chance.random() < TWICE else ("",)
    for take in takes:
        desk.sit(of=len(exercise.fields) // 2 if take else len(exercise.fields))
        points = {item.id: score(item, desk.last.get(item.id)) for item in exercise.fields}
        blank = all(outcome.status == "not_attempted" for outcome in points.values())
        raw = pack(desk.files, course=seeds.course.id, version=seeds.course.version,
                   exercise=exercise.id, student=student, install=desk.install, made=desk.clock)
        yield f"{name}{take}.json", raw, Planned(
            learner.id, exercise.id,
            "duplicate" if take else "not_attempted" if blank else "graded",
            {item.id: round(points[item.id].credit * item.marks, 6) for item in exercise.fields})


class _Desk:
    """A learner at work on one exercise: the journal files, the clock, the last answers."""

    def __init__(self, exercise: Exercise, learner: Learner, answers: dict[str, Answers],
                 chance: random.Random) -> None:
        sort = SORTS[learner.sort]
        self._exercise, self._answers, self._chance = exercise, answers, chance
        self._mind = Mind(learner.skill, learner.misconception, sort.firm)
        self._leaves_out = sort.leaves_out
        self._digests = {item.id: item_digest(item) for item in exercise.fields}
        self._seq = 0
        self.install = f"{chance.getrandbits(64):016x}"
        self.clock = FIRST_DAY + timedelta(minutes=chance.randrange(9_000))
        self.files: dict[str, list[bytes]] = {}
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
                self.last[item.id] = answer = self._answers[item.id].give(self._mind, self._chance)
                lines.append(self._line(lines, item.id, answer, attempt))
        if lines:
            self.files[file] = lines
        self.clock += timedelta(minutes=1)

    def _line(self, before: list[bytes], item: str, answer: Any, attempt: int) -> bytes:
        self._seq += 1
        seconds = self._chance.randrange(20, 240)
        self.clock += timedelta(seconds=seconds)
        return msgspec.json.encode(Entry(
            v=ENTRY_VERSION, seq=self._seq, kind="response", item=item,
            digest=self._digests[item], answer=answer, at=f"{self.clock:%Y-%m-%dT%H:%M:%SZ}",
            prev=line_digest(before[-1]) if before else "", attempt=attempt,
            seconds=float(seconds)))
