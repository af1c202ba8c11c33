"""How states voted on a row of texts: a letter in a shape for each vote."""

from __future__ import annotations

from collections import Counter

from matplotlib.axes import Axes

from ..model.chart import ChartSpec
from ..model.evidence import Row
from ..seeds import Seeds
from .base import SMALL, Chart, Table, canvas, compose, drawing, wrapped
from .lines import names_of, spoken, within, years
from .palette import INK, MARKS, PAPER, SOFT, ink_on
from .words import counted, listing, say

#: vote → marker, colour; its letter and what it is called stand in the table of words
VOTES: dict[str, tuple[str, str]] = {
    "yes": ("o", MARKS[3].colour),
    "no": ("s", MARKS[0].colour),
    "abstain": ("D", MARKS[1].colour),
    "absent": ("v", PAPER),
    "unknown": ("", "none"),
}


def vote_strip(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Texts from top to bottom in order of time, states from left to right."""
    texts, votes, states = (seeds.evidence[name] for name in spec.tables)
    names = names_of(states, spec)
    rows = within(texts.rows, spec, "adopted_on")
    cast = {(str(v["text"]), str(v["iso3"])): str(v["vote"]) for v in votes.rows}
    with drawing():
        figure, (axis,) = canvas(2.1 + 0.34 * len(rows))
        _cells(axis, rows, spec, cast)
        axis.set_yticks(range(len(rows)), [_label(row, spec) for row in rows], fontsize=SMALL)
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.set_xticks(range(len(spec.pick)), [wrapped(names[one], 9) for one in spec.pick],
                        fontsize=SMALL)
        axis.set_xlim(-0.6, len(spec.pick) - 0.4)
        axis.tick_params(length=0, labeltop=True, labelbottom=False)
        axis.grid(axis="y")
        for n, flag in enumerate(spec.flags, 1):
            before = sum(years(row["adopted_on"]) < years(flag.at) for row in rows) - 0.5
            axis.axhline(before, color=INK, linewidth=1.6, linestyle=(0, (4, 3)),
                         gid=f"flag {flag.at}")
            axis.text(len(spec.pick) - 0.42, before, str(n), ha="center", va="center",
                      fontsize=SMALL, fontweight="bold", color=PAPER,
                      bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": INK})
        figure.supxlabel("\n".join((
            "    ".join(f"{say(f'letter_{vote}')} {say(f'vote_{vote}')}" for vote in VOTES),
            *(wrapped(f"{n}  {spoken(f.at)}: {f.label}", 78) for n, f in enumerate(spec.flags, 1)),
        )), x=0.02, ha="left", fontsize=SMALL, linespacing=1.4)
        return compose(spec, figure, _alt(rows, spec, names, cast), _table(spec, rows, names, cast))


def _cells(axis: Axes, rows: tuple[Row, ...], spec: ChartSpec,
           cast: dict[tuple[str, str], str]) -> None:
    for y, row in enumerate(rows):
        for x, state in enumerate(spec.pick):
            vote = cast.get((str(row["id"]), state), "unknown")
            marker, colour = VOTES[vote]
            if marker:
                axis.plot(x, y, marker=marker, markersize=17 if marker != "D" else 15,
                          color=colour, markeredgecolor=INK, markeredgewidth=0.9,
                          gid=f"{row['id']} {state} {vote}")
            shade = SOFT if colour == "none" else ink_on(colour)
            axis.text(x, y, say(f"letter_{vote}"), ha="center", va="center_baseline",
                      fontsize=SMALL, fontweight="bold", color=shade)


def _label(row: Row, spec: ChartSpec) -> str:
    subject = spec.labels.get(str(row["subject"]), str(row["subject"]).replace("_", " "))
    symbol = str(row["symbol"]).rpartition("/RES/")[2]
    name = symbol if symbol.startswith("ES") else subject
    return f"{str(row['adopted_on'])[:7]}  {name}"


def _table(spec: ChartSpec, rows: tuple[Row, ...], names: dict[str, str],
           cast: dict[tuple[str, str], str]) -> Table:
    counts = {state: Counter(cast.get((str(row["id"]), state), "unknown") for row in rows)
              for state in spec.pick}
    return Table(say("table_vote_strip", texts=counted(len(rows), "text")),
                 (say("head_vote"), *(names[state] for state in spec.pick)),
                 tuple((say(f"vote_{vote}"), *(str(counts[state][vote]) for state in spec.pick))
                       for vote in VOTES))


def _alt(rows: tuple[Row, ...], spec: ChartSpec, names: dict[str, str],
         cast: dict[tuple[str, str], str]) -> str:
    says = []
    for state in spec.pick:
        votes = Counter(cast.get((str(row["id"]), state), "unknown") for row in rows)
        parts = [f"{say(f'vote_{vote}')} {votes[vote]}" for vote in VOTES if votes[vote]]
        says.append(f"{names[state]}: {', '.join(parts)}")
    lead = spec.pick[0]
    ways = [cast.get((str(row["id"]), lead), "unknown") for row in rows]
    order = ", ".join(f"{spoken(str(row['adopted_on'])[:7])} {say(f'vote_{way}')}"
                      for row, way in zip(rows, ways, strict=True))
    kinds = set(ways) - {"unknown"}
    return say(
        "alt_vote_strip", texts=counted(len(rows), "text"),
        states=counted(len(spec.pick), "state"), says="; ".join(says), lead=names[lead],
        order=order,
        ways=say("alt_ways_several" if len(kinds) > 1 else "alt_ways_one", state=names[lead]),
        names=listing(names[one] for one in spec.pick))
