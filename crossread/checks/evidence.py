"""The evidence pack: what its rows and descriptions name exists, and no number is typed twice."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

from ..charts.pack import MOST, PICKED, codes_of, pack_faults
from ..evidence import PLACES, REGISTER
from ..model.evidence import About, EvidenceTable, Row
from ..model.explorer import ExplorerSpec
from ..places import locators_of
from ..seeds import SeedError, Seeds, Slip, nearest
from ..seeds.references import REFERENCE

FEWEST_CAVEATS = 2
STATES = "states"
UNDATED = "n.d."
UNCONFIRMED = re.compile(r"to[ _-]confirm|unverified|\b(TODO|TBC|TBD)\b", re.IGNORECASE)
DATES = re.compile(r"(^|_)(date|month|year|start|end|on|of|published|retrieved)$")
WRITTEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
WORKED_OUT = re.compile(r"#.*worked out:(.*)")  # numbers of a record that only look like a cell
TOKEN = re.compile(r"(?<![\w.,/:])([-−]?\d+\.\d+|\d+(?= per cent\b| ?%))(?![\w/]|\.\d)")


def check_evidence(seeds: Seeds) -> list[Slip]:
    """Every table: its description whole, its links resolved, its dates and codes possible."""
    pack = seeds.evidence
    slips: list[Slip] = []
    tables: dict[str, EvidenceTable] = {}
    for name in pack.names:
        try:
            tables[name] = pack[name]
        except SeedError as error:
            slips += error.slips
    known = {text: locators_of(seeds.annotation(text)) for text in seeds.texts}
    places = {at for some in known.values() for at in some}
    register = {str(row["id"]) for row in tables[REGISTER].rows} if REGISTER in tables else set()
    codes = {str(row["iso3"]) for row in tables[STATES].rows} if STATES in tables else set()
    for name, about in pack.about.items():
        slips += [Slip(*_described(seeds, name), what) for what in _about(about, places)]
    for table in tables.values():
        file = f"seeds/evidence/{table.about.path}"
        for row, line in zip(table.rows, table.lines, strict=True):
            slips += [Slip(file, line, what) for what in (
                *_links(row, places, register, set(pack.names)), *_dates(row),
                *_codes(table, row, codes), *_confirmed(row))]
    slips += glossary_slips(seeds)
    for one in seeds.explorers:
        source = seeds.sources["seeds/explorers.yml"]
        slips += [source.slip(one.id, what) for what in _explorer(one, seeds, places)]
    return slips


def _explorer(one: ExplorerSpec, seeds: Seeds, places: set[str]) -> Iterator[str]:
    if one.kind == "lines":
        chart = next((c for c in seeds.charts if c.id == one.chart), None)
        if chart is None:
            yield f"chart: no chart {one.chart}. {nearest(one.chart, [c.id for c in seeds.charts])}"
        elif chart.draw in PICKED and not [*pack_faults(chart, seeds)]:  # those are told for it
            codes = {*chart.pick, *codes_of(chart, seeds)}
            wished = one.default.split()
            if odd := [code for code in wished if code not in codes]:
                yield f"default: {one.chart} draws no {', '.join(odd)}; name codes of its table"
            if len(wished) > MOST[chart.draw]:
                yield f"default: at most {MOST[chart.draw]} lines are drawn; leave some out"
    if one.kind == "claims" and one.default not in places:
        yield f"default: no text has {one.default or '(none)'}; name a sentence"
    if one.kind == "dates" and (fault := _impossible(one.default)):
        yield f"default: {fault}"


def _described(seeds: Seeds, name: str) -> tuple[str, int]:
    """File and line at which the package begins to speak of a table."""
    text = (seeds.folder / "evidence" / "datapackage.json").read_text("utf-8")
    wanted = f'"name": {json.dumps(name)}'
    line = next((n for n, one in enumerate(text.splitlines(), 1) if wanted in one), 1)
    return "seeds/evidence/datapackage.json", line


def _about(about: About, places: set[str]) -> Iterator[str]:
    name = about.name
    if not about.licenses or not all(one.name and one.title for one in about.licenses):
        yield f"{name} has a licence without name and title; say under which terms it is used"
    if not about.sources or not all(one.title and one.publisher for one in about.sources):
        yield f"{name} has a source without title and publisher; name both"
    if len(about.caveats) < FEWEST_CAVEATS:
        yield f"{name} has {len(about.caveats)} caveats; give at least {FEWEST_CAVEATS}"
    if not about.cannot_show:
        yield f"{name} does not say what it cannot show; say it"
    if not about.tests_claims:
        yield f"{name} bears on no claim; name one under tests_claims"
    for at in about.tests_claims:
        if at not in places:
            yield f"{name}: tests_claims names {at}, which no text has; correct the locator"
    if fault := _impossible(about.as_of):
        yield f"{name}: as_of {fault}"
    words = " ".join((about.title, about.question, about.description, about.cannot_show,
                      *about.caveats))
    if found := UNCONFIRMED.search(words):
        yield f"{name}: {found[0]}: leave out what was not confirmed"


def _links(row: Row, places: set[str], register: set[str], tables: set[str]) -> Iterator[str]:
    for column in PLACES:
        for at in str(row.get(column, "")).split():
            if at not in places:
                yield f"{column} names {at}, which no text has; correct the locator"
    if "also" in row:  # tables whose source is an id of the register
        for one in (str(row["source"]), *str(row["also"]).split()):
            if one not in register:
                yield f"source {one} is not in {REGISTER}.csv; add it there or correct the id"
    if row.get("table") and str(row["table"]) not in tables:
        yield f"table {row['table']} is not in the pack; correct the name"


def _dates(row: Row) -> Iterator[str]:
    for column, cell in row.items():
        dated = cell not in (None, "") and column not in PLACES and DATES.search(column)
        if dated and (fault := _impossible(str(cell))):
            yield f"{column}: {fault}"
    start, end = (str(row.get(what, "")) for what in ("field_start", "field_end"))
    if start and end and end < start[:len(end)]:
        yield f"field_end {end} is before field_start {start}; put them in order"


def _impossible(date: str) -> str:
    if not WRITTEN.fullmatch(date):
        return f"{date} is not a date; write 2022, 2022-07 or 2022-07-19"
    try:
        datetime.date.fromisoformat(date + {4: "-01-01", 7: "-01", 10: ""}[len(date)])
    except ValueError:
        return f"{date} is no day of the calendar; correct it"
    return ""


def _codes(table: EvidenceTable, row: Row, codes: set[str]) -> Iterator[str]:
    if table.about.name == STATES:
        return
    for column in ("iso3", "partner"):
        if column in row and str(row[column]) not in codes:
            yield (f"{column} {row[column]} is not in {STATES}.csv; add the state or correct "
                   "the code")


def _confirmed(row: Row) -> Iterator[str]:
    for column, cell in row.items():
        if column != "title" and isinstance(cell, str) and (found := UNCONFIRMED.search(cell)):
            yield f"{column}: {found[0]}: leave out what was not confirmed"


def glossary_slips(seeds: Seeds) -> Iterator[Slip]:
    """A term is defined from a source of a stated day."""
    for entry in seeds.glossary:
        where = seeds.sources["seeds/both/glossary.yml"]
        if not entry.source.strip():
            yield where.slip(entry.id, f"{entry.id} has no source; name one")
        if entry.as_of != UNDATED and (fault := _impossible(entry.as_of)):
            yield where.slip(entry.id, f"{entry.id}: as_of {fault}, or {UNDATED} of an undated "
                             "source")


def check_typed_numbers(seeds: Seeds) -> list[Slip]:
    """No number of a table stands typed in an item or a lesson that names the table."""
    slips: list[Slip] = []
    for path in sorted((seeds.folder / "items").glob("*.yml")):
        slips += _typed(seeds, f"seeds/items/{path.name}", list(_records(path)))
    for path in sorted((seeds.root / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8")).get("cells", [])
        prose = ["".join(one["source"]) for one in cells if one.get("cell_type") == "markdown"]
        slips += _typed(seeds, f"notebooks/{path.name}", [[(1, text)] for text in prose],
                        "show the number with chart(…)")
    return slips


def _records(path: Path) -> Iterator[list[tuple[int, str]]]:
    """The lines of a file of records, each record with the comments before it."""
    record: list[tuple[int, str]] = []
    pending: list[tuple[int, str]] = []
    for n, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            pending.append((n, line))
            continue
        if line.startswith("- ") and record:
            yield record
            record = []
        record += [*pending, (n, line)]
        pending = []
    if record:
        yield record


def _typed(seeds: Seeds, file: str, records: list[list[tuple[int, str]]],
           instead: str = "") -> Iterator[Slip]:
    names = [name for name in seeds.evidence.names if "_" in name]  # others are common words
    for record in records:
        whole = "\n".join(text for _, text in record)
        named = [name for name in names if re.search(rf"(?<!\w){name}(?!\w)", whole)]
        if not named:
            continue
        cells: dict[str, str] = {}
        for name in named:
            for written, at in _cells(seeds.evidence[name]):
                cells.setdefault(written, at)
        free = {one for found in WORKED_OUT.findall(whole) for one in found.split()}
        for line, text in record:
            if text.startswith("#"):
                continue
            for token in TOKEN.findall(REFERENCE.sub("", text)):
                if token not in free and (cell := cells.get(token.replace("−", "-"))):
                    yield Slip(file, line, f"{token} is typed a second time; "
                               + (instead or f"name its cell, such as {{evidence:{cell}}}"))


def _cells(table: EvidenceTable) -> Iterator[tuple[str, str]]:
    """Each number of a table, as it can be written, with the reference to it."""
    for row in table.rows:
        key = ",".join(str(row[column]) for column in table.about.key)
        for column, cell in row.items():
            if isinstance(cell, int | float) and column not in table.about.key:
                at = f"{table.about.name}/{key}/{column}"
                yield f"{cell:.10g}", at
                if isinstance(cell, float):
                    yield from ((f"{cell:.{n}f}", f"{at}:.{n}f") for n in (1, 2))

