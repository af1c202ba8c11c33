"""Written answers of two students that share many words: facts to look at, never a verdict.

Runs of five words are compared, every pair of students exactly: at the size of a class
that is as fast as an estimate and misses nothing. Left out are words in quotation marks,
places such as A5.2, runs that stand in the texts, in their summaries or in the exercise,
and runs that a third of the class writes, which come from a source they all had.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import msgspec

from ..model.exercise import Exercise
from ..model.item import Item, Table, Text
from ..seeds import Seeds
from ..texts import Copies, strings_in
from .results import Result
from .roster import Listed

RUN = 5  # words that follow one another
LEAST = 16  # shared runs, 20 words in a row; in fewer, a task leaves little room to differ
SHARE = 0.2  # of the runs of the shorter text; or
MANY = 30  # shared runs, whatever share they are
CROWD = 6  # students from which a third of the class is a crowd
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTED = re.compile(r"“[^”]{0,2000}”|„[^“”]{0,2000}[“”]|«[^»]{0,2000}»|\"[^\"]{0,2000}\"")
_PLACE = re.compile(r"\b[A-Z]{1,2}\d+(?:\.\d+)?\b")


class Pair(msgspec.Struct, frozen=True):
    """Two answers to one question that share runs of words.

    ``runs`` are [start, end) positions of the shared words in each text. ``share`` is the
    part of the shorter text's own runs of five words that the other text has too.
    """

    exercise: str
    item: str
    first: Listed
    second: Listed
    words: int  # shared words in the shorter text
    share: float
    texts: tuple[str, str]
    runs: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]


@dataclass(frozen=True)
class _Answer:
    """One text with its words and the places where a run of its writer's own begins."""

    student: Listed
    text: str
    words: list[re.Match[str]]
    runs: dict[str, list[int]]  # run → numbers of the words that it begins with


class Essays:
    """What the students of a class wrote, gathered while their results go by."""

    def __init__(self, exercises: Mapping[str, Exercise]) -> None:
        self._fields = {name: [f for f in one.fields if isinstance(f, Text | Table)]
                        for name, one in exercises.items()}
        self._answers: dict[tuple[str, str], list[tuple[Listed, str]]] = defaultdict(list)

    def passing(self, results: Iterable[Result]) -> Iterator[Result]:
        """The same results; what is written in them is kept."""
        for result in results:
            marks = {m.item: m.answer for m in result.graded.fields} if result.graded else {}
            for item in self._fields.get(result.exercise, ()):
                text = written(item, marks.get(item.id))
                if text.count(" ") >= RUN:
                    self._answers[result.exercise, item.id].append((result.student, text))
            yield result

    def pairs(self, given: Iterable[str] = ()) -> tuple[Pair, ...]:
        """Pairs that share many words, most first. ``given`` is read only when it is needed."""
        several = {key: some for key, some in self._answers.items() if len(some) > 1}
        if not several:
            return ()
        known = {run for text in given for run in _runs(_folded(text))}
        pairs = [pair for (exercise, item), some in several.items()
                 for pair in _pairs(exercise, item, [_answer(*one, known) for one in some])]
        return tuple(sorted(pairs, key=lambda p: (-p.share, -p.words, p.exercise, p.item,
                                                  p.first.key, p.second.key)))


def similar(results: Iterable[Result], exercises: Mapping[str, Exercise],
            given: Iterable[str] = ()) -> tuple[Pair, ...]:
    """Pairs of students whose answers to one question share many words, most first.

    ``given`` are texts that everybody had; see ``given_words``.
    """
    essays = Essays(exercises)
    for _ in essays.passing(results):
        pass
    return essays.pairs(given)


def given_words(seeds: Seeds, exercises: Mapping[str, Exercise], copies: Copies) -> Iterator[str]:
    """What everybody could copy: the texts where attached, their summaries, the exercises."""
    for text in sorted(seeds.texts):
        yield from copies.sentences(text).values()
        yield from strings_in(msgspec.to_builtins(seeds.annotation(text)))
    yield from strings_in(msgspec.to_builtins(tuple(seeds.passages.values())))
    for exercise in exercises.values():
        yield from (exercise.prompt, exercise.needs)
        yield from strings_in(msgspec.to_builtins(exercise.fields))


def written(item: Item, answer: Any) -> str:
    """The words that a student wrote in a field, "" when there are none."""
    if isinstance(item, Text):
        return answer if isinstance(answer, str) else ""
    if isinstance(item, Table) and isinstance(answer, list):
        free = [c.id for c in item.columns if not c.choices and not c.locator]
        cells = (row.get(column) for row in answer if isinstance(row, dict) for column in free)
        return "\n".join(cell for cell in cells if isinstance(cell, str) and cell)
    return ""


def _answer(student: Listed, text: str, known: set[str]) -> _Answer:
    words = list(_WORD.finditer(text))
    folded = [_fold(word[0]) for word in words]
    foreign = [m.span() for pattern in (_QUOTED, _PLACE) for m in pattern.finditer(text)]
    own = _outside(words, foreign)
    for start, run in enumerate(_runs(folded)):
        if run in known:
            own[start:start + RUN] = [False] * RUN
    runs: dict[str, list[int]] = defaultdict(list)
    for start, run in enumerate(_runs(folded)):
        if all(own[start:start + RUN]):
            runs[run].append(start)
    return _Answer(student, text, words, runs)


def _outside(words: list[re.Match[str]], spans: list[tuple[int, int]]) -> list[bool]:
    """For each word: does it stand outside all of these parts of the text?"""
    inside = bytearray(words[-1].end() if words else 0)
    for start, end in spans:
        inside[start:end] = b"\x01" * (min(end, len(inside)) - start)
    return [not inside[word.start()] for word in words]


def _pairs(exercise: str, item: str, answers: list[_Answer]) -> Iterator[Pair]:
    having: dict[str, list[int]] = defaultdict(list)
    for n, answer in enumerate(answers):
        for run in answer.runs:
            having[run].append(n)
    crowd = max(CROWD, len(answers) // 3)
    having = {run: some for run, some in having.items() if 1 < len(some) < crowd}
    shared: Counter[tuple[int, int]] = Counter()
    for some in having.values():
        shared.update(combinations(some, 2))
    for (a, b), count in shared.items():
        share = count / min(len(answers[a].runs), len(answers[b].runs))
        if count >= LEAST and (share >= SHARE or count >= MANY):
            both = {run for run in answers[a].runs.keys() & answers[b].runs.keys()
                    if run in having}
            one, other = (_marked(answers[n], both) for n in (a, b))
            yield Pair(exercise, item, answers[a].student, answers[b].student,
                       min(one[0], other[0]), round(min(1.0, share), 4),
                       (answers[a].text, answers[b].text), (one[1], other[1]))


def _marked(answer: _Answer, runs: set[str]) -> tuple[int, tuple[tuple[int, int], ...]]:
    """How many words the runs cover in a text, and where they stand, joined."""
    words = sorted({n for run in runs for start in answer.runs[run]
                    for n in range(start, start + RUN)})
    spans: list[tuple[int, int]] = []
    last = -2
    for n in words:
        start = spans.pop()[0] if n == last + 1 else answer.words[n].start()
        spans.append((start, answer.words[n].end()))
        last = n
    return len(words), tuple(spans)


def _runs(words: list[str]) -> Iterator[str]:
    return (" ".join(words[n:n + RUN]) for n in range(len(words) - RUN + 1))


def _folded(text: str) -> list[str]:
    return [_fold(word) for word in _WORD.findall(text)]


def _fold(word: str) -> str:
    """A word for comparing: no case, no accents, one kind of apostrophe."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))
