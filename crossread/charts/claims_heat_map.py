"""Who says what, topic by topic: the writer, other people, both, or nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..model.article import Annotation
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import (
    SMALL, Chart, Table, bars_down, canvas, compose, counted, drawing, key, listing, patch, wrapped,
)
from .palette import INK, MARKS, PALE, Mark, ink_on

#: what a cell says → its letter, its signs, its name
CELLS: dict[str, tuple[str, Mark, str]] = {
    "writer": ("W", MARKS[0], "the writer's own voice"),
    "others": ("O", MARKS[1], "other people's voices only"),
    "both": ("B", MARKS[3], "both"),
    "silent": ("–", Mark("silent", PALE, "", "", "solid"), "nothing on this topic"),
}
RELATIONS = {"agree": "agree", "differ": "differ", "talk_past": "talk past each other"}


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
    shown = sorted((t for t in topics if t.relation in RELATIONS),
                   key=lambda t: list(RELATIONS).index(t.relation))
    with drawing():
        labels = [wrapped(t.name, 46) for t in shown]
        figure, (axis,) = canvas(0.31 * len(shown) + 2)
        bars_down(axis, labels or ["none"], "", len(spec.texts))
        axis.tick_params(axis="y", labelsize=SMALL)
        for y, topic in enumerate(shown):
            for x, cell in enumerate(topic.cells):
                letter, mark, _ = CELLS[cell]
                axis.barh(y, 0.96, 0.9, left=x + 0.02, facecolor=mark.colour, hatch=mark.hatch,
                          edgecolor=INK, gid=f"{topic.name} {spec.texts[x]} {cell}")
                axis.text(x + 0.5, y, letter, ha="center", va="center_baseline",
                          fontsize=SMALL, fontweight="bold", color=ink_on(mark.colour),
                          bbox={"boxstyle": "round,pad=0.12", "facecolor": mark.colour,
                                "edgecolor": "none"})
        axis.grid(visible=False)
        axis.set_xticks([x + 0.5 for x in range(len(spec.texts))],
                        [wrapped(spec.labels.get(text, text), 14) for text in spec.texts])
        axis.tick_params(axis="x", length=0, labeltop=True, labelbottom=False)
        edge = axis.secondary_yaxis("right")
        starts = {r: [n for n, t in enumerate(shown) if t.relation == r] for r in RELATIONS}
        edge.set_yticks([sum(some) / len(some) for some in starts.values() if some],
                        [wrapped(RELATIONS[r], 9) for r, some in starts.items() if some])
        edge.tick_params(length=0, labelsize=SMALL)
        for some in starts.values():
            if some and some[0]:
                axis.axhline(some[0] - 0.5, color=INK, linewidth=2, clip_on=False)
        there = {cell for topic in shown for cell in topic.cells}
        key(figure, [patch(mark, f"{letter}  {name}")
                     for cell, (letter, mark, name) in CELLS.items() if cell in there])
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
    names = [*(r for r in RELATIONS), *sorted({t.relation for t in topics} - set(RELATIONS))]

    def cells(relation: str) -> tuple[str, ...]:
        some = [t for t in topics if t.relation == relation]
        return tuple(", ".join(f"{CELLS[cell][2]} {n}" for cell, n in sorted(
            Counter(t.cells[k] for t in some).items(), key=lambda pair: list(CELLS).index(pair[0])))
            or "–" for k in range(len(spec.texts)))
    return Table("Topics by relation, and whose voice carries them",
                 ("relation", "topics", *spec.texts),
                 tuple((RELATIONS.get(r, r.replace("_", " ")),
                        str(sum(t.relation == r for t in topics)), *cells(r)) for r in names[:6]))


def _said(topic: Topic, spec: ChartSpec) -> str:
    cells = (f"{x} {CELLS[c][2]}" for x, c in zip(spec.texts, topic.cells, strict=True))
    return f"{topic.name} ({', '.join(cells)})"


def _alt(topics: list[Topic], shown: list[Topic], spec: ChartSpec) -> str:
    says = []
    for relation, words in RELATIONS.items():
        some = [t for t in shown if t.relation == relation]
        if some:
            says.append(f"They {words} on {counted(len(some), 'topic')}: "
                        f"{'; '.join(_said(t, spec) for t in some)}.")
    alone = Counter(t.relation for t in topics if t.relation not in RELATIONS)
    left = ", ".join(f"{r.replace('_', ' ')} {n}" for r, n in sorted(alone.items()))
    voices = [f"{text} speaks in the writer's own voice only on "
              f"{sum(t.cells[n] == 'writer' for t in shown)} of them"
              for n, text in enumerate(spec.texts)]
    return (f"Heat map with a letter in each cell: {counted(len(shown), 'topic')} from top to "
            f"bottom, texts {listing(spec.texts)} from left to right. {' '.join(says)} "
            + (f"Left out, since one text is silent: {left}. " if left else "")
            + f"{listing(voices) if voices else ''}. Agreement of two texts is no proof, and a "
            "count of topics weighs none of them.")
