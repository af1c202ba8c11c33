"""Which printing of a statement has which part of it: a row a printing, a column a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import ROWS, SMALL, Chart, Table, canvas, compose, drawing, wrapped
from .palette import INK, MARKS, PAPER, SOFT, Mark, ink_on
from .words import counted, listing, say

NONE = Mark("none", PAPER, "", "", "solid")
#: value of a cell → its mark
LOOK = {"yes": MARKS[0], "paraphrased": MARKS[3], "part": MARKS[1], "no": NONE}


@dataclass(frozen=True)
class Printing:
    """One printing: who printed it, and its cells in the order of the parts."""

    name: str
    cells: tuple[str, ...]


def printings(seeds: Seeds, spec: ChartSpec) -> Chart:
    """The table of ``spec``: its first label names the column of the rows, the others the parts."""
    who, *parts = spec.labels
    rows = [Printing(str(row[who]), tuple(str(row[part]) for part in parts))
            for row in seeds.evidence[spec.tables[0]].rows]
    found = sorted(rows, key=lambda one: tuple(list(LOOK).index(cell) for cell in one.cells))
    heads = [spec.labels[part] for part in parts]
    with drawing():
        figure, (axis,) = canvas(1.3 + 0.4 * len(found))
        for n, one in enumerate(found):
            for k, cell in enumerate(one.cells):
                _cell(axis, n, k, cell, one.name)
        axis.set_xlim(-0.5, len(parts) - 0.5)
        axis.set_ylim(len(found) - 0.5, -0.5)
        axis.set_xticks(range(len(parts)), [wrapped(head, 22) for head in heads])
        axis.xaxis.tick_top()
        axis.set_yticks(range(len(found)), [wrapped(one.name, 30) for one in found],
                        fontsize=9.5)
        axis.tick_params(length=0)
        for side in axis.spines.values():
            side.set_visible(False)
        return compose(spec, figure, _alt(found, heads), _table(found, heads))


def _cell(axis: Axes, n: int, k: int, cell: str, name: str) -> None:
    mark = LOOK[cell]
    axis.add_patch(Rectangle((k - 0.47, n - 0.44), 0.94, 0.88, facecolor=mark.colour,
                             hatch=mark.hatch, edgecolor=SOFT if mark is NONE else INK,
                             gid=f"{name} {k}"))
    axis.text(k, n, say(f"printing_{cell}"), ha="center", va="center", fontsize=SMALL,
              fontweight="normal" if mark is NONE else "bold", color=ink_on(mark.colour),
              bbox={"facecolor": mark.colour, "edgecolor": "none", "pad": 1.5})


def patterns(found: Sequence[Printing]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Printings with the same cells together, the commonest first."""
    by: dict[tuple[str, ...], list[str]] = {}
    for one in found:
        by.setdefault(one.cells, []).append(one.name)
    return sorted(by.items(), key=lambda pair: -len(pair[1]))


def _table(found: Sequence[Printing], heads: list[str]) -> Table:
    return Table(say("table_printings"), (*heads, say("head_number"), say("head_which")),
                 tuple((*(say(f"printing_{cell}") for cell in cells), str(len(names)),
                        "; ".join(names))
                       for cells, names in patterns(found)[:ROWS]))


def _alt(found: Sequence[Printing], heads: list[str]) -> str:
    says = []
    for k, head in enumerate(heads):
        tally = {cell: sum(one.cells[k] == cell for one in found) for cell in LOOK}
        said = listing(say("in_number", what=say(f"printing_{cell}"), n=n)
                       for cell, n in tally.items() if n)
        says.append(f"{head[0].upper()}{head[1:]}: {said}.")
    return say("alt_printings", printings=counted(len(found), "printing"), says=" ".join(says),
               whole=sum(set(one.cells) == {"yes"} for one in found))
