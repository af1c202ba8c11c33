"""The picture of a learner's map: statements in rows, the conclusion at the top.

The picture is made here and goes to the page as it is; every word in it is escaped.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import htpy as h

from ..kinds.argmap import ArgMapKind
from ..kinds.steps import RELATIONS, Drawn, Step, brief, structure, words_of
from ..model.item import ArgMap
from ..strings import say

WIDTH, PAD, LINE = 156, 8, 16  # of a box; its margin; a line of its words, in pixels
GAP, RISE, DOT = 14, 60, 5  # between boxes, between rows, the joint of reasons that go together
LETTERS, LINES = 20, 6  # in a line and in a box

#: relation → dash of its line
DASHES = {"supports": "none", "attacks": "8 4", "undercuts": "2 4", "concedes": "10 4 2 4"}


Point = tuple[float, float]


@dataclass(frozen=True)
class _Place:
    """A box, or the point where a long line passes a row."""

    middle: float
    top: float
    bottom: float


def drawn(item: ArgMap, raw: Any) -> dict[str, str]:
    """Picture and sentences for a map as it stands, however unfinished."""
    made, partly, selves = ArgMapKind().unfinished(item, raw)
    says = structure(item, made.steps, made.own)
    if made.steps and not says:
        says = [say("map_sound")]
    says += [f"{one[:1].upper()}{one[1:]}." for one in selves]
    if partly:
        says.append(say("map_partly", n=partly))
    return {"picture": picture(item, made), "says": " ".join(says)}


def picture(item: ArgMap, made: Drawn) -> str:
    """The map as SVG; a sentence where there is nothing to draw."""
    if not made.steps:
        return str(h.p(".cr-help")[say("map_picture_empty")])
    texts = words_of(item, made.own)
    pairs = list(dict.fromkeys((p, step.conclusion) for step in made.steps for p in step.premises))
    names = list(dict.fromkeys([item.root, *(name for pair in pairs for name in reversed(pair))]))
    boxes = {name: _wrapped(name, texts[name]) for name in names}
    across, rows, routes = _arranged(names, pairs)
    at: dict[str, _Place] = {}
    top = float(PAD)
    for row in rows:
        tall = {name: len(boxes[name]) * LINE + 2 * PAD for name in row if name in boxes}
        for name in row:
            at[name] = _Place(across[name], top, top + tall.get(name, max(tall.values())))
        top += max(tall.values()) + RISE
    wide = max(across.values()) + WIDTH / 2 + PAD
    alt = say("map_alt", steps="; ".join(brief(step) for step in made.steps))
    return str(h.svg(role="img", aria_label=alt, width=f"{wide:.0f}",
                     height=f"{top - RISE + PAD:.0f}",
                     viewBox=f"0 0 {wide:.0f} {top - RISE + PAD:.0f}")[
        (_step(step, routes, at) for step in made.steps),
        (_box(item, name, words, at[name]) for name, words in boxes.items()),
        (_word(step, at) for step in made.steps)])


Routes = dict[tuple[str, str], list[str]]  # reason, conclusion → the points in between


def _arranged(names: list[str], pairs: list[tuple[str, str]],
              ) -> tuple[dict[str, float], list[list[str]], Routes]:
    """Where everything stands from left to right, names by row from the top, and the ways."""
    import igraph

    number = {name: n for n, name in enumerate(names)}
    graph = igraph.Graph(n=len(names), directed=True,
                         edges=[(number[above], number[below]) for below, above in pairs])
    against = set(graph.feedback_arc_set())
    graph.delete_edges(against)
    row = dict.fromkeys(names, 0)
    for n in graph.topological_sorting():
        for below in graph.successors(n):
            row[names[below]] = max(row[names[below]], row[names[n]] + 1)
    routes: Routes = {}
    steps: list[tuple[str, str]] = []
    for n, (below, above) in enumerate(pairs):
        between = [] if n in against else [
            f"{below} {above} {k}" for k in range(row[below] - 1, row[above], -1)]
        row.update((name, int(name.rpartition(" ")[2])) for name in between)
        routes[below, above] = between
        if n not in against:
            steps += pairwise([below, *between, above])
    every = list(row)
    number = {name: n for n, name in enumerate(every)}
    layered = igraph.Graph(n=len(every), directed=True,
                           edges=[(number[above], number[below]) for below, above in steps])
    place = layered.layout_sugiyama(layers=[row[name] for name in every], hgap=WIDTH + GAP,
                                    maxiter=500)
    least = min(x for x, _ in place)
    across = {name: place[n][0] - least + WIDTH / 2 + PAD for name, n in number.items()}
    return across, [[name for name in every if row[name] == n]
                    for n in range(max(row.values()) + 1)], routes


def _joint(step: Step, at: dict[str, _Place]) -> Point:
    """Where the reasons of a step meet, below its conclusion."""
    end = at[step.conclusion]
    meet = sum(at[one].middle for one in step.premises) / len(step.premises)
    return end.middle + (meet - end.middle) * 0.4, end.bottom + RISE * 0.55


def _step(step: Step, routes: Routes, at: dict[str, _Place]) -> h.Node:
    """The lines of a step; reasons that work only together meet in a dot before the arrow."""
    end = at[step.conclusion]
    together = len(step.premises) > 1
    goal = _joint(step, at) if together else (end.middle, end.bottom)
    drawn: list[h.Node] = []
    for premise in step.premises:
        start = at[premise]
        if start.bottom <= end.bottom:  # part of a circle: it goes down, or along the row
            points = [(start.middle, start.bottom), goal if together else (end.middle, end.top)]
        else:
            points = [(start.middle, start.top)]
            for name in routes[premise, step.conclusion]:
                points += [(at[name].middle, at[name].bottom), (at[name].middle, at[name].top)]
            points.append(goal)
        drawn += [_path(points, step.relation), None if together else _head(points)]
    if together:
        points = [goal, (end.middle, end.bottom)]
        drawn += [_path(points, step.relation), _head(points), h.circle(
            cx=f"{goal[0]:.1f}", cy=f"{goal[1]:.1f}", r=str(DOT), fill="currentColor")]
    return drawn


def _path(points: list[Point], relation: str) -> h.Node:
    return h.polyline(points=_points(points), fill="none", stroke="currentColor",
                      stroke_width="1.6", stroke_dasharray=DASHES[relation])


def _head(points: list[Point]) -> h.Node:
    """The head of an arrow at the last point."""
    (x, y), (to_x, to_y) = points[-2:]
    length = max(1.0, ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5)
    along = ((to_x - x) / length, (to_y - y) / length)
    back = (to_x - 10 * along[0], to_y - 10 * along[1])
    return h.polygon(fill="currentColor", points=_points([
        (to_x, to_y), (back[0] - 5 * along[1], back[1] + 5 * along[0]),
        (back[0] + 5 * along[1], back[1] - 5 * along[0])]))


def _word(step: Step, at: dict[str, _Place]) -> h.Node:
    """What a step does, beside its line; “supports” goes without saying."""
    if step.relation == "supports":
        return None
    end = at[step.conclusion]
    x, y = _joint(step, at)
    if at[step.premises[0]].bottom <= end.bottom:
        y = end.top - RISE * 0.4
    y += 18 if len(step.premises) > 1 else 4
    return h.text(".cr-map-word", x=f"{x:.0f}", y=f"{y:.0f}", fill="currentColor", font_size="12",
                  font_style="italic", text_anchor="middle")[say(RELATIONS[step.relation])]


def _wrapped(name: str, text: str) -> list[str]:
    words = " ".join(text.replace("*", "").split())
    return textwrap.wrap(f"{name}: {words}", LETTERS, max_lines=LINES, placeholder=" …")


def _points(points: list[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _box(item: ArgMap, name: str, words: list[str], at: _Place) -> h.Node:
    """A statement; the root has a thick edge, own words a dashed one.

    A line ends in a space: the picture may be read or copied as text.
    """
    left = at.middle - WIDTH / 2
    return [
        h.rect(".cr-map-box", x=f"{left:.1f}", y=f"{at.top:.1f}", width=str(WIDTH),
               height=f"{at.bottom - at.top:.1f}", rx="4", stroke="currentColor",
               stroke_width="3" if name == item.root else "1.2",
               stroke_dasharray="5 3" if name.startswith("own-") else "none"),
        h.text(fill="currentColor", font_size="12")[(
            h.tspan(x=f"{left + PAD:.1f}", y=f"{at.top + PAD + LINE * n - 4:.1f}")[word, " "]
            for n, word in enumerate(words, 1))]]
