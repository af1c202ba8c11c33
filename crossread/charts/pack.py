"""What charts of the evidence pack need of its tables, and what these say under the chart."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ..model.chart import ChartSpec
from ..seeds import Seeds, nearest
from .words import listing, say

#: what a drawing function reads: the columns of each of its tables, in order
COLUMNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "ideal_points": (("iso3", "year", "ideal_point", "q05", "q95"), ("iso3", "name")),
    "un_agreement": (("iso3", "partner", "year", "agree_pct", "rank", "n_states_ranked"),
                     ("iso3", "name")),
    "vote_strip": (("id", "symbol", "subject", "adopted_on"), ("text", "iso3", "vote"),
                   ("iso3", "name")),
    "polls": (("id", "poll", "pollster", "field_start", "field_end", "sample", "wording",
               "answer", "percent"),),
    "oil_price": (("month", "usd_per_barrel"),),
    "us_output": (("year", "thousand_barrels_per_day"),),
    "democracy_indices": (("index", "year", "release", "value", "low", "high"),),
}
#: in which table the things are that ``pick`` names, and the columns that name them
PICKED: dict[str, tuple[int, tuple[str, ...]]] = {
    "ideal_points": (0, ("iso3",)), "un_agreement": (0, ("iso3", "partner")),
    "vote_strip": (1, ("iso3",)), "polls": (0, ("id",)),
}
#: how many of them can be told apart
MOST: dict[str, int] = {"ideal_points": 6, "un_agreement": 6, "vote_strip": 8, "polls": 14}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def codes_of(spec: ChartSpec, seeds: Seeds) -> list[str]:
    """What ``pick`` can name of the tables of a record, once each, in the order of the rows.

    The record's ``draw`` is one of PICKED, and its tables are there.
    """
    place, columns = PICKED[spec.draw]
    return list(dict.fromkeys("-".join(str(row[column]) for column in columns)
                              for row in seeds.evidence[spec.tables[place]].rows))


def pack_faults(spec: ChartSpec, seeds: Seeds) -> Iterator[str]:
    """What is wrong with the tables, picks and dates of a record, as "what; what now"."""
    wanted = COLUMNS[spec.draw]
    if len(spec.tables) != len(wanted):
        yield f"tables: {spec.draw} draws {len(wanted)} tables, not {len(spec.tables)}"
        return
    missing = [name for name in spec.tables if name not in seeds.evidence.names]
    for name in missing:
        yield f"tables: no table {name}. {nearest(name, list(seeds.evidence.names))}"
    if missing:
        return
    tables = [seeds.evidence[name] for name in spec.tables]
    lacks = [f"tables: {table.about.name} has no column {column}; {spec.draw} needs it"
             for table, columns in zip(tables, wanted, strict=True)
             for column in columns if column not in {c.name for c in table.about.columns}]
    yield from lacks
    if lacks:
        return
    if spec.draw in PICKED:
        known = codes_of(spec, seeds)
        if not spec.pick:
            yield f"pick is missing; {spec.draw} draws only what it names"
        if len(spec.pick) > MOST[spec.draw]:
            yield f"pick: at most {MOST[spec.draw]} can be told apart; leave some out"
        for one in spec.pick:
            if one not in known:
                name = spec.tables[PICKED[spec.draw][0]]
                yield f"pick: {name} has no {one}. {nearest(one, known)}"
    for what, date in (("first", spec.first), ("last", spec.last), ("since", spec.since),
                       *(("flags", flag.at) for flag in spec.flags)):
        if date and not _DATE.fullmatch(date):
            yield f"{what}: {date} is not a year or a month; write 2022 or 2022-07"
    if spec.first and spec.last and spec.first > spec.last:
        yield f"last: {spec.last} is before {spec.first}; put them in order"


def sourced(spec: ChartSpec, seeds: Seeds) -> ChartSpec:
    """The record with what its evidence tables say of themselves in the box.

    Limits come from the first table; sources, terms and dates from all that hold measures.
    """
    if spec.draw not in COLUMNS:
        return spec
    abouts = [seeds.evidence[name].about for name in spec.tables]
    measures = [a for a in abouts if any(c.type != "string" or c.name == "vote"
                                         for c in a.columns)] or abouts
    origins = list(dict.fromkeys(f"{o.title} ({o.publisher})" if o.publisher else o.title
                                 for a in measures for o in a.sources))
    terms = list(dict.fromkeys(one.title or one.name for a in measures for one in a.licenses))
    dates = sorted({a.as_of for a in measures})
    return msgspec.structs.replace(
        spec,
        does_not_show=" ".join(filter(None, (spec.does_not_show, abouts[0].cannot_show))),
        measured_by=" ".join(filter(None, (
            spec.measured_by, say("source", origins="; ".join(origins)),
            say("terms", terms="; ".join(terms))))),
        as_of=spec.as_of or listing(dates))
