"""Whom each paragraph names for what is said: one column a paragraph, one row a way of naming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..model.article import Annotation, Attribution
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing, key, percent, wrapped
from .palette import INK, MARKS, PAPER
from .spec import run
from .words import counted, listing, say

#: how a source is named, from most to least; the last is no attribution
NAMING = ("named", "role", "unnamed", "anonymous")
NOBODY = "nobody"
FEW = 20  # paragraphs up to which each has its number on the axis


@dataclass(frozen=True)
class Row:
    """One way of naming: which, the paragraphs that have it, those with quoted words."""

    naming: str
    told: tuple[str, ...]
    quoted: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """What a reader is told of the source."""
        return say(f"naming_{self.naming}")


def attribution_dots(seeds: Seeds, spec: ChartSpec) -> Chart:
    """A full dot where words are quoted, an empty one where they are only retold."""
    annotation = seeds.annotation(spec.texts[0])
    paragraphs = [one.id for one in run(spec, annotation)]
    found = rows(annotation, paragraphs)
    with drawing():
        figure, (axis,) = canvas(1.7 + 0.5 * len(found))
        for n, row in enumerate(found):
            _row(axis, n, row, paragraphs)
        axis.set_yticks(range(len(found)), [wrapped(row.label, 19) for row in found])
        axis.set_ylim(len(found) - 0.5, -0.5)
        axis.set_xlim(-0.7, len(paragraphs) - 0.3)
        shown = [n for n in range(len(paragraphs))
                 if len(paragraphs) <= FEW or n == 0 or (n + 1) % 5 == 0]
        axis.set_xticks(shown, [paragraphs[n][1:] for n in shown])
        axis.set_xlabel(say("number_of_paragraph"))
        axis.tick_params(axis="y", length=0, labelsize=SMALL)
        axis.grid(axis="both")
        key(figure, list(_legend(found)))
        return compose(spec, figure, _alt(spec, found, paragraphs), _table(found, paragraphs))


def rows(annotation: Annotation, paragraphs: list[str]) -> list[Row]:
    """Every way of naming that occurs, and the paragraphs in which nobody else is named."""
    inside = set(paragraphs)
    by: dict[str, list[Attribution]] = {}
    for one in annotation.attributions:
        if counts(one) and place(one) in inside:
            by.setdefault(one.naming, []).append(one)
    found = []
    for naming in NAMING:
        if naming in by:
            at = {place(one) for one in by[naming]}
            quoted = frozenset(place(one) for one in by[naming] if one.quoted_words[1])
            found.append(Row(naming, tuple(p for p in paragraphs if p in at), quoted))
    some = {place(one) for each in by.values() for one in each}
    return [*found, Row(NOBODY, tuple(p for p in paragraphs if p not in some))]


def counts(one: Attribution) -> bool:
    """Speech, thought or wish; what stands inside another's speech only with words of its own."""
    return not one.not_speech and (not one.nested_in or one.quoted_words[1] > 0)


def place(one: Attribution) -> str:
    """The paragraph of an attribution."""
    return one.locator.partition(".")[0]


def _row(axis: Axes, n: int, row: Row, paragraphs: list[str]) -> None:
    for at in row.told:
        fill = INK if row.naming == NOBODY else MARKS[0].colour if at in row.quoted else PAPER
        axis.plot(paragraphs.index(at), n, marker="x" if row.naming == NOBODY else "o",
                  markersize=8, markeredgecolor=INK, markeredgewidth=1.5, markerfacecolor=fill,
                  linestyle="none", gid=f"{at} {row.label}")


def _legend(found: list[Row]) -> Iterator[Line2D]:
    def sample(marker: str, fill: str, label: str) -> Line2D:
        return Line2D([], [], linestyle="none", marker=marker, markersize=8, markeredgecolor=INK,
                      markeredgewidth=1.5, markerfacecolor=fill, label=label)
    if any(row.quoted for row in found):
        yield sample("o", MARKS[0].colour, say("with_quoted_words"))
    if any(set(row.told) - row.quoted for row in found if row.naming != NOBODY):
        yield sample("o", PAPER, say("in_own_words"))
    if any(row.told for row in found if row.naming == NOBODY):
        yield sample("x", INK, say("naming_nobody"))


def together(paragraphs: Iterable[str]) -> str:
    """Paragraphs in short: X3–5, X8."""
    numbers = [(one[0], int(one[1:])) for one in paragraphs]
    runs = [[n for _, n in pair] for _, pair in
            groupby(enumerate(numbers), key=lambda pair: pair[1][1] - pair[0])]
    return ", ".join(f"{one[0][0]}{one[0][1]}" + (f"–{one[-1][1]}" if len(one) > 1 else "")
                     for one in runs)


def _table(found: list[Row], paragraphs: list[str]) -> Table:
    return Table(say("table_attribution_dots", n=len(paragraphs)),
                 (say("head_named"), say("head_paragraphs"), say("with_quoted_words"),
                  say("head_where")),
                 tuple((row.label, str(len(row.told)),
                        "–" if row.naming == NOBODY else str(len(row.quoted)),
                        together(row.told) or say("none")) for row in found))


def _alt(spec: ChartSpec, found: list[Row], paragraphs: list[str]) -> str:
    says = listing(say("in_number", what=row.label, n=len(row.told))
                   + (f" ({len(row.quoted)} {say('with_quoted_words')})" if row.quoted else "")
                   for row in found)
    most = max(found, key=lambda row: len(row.told))
    return say("alt_attribution_dots", paragraphs=counted(len(paragraphs), "paragraph"),
               text=spec.labels.get(spec.texts[0], spec.texts[0]), says=says, most=most.label,
               share=percent(len(most.told), len(paragraphs)))
