"""Where a text limits what it says: hedged statements among all, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..model.article import Annotation, Claim
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing, key, patch, percent, wrapped
from .palette import INK, MARKS, PALE, Mark
from .words import counted, listing, say

HEDGED, PLAIN = MARKS[2], Mark("plain", PALE, "", "", "solid")


@dataclass(frozen=True)
class Strip:
    """One text: its label, its paragraphs in order, and the statements of each."""

    text: str
    label: str
    paragraphs: tuple[str, ...]
    claims: dict[str, tuple[Claim, ...]]

    def of(self, paragraphs: Sequence[str]) -> tuple[list[Claim], list[Claim]]:
        """The statements of some paragraphs: all, and the hedged ones."""
        every = [claim for at in paragraphs for claim in self.claims[at]]
        return every, [claim for claim in every if claim.hedge]

    def thirds(self) -> list[tuple[str, tuple[str, ...]]]:
        """The paragraphs in three runs, as even as they come."""
        n = len(self.paragraphs)
        cuts = [round(n * k / 3) for k in range(4)]
        return [(say(f"third_{k}"), self.paragraphs[a:b])
                for k, (a, b) in enumerate(pairwise(cuts), 1) if a < b]


def hedges(seeds: Seeds, spec: ChartSpec) -> Chart:
    """A panel for each text, on one scale; a bar for each paragraph, its hedged part below."""
    found = [strip(seeds.annotation(text), spec.labels.get(text, text)) for text in spec.texts]
    most = max((len(each.claims[at]) for each in found for at in each.paragraphs), default=1)
    with drawing():
        figure, axes = canvas(1.2 + 1.75 * len(found), len(found))
        for axis, each in zip(axes, found, strict=True):
            _panel(axis, each, most, last=axis is axes[-1])
        key(figure, [patch(HEDGED, say("hedged_statements")),
                     patch(PLAIN, say("other_statements"))])
        return compose(spec, figure, _alt(found), _table(found))


def strip(annotation: Annotation, label: str) -> Strip:
    """The statements of a text by paragraph."""
    by: dict[str, list[Claim]] = {p.id: [] for p in annotation.paragraphs}
    for claim in annotation.claims:
        by[claim.locator.partition(".")[0]].append(claim)
    return Strip(annotation.article.id, label, tuple(by), {at: tuple(c) for at, c in by.items()})


def _panel(axis: Axes, each: Strip, most: int, *, last: bool) -> None:
    for n, at in enumerate(each.paragraphs):
        every, limited = each.of([at])
        axis.bar(n, len(limited), 0.8, facecolor=HEDGED.colour, hatch=HEDGED.hatch, edgecolor=INK,
                 gid=f"{at} hedged")
        axis.bar(n, len(every) - len(limited), 0.8, bottom=len(limited), facecolor=PLAIN.colour,
                 edgecolor=INK, gid=f"{at} plain")
    step = 1 if len(each.paragraphs) <= 20 else 5
    shown = [n for n in range(len(each.paragraphs)) if n == 0 or (n + 1) % step == 0]
    axis.set_xticks(shown, [each.paragraphs[n][1:] for n in shown])
    axis.set_xlim(-0.6, len(each.paragraphs) - 0.4)
    axis.set_ylim(0, most + 0.5)
    axis.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axis.tick_params(axis="y", labelsize=SMALL)
    axis.grid(axis="y")
    axis.set_ylabel(say("statements"), fontsize=SMALL)
    if last:
        axis.set_xlabel(say("number_of_paragraph"))
    every, limited = each.of(each.paragraphs)
    axis.set_title(wrapped(say("hedged_of", label=each.label, n=len(limited), of=len(every)), 56),
                   fontsize=SMALL)


def _table(found: list[Strip]) -> Table:
    rows = []
    for each in found[:2]:  # six rows are three for each of two texts
        for name, paragraphs in each.thirds():
            every, limited = each.of(paragraphs)
            rows.append((say("part_of_text", text=each.text, third=name, first=paragraphs[0],
                             last=paragraphs[-1]),
                         str(len(every)), str(len(limited)), percent(len(limited), len(every)),
                         "; ".join(f"{c.locator} {c.hedge.replace('; ', ', ')}" for c in limited)
                         or say("none")))
    return Table(say("table_hedges"),
                 (say("head_part"), say("statements"), say("head_hedged"), say("head_share"),
                  say("head_limiting")),
                 tuple(rows))


def _alt(found: list[Strip]) -> str:
    says = []
    for each in found:
        every, limited = each.of(each.paragraphs)
        parts = [(name, *each.of(paragraphs)) for name, paragraphs in each.thirds()]
        says.append(say(
            "alt_hedged", label=each.label, n=len(limited),
            statements=counted(len(every), "statement"), share=percent(len(limited), len(every)),
            parts=listing(f"{name} {len(some)}" for name, _, some in parts)))
    return say("alt_hedges", says=" ".join(says))
