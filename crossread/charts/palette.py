"""Colours that survive colour blindness and grey print, each with a second sign.

The hues follow Okabe and Ito (2008); their lightness is moved so that six steps
stay apart when only grey is left. Never use a colour without its hatch (areas) or
its marker and dash (lines).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

INK = "#1a1a1a"  # text, outlines, hatches
SOFT = "#5c5c5c"  # second-rank text; 6.7:1 on white
GRID = "#c4c4c4"
PAPER = "#ffffff"
PALE = "#f0f0f0"  # areas that stand for nothing yet


Dash = Literal["solid", "dashed", "dotted", "dashdot"] | tuple[float, tuple[float, ...]]


class Mark(NamedTuple):
    """One series: a colour, and the signs that stand for it without colour."""

    name: str
    colour: str
    hatch: str
    marker: str
    dash: Dash


MARKS = (
    Mark("blue", "#12406e", "", "o", "solid"),
    Mark("yellow", "#f5ec8a", "...", "s", "dashed"),
    Mark("vermilion", "#dd6408", "///", "^", "dotted"),
    Mark("sky", "#94cdf2", "\\\\\\", "D", "dashdot"),
    Mark("green", "#007a5a", "xxx", "v", (0, (6, 2, 1, 2, 1, 2))),
    Mark("purple", "#cc82ac", "---", "P", (0, (8, 3))),
)


def luminance(colour: str) -> float:
    """How light a colour is in grey print, 0 (black) to 255 (white); Rec. 601 weights."""
    red, green, blue = (int(colour[n:n + 2], 16) for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def ink_on(colour: str) -> str:
    """The colour of text on this ground."""
    return INK if luminance(colour) > 115 else PAPER
