"""Topics seen from two texts: how the texts stand to each other, and where that comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..model.chart import ChartSpec
from ..model.codes import PairReason
from ..model.course import Pair
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing, wrapped
from .palette import INK, MARKS, PAPER, SOFT
from .words import counted, listing, say

SHARED = ("agree", "differ", "talk_past")
FILL = MARKS[3]


@dataclass(frozen=True)
class Kind:
    """One relation: what it is called, and its pairs."""

    label: str
    pairs: tuple[Pair, ...]

    def because(self, reason: str) -> int:
        """How many of its pairs have this reason."""
        return sum(reason in pair.why for pair in self.pairs)


def agreement_matrix(seeds: Seeds, spec: ChartSpec) -> Chart:
    """A row for each relation, a column for each reason; the number of pairs in the cell."""
    found = relations(seeds.pairs, spec.texts)
    reasons = list(get_args(PairReason))
    most = max((each.because(why) for each in found for why in reasons), default=1) or 1
    with drawing():
        figure, (axis,) = canvas(1.5 + 0.62 * len(found))
        for n, each in enumerate(found):
            for k, why in enumerate(reasons):
                _cell(axis, n, k, each.because(why), most, f"{each.label} {why}")
        axis.set_xlim(-0.5, len(reasons) - 0.5)
        axis.set_ylim(len(found) - 0.5, -0.5)
        axis.set_xticks(range(len(reasons)), [say(f"because_{why}") for why in reasons])
        axis.xaxis.tick_top()
        axis.set_xlabel(say("topics_by_reason"))
        axis.set_yticks(range(len(found)), [wrapped(f"{each.label} ({len(each.pairs)})", 22)
                                            for each in found], fontsize=SMALL)
        axis.tick_params(length=0)
        for side in axis.spines.values():
            side.set_visible(False)
        return compose(spec, figure, _alt(found, reasons), _table(found, reasons))


def relations(pairs: tuple[Pair, ...], texts: tuple[str, ...]) -> list[Kind]:
    """The relations that occur, shared topics first, then those of one text alone."""
    names = [*SHARED, *(f"only_{text}" for text in texts)]
    found = [Kind(named(relation), tuple(p for p in pairs if p.relation == relation))
             for relation in names]
    return [each for each in found if each.pairs]


def named(relation: str) -> str:
    """What a reader is told of a relation: one of those shared, or "only_X"."""
    if relation in SHARED:
        return say(f"relation_{relation}")
    return say("relation_only", text=relation.removeprefix("only_"))


def _cell(axis: Axes, n: int, k: int, count: int, most: int, name: str) -> None:
    """A frame, in it a bar from zero and the number that the bar shows."""
    axis.add_patch(Rectangle((k - 0.46, n - 0.42), 0.92, 0.84, facecolor=PAPER, edgecolor=SOFT,
                             linewidth=0.5))
    if count:
        axis.add_patch(Rectangle((k - 0.46, n - 0.42), 0.66 * count / most, 0.84,
                                 facecolor=FILL.colour, hatch=FILL.hatch, edgecolor=INK, gid=name))
    axis.text(k + 0.41, n, str(count), ha="right", va="center", fontsize=SMALL, fontweight="bold")


def _table(found: list[Kind], reasons: list[str]) -> Table:
    """The numbers alone: which topic has which relation is what lesson and exercise ask for."""
    return Table(say("table_agreement_matrix"),
                 (say("head_relation"), say("head_topics"),
                  *(say(f"because_{why}") for why in reasons)),
                 tuple((each.label, str(len(each.pairs)),
                        *(str(each.because(why)) for why in reasons)) for each in found)
                 or ((say("none"), "0", *("0" for _ in reasons)),))


def _alt(found: list[Kind], reasons: list[str]) -> str:
    total = sum(len(each.pairs) for each in found)
    says = listing(f"{each.label} {len(each.pairs)}" for each in found) if found else say("none")
    tops = [say("in_number", what=say(f"because_{why}"),
                n=sum(each.because(why) for each in found)) for why in reasons]
    return say("alt_agreement_matrix", topics=counted(total, "topic"), says=says,
               reasons=listing(tops))
