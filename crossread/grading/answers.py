"""Answers as a made-up learner would give them: right, slipped, believed, or written."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..kinds import kind_of
from ..model.item import Column, Item, Table, Text
from ..scoring import score
from ..texts import count_words

# Made-up sentences without an opinion; {} is a place in a text.
SENTENCES = (
    "At {} the text reports what somebody says and names the speaker.",
    "At {} a reason is given, and another source could confirm or weaken it.",
    "The wording at {} is careful, so I keep its hedge.",
    "I do not know enough yet to say more than the text does.",
    "The two places answer different questions and need not contradict each other.",
    "What is missing here is a number with its source and its date.",
)


@dataclass(frozen=True)
class Mind:
    """What decides an answer: skill (chance of being right), a misconception, how firmly held."""

    skill: float
    misconception: str = ""
    firm: float = 0.0  # chance to answer by the misconception where a question offers it


@dataclass(frozen=True)
class Slip:
    """A wrong answer, or a wrong choice in one part of it, and the misconception it shows."""

    value: Any
    misconception: str = ""


@dataclass(frozen=True)
class Answers:
    """The right answer of a question and the ways to miss it, by part where it has parts."""

    item: Item
    right: Any
    slips: Mapping[str, tuple[Slip, ...]]  # part ("" for the whole) → wrong values
    places: Mapping[str, Sequence[str]]  # text id → locators to write with

    @classmethod
    def of(cls, item: Item, places: Mapping[str, Sequence[str]]) -> Answers:
        """Gathered from the question's own kind."""
        kind = kind_of(item)
        right = kind.right(item)
        slips: dict[str, list[Slip]] = {}
        for wrong in kind.wrongs(item):
            code = next((note.misconception for note in score(item, wrong).notes
                         if note.misconception and note.verdict == "not_yet"), "")
            if isinstance(right, dict):
                for part in right:
                    if wrong.get(part) != right[part]:
                        slips.setdefault(part, []).append(Slip(wrong.get(part), code))
            else:
                slips.setdefault("", []).append(Slip(wrong, code))
        return cls(item, right, {part: tuple(some) for part, some in slips.items()}, places)

    @property
    def misconceptions(self) -> set[str]:
        """Every misconception that a wrong answer here can show."""
        return {slip.misconception for some in self.slips.values() for slip in some} - {""}

    def give(self, mind: Mind, chance: random.Random) -> Any:
        """One answer."""
        if isinstance(self.item, Text):
            return self._write(mind, chance)
        if isinstance(self.item, Table):
            return self._rows(mind, chance)
        if isinstance(self.right, dict):
            return {part: self._decide(part, right, mind, chance)
                    for part, right in self.right.items()}
        return self._decide("", self.right, mind, chance)

    def guess(self, chance: random.Random) -> Any:
        """An answer by chance alone: every way, right or wrong, is as likely as any other."""
        def one(part: str, right: Any) -> Any:
            return chance.choice([right, *(slip.value for slip in self.slips.get(part, ()))])

        if isinstance(self.right, dict):
            return {part: one(part, right) for part, right in self.right.items()}
        return one("", self.right)

    def _decide(self, part: str, right: Any, mind: Mind, chance: random.Random) -> Any:
        slips = self.slips.get(part, ())
        believed = [s for s in slips if s.misconception and s.misconception == mind.misconception]
        if believed and chance.random() < mind.firm:
            return chance.choice(believed).value
        if not slips or chance.random() < mind.skill:
            return right
        return chance.choice(slips).value

    def _write(self, mind: Mind, chance: random.Random) -> str:
        """Text that keeps to the checks of form when the learner is careful enough."""
        assert isinstance(self.item, Text)
        rules = self.item.structure
        careful = chance.random() < 0.4 + 0.6 * mind.skill
        places = [place for letter, least in rules.locators.items()
                  for place in chance.sample(self.places[letter],
                                             min(least, len(self.places[letter])))]
        words, least = "", rules.min_words if careful else rules.min_words // 2
        queue = places if careful else places[:len(places) // 2]
        while queue or count_words(words) < max(least, 5):
            sentence = chance.choice(SENTENCES[:3] if queue else SENTENCES[3:])
            words += (" " if words else "") + sentence.format(queue[0] if queue else "")
            queue = queue[1:]
        return words

    def _rows(self, mind: Mind, chance: random.Random) -> list[dict[str, str]]:
        """Keyed rows with slips in some; rows without a key filled in, fewer by a hasty learner."""
        assert isinstance(self.item, Table)
        if not self.item.edges:
            least = max(1, self.item.min_rows if chance.random() < mind.skill
                        else self.item.min_rows // 2)
            letters = [letter for letter, n in self.item.structure.locators.items()
                       for _ in range(n)] or sorted(self.places)
            return [{column.id: self._cell(column, letters[n % len(letters)], chance)
                     for column in self.item.columns} for n in range(least)]
        rows = []
        for row in self.right[:self.item.max_rows]:
            if chance.random() < mind.skill:
                rows.append(dict(row))
            else:
                column = chance.choice(self.item.columns)
                others = [c.id for c in column.choices if c.id != row.get(column.id)]
                rows.append({**row, column.id: chance.choice(others) if others else "?"})
        return rows

    def _cell(self, column: Column, letter: str, chance: random.Random) -> str:
        place = chance.choice(self.places[letter])
        if column.choices:
            return chance.choice(column.choices).id
        return place if column.locator else chance.choice(SENTENCES).format(place)
