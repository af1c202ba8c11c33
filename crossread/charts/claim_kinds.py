"""What kinds of statements each text is made of: one bar a text, divided by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from ..model.article import Claim
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import (
    SMALL, Chart, Table, bars_down, canvas, compose, drawing, key, patch, percent, wrapped,
)
from .palette import INK, MARKS, PALE, Mark, ink_on
from .words import counted, listing, say

#: in the order of the bar
KINDS = ("fact", "report", "inference", "judgement", "forecast", "yours_to_code")
LOOK = dict(zip(KINDS, (*MARKS[:5], Mark("open", PALE, "", "", "dashed")), strict=True))
NARROW = 0.05  # a share below which its number would not fit


@dataclass(frozen=True)
class Coded:
    """One text: its label, and how many of its statements have each kind."""

    text: str
    label: str
    counts: Counter[str]

    @property
    def total(self) -> int:
        return self.counts.total()


def claim_kinds(seeds: Seeds, spec: ChartSpec) -> Chart:
    """A bar of 100 per cent for each text of ``spec``."""
    found = [Coded(text, spec.labels.get(text, text), counts(seeds.annotation(text).claims))
             for text in spec.texts]
    used = [kind for kind in KINDS if any(each.counts[kind] for each in found)]
    with drawing():
        figure, (axis,) = canvas(2.0 + 0.95 * len(found))
        for n, each in enumerate(found):
            _bar(axis, n, each, used)
        bars_down(axis, [wrapped(f"{each.label} ({each.total})", 17) for each in found],
                  say("share_of_statements"), 100)
        key(figure, [patch(LOOK[kind], say(f"kind_{kind}")) for kind in used], 3)
        return compose(spec, figure, _alt(found, used), _table(found, used))


def counts(claims: Sequence[Claim]) -> Counter[str]:
    """How many statements have each kind."""
    return Counter(claim.kind for claim in claims)


def _bar(axis: Axes, n: int, each: Coded, used: list[str]) -> None:
    left = 0.0
    for kind in used:
        share = each.counts[kind] / (each.total or 1)
        if not share:
            continue
        look = LOOK[kind]
        axis.barh(n, 100 * share, 0.6, left=left, facecolor=look.colour, hatch=look.hatch,
                  edgecolor=INK, gid=f"{each.text} {kind}")
        if share >= NARROW:
            axis.text(left + 50 * share, n, f"{100 * share:.0f}", ha="center", va="center",
                      fontsize=SMALL, fontweight="bold", color=ink_on(look.colour),
                      bbox={"facecolor": look.colour, "edgecolor": "none", "pad": 1.5})
        elif kind == used[-1]:  # too narrow for its number, which finds room behind the bar
            axis.text(101, n, f"{100 * share:.0f}", va="center", fontsize=SMALL,
                      fontweight="bold")
        left += 100 * share


def _table(found: list[Coded], used: list[str]) -> Table:
    return Table(say("table_claim_kinds"),
                 (say("head_kind"), *(say(f"head_text_{what}", text=each.text) for each in found
                                      for what in ("number", "share"))),
                 tuple((say(f"kind_{kind}"), *(cell for each in found for cell in (
                     str(each.counts[kind]), percent(each.counts[kind], each.total))))
                     for kind in used) or ((say("none"), *("0" for _ in found for _ in "ab")),))


def _alt(found: list[Coded], used: list[str]) -> str:
    says = []
    for each in found:
        parts = listing(f"{say(f'kind_{kind}')} {percent(each.counts[kind], each.total)}"
                        for kind in used) if used else say("none")
        says.append(say("alt_kinds_of", label=each.label, parts=parts,
                        statements=counted(each.total, "statement")))
    gaps = [(abs(_share(found[0], kind) - _share(found[-1], kind)), say(f"kind_{kind}"))
            for kind in used]
    return say("alt_claim_kinds", says=" ".join(says),
               gap=say("alt_kinds_gap", kind=max(gaps)[1]) if len(found) > 1 and gaps else "")


def _share(each: Coded, kind: str) -> float:
    return each.counts[kind] / (each.total or 1)
