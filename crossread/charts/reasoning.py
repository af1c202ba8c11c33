"""An argument map cut down to what a chart shows: boxes, arrows, and the same as an outline.

Only what the chart's record labels is kept. Where a chain of support runs through
something that is left out, one arrow stands for the chain; a step against
something that is left out is left out with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.article import Annotation, Argument, Edge
from ..model.chart import ChartSpec
from .base import Branch
from .voices import AUTHOR, OURS, Voices

WORDS = {"supports": "supports", "attacks": "speaks against", "undercuts": "weakens the step",
         "concedes": "is granted"}


@dataclass(frozen=True)
class Node:
    """A box: a conclusion, a claim, or a premise that the text does not state."""

    id: str
    label: str
    where: str
    voices: tuple[str, ...]
    conclusion: bool = False
    final: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Link:
    """An arrow: one premise, or several that work only together."""

    premises: tuple[str, ...]
    conclusion: str
    relation: str


def nodes_of(annotation: Annotation, spec: ChartSpec, voices: Voices) -> Iterator[Node]:
    """What the record labels, in its order."""
    claims = {claim.id: claim for claim in annotation.claims}
    argument = annotation.argument
    conclusions = {one.id: one for one in argument.conclusions} if argument else {}
    hidden = {one.id for one in argument.hidden} if argument else set()
    for id_, label in spec.labels.items():
        if id_ in conclusions:
            one = conclusions[id_]
            said = voices.of_claims(claims[c] for c in one.claims if c in claims)
            where = ", ".join(one.locators[:2]) + (" …" if len(one.locators) > 2 else "")
            yield Node(id_, label, where, said or (OURS if one.status == "implicit" else AUTHOR,),
                       conclusion=True, final=one.final)
        elif id_ in hidden:
            yield Node(id_, label, "", (OURS,), hidden=True)
        elif id_ in claims:
            yield Node(id_, label, claims[id_].locator, (voices.of_claim(claims[id_]),))


def links(argument: Argument, shown: set[str]) -> list[Link]:
    """The arrows between shown things; a chain of support through others is one arrow."""
    same = {claim: one.id for one in argument.conclusions for claim in one.claims
            if one.id in shown and claim not in shown}
    into: dict[str, list[Edge]] = {}
    for edge in argument.edges:
        into.setdefault(same.get(edge.conclusion, edge.conclusion), []).append(edge)

    def behind(thing: str, seen: frozenset[str]) -> Iterator[str]:
        """Shown things that support a thing which is left out."""
        for edge in into.get(thing, ()):
            for premise in edge.premises if edge.relation == "supports" else ():
                start = same.get(premise, premise)
                if start in shown:
                    yield start
                elif start not in seen:
                    yield from behind(start, seen | {start})

    direct: dict[Link, None] = {}
    through: dict[Link, None] = {}
    for conclusion in sorted(shown):
        for edge in into.get(conclusion, ()):
            starts = [same.get(premise, premise) for premise in edge.premises]
            if own := tuple(dict.fromkeys(s for s in starts if s in shown and s != conclusion)):
                direct[Link(own, conclusion, edge.relation)] = None
            for start in starts:
                if start not in shown:
                    for one in behind(start, frozenset({start})):
                        if one != conclusion:
                            through[Link((one,), conclusion, edge.relation)] = None
    joined = {(p, link.conclusion) for link in direct for p in link.premises}
    joint = {(p, link.conclusion, link.relation) for link in direct if len(link.premises) > 1
             for p in link.premises}
    return [*(link for link in direct if len(link.premises) > 1
              or (link.premises[0], link.conclusion, link.relation) not in joint),
            *(link for link in through if (link.premises[0], link.conclusion) not in joined)]


def _said(node: Node) -> str:
    inside = "; ".join(part for part in (node.where, ", ".join(node.voices)) if part)
    return f"{node.label} ({inside})"


def outline(nodes: dict[str, Node], found: list[Link]) -> tuple[Branch, ...]:
    """The tree in words: every root, and below it what bears on it, each thing told once."""
    told: set[str] = set()

    def branch(node: Node, lead: str) -> Branch:
        if node.id in told:
            return Branch(f"{lead}{node.label} (told above)")
        told.add(node.id)
        below = []
        for link in (one for one in found if one.conclusion == node.id):
            word = WORDS[link.relation]
            premises = [nodes[p] for p in link.premises]
            if len(premises) > 1:
                below.append(Branch(f"{word}, only together:",
                                    tuple(branch(p, "") for p in premises)))
            else:
                below.append(branch(premises[0], f"{word}: "))
        return Branch(f"{lead}{_said(node)}", tuple(below))

    used = {p for link in found for p in link.premises}
    roots = [n for n in nodes.values() if n.final or n.id not in used]
    return tuple(branch(node, "") for node in roots if node.id not in told)
