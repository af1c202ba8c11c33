"""How many words a whole file has, and how many of them are body text."""

from __future__ import annotations

from ..model.article import Line
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import (
    SMALL, Chart, Table, bars_down, canvas, compose, drawing, key, number, patch, percent,
    wrapped,
)
from .palette import INK, MARKS


def counts(lines: tuple[Line, ...]) -> tuple[int, int]:
    """Words of the whole file, words of its body text."""
    return (sum(line.words for line in lines),
            sum(line.words for line in lines if line.kind == "body"))


def raw_vs_body(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Two bars for each text of ``spec``, from zero."""
    found = [(spec.labels.get(text, text), *counts(seeds.annotation(text).lines))
             for text in spec.texts]
    with drawing():
        figure, (axis,) = canvas(1.7 + 1.15 * len(found))
        whole, body = MARKS[1], MARKS[0]
        for n, (_, raw, own) in enumerate(found):
            for shift, value, mark, note in (
                    (-0.2, raw, whole, f"{number(raw)} (+{percent(raw - own, own, 1)})"),
                    (0.2, own, body, number(own))):
                axis.barh(n + shift, value, 0.38, facecolor=mark.colour, hatch=mark.hatch,
                          edgecolor=INK)
                axis.annotate(note, (value, n + shift), (5, 0), textcoords="offset points",
                              va="center", fontsize=SMALL, fontweight="bold")
        bars_down(axis, [wrapped(label, 16) for label, _, _ in found], "words",
                  1.35 * max((raw for _, raw, _ in found), default=1))
        key(figure, [patch(whole, "whole file"), patch(body, "body text only")])
        return compose(spec, figure, _alt(found), _table(found))


def _table(found: list[tuple[str, int, int]]) -> Table:
    return Table("Words of the whole file and of the body text",
                 ("text", "whole file", "body text", "added", "added, in % of the body text"),
                 tuple((label, number(raw), number(own), number(raw - own),
                        percent(raw - own, own, 1)) for label, raw, own in found))


def _alt(found: list[tuple[str, int, int]]) -> str:
    says = [f"{label} has {number(raw)} words in the whole file and {number(own)} in the body "
            f"text, so the file is {percent(raw - own, own, 1)} larger."
            for label, raw, own in found]
    most = max(found, key=lambda one: (one[1] - one[2]) / (one[2] or 1))
    return ("Bar chart, two bars for each text. Across: words, from 0; down: the texts. "
            f"{' '.join(says)} The difference is largest in {most[0]}. A count that is made on a "
            "raw file includes words that its author may not have written.")
