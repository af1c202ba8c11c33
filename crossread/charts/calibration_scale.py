"""Words of likelihood and the ranges that a convention gives them."""

from __future__ import annotations

from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import SMALL, Chart, Table, bars_down, canvas, compose, counted, drawing
from .palette import INK, MARKS, SOFT

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
            axis.annotate(f"{low} to {high}", (at, n), (shift, 0), textcoords="offset points",
                          va="center", ha=side, fontsize=SMALL, fontweight="bold")
        axis.axvline(50, color=SOFT, linewidth=1, linestyle="dashed")
        bars_down(axis, [words for *_, words in bands], "percent", 100)
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
    return Table("Words and their ranges, lower half on the left",
                 ("word", "percent", "word on the other side", "percent"), tuple(rows))


def _alt(bands: list[Band]) -> str:
    says = "; ".join(f"{words} {low} to {high}" for low, high, words in bands)
    return (f"Bar chart. Across: percent from 0 to 100, with a broken line at 50; down: "
            f"{counted(len(bands), 'word')} of likelihood, the lowest chance first. {says}. "
            "Neighbouring ranges meet at their ends; 0 and 100 belong to no word.")
