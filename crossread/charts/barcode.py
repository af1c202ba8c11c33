"""Where each kind of line stands in a file: one stripe a line, one lane a kind."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.axes import Axes

from ..model.article import Annotation, Line
from ..model.chart import ChartSpec
from ..model.codes import LineKind
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing, key, patch
from .palette import INK, MARKS, PALE, SOFT, Mark
from .words import counted, listing, number, say

BLANK = 0.4  # width of a blank line beside 1.0 of a printed one

#: rows of the table, each with its mark: what belongs together when one asks who wrote it
GROUPS: tuple[tuple[str, tuple[LineKind, ...], Mark], ...] = (
    ("body", ("body",), MARKS[0]),
    ("titles", ("title", "byline", "standfirst", "heading"), MARKS[1]),
    ("repeated", ("pull_quote",), MARKS[2]),
    ("picture", ("caption", "image_text"), MARKS[3]),
    ("site", ("teaser", "boilerplate"), MARKS[4]),
    ("rules", ("rule", "blank"), Mark("none", PALE, "", "_", "solid")),
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
        key(figure, [patch(mark, say(f"lines_{name}")) for name, _, mark in GROUPS[:-1]])
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
            axis.text(left / 2, lane, say("none_in_copy"), ha="center", va="center",
                      fontsize=SMALL, color=SOFT, fontstyle="italic")
    axis.set_yticks(range(len(LANES)), [say(f"line_{kind}") for kind in LANES])
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
    axis.set_xlabel(say("number_of_line"))


def _kinds(lines: tuple[Line, ...], kinds: tuple[LineKind, ...]) -> list[tuple[str, int]]:
    found = [(say(f"line_{kind}"), sum(line.kind == kind for line in lines)) for kind in kinds]
    return [(kind, n) for kind, n in found if n]


def _cell(lines: tuple[Line, ...], kinds: tuple[LineKind, ...]) -> str:
    found = _kinds(lines, kinds)
    if not found:
        return say("none")
    words = sum(line.words for line in lines if line.kind in kinds)
    what = ", ".join(f"{kind} {n}" for kind, n in found)
    said = counted(sum(n for _, n in found), "line")
    return (f"{said} ({what})" if len(kinds) > 1 else said) + (
        f", {counted(words, 'word')}" if words else "")


def _table(texts: list[tuple[str, Annotation]]) -> Table:
    return Table(say("table_barcode"),
                 (say("head_line"), *(label for label, _ in texts)),
                 tuple((say(f"lines_{name}"), *(_cell(one.lines, kinds) for _, one in texts))
                       for name, kinds, _ in GROUPS))


def _alt(texts: list[tuple[str, Annotation]]) -> str:
    says = []
    for label, one in texts:
        printed = [line for line in one.lines if line.kind not in ("blank", "rule")]
        body = [line.line for line in printed if line.kind == "body"]
        added = [line.line for line in printed if line.kind != "body"]
        rest = _kinds(one.lines, tuple(k for k in LANES if k not in ("body", "rule")))
        says += [
            say("alt_file", label=label, lines=counted(len(one.lines), "line"),
                printed=number(len(printed)), body=number(len(body))),
            say("alt_file_added", kinds=listing(f"{kind} ({n})" for kind, n in rest))
            if rest else "",
            _where(printed, body) if added and body else ""]
    return say("alt_barcode", says=" ".join(says))


def _where(printed: list[Line], body: list[int]) -> str:
    """Where the body begins and ends, and what stands before it, inside it and after it."""
    def told(some: Callable[[int], bool]) -> str:
        found: dict[LineKind, list[int]] = {}
        for line in printed:
            if line.kind != "body" and some(line.line):
                found.setdefault(line.kind, []).append(line.line)
        return "; ".join(f"{say(f'line_{kind}')} {', '.join(map(str, lines))}"
                         for kind, lines in found.items()) or say("none")
    return say("alt_file_where", first=body[0], last=body[-1],
               before=told(lambda n: n < body[0]), after=told(lambda n: n > body[-1]),
               inside=told(lambda n: body[0] < n < body[-1]))
