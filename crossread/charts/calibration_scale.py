"""Words of likelihood and the ranges that a convention gives them."""

from __future__ import annotations

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import SMALL, Chart, Table, bars_down, canvas, compose, drawing
from .palette import INK, MARKS, SOFT
from .words import counted, say

Band = tuple[int, int, str]  # lowest and highest percentage, and the words for it


def bands_of(spec: ChartSpec) -> list[Band]:
    """The labels of the record, whose ids are ranges such as "55-80", from low to high."""
    ends = {words: [int(end) for end in reach.split("-")] for reach, words in spec.labels.items()}
    return sorted((low, high, words) for words, (low, high) in ends.items())


def calibration_scale(seeds: Seeds, spec: ChartSpec) -> Chart:
    """One bar for each band, from 0 to 100 percent, lowest at the top."""
    bands = bands_of(spec)
    with drawing():
        figure, (axis,) = canvas(1.3 + 0.5 * len(bands))
        for n, (low, high, _) in enumerate(bands):
            mark = MARKS[0] if low >= 50 else MARKS[3] if high <= 50 else MARKS[1]
            axis.barh(n, high - low, 0.62, left=low, facecolor=mark.colour, hatch=mark.hatch,
                      edgecolor=INK)
            beside = low < 20 or 50 < high < 85  # where the label is clear of the line at 50
            at, side, shift = (high, "left", 5) if beside else (low, "right", -5)
            axis.annotate(say("from_to", low=low, high=high), (at, n), (shift, 0),
                          textcoords="offset points", va="center", ha=side, fontsize=SMALL,
                          fontweight="bold")
        axis.axvline(50, color=SOFT, linewidth=1, linestyle="dashed")
        bars_down(axis, [words for *_, words in bands], say("percent"), 100)
        return compose(spec, figure, _alt(bands), _table(bands))


def _table(bands: list[Band]) -> Table:
    """Low and high bands side by side, mirrored at one half, so that the rows stay few."""
    half = (len(bands) + 1) // 2
    high = bands[half:][::-1]
    rows = []
    for n, (low, top, words) in enumerate(bands[:half]):
        other = high[n] if n < len(high) else None
        rows.append((words, f"{low}–{top}", other[2] if other else "",
                     f"{other[0]}–{other[1]}" if other else ""))
    return Table(say("table_calibration_scale"),
                 (say("head_word"), say("percent"), say("head_other_word"), say("percent")),
                 tuple(rows))


def _alt(bands: list[Band]) -> str:
    says = "; ".join(say("alt_band", words=words, low=low, high=high)
                     for low, high, words in bands)
    return say("alt_calibration_scale", words=counted(len(bands), "word"), says=says)
