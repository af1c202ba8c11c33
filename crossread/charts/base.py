"""What a chart is: a figure, the same in words and in a table, and what it does not show.

A chart module holds one function ``(seeds, spec) -> Chart``. It draws inside
``drawing()`` on a ``canvas(height)`` and ends with ``compose``, which fixes the
layout, so that the same data give the same bytes. No module here uses pyplot.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import StrMethodFormatter

from .. import strings
from ..model.chart import ChartSpec
from .palette import GRID, INK, PAPER, SOFT, Mark

ROWS = 6  # the most that a table under a chart may have
WIDTH = 6.4  # inches
DPI = 110
SMALL, TEXT, HEAD = 10.5, 11.5, 13  # points

_RC = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: the same on every machine
    "font.size": TEXT, "axes.titlesize": TEXT, "axes.titleweight": "bold",
    "axes.titlelocation": "left", "axes.labelsize": TEXT, "xtick.labelsize": SMALL,
    "ytick.labelsize": TEXT, "legend.fontsize": SMALL, "legend.frameon": False,
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.edgecolor": SOFT, "axes.spines.top": False, "axes.spines.right": False,
    "axes.axisbelow": True, "grid.color": GRID, "grid.linewidth": 0.8,
    "text.parse_math": False, "hatch.linewidth": 0.7, "patch.linewidth": 0.8,
}
_LEAVE = ("backend", "interactive", "toolbar", "webagg", "savefig.directory")


@dataclass(frozen=True)
class Table:
    """The chart as a table: a caption, a header and at most six rows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if len(self.rows) > ROWS:
            raise ValueError(f"a chart's table has at most {ROWS} rows, not {len(self.rows)}")
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("every row of a chart's table needs a cell for every heading")


@dataclass(frozen=True)
class Box:
    """What a reader may take from a chart, and what not."""

    shows: str
    does_not_show: str
    measured_by: str
    as_of: str

    def lines(self) -> tuple[tuple[str, str], ...]:
        """The four lines, as (heading, text)."""
        return ((strings.say("shows"), self.shows),
                (strings.say("shows_not"), self.does_not_show),
                (strings.say("measured_by"), self.measured_by),
                (strings.say("as_of"), self.as_of))


@dataclass(frozen=True)
class Branch:
    """A line of an outline and what hangs below it."""

    text: str
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture with its twins: words (``alt``), a table, and an outline for a tree."""

    name: str
    title: str
    question: str
    figure: Figure
    alt: str
    table: Table
    box: Box
    outline: tuple[Branch, ...] = ()


@contextmanager
def drawing() -> Iterator[None]:
    """Matplotlib's own defaults and this project's look, whatever the user has set."""
    defaults = {name: value for name, value in mpl.rcParamsDefault.items()
                if not name.startswith(_LEAVE)}
    look: Any = {**defaults, **_RC}
    with mpl.rc_context(look):
        yield


def canvas(height: float, rows: int = 1, *, ratios: Sequence[float] | None = None,
           share_x: bool = False) -> tuple[Figure, list[Axes]]:
    """A white figure with a thin frame, and its axes from top to bottom.

    ``height`` in inches, ``ratios`` of the axes' heights.
    """
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained", facecolor=PAPER,
                    edgecolor=GRID, linewidth=1.5)
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1)  # type: ignore[union-attr,call-arg]
    grid = figure.subplots(rows, 1, squeeze=False, sharex=share_x,
                           gridspec_kw={"height_ratios": list(ratios)} if ratios else None)
    return figure, [row[0] for row in grid]


def compose(spec: ChartSpec, figure: Figure, alt: str, table: Table,
            outline: tuple[Branch, ...] = ()) -> Chart:
    """The finished chart: the title set, the figure laid out once and kept so."""
    figure.suptitle(wrapped(spec.title, 58), x=0.02, ha="left", fontsize=HEAD, fontweight="bold")
    figure.get_layout_engine().execute(figure)  # type: ignore[union-attr]  # half the time of a draw
    figure.set_layout_engine("none")
    box = Box(spec.shows, spec.does_not_show, spec.measured_by, spec.as_of)
    return Chart(spec.id, spec.title, spec.question, figure, " ".join(alt.split()), table, box,
                 outline)


def bars_down(axis: Axes, labels: Sequence[str], what: str, most: float) -> None:
    """Axes for horizontal bars: labels down, ``what`` across from 0 to ``most``, a grid."""
    axis.set_yticks(range(len(labels)), list(labels))
    axis.set_ylim(len(labels) - 0.5, -0.5)
    axis.tick_params(axis="y", length=0)
    axis.set_xlim(0, most or 1)
    axis.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axis.set_xlabel(what)
    axis.grid(axis="x")


def key(figure: Figure, handles: Iterable[Artist], columns: int = 2) -> None:
    """The legend, below the axes, with samples large enough to show a hatch."""
    figure.legend(handles=list(handles), loc="outside lower center", ncols=columns,
                  handlelength=2.6, handleheight=1.2)


def patch(mark: Mark, label: str) -> Patch:
    """A legend's sample of an area."""
    return Patch(facecolor=mark.colour, hatch=mark.hatch, edgecolor=INK, label=label)


def png(chart: Chart) -> bytes:
    """The picture: the same bytes for the same chart and the same matplotlib."""
    buffer = io.BytesIO()
    with drawing():
        # savefig would draw twice: an explorer redraws while somebody waits
        agg: Any = FigureCanvasAgg(chart.figure)
        agg.print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()


def wrapped(label: str, width: int) -> str:
    """A label on lines of at most ``width`` characters, for an axis or a box."""
    return "\n".join(textwrap.wrap(label, width, break_long_words=False,
                                   break_on_hyphens=False))


def percent(part: float, whole: float, digits: int = 0) -> str:
    """A share in percent, "–" of nothing."""
    return f"{100 * part / whole:.{digits}f}%" if whole else "–"
