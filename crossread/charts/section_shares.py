"""How the words of a text are shared out between its sections."""

from __future__ import annotations

from ..model.article import Annotation
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import ROWS, SMALL, Chart, Table, bars_down, canvas, compose, drawing, percent, wrapped
from .palette import INK, MARKS
from .words import counted, number, say

Share = tuple[str, str, int]  # section, its paragraphs, its body words


def section_shares(seeds: Seeds, spec: ChartSpec) -> Chart:
    """One bar for each section, in the order of the text."""
    annotation = seeds.annotation(spec.texts[0])
    found = shares(annotation)
    total = sum(words for _, _, words in found)
    with drawing():
        figure, (axis,) = canvas(1.4 + 0.62 * len(found))
        mark = MARKS[3]
        for n, (_, _, words) in enumerate(found):
            axis.barh(n, words, 0.66, facecolor=mark.colour, hatch=mark.hatch, edgecolor=INK)
            axis.annotate(f"{number(words)} ({percent(words, total)})", (words, n), (5, 0),
                          textcoords="offset points", va="center", fontsize=SMALL,
                          fontweight="bold")
        bars_down(axis, [f"{wrapped(label, 22)}\n{where}" for label, where, _ in found],
                  say("words_of_body"), 1.35 * max(words for *_, words in found))
        return compose(spec, figure, _alt(spec, found, total), _table(found, total))


def shares(annotation: Annotation) -> list[Share]:
    """Sections in order with the words of their body lines; more than six are folded."""
    found = []
    for section in annotation.article.sections:
        inside = set(section.paragraphs)
        words = sum(line.words for line in annotation.lines
                    if line.kind == "body" and line.paragraph in inside)
        first, last = section.paragraphs[0], section.paragraphs[-1]
        found.append((section.label, first if first == last else f"{first}–{last}", words))
    if len(found) > ROWS:
        rest = found[ROWS - 1:]
        where = f"{rest[0][1].split('–')[0]}–{rest[-1][1].split('–')[-1]}"
        found[ROWS - 1:] = [(say("more_sections", n=len(rest)), where, sum(n for *_, n in rest))]
    return found


def _table(found: list[Share], total: int) -> Table:
    return Table(say("table_section_shares", n=number(total)),
                 (say("head_section"), say("head_paragraphs"), say("words"), say("head_share")),
                 tuple((label, where, number(words), percent(words, total))
                       for label, where, words in found))


def _alt(spec: ChartSpec, found: list[Share], total: int) -> str:
    most = max(found, key=lambda one: one[2])
    least = min(found, key=lambda one: one[2])
    says = ", ".join(f"{label} ({where}) {number(words)}" for label, where, words in found)
    return say("alt_section_shares", sections=counted(len(found), "section"),
               text=spec.labels.get(spec.texts[0], spec.texts[0]), says=says,
               total=number(total), longest=most[0], most=percent(most[2], total),
               shortest=least[0], least=percent(least[2], total))
