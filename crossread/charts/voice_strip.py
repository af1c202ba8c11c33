"""Who speaks in each sentence of a run of paragraphs: one row a paragraph, one cell a sentence."""

from __future__ import annotations

from itertools import groupby

from matplotlib.axes import Axes

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing, key, patch, percent
from .palette import INK, PALE, PAPER, Mark
from .spec import run
from .voices import Voices, author
from .words import counted, listing, say

Cell = tuple[str, tuple[str, ...]]  # locator of a sentence, its voices


def voice_strip(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Cells in the order of the text; a cell with several voices is divided."""
    annotation = seeds.annotation(spec.texts[0])
    voices = Voices.of(seeds, spec)
    rows = []
    for paragraph in run(spec, annotation):
        at = [f"{paragraph.id}.{sentence.n}" for sentence in paragraph.sentences]
        rows.append((paragraph.id, [(one, voices.of_claims(
            claim for claim in annotation.claims if claim.locator == one)) for one in at]))
    cells = [cell for _, row in rows for cell in row]
    used = [name for name in voices.marks if any(name in who for _, who in cells)]
    with drawing():
        figure, (axis,) = canvas(1.8 + 0.46 * len(rows))
        for n, (_, row) in enumerate(rows):
            _row(axis, n, row, voices.marks)
        axis.set_yticks(range(len(rows)), [name for name, _ in rows])
        axis.set_ylim(len(rows) - 0.5, -0.5)
        longest = max((len(row) for _, row in rows), default=1)
        axis.set_xlim(0, longest)
        axis.set_xticks([n + 0.5 for n in range(longest)], [str(n + 1) for n in range(longest)])
        axis.set_xlabel(say("number_of_sentence"))
        axis.tick_params(length=0)
        axis.grid(axis="y")
        key(figure, [patch(voices.marks[name], name) for name in used])
        return compose(spec, figure, _alt(spec, rows, cells, used), _table(cells, used))


def _row(axis: Axes, n: int, row: list[Cell], marks: dict[str, Mark]) -> None:
    for place, (locator, who) in enumerate(row):
        left, width = place + 0.04, 0.92 / (len(who) or 1)
        for part, name in enumerate(who):
            axis.barh(n, width, 0.74, left=left + part * width, facecolor=marks[name].colour,
                      hatch=marks[name].hatch, edgecolor=INK, gid=f"{locator} {name}")
        if not who:
            axis.barh(n, 0.92, 0.74, left=left, facecolor=PALE, edgecolor=INK, linestyle="dotted",
                      gid=f"{locator} none")
        axis.text(place + 0.5, n, locator.rpartition(".")[2], ha="center", va="center",
                  fontsize=SMALL, fontweight="bold",
                  bbox={"boxstyle": "round,pad=0.18", "facecolor": PAPER, "edgecolor": INK,
                        "linewidth": 0.6})


def _sorts(cells: list[Cell], used: list[str]) -> list[tuple[str, list[str]]]:
    """Sentences by who speaks: one voice alone, several, none."""
    found = [(say("voice_only", voice=name), [at for at, who in cells if who == (name,)])
             for name in used]
    found.append((say("voice_several"), [at for at, who in cells if len(who) > 1]))
    found.append((say("voice_none"), [at for at, who in cells if not who]))
    return [(name, at) for name, at in found if at]


def together(locators: list[str]) -> str:
    """Sentence locators in short: X4.1–3, X5.2."""
    parts = []
    for paragraph, group in groupby(locators, key=lambda at: at.rpartition(".")[0]):
        numbers = [int(at.rpartition(".")[2]) for at in group]
        runs = [[n for _, n in pair] for _, pair in
                groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
        parts += [f"{paragraph}.{one[0]}" + (f"–{one[-1]}" if len(one) > 1 else "")
                  for one in runs]
    return ", ".join(parts)


def _table(cells: list[Cell], used: list[str]) -> Table:
    return Table(say("table_voice_strip"),
                 (say("head_voice"), say("head_sentences"), say("head_share"),
                  say("head_where")),
                 tuple((name, str(len(at)), percent(len(at), len(cells)), together(at))
                       for name, at in _sorts(cells, used)))


def _alt(spec: ChartSpec, rows: list[tuple[str, list[Cell]]], cells: list[Cell],
         used: list[str]) -> str:
    sorts = _sorts(cells, used)
    first, last = (rows[0][0], rows[-1][0]) if rows else ("", "")
    most, where = max(sorts, key=lambda one: len(one[1]), default=(say("none"), []))
    says = listing(f"{name} {len(at)}" for name, at in sorts) if sorts else say("none")
    without = [row for row, its in rows if its and all(author() not in who for _, who in its)]
    return say(
        "alt_voice_strip", sentences=counted(len(cells), "sentence"), first=first, last=last,
        text=spec.labels.get(spec.texts[0], spec.texts[0]), says=says, most=most,
        share=percent(len(where), len(cells)),
        without=say("alt_without_author", paragraphs=listing(without), author=author())
        if without else "")
