"""A chart as a page and a terminal show it: picture, table, outline and box, each in words."""

from __future__ import annotations

import base64
import re
import textwrap
from collections.abc import Iterable, Iterator

import htpy as h

from ..faces import Face
from .base import DPI, Branch, Chart, Table, png
from .words import say

LONGEST = 100  # characters in a line of the plain face
NARROWEST = 480  # px that a picture keeps, so that 10.5 points stay 11 px high; it then scrolls

# Wishes to the page, not needs: what drops them (GitHub) still shows everything, in order.
_WIDE = "margin:0 0 1em"
_SLIDE = "overflow-x:auto;container-type:inline-size"  # wider than its room: it moves sideways
_FIT = f"max-width:100%;min-width:{NARROWEST}px;height:auto"
_WORDS = "text-align:left"
_STAY = "position:sticky;left:0;display:inline-block;max-width:100cqw"  # of the box that slides
# Without styles it stays hidden: where there is no box that scrolls, nothing is to be told.
_HINT = ("display:block;position:sticky;left:0;margin:0;max-width:100cqw;max-height:3em;"
         "overflow:hidden;font-style:italic")
_UNDER = "float:none;width:auto;margin-left:0;overflow-wrap:anywhere"  # JupyterLab: terms in 20%
_ROOM = ((120, 18), (40, 12))  # letters in a cell → at least so many em for its column
LONG_HEAD = 16  # letters; a longer heading would make the first row high on a narrow page
_HEAD = 7  # em
EM = 13  # px of the letters of a table in JupyterLab
_NUMBER = re.compile(r"[\d.,%–+-]*")


def face(chart: Chart) -> Face:
    """The chart for a page and for a terminal; neither depends on what a learner did."""
    source = f"data:image/png;base64,{base64.b64encode(png(chart)).decode('ascii')}"
    width = round(chart.figure.get_figwidth() * DPI)
    html = h.section[
        h.figure(style=_WIDE)[
            _slide(chart.title, h.img(src=source, alt=chart.alt, width=str(width), style=_FIT),
                   min(width, NARROWEST)),
            h.figcaption[h.strong[chart.title], h.br, chart.question]],
        _table(chart.table),
        h.ul[(_branch(one) for one in chart.outline)] if chart.outline else None,
        h.dl[([h.dt(style=_UNDER)[name], h.dd(style=_UNDER)[text]]
              for name, text in chart.box.lines())],
    ]
    return Face(str(html), plain(chart))


def _slide(name: str, wide: h.Node, least: int) -> h.Element:
    """A box that scrolls sideways, by keys too, where what it holds is wider than the page.

    A line says so where the box has fewer pixels than ``least``: a static page has no script to
    ask, so its height is worked out from the width of the box, and is nothing in a wider one.
    """
    height = f"height:calc(({least}px - 100cqw)*99)"
    hint = h.p(".cr-slide", hidden=True, aria_hidden="true", style=f"{_HINT};{height}")
    return h.div(role="group", tabindex="0", aria_label=name, style=_SLIDE)[
        hint[say("slide")], wide]


def _table(table: Table) -> h.Element:
    """The table, its long columns wide enough to be read, its caption always whole in sight."""
    columns = [[row[n] for row in table.rows] for n in range(len(table.header))]
    words = [not all(map(_NUMBER.fullmatch, cells)) for cells in columns]
    longest = [max((len(cell) for cell in cells), default=0) for cells in columns]

    room = [next((em for least, em in _ROOM if longest[n] > least),
                 _HEAD if len(name) > LONG_HEAD else 0) for n, name in enumerate(table.header)]
    least = sum(room[n] or _longest_word(name, *columns[n]) for n, name in enumerate(table.header))

    def style(n: int) -> str | None:
        return _WORDS if words[n] else None

    def head(n: int) -> str | None:
        wide = f"min-width:{room[n]}em" if room[n] else None
        return ";".join(filter(None, (style(n), wide))) or None
    return _slide(table.caption, h.table[
        h.caption(style=_WORDS)[h.span(style=_STAY)[table.caption]],
        h.thead[h.tr[(h.th(scope="col", style=head(n))[cell]
                      for n, cell in enumerate(table.header))]],
        h.tbody[(h.tr[h.th(scope="row", style=style(0))[row[0]],
                      (h.td(style=style(n))[cell] for n, cell in enumerate(row) if n)]
                 for row in table.rows)]], round(least * EM))


def _longest_word(*cells: str) -> float:
    """About the width in em that a column cannot do without: its longest word and its padding."""
    return 0.55 * max((len(word) for cell in cells for word in cell.split()), default=0) + 1.2


def _branch(branch: Branch) -> h.Element:
    return h.li[branch.text,
                h.ul[(_branch(one) for one in branch.below)] if branch.below else None]


def plain(chart: Chart) -> str:
    """Title, question, alt text, table, outline and box as text."""
    lines = [chart.title, chart.question, "", *_lines(chart.alt), "",
             chart.table.caption, *_columns(chart.table)]
    if chart.outline:
        lines += ["", *_indented(chart.outline)]
    for name, text in chart.box.lines():
        lines += ["", *_lines(f"{name}: {text}")]
    return "\n".join(lines)


def _columns(table: Table) -> list[str]:
    """The rows in columns, or one under the other where columns would be too wide."""
    rows = [table.header, *table.rows]
    widths = [max(len(row[n]) for row in rows) for n in range(len(table.header))]
    if sum(widths) + 3 * len(widths) <= LONGEST:
        return [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
                .rstrip() for row in rows]
    lines = []
    for row in table.rows:
        for n, (name, cell) in enumerate(zip(table.header, row, strict=True)):
            lines += _lines(f"{name}: {cell}", "  " if n else "- ", "    ")
    return lines


def _lines(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, LONGEST, initial_indent=first, subsequent_indent=rest,
                         break_long_words=False, break_on_hyphens=False)


def _indented(branches: Iterable[Branch], depth: int = 0) -> Iterator[str]:
    for branch in branches:
        yield f"{'  ' * depth}- {branch.text}"
        yield from _indented(branch.below, depth + 1)
