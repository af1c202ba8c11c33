"""An argument map cut down to what a chart shows: boxes, arrows, and the same as an outline.

Only what the chart's record labels is kept. Where a chain of support runs through
something that is left out, one arrow stands for the chain; a step against
something that is left out is left out with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..model.article import Annotation, Argument, Edge
from ..model.chart import ChartSpec
from .base import Branch
from .voices import Voices, author, ours
from .words import say


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
            silent = ours() if one.status == "implicit" else author()
            yield Node(id_, label, where, said or (silent,), conclusion=True, final=one.final)
        elif id_ in hidden:
            yield Node(id_, label, "", (ours(),), hidden=True)
        elif id_ in claims:
            yield Node(id_, label, claims[id_].locator, (voices.of_claim(claims[id_]),))


def links(argument: Argument, shown: set[str]) -> list[Link]:
    """The arrows between shown things; a chain of support through others is one arrow.

    A premise of a joint step that is left out is stood in for by the one shown thing
    that supports it, if there is just one.
    """
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
            own: dict[str, None] = {}
            for premise in edge.premises:
                start = same.get(premise, premise)
                found = [start] if start in shown else list(
                    dict.fromkeys(behind(start, frozenset({start}))))
                found = [one for one in found if one != conclusion]
                if start in shown or (len(found) == 1 and len(edge.premises) > 1):
                    own.update(dict.fromkeys(found))  # the only ground of a premise stands in
                else:
                    through.update({Link((one,), conclusion, edge.relation): None
                                    for one in found})
            if own:
                direct[Link(tuple(own), conclusion, edge.relation)] = None
    joined = {(p, link.conclusion) for link in direct for p in link.premises}
    joint = {(p, link.conclusion, link.relation) for link in direct if len(link.premises) > 1
             for p in link.premises}
    return [*(link for link in direct if len(link.premises) > 1
              or (link.premises[0], link.conclusion, link.relation) not in joint),
            *(link for link in through if (link.premises[0], link.conclusion) not in joined)]


def bands(nodes: dict[str, Node], found: list[Link]) -> list[tuple[dict[str, Node], list[Link]]]:
    """The map cut into one tree for each root, in the order of the nodes.

    What an earlier tree holds comes again as a box without reasons of its own.
    """
    into = {name: [link for link in found if link.conclusion == name] for name in nodes}
    told: set[str] = set()
    trees = []
    for root in roots(nodes, found):
        if root.id in told:
            continue
        names: dict[str, str] = {}  # id → id in this tree
        todo = [root.id]
        while todo:
            name = todo.pop(0)
            if name not in names:
                names[name] = f"{name} again" if name in told else name
                if name not in told:
                    todo += [p for link in into[name] for p in link.premises]
        trees.append((
            {new: nodes[old] if new == old else
             replace(nodes[old], id=new, where=_above(nodes[old].where))
             for old in nodes if (new := names.get(old))},
            [Link(tuple(names[p] for p in link.premises), link.conclusion, link.relation)
             for name, new in names.items() if name == new for link in into[name]]))
        told |= set(names)
    alone = {name: node for name, node in nodes.items() if name not in told}
    return [*trees, (alone, [])] if alone else trees


def _above(place: str) -> str:
    return say("place_above", place=place) if place else say("above")


def step(relation: str) -> str:
    """What a reader is told of a step of this relation."""
    return say(f"step_{relation}")


def roots(nodes: dict[str, Node], found: list[Link]) -> list[Node]:
    """Final conclusions, and whatever else bears on nothing but has something bearing on it."""
    used = {p for link in found for p in link.premises}
    aims = {link.conclusion for link in found}
    return [n for n in nodes.values() if n.final or (n.id in aims and n.id not in used)]


def _said(node: Node) -> str:
    inside = "; ".join(part for part in (node.where, ", ".join(node.voices)) if part)
    return f"{node.label} ({inside})"


def outline(nodes: dict[str, Node], found: list[Link]) -> tuple[Branch, ...]:
    """The tree in words: every root, and below it what bears on it, each thing told once."""
    told: set[str] = set()

    def branch(node: Node, lead: str) -> Branch:
        if node.id in told:
            return Branch(lead + say("outline_told", label=node.label))
        told.add(node.id)
        below = []
        for link in (one for one in found if one.conclusion == node.id):
            word = step(link.relation)
            premises = [nodes[p] for p in link.premises]
            if len(premises) > 1:
                below.append(Branch(say("outline_together", word=word),
                                    tuple(branch(p, "") for p in premises)))
            else:
                below.append(branch(premises[0], f"{word}: "))
        return Branch(f"{lead}{_said(node)}", tuple(below))

    top = [branch(node, "") for node in roots(nodes, found) if node.id not in told]
    return (*top, *(branch(node, "") for node in nodes.values() if node.id not in told))
