"""How many words a whole file has, and how many of them are body text."""

from __future__ import annotations

from ..model.article import Line
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import (
    SMALL, Chart, Table, bars_down, canvas, compose, drawing, key, patch, percent, wrapped,
)
from .palette import INK, MARKS
from .words import number, say


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
        bars_down(axis, [wrapped(label, 16) for label, _, _ in found], say("words"),
                  1.35 * max((raw for _, raw, _ in found), default=1))
        key(figure, [patch(whole, say("whole_file")), patch(body, say("body_only"))])
        return compose(spec, figure, _alt(found), _table(found))


def _table(found: list[tuple[str, int, int]]) -> Table:
    return Table(say("table_raw_vs_body"),
                 (say("head_text"), say("whole_file"), say("head_body"), say("head_added"),
                  say("head_added_share")),
                 tuple((label, number(raw), number(own), number(raw - own),
                        percent(raw - own, own, 1)) for label, raw, own in found))


def _alt(found: list[tuple[str, int, int]]) -> str:
    says = [say("alt_raw", label=label, raw=number(raw), body=number(own),
                share=percent(raw - own, own, 1)) for label, raw, own in found]
    most = max(found, key=lambda one: (one[1] - one[2]) / (one[2] or 1))
    return say("alt_raw_vs_body", says=" ".join(says), most=most[0])
