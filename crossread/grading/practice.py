"""What to practise next, from the slips that a student's hand-ins show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..kinds import kind_of
from ..model.exercise import Exercise
from ..seeds import Seeds
from .results import Result

MOST = 3  # things to practise at a time
ITEMS = 3  # practice items named for each


@dataclass(frozen=True)
class Advice:
    """One thing to practise: what, how, and practice items that train it."""

    what: str
    how: str
    items: tuple[str, ...] = ()


class Coach:
    """Knows which practice items train what. Reads the items when it is first asked."""

    def __init__(self, seeds: Seeds, exercises: Mapping[str, Exercise]) -> None:
        self._seeds = seeds
        self._objectives = {item.id: item.objective for one in exercises.values()
                            for item in one.fields}
        self._by_slip: dict[str, list[str]] = defaultdict(list)
        self._by_objective: dict[str, list[str]] = defaultdict(list)
        for ref in seeds.course.lessons:
            for item in seeds.items(ref.id):
                if item.withheld:  # asked once, before the course, and told of at its end
                    continue
                self._by_objective[item.objective].append(item.id)
                codes = {o.misconception for o in getattr(item, "options", ())}
                codes |= {gap.misconception for gap in kind_of(item).gaps(item)}
                for code in sorted(codes - {""}):
                    self._by_slip[code].append(item.id)

    def advise(self, results: Iterable[Result]) -> list[Advice]:
        """The commonest slips first, then objectives with points left; at most three."""
        slips: Counter[str] = Counter()
        left: Counter[str] = Counter()
        for result in results:
            for mark in result.graded.fields if result.graded else ():
                codes = [note.misconception for note in mark.outcome.notes
                         if note.verdict == "not_yet" and note.misconception]
                slips.update(codes)
                if not codes and mark.of > mark.points and not mark.fault:
                    left[self._objectives[mark.item]] += 1
        advice = [Advice(f"{m.id}: {m.name}", " ".join(m.remedy.split()),
                         tuple(self._by_slip[m.id][:ITEMS]))
                  for code, _ in slips.most_common() for m in self._seeds.misconceptions
                  if m.id == code]
        advice += [Advice(o.text.rstrip("."), f"Lesson {o.lesson} trains it.",
                          tuple(self._by_objective[o.id][:ITEMS]))
                   for code, _ in left.most_common() for o in self._seeds.objectives
                   if o.id == code]
        return advice[:MOST]
