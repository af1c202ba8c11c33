"""Who says what, topic by topic: the writer, other people, both, or nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..model.article import Annotation
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .agreement_matrix import SHARED, named
from .base import SMALL, Chart, Table, bars_down, canvas, compose, drawing, key, patch, wrapped
from .palette import INK, MARKS, PALE, Mark, ink_on
from .words import counted, listing, say

#: what a cell can say → its signs
CELLS: dict[str, Mark] = {
    "writer": MARKS[0], "others": MARKS[1], "both": MARKS[3],
    "silent": Mark("silent", PALE, "", "", "solid"),
}


@dataclass(frozen=True)
class Topic:
    """One topic: what it is, how the texts relate on it, and each text's cell."""

    name: str
    relation: str
    cells: tuple[str, ...]


def claims_heat_map(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Topics on which both texts speak, in groups by relation; the others are counted."""
    annotations = [seeds.annotation(text) for text in spec.texts]
    topics = [Topic(pair.topic, pair.relation, tuple(
        _cell(one, pair.locators.get(text, ()))
        for text, one in zip(spec.texts, annotations, strict=True))) for pair in seeds.pairs]
    shown = sorted((t for t in topics if t.relation in SHARED),
                   key=lambda t: SHARED.index(t.relation))
    with drawing():
        labels = [wrapped(t.name, 46) for t in shown]
        figure, (axis,) = canvas(0.31 * len(shown) + 2)
        bars_down(axis, labels or [say("none")], "", len(spec.texts))
        axis.tick_params(axis="y", labelsize=SMALL)
        for y, topic in enumerate(shown):
            for x, cell in enumerate(topic.cells):
                mark = CELLS[cell]
                axis.barh(y, 0.96, 0.9, left=x + 0.02, facecolor=mark.colour, hatch=mark.hatch,
                          edgecolor=INK, gid=f"{topic.name} {spec.texts[x]} {cell}")
                axis.text(x + 0.5, y, say(f"letter_{cell}"), ha="center", va="center_baseline",
                          fontsize=SMALL, fontweight="bold", color=ink_on(mark.colour),
                          bbox={"boxstyle": "round,pad=0.12", "facecolor": mark.colour,
                                "edgecolor": "none"})
        axis.grid(visible=False)
        axis.set_xticks([x + 0.5 for x in range(len(spec.texts))],
                        [wrapped(spec.labels.get(text, text), 14) for text in spec.texts])
        axis.tick_params(axis="x", length=0, labeltop=True, labelbottom=False)
        edge = axis.secondary_yaxis("right")
        starts = {r: [n for n, t in enumerate(shown) if t.relation == r] for r in SHARED}
        edge.set_yticks([sum(some) / len(some) for some in starts.values() if some],
                        [wrapped(named(r), 9) for r, some in starts.items() if some])
        edge.tick_params(length=0, labelsize=SMALL)
        for some in starts.values():
            if some and some[0]:
                axis.axhline(some[0] - 0.5, color=INK, linewidth=2, clip_on=False)
        there = {cell for topic in shown for cell in topic.cells}
        key(figure, [patch(mark, f"{say(f'letter_{cell}')}  {say(f'cell_{cell}')}")
                     for cell, mark in CELLS.items() if cell in there])
        return compose(spec, figure, _alt(topics, shown, spec), _table(topics, spec))


def _cell(annotation: Annotation, locators: tuple[str, ...]) -> str:
    """Whose voice the claims at these places have."""
    voices = {claim.voice == "asserts" for claim in annotation.claims
              if any(claim.locator == at or claim.locator.startswith(f"{at}.")
                     for at in locators)}
    if not voices:
        return "silent"
    return "both" if len(voices) == 2 else "writer" if voices == {True} else "others"


def _table(topics: list[Topic], spec: ChartSpec) -> Table:
    names = [*SHARED, *sorted({t.relation for t in topics} - set(SHARED))]

    def cells(relation: str) -> tuple[str, ...]:
        some = [t for t in topics if t.relation == relation]
        return tuple(", ".join(f"{say(f'cell_{cell}')} {n}" for cell, n in sorted(
            Counter(t.cells[k] for t in some).items(), key=lambda pair: list(CELLS).index(pair[0])))
            or "–" for k in range(len(spec.texts)))
    return Table(say("table_claims_heat_map"),
                 (say("head_relation"), say("head_topics"), *spec.texts),
                 tuple((named(r), str(sum(t.relation == r for t in topics)), *cells(r))
                       for r in names[:6]))


def _said(topic: Topic, spec: ChartSpec) -> str:
    cells = (f"{x} {say(f'cell_{c}')}" for x, c in zip(spec.texts, topic.cells, strict=True))
    return f"{topic.name} ({', '.join(cells)})"


def _alt(topics: list[Topic], shown: list[Topic], spec: ChartSpec) -> str:
    says = []
    for relation in SHARED:
        some = [t for t in shown if t.relation == relation]
        if some:
            says.append(say(f"alt_topics_{relation}", topics=counted(len(some), "topic"),
                            which="; ".join(_said(t, spec) for t in some)))
    alone = Counter(t.relation for t in topics if t.relation not in SHARED)
    left = ", ".join(f"{named(r)} {n}" for r, n in sorted(alone.items()))
    voices = [say("alt_own_voice", text=text, n=sum(t.cells[n] == "writer" for t in shown))
              for n, text in enumerate(spec.texts)]
    return say("alt_claims_heat_map", topics=counted(len(shown), "topic"),
               texts=listing(spec.texts), says=" ".join(says),
               left=say("alt_topics_left", left=left) if left else "",
               voices=listing(voices) if voices else "")
