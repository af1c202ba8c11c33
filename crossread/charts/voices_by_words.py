"""How many words stand inside quotation marks, by speaker: the least and the most."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes

from ..model.article import Annotation
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .base import (
    ROWS, SMALL, Chart, Table, bars_down, canvas, compose, drawing, key, patch, percent,
    wrapped,
)
from .palette import INK, MARKS, PALE, Mark
from .words import counted, listing, number, say

SURE = MARKS[3]
OPEN = Mark("open", PALE, "", "", "dashed")


@dataclass(frozen=True)
class Speech:
    """A speaker's words inside quotation marks: at least ``low``, at most ``high``."""

    name: str
    low: int
    high: int


@dataclass(frozen=True)
class Spoken:
    """One text: its label, its speakers from most words to fewest, its words of body text."""

    text: str
    label: str
    speeches: tuple[Speech, ...]
    body: int

    @property
    def low(self) -> int:
        return sum(one.low for one in self.speeches)

    @property
    def high(self) -> int:
        return sum(one.high for one in self.speeches)


def voices_by_words(seeds: Seeds, spec: ChartSpec) -> Chart:
    """A panel for each text, on one scale; a bar for each speaker."""
    names = {one.id: one.name for one in seeds.speakers}
    found = [spoken(seeds.annotation(text), names, text, spec.labels.get(text, text))
             for text in spec.texts]
    most = 1.3 * max((one.high for each in found for one in each.speeches), default=1)
    with drawing():
        rows = [len(each.speeches) or 1 for each in found]
        figure, axes = canvas(1.3 + sum(0.75 + 0.4 * n for n in rows), len(found),
                              ratios=[n + 0.6 for n in rows])
        for axis, each in zip(axes, found, strict=True):
            _panel(axis, each, most, last=axis is axes[-1])
        if any(one.low < one.high for each in found for one in each.speeches):
            key(figure, [patch(SURE, say("marks_close")), patch(OPEN, say("marks_never_close"))])
        return compose(spec, figure, _alt(found), _table(found))


def spoken(annotation: Annotation, names: dict[str, str], text: str, label: str) -> Spoken:
    """Speech by speaker; marks that are no speech are left out (nested words count once)."""
    total: dict[str, list[int]] = {}
    for one in annotation.attributions:
        low, high = one.quoted_words
        if high and not one.not_speech:
            sums = total.setdefault(one.source, [0, 0])
            sums[0] += low
            sums[1] += high
    speeches = sorted((Speech(names.get(source, source), low, high)
                       for source, (low, high) in total.items()),
                      key=lambda one: (-one.high, one.name))
    body = sum(line.words for line in annotation.lines if line.kind == "body")
    return Spoken(text, label, tuple(speeches), body)


def between(low: int, high: int) -> str:
    """"30", or "76–113" where the two differ."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _panel(axis: Axes, each: Spoken, most: float, *, last: bool) -> None:
    for n, one in enumerate(each.speeches):
        axis.barh(n, one.low, 0.66, facecolor=SURE.colour, hatch=SURE.hatch, edgecolor=INK,
                  gid=f"{each.text} {one.name}")
        if one.high > one.low:
            axis.barh(n, one.high - one.low, 0.66, left=one.low, facecolor=PALE, edgecolor=INK,
                      linestyle="dashed", gid=f"{each.text} {one.name} open")
        axis.annotate(between(one.low, one.high), (one.high, n), (5, 0),
                      textcoords="offset points", va="center", fontsize=SMALL, fontweight="bold")
    bars_down(axis, [wrapped(one.name, 20) for one in each.speeches] or [say("nobody")],
              say("words_quoted") if last else "", most)
    axis.set_title(wrapped(f"{each.label}: {_sum(each)}", 52), fontsize=SMALL)


def _sum(each: Spoken) -> str:
    return say("some_of_words", some=between(each.low, each.high), body=number(each.body))


def _share(each: Spoken) -> str:
    low, high = percent(each.low, each.body), percent(each.high, each.body)
    return low if low == high else say("range", low=low, high=high)


def _table(found: list[Spoken]) -> Table:
    """A row for each speaker, most words first; what does not fit is joined in the last row."""
    most: dict[str, int] = {}
    for each in found:
        for one in each.speeches:
            most[one.name] = max(most.get(one.name, 0), one.high)
    names = sorted(most, key=lambda name: (-most[name], name))
    kept, rest = (names, []) if len(names) <= ROWS else (names[:ROWS - 1], names[ROWS - 1:])

    def cells(names: list[str]) -> tuple[str, ...]:
        parts = [[one for one in each.speeches if one.name in names] for each in found]
        return tuple(between(sum(o.low for o in p), sum(o.high for o in p)) if p else "0"
                     for p in parts)
    rows = [(name, *cells([name])) for name in kept]
    if rest:
        rows.append((", ".join(f"{name} ({listing(_where(found, name))})" for name in rest),
                     *cells(rest)))
    if not rows:
        rows = [(say("nobody"), *("0" for _ in found))]
    return Table(say("table_voices_by_words"),
                 (say("head_speaker"), *(say("head_words_in", text=each.text) for each in found)),
                 tuple(rows))


def _where(found: list[Spoken], name: str) -> list[str]:
    """The texts in which a speaker has words."""
    return [each.text for each in found if any(one.name == name for one in each.speeches)]


def _alt(found: list[Spoken]) -> str:
    parts = []
    for each in found:
        says = listing(f"{one.name} {between(one.low, one.high)}" for one in each.speeches) \
            if each.speeches else say("nobody")
        parts.append(say("alt_spoken", label=each.label, says=says, sum=_sum(each),
                         speakers=counted(len(each.speeches), "speaker"), share=_share(each)))
    doubt = [say("alt_by_words", speaker=one.name, n=number(one.high - one.low))
             for each in found for one in each.speeches if one.high > one.low]
    return say("alt_voices_by_words", says=" ".join(parts),
               doubt=say("alt_unclosed", speakers=listing(doubt)) if doubt else "")
