"""The charts of the report: each a picture with its words; the table stands beside it on the page.

Nothing that a student typed is drawn.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any

import htpy as h
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from ..charts.base import DPI, SMALL, canvas, drawing, wrapped
from ..charts.palette import INK, MARKS, SOFT
from ..charts.words import counted
from ..grading.figures import Figure
from ..grading.groups import Group
from ..grading.markers import MarkerStats
from ..grading.questions import QuestionStats
from ..grading.sureness import Confidence

Row = tuple[str, Figure]


def picture(figure: Canvas, alt: str) -> h.VoidElement:
    """The figure as an image that is part of the page."""
    buffer = io.BytesIO()
    with drawing():
        figure.get_layout_engine().execute(figure)  # type: ignore[union-attr]
        figure.set_layout_engine("none")
        agg: Any = FigureCanvasAgg(figure)
        agg.print_png(buffer, metadata={"Software": None})
    width = round(figure.get_figwidth() * DPI)
    return h.img(src=f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}",
                 alt=" ".join(alt.split()), width=str(width))


def questions(found: Sequence[QuestionStats]) -> h.VoidElement | None:
    """Mean share of the marks of every question."""
    return _dots([(one.question, one.credit) for one in found], "mean share of the marks, percent",
                 "Mean share of its marks that each question earns", 100)


def groups(found: Sequence[Group], what: str) -> h.VoidElement | None:
    """Share of right decisions of every group, of which the name is its id or its label."""
    return _dots([(one.id or one.name, one.right) for one in found],
                 "right decisions, percent", f"Share of right decisions by {what}", 100)


def severity(found: Sequence[MarkerStats]) -> h.VoidElement | None:
    """How far each marker's levels are from those of the others."""
    return _dots([(one.marker, one.same if one.same.enough else one.alike) for one in found],
                 "levels above (+) or below (−) all other markers",
                 "Difference of each marker's levels to those of all others", 1, zero=True)


def reliability_curve(found: Confidence) -> h.VoidElement | None:
    """Share right against stated confidence, one point for a group of answers."""
    bins = [(said, 100 * right / n, n) for _, _, n, right, said in found.bins if n >= 10]
    if found.brier is None or not bins:
        return None
    with drawing():
        figure, (axis,) = canvas(3.4)
        axis.plot([0, 100], [0, 100], color=SOFT, linestyle="dashed", linewidth=1)
        mark = MARKS[0]
        axis.plot([x for x, _, _ in bins], [y for _, y, _ in bins], color=mark.colour,
                  marker=mark.marker, markersize=8)
        axis.set_xlim(0, 100)
        axis.set_ylim(0, 100)
        axis.set_xlabel("stated confidence, percent")
        axis.set_ylabel("right, percent")
        axis.grid()
        says = "; ".join(f"at {x:.0f} percent, {y:.0f} percent right (n = {n})"
                         for x, y, n in bins)
        return picture(figure, "Line chart. Across: stated confidence; up: percent right. A "
                       f"broken line shows where both are the same. {says}.")


def _dots(rows: Sequence[Row], across: str, what: str, scale: float, *,
          zero: bool = False) -> h.VoidElement | None:
    """A dot with its interval for every row, the first at the top; None without any figure."""
    shown = [(name, f) for name, f in rows if f.value is not None]
    if not shown:
        return None
    with drawing():
        figure, (axis,) = canvas(1.0 + 0.33 * len(shown))
        for n, (_, one) in enumerate(shown):
            _dot(axis, n, one, scale)
        axis.set_yticks(range(len(shown)), [wrapped(name, 26) for name, _ in shown],
                        fontsize=SMALL)
        axis.set_ylim(len(shown) - 0.5, -0.5)
        axis.set_xlabel(across)
        axis.grid(axis="x")
        if zero:
            axis.axvline(0, color=INK, linewidth=1)
        else:
            axis.set_xlim(0, scale)
        says = "; ".join(_says(name, one, scale) for name, one in shown)
        return picture(figure, f"Dot chart. {what}. Across: {across}; down: "
                       f"{counted(len(shown), 'row')}; a line through each dot shows its 95% "
                       f"interval. {says}.")


def _dot(axis: Axes, n: int, one: Figure, scale: float) -> None:
    value, low, high = ((x or 0.0) * scale for x in (one.value, one.low, one.high))
    axis.plot([low, high], [n, n], color=INK, linewidth=2)
    axis.plot([value], [n], marker="o", markersize=9, color=MARKS[0].colour)


def _says(name: str, one: Figure, scale: float) -> str:
    digits = 0 if scale > 1 else 2
    return (f"{name} {(one.value or 0) * scale:.{digits}f} ({(one.low or 0) * scale:.{digits}f} to "
            f"{(one.high or 0) * scale:.{digits}f})")
