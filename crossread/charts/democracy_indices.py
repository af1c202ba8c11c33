"""An index in two releases that disagree: a part of its scale, and the whole of it."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..model.chart import ChartSpec
from ..model.evidence import Row
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing, key
from .lines import number_of, signed
from .palette import INK, MARKS, Mark
from .words import say


@dataclass(frozen=True)
class Release:
    """One index in one release: its years and values, with intervals where they are given."""

    index: str
    release: str
    mark: Mark
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        return say("release", index=self.index, release=self.release.removeprefix("v"))

    @property
    def values(self) -> dict[int, float]:
        return {int(number_of(row["year"])): number_of(row["value"]) for row in self.rows}


def democracy_indices(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Above: the part of the scale in use. Below: the same points on the scale from 0 to 1."""
    found = _releases(seeds.evidence[spec.tables[0]].rows)
    with drawing():
        figure, (part, whole) = canvas(6.4, 2, ratios=(3, 1.7))
        for one in found:
            _line(part, one, name=True)
            _line(whole, one, name=False)
        top = max((number_of(row["high"] or row["value"]) for one in found for row in one.rows),
                  default=0.3)
        part.set_ylim(0, round(top + 0.03, 2))
        part.set_title(say("part_of_scale"), fontsize=SMALL)
        whole.set_ylim(0, 1)
        whole.set_title(say("whole_scale"), fontsize=SMALL)
        common = _common(found)
        known = sorted({year for one in found for year in one.values})
        for axis in (part, whole):
            axis.set_xlim(min(known, default=0) - 1, max(known, default=1) + 1.6)
            axis.grid(axis="both")
            axis.set_xticks([y for y in known if y in common or
                             all(abs(y - one) > 1 for one in common)])
            axis.set_ylabel(say("index_0_to_1"))
        key(figure, [_sample(one) for one in found], columns=1)
        return compose(spec, figure, _alt(found), _table(found))


def _sample(one: Release) -> Line2D:
    """A legend's sample of a line."""
    return Line2D([], [], color=one.mark.colour, linestyle=one.mark.dash, marker=one.mark.marker,
                  markersize=8, markeredgecolor=INK, label=one.name)


def _line(axis: Axes, one: Release, *, name: bool) -> None:
    values = one.values
    axis.plot(list(values), list(values.values()), color=one.mark.colour,
              linestyle=one.mark.dash, linewidth=2, marker=one.mark.marker, markersize=8,
              markeredgecolor=INK, gid=f"{one.name}{' part' if name else ' whole'}")
    if name:
        for row in one.rows:
            if row["low"] is not None and row["high"] is not None:
                axis.plot([number_of(row["year"])] * 2,
                          [number_of(row["low"]), number_of(row["high"])], color=one.mark.colour,
                          linewidth=1.4, zorder=1)
        last = max(values)
        axis.annotate(f"{values[last]:.2f}", (last, values[last]), (8, 0),
                      textcoords="offset points", va="center", fontsize=SMALL)


def _releases(rows: tuple[Row, ...]) -> list[Release]:
    keys = dict.fromkeys((str(row["index"]), str(row["release"])) for row in rows)
    return [Release(index, release, mark,
                    tuple(sorted((r for r in rows if (r["index"], r["release"]) ==
                                  (index, release)), key=lambda r: str(r["year"]))))
            for (index, release), mark in zip(keys, (MARKS[0], MARKS[2], MARKS[4], MARKS[5]),
                                              strict=False)]


def _change(one: Release, a: int, b: int) -> float:
    return one.values[b] - one.values[a]


def _common(found: list[Release]) -> tuple[int, int]:
    years = sorted(set.intersection(*(set(one.values) for one in found)))
    return years[0], years[-1]


def _table(found: list[Release]) -> Table:
    a, b = _common(found)

    def interval(one: Release) -> str:
        row = one.rows[-1]
        return say("not_given") if row["low"] is None else say("range", low=row["low"],
                                                               high=row["high"])
    return Table(say("table_democracy_indices"),
                 (say("head_release"), str(a), str(b), say("head_change"),
                  say("head_interval", year=b)),
                 tuple((one.name, f"{one.values[a]:.3f}", f"{one.values[b]:.3f}",
                        signed(_change(one, a, b), 3), interval(one)) for one in found[:6]))


def _alt(found: list[Release]) -> str:
    a, b = _common(found)
    says = "; ".join(say("alt_release", name=one.name, start=f"{one.values[a]:.3f}", a=a,
                         end=f"{one.values[b]:.3f}", b=b, change=signed(_change(one, a, b), 3))
                     for one in found)
    every = [value for one in found for value in one.values.values()]
    split = []
    for index in dict.fromkeys(one.index for one in found):
        same = [one for one in found if one.index == index]
        signs = {_change(one, a, b) > 0 for one in same}
        if len(same) > 1:
            split.append(say("alt_disagree" if len(signs) > 1 else "alt_agree", index=index))
    return say("alt_democracy_indices", n=len(found), says=says, split=" ".join(split),
               low=f"{min(every):.2f}", high=f"{max(every):.2f}")
