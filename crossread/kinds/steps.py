"""An argument map as steps: what they are, what their form shows, and how they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..graphs import find_circle
from ..model.item import ArgMap, MapEdge
from ..strings import say

#: relation → how a step with it reads
RELATIONS = {"supports": "map_supports", "attacks": "map_attacks",
             "undercuts": "map_undercuts", "concedes": "map_concedes"}

MOST_PREMISES = 3  # in one step


@dataclass(frozen=True)
class Step:
    """One step: premises that work together, what they bear on, and how."""

    premises: tuple[str, ...]
    conclusion: str
    relation: str

    @property
    def ends(self) -> tuple[frozenset[str], str]:
        return frozenset(self.premises), self.conclusion

    @property
    def whole(self) -> tuple[frozenset[str], str, str]:
        return frozenset(self.premises), self.conclusion, self.relation


@dataclass(frozen=True)
class Drawn:
    """A map as somebody drew it: its steps, and statements in own words by id."""

    steps: tuple[Step, ...]
    own: Mapping[str, str] = field(default_factory=dict)

    def uses_own(self, step: Step) -> bool:
        """Does this step touch a statement in own words?"""
        return bool(self.own.keys() & {*step.premises, step.conclusion})


def own_ids(item: ArgMap) -> list[str]:
    """Ids of the statements that a learner may add."""
    return [f"own-{n}" for n in range(1, item.may_add + 1)]


def words_of(item: ArgMap, own: Mapping[str, str]) -> dict[str, str]:
    """Every statement of a map, by id."""
    return {**{node.id: node.text for node in item.nodes}, **own}


def structure(item: ArgMap, steps: Iterable[Step], own: Mapping[str, str]) -> list[str]:
    """What the form of a map shows, whatever its statements say; [] when nothing stands out."""
    into: dict[str, set[str]] = {}
    for step in steps:
        into.setdefault(step.conclusion, set()).update(step.premises)
    if not into:
        return []
    used = {*into, *(premise for some in into.values() for premise in some)}
    found = []
    if circle := find_circle(into)[::-1]:  # in the order of the arrows
        found.append(say("map_loop", ids=" → ".join(circle)))
    reached, todo = {item.root}, [item.root]
    while todo:
        new = into.get(todo.pop(), set()) - reached
        reached |= new
        todo += new
    if item.root not in into:
        found.append(say("map_no_root", id=item.root))
    elif loose := sorted(used - reached):
        found.append(say("map_loose", ids=", ".join(loose), id=item.root))
    if unused := sorted(own.keys() - used):
        found.append(say("map_unused", ids=", ".join(unused)))
    return found


def as_step(edge: MapEdge) -> Step:
    return Step(edge.premises, edge.conclusion, edge.relation)


def answer_of(steps: Iterable[Step], own: Mapping[str, str]) -> dict[str, Any]:
    """A map as the form sends it."""
    return {"edges": [{"premises": list(step.premises), "conclusion": step.conclusion,
                       "relation": step.relation} for step in steps], "own": dict(own)}


def map_of(answer: Mapping[str, Any]) -> Drawn:
    """A map as ``read`` gave it back."""
    return Drawn(tuple(Step(tuple(one["premises"]), one["conclusion"], one["relation"])
                       for one in answer["edges"]), answer["own"])


def brief(step: Step, words: Mapping[str, str] | None = None) -> str:
    """A step in one line: reasons, relation, conclusion."""
    named = words or {}
    reasons = " + ".join(named.get(one, one) for one in step.premises)
    return (f"{reasons} {say(RELATIONS[step.relation])} "
            f"{named.get(step.conclusion, step.conclusion)}")
