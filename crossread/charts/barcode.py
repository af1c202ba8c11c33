"""Where each kind of line stands in a file: one stripe a line, one lane a kind."""

from __future__ import annotations

from matplotlib.axes import Axes

from ..model.article import Annotation, Line
from ..model.chart import ChartSpec
from ..model.codes import LineKind
from ..seeds import Seeds
from .base import (
    SMALL, Chart, Table, canvas, compose, counted, drawing, key, listing, number, patch,
)
from .palette import INK, MARKS, PALE, SOFT, Mark

BLANK = 0.4  # width of a blank line beside 1.0 of a printed one

LABELS: dict[LineKind, str] = {
    "body": "body text", "title": "title", "byline": "by-line", "standfirst": "standfirst",
    "heading": "heading", "pull_quote": "pull quote", "caption": "caption",
    "image_text": "image text", "teaser": "teaser", "boilerplate": "boilerplate",
    "rule": "rule", "blank": "blank",
}
#: rows of the table, each with its mark: what belongs together when one asks who wrote it
GROUPS: tuple[tuple[str, tuple[LineKind, ...], Mark], ...] = (
    ("Body text", ("body",), MARKS[0]),
    ("Titles and headings", ("title", "byline", "standfirst", "heading"), MARKS[1]),
    ("Repeated from the text", ("pull_quote",), MARKS[2]),
    ("Belongs to a picture", ("caption", "image_text"), MARKS[3]),
    ("Belongs to the site", ("teaser", "boilerplate"), MARKS[4]),
    ("Rules and blank lines", ("rule", "blank"), Mark("none", PALE, "", "_", "solid")),
)
LANES: tuple[LineKind, ...] = tuple(
    kind for _, kinds, _ in GROUPS for kind in kinds if kind != "blank")


def barcode(seeds: Seeds, spec: ChartSpec) -> Chart:
    """One panel for each text of ``spec``; blank lines are narrow gaps."""
    texts = [(spec.labels.get(text, text), seeds.annotation(text)) for text in spec.texts]
    with drawing():
        figure, axes = canvas(1.2 + 3.1 * len(texts), len(texts))
        for axis, (label, annotation) in zip(axes, texts, strict=True):
            _panel(axis, label, annotation.lines)
        key(figure, [patch(mark, name) for name, _, mark in GROUPS[:-1]])
        return compose(spec, figure, _alt(texts), _table(texts))


def _panel(axis: Axes, label: str, lines: tuple[Line, ...]) -> None:
    """Lanes from top to bottom, lines from left to right."""
    axis.set_title(label)
    marks = {kind: mark for _, kinds, mark in GROUPS for kind in kinds}
    left, places = 0.0, {}
    for line in lines:
        width = BLANK if line.kind == "blank" else 1.0
        places[line.line] = left + width / 2
        if line.kind != "blank":
            mark = marks[line.kind]
            axis.bar(left, 0.84, width=width, bottom=LANES.index(line.kind) - 0.42,
                     align="edge", facecolor=mark.colour, hatch=mark.hatch, edgecolor=INK,
                     linewidth=0.6, gid=f"{line.line} {line.kind}")
        left += width
    there = {line.kind for line in lines}
    for lane, kind in enumerate(LANES):
        if kind not in there:
            axis.text(left / 2, lane, "none in this copy", ha="center", va="center",
                      fontsize=SMALL, color=SOFT, fontstyle="italic")
    axis.set_yticks(range(len(LANES)), [LABELS[kind] for kind in LANES])
    axis.set_ylim(len(LANES) - 0.5, -0.5)
    axis.set_yticks([n - 0.5 for n in range(1, len(LANES))], minor=True)
    axis.grid(axis="y", which="minor")
    axis.grid(axis="x", linewidth=0.5)
    axis.tick_params(axis="y", which="both", length=0)
    axis.set_xlim(0, left)
    last = lines[-1].line if lines else 0
    ticks = [1, *range(10, last + 1, 10)] if last else []
    axis.set_xticks([places[n] for n in ticks if n in places],
                    [str(n) for n in ticks if n in places])
    axis.set_xlabel("number of the line in the file")


def _kinds(lines: tuple[Line, ...], kinds: tuple[LineKind, ...]) -> list[tuple[str, int]]:
    found = [(LABELS[kind], sum(line.kind == kind for line in lines)) for kind in kinds]
    return [(kind, n) for kind, n in found if n]


def _cell(lines: tuple[Line, ...], kinds: tuple[LineKind, ...]) -> str:
    found = _kinds(lines, kinds)
    if not found:
        return "none"
    words = sum(line.words for line in lines if line.kind in kinds)
    what = ", ".join(f"{kind} {n}" for kind, n in found)
    said = counted(sum(n for _, n in found), "line")
    return (f"{said} ({what})" if len(kinds) > 1 else said) + (
        f", {counted(words, 'word')}" if words else "")


def _table(texts: list[tuple[str, Annotation]]) -> Table:
    return Table("Lines by kind, and the words in them",
                 ("kind of line", *(label for label, _ in texts)),
                 tuple((name, *(_cell(one.lines, kinds) for _, one in texts))
                       for name, kinds, _ in GROUPS))


def _alt(texts: list[tuple[str, Annotation]]) -> str:
    says = []
    for label, one in texts:
        printed = [line for line in one.lines if line.kind not in ("blank", "rule")]
        body = [line.line for line in printed if line.kind == "body"]
        added = [line.line for line in printed if line.kind != "body"]
        rest = _kinds(one.lines, tuple(k for k in LANES if k not in ("body", "rule")))
        says.append(
            f"{label} has {counted(len(one.lines), 'line')}: {number(len(printed))} carry words, "
            f"{number(len(body))} of them are body text. "
            + (f"Added: {listing(f'{kind} ({n})' for kind, n in rest)}. " if rest else "")
            + (f"Of the added lines {_where(added, body)}." if added and body else ""))
    return ("Stripe chart, one panel for each file. Across: the lines of the file in order; down: "
            f"the kind of line. {' '.join(says)} A file can hold more than the author's text, so "
            "each line has to be judged by itself.")


def _where(added: list[int], body: list[int]) -> str:
    """Where added lines stand, against the first and the last line of the body."""
    before, after = sum(n < body[0] for n in added), sum(n > body[-1] for n in added)
    return (f"{before} stand before, {len(added) - before - after} inside and {after} after the "
            "body text")
