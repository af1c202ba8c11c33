"""The argument of a text as a tree: conclusions at the top, what is given for them below."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import (
    ROWS, SMALL, WIDTH, Chart, Table, canvas, compose, drawing, key, patch, percent, wrapped,
)
from .palette import INK, PAPER, Dash, Mark
from .reasoning import Link, Node, bands, links, nodes_of, outline, step
from .spec import nodes_of as everything
from .voices import Voices, author
from .words import counted, listing, number, say

SPACE = WIDTH - 0.3  # inches that the tree may take from left to right
LINE, PAD, STRIP = 0.175, 0.07, 0.13  # a line of text, the margin in a box, the strip of its voice
GAP, RISE, LANE = 0.14, 0.52, 0.12  # between boxes, between rows, for an arrow that passes a row
APART = 0.3  # between two trees
WIDEST = 2.9
MOST = 4  # boxes in a row, over all trees that stand side by side
LETTER = {False: 0.081, True: 0.09}  # inches that a letter takes on average; True: bold

#: relation → colour and dash of its arrow
ARROWS: dict[str, tuple[str, Dash]] = {
    "supports": (INK, "solid"), "attacks": ("#a84300", "dashed"),
    "undercuts": ("#8a4a70", "dotted"), "concedes": ("#005c8a", "dashdot"),
}


@dataclass(frozen=True)
class Place:
    """A box, or the place where a long arrow passes a row; inches from the upper left."""

    left: float
    top: float
    width: float
    height: float
    text: str = ""

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height


Routes = dict[tuple[str, str], list[str]]  # premise, conclusion → the rows' places in between


@dataclass(frozen=True)
class Tree:
    """One final conclusion with all that is given for it, in place."""

    nodes: dict[str, Node]
    links: list[Link]
    places: dict[str, Place]
    routes: Routes


def argument_tree(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Boxes marked by voice, arrows by relation; the outline says the same in words."""
    annotation = seeds.annotation(spec.texts[0])
    voices = Voices.of(seeds, spec)
    nodes = {node.id: node for node in nodes_of(annotation, spec, voices)}
    found = links(annotation.argument, set(nodes)) if annotation.argument else []
    trees, height = _trees(nodes, found)
    used = [name for name in voices.marks if any(name in n.voices for n in nodes.values())]
    with drawing():
        figure, (axis,) = canvas(height + 1.6)
        axis.set_xlim(0, SPACE)
        axis.set_ylim(height, 0)
        axis.axis("off")
        for tree in trees:
            for link in tree.links:
                _arrow(axis, tree, link)
            for node in tree.nodes.values():
                _box(axis, tree.places[node.id], node, voices.marks)
        lines = [Line2D([], [], color=colour, linestyle=dash, linewidth=1.8, label=step(name))
                 for name, (colour, dash) in ARROWS.items()
                 if any(link.relation == name for link in found)]
        if any(len(link.premises) > 1 for link in found):
            lines.append(Line2D([], [], color=INK, marker="o", markersize=7, linewidth=1.8,
                                label=say("only_together")))
        key(figure, [*(patch(voices.marks[name], name) for name in used), *lines])
        whole = len(everything(annotation))
        return compose(spec, figure, _alt(spec, nodes, found, used, whole),
                       _table(nodes, found, whole), outline(nodes, found))


def _trees(nodes: dict[str, Node], found: list[Link]) -> tuple[list[Tree], float]:
    """The trees in their places, narrow ones side by side, and the height of all."""
    todo = [(some, steps, *arrange(some, steps)) for some, steps in bands(nodes, found)]
    breadth = [max(sum(name in some for name in row) for row in rows)
               for some, _, rows, _ in todo]
    trees: list[Tree] = []
    top = 0.05
    while todo:
        n = 1
        while n < len(todo) and sum(breadth[:n + 1]) <= MOST:
            n += 1
        share = (SPACE - 0.1) / sum(breadth[:n])
        left, bottom = 0.05, top
        for (some, steps, rows, routes), wide in zip(todo[:n], breadth[:n], strict=True):
            room = wide * share - (APART if n > 1 and left + wide * share < SPACE - 0.1 else 0)
            places = _place(some, rows, (left, top), room)
            trees.append(Tree(some, steps, places, routes))
            bottom = max(bottom, *(place.bottom for place in places.values()))
            left += wide * share
        todo, breadth, top = todo[n:], breadth[n:], bottom + APART
    return trees, top - APART + 0.1


def arrange(nodes: dict[str, Node], found: list[Link]) -> tuple[list[list[str]], Routes]:
    """Ids by row from the top, ordered so that few arrows cross, and the ways of long arrows.

    A thing stands one row below the lowest thing it bears on (Sugiyama 1981).
    """
    import igraph

    ids = list(nodes)
    pairs = [(p, link.conclusion) for link in found for p in link.premises]
    whole = igraph.Graph(n=len(ids), directed=True,
                         edges=[(ids.index(p), ids.index(c)) for p, c in pairs])
    against = {pairs[n] for n in whole.feedback_arc_set()}  # arrows that close a circle
    whole.delete_edges(whole.feedback_arc_set())
    row = _rows(whole, ids)
    routes: Routes = {}
    steps: list[tuple[str, str]] = []
    for premise, conclusion in dict.fromkeys(pairs):
        if (premise, conclusion) in against:
            continue
        between = [f"{premise}>{conclusion}>{n}"
                   for n in range(row[premise] - 1, row[conclusion], -1)]
        row.update((name, int(name.rpartition(">")[2])) for name in between)
        routes[premise, conclusion] = between
        chain = [premise, *between, conclusion]
        steps += pairwise(chain)
    names = list(row)
    graph = igraph.Graph(n=len(names), directed=True,
                         edges=[(names.index(c), names.index(p)) for p, c in steps])
    layout = graph.layout_sugiyama(layers=[row[name] for name in names])
    sorted_ = sorted(range(len(names)), key=lambda n: (layout[n][0], n))
    return min(([[name for name in order if row[name] == n]
                 for n in range(max(row.values(), default=0) + 1)]
                for order in (names, [names[n] for n in sorted_])),
               key=lambda rows: _crossings(rows, steps)), routes


def _crossings(rows: list[list[str]], steps: list[tuple[str, str]]) -> int:
    """How many pairs of arrows cross; each step joins two neighbouring rows."""
    at = {name: (n, k) for n, row in enumerate(rows) for k, name in enumerate(row)}
    ends = [(at[below][0], at[below][1], at[above][1]) for below, above in steps]
    return sum(row == other and (low - lower) * (high - higher) < 0
               for n, (row, low, high) in enumerate(ends)
               for other, lower, higher in ends[n + 1:])


def _rows(graph: Any, ids: list[str]) -> dict[str, int]:
    """The row of each thing; from a row that is too full the last leaf goes down."""
    least = [0] * len(ids)
    order = list(reversed(graph.topological_sorting()))
    while True:
        row = [0] * len(ids)
        for n in order:
            row[n] = max((row[m] + 1 for m in graph.successors(n)), default=0)
            row[n] = max(row[n], least[n])
        full = next((k for k in range(max(row, default=0) + 1) if row.count(k) > MOST), None)
        if full is None:
            return dict(zip(ids, row, strict=True))
        there = [n for n in range(len(ids)) if row[n] == full]
        leaves = [n for n in there if not graph.predecessors(n)]
        least[(leaves or there)[-1]] = full + 1


def _place(nodes: dict[str, Node], rows: list[list[str]], corner: tuple[float, float],
           room: float) -> dict[str, Place]:
    """Every row spread over the room, its boxes as wide as their number allows."""
    places: dict[str, Place] = {}
    left, top = corner
    for row in rows:
        boxes = [name for name in row if name in nodes]
        lanes = LANE * (len(row) - len(boxes))
        width = min(WIDEST, (room - GAP * (len(row) - 1) - lanes) / (len(boxes) or 1))
        texts = {name: _label(nodes[name], width - STRIP - 2 * PAD) for name in boxes}
        height = max((text.count("\n") + 1 for text in texts.values()), default=0) * LINE + 2 * PAD
        spare = (room - width * len(boxes) - lanes) / len(row)
        place = left + spare / 2
        for name in row:
            wide = width if name in nodes else LANE
            places[name] = Place(place, top, wide, height, texts.get(name, ""))
            place += wide + spare
        top += height + RISE
    return places


def _label(node: Node, width: float) -> str:
    """The text of a box on lines that fit into ``width`` inches."""
    text = f"{node.label} ({node.where})" if node.where else node.label
    return wrapped(text, int(width / LETTER[node.conclusion]))


def _box(axis: Axes, place: Place, node: Node, marks: dict[str, Mark]) -> None:
    axis.add_patch(Rectangle(
        (place.left, place.top), place.width, place.height, facecolor=PAPER, edgecolor=INK,
        linewidth=2.4 if node.final else 1, linestyle="dashed" if node.hidden else "solid",
        zorder=3, gid=node.id))
    part = place.height / len(node.voices)
    for n, name in enumerate(node.voices):
        axis.add_patch(Rectangle(
            (place.left, place.top + n * part), STRIP, part, facecolor=marks[name].colour,
            hatch=marks[name].hatch * 2, edgecolor=INK, zorder=4, gid=f"{node.id} {name}"))
    axis.text(place.left + STRIP + PAD, place.top + place.height / 2, place.text, va="center",
              ha="left", fontsize=SMALL, linespacing=1.15, zorder=5,
              fontweight="bold" if node.conclusion else "normal")


def _arrow(axis: Axes, tree: Tree, link: Link) -> None:
    """From the top of each premise to the foot of the conclusion; joint premises meet first."""
    colour, dash = ARROWS[link.relation]
    places = tree.places
    aim = places[link.conclusion]
    ways = []
    for premise in link.premises:
        start = places[premise]
        way = [(start.middle, start.top)]
        for name in tree.routes.get((premise, link.conclusion), ()):
            way += [(places[name].middle, places[name].bottom),
                    (places[name].middle, places[name].top)]
        ways.append(way)
    centre = sum(way[-1][0] for way in ways) / len(ways)
    inside = 0.3 * aim.width
    end = (min(max(centre, aim.middle - inside), aim.middle + inside), aim.bottom)
    if len(ways) > 1:
        knot = ((centre + end[0]) / 2, end[1] + 0.45 * RISE)
        for way in ways:
            axis.plot(*zip(*way, knot, strict=True), color=colour, linestyle=dash, linewidth=1.5)
        axis.plot(*knot, marker="o", color=colour, markersize=7)
        ways = [[knot]]
    else:
        axis.plot(*zip(*ways[0], strict=True), color=colour, linestyle=dash, linewidth=1.5)
    axis.add_patch(FancyArrowPatch(ways[0][-1], end, arrowstyle="-|>", mutation_scale=14,
                                   color=colour, linestyle=dash, linewidth=1.5, shrinkA=0,
                                   shrinkB=0, zorder=2))
    if link.relation != "supports":
        x, y = ways[0][0]
        axis.text(x, y - 0.16, step(link.relation), fontsize=SMALL, color=colour, ha="center",
                  va="center", fontweight="bold", zorder=6,
                  bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1})


def _table(nodes: dict[str, Node], found: list[Link], whole: int) -> Table:
    """Conclusions and what bears on each, final ones first."""
    aims = [n for n in nodes.values() if any(link.conclusion == n.id for link in found)]
    aims.sort(key=lambda n: (not n.final, not n.conclusion))

    def given(node: Node) -> str:
        return "; ".join(
            nodes[p].label + ("" if link.relation == "supports" else f" ({step(link.relation)})")
            for link in found if link.conclusion == node.id for p in link.premises)
    return Table(say("table_argument_tree", n=len(nodes), whole=whole),
                 (say("head_conclusion"), say("head_whose_voice"), say("head_bears")),
                 tuple((n.label, ", ".join(n.voices), given(n)) for n in aims[:ROWS]))


def _alt(spec: ChartSpec, nodes: dict[str, Node], found: list[Link], used: list[str],
         whole: int) -> str:
    voices = [f"{name} ({sum(name in n.voices for n in nodes.values())})" for name in used]
    finals = [n.label for n in nodes.values() if n.final]
    counts = {name: sum(link.relation == name for link in found) for name in ARROWS}
    arrows = [f"{step(name)} ({n})" for name, n in counts.items() if n]
    joint = sum(len(link.premises) > 1 for link in found)
    reasons = [n for n in nodes.values() if not n.conclusion]
    own = sum(author() in n.voices for n in reasons)
    return say(
        "alt_argument_tree", boxes=counted(len(nodes), "box"), whole=number(whole),
        text=spec.labels.get(spec.texts[0], spec.texts[0]),
        arrows=say("alt_arrows", arrows=listing(arrows)) if arrows else say("alt_arrows_none"),
        joint=say("alt_joint", steps=counted(joint, "step")) if joint else "",
        final=say("alt_final", finals="; ".join(finals)) if finals else "",
        voices=listing(voices) if voices else say("none"), reasons=number(len(reasons)),
        author=author(), own=number(own), share=percent(own, len(reasons)))
