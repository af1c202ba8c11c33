"""What the evidence pack holds, and what of it bears on a place in a text, for and against.

Every table with a column ``locators`` or ``bears_on`` takes part; ``RULES`` says how a row of
a known table is told and on which side it stands. A table of numbers bears on the claims that
its description names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .model.evidence import About, EvidenceTable, Row
from .seeds import Seeds, Unknown

Side = Literal["for", "against", "open", "around", "measure"]
SIDES: dict[Side, str] = {
    "for": "For", "against": "Against, or limiting", "open": "Looked for, and not settled",
    "around": "Around it: who, when, which accord",
    "measure": "Tables that measure something of it"}
PLACES = ("locators", "bears_on")  # columns that say on which places a row bears

_CHECK: dict[str, Side] = {"supported": "for", "supported_with_nuance": "for",
                           "disputed": "against", "contradicted": "against"}
_STANCE: dict[str, Side] = {"supports": "for", "complicates": "against", "contradicts": "against"}
_OUTCOME: dict[str, Side] = {"yes": "for", "no": "against"}


@dataclass(frozen=True)
class Entry:
    """One thing that bears on a place: a row of a table, or a table of numbers."""

    side: Side
    table: str
    id: str
    head: str
    text: str
    grade: str  # verdict and strength, stance, outcome; "" where there is none
    locators: tuple[str, ...]
    source: str
    later: bool  # rests on something from after the time of writing


@dataclass(frozen=True)
class IndexLine:
    """One table of the pack, as the index shows it."""

    name: str
    rows: int
    question: str
    licence: str
    as_of: str
    status: str
    tests_claims: tuple[str, ...]


@dataclass(frozen=True)
class Bearing:
    """A place, what the text says there in our words, and what bears on it."""

    locator: str
    says: tuple[str, ...]
    entries: tuple[Entry, ...]

    def on(self, side: Side) -> tuple[Entry, ...]:
        """The entries of one side, in the order of the pack."""
        return tuple(entry for entry in self.entries if entry.side == side)


def index(seeds: Seeds) -> tuple[IndexLine, ...]:
    """Every table of the pack, in its order."""
    lines = []
    for name in seeds.evidence.names:
        table = seeds.evidence[name]
        about = table.about
        lines.append(IndexLine(name, len(table.rows), about.question, licence(about), about.as_of,
                               about.status, about.tests_claims))
    return tuple(lines)


def licence(about: About) -> str:
    """The terms of a table in one line."""
    return "; ".join(one.name for one in about.licenses)


def origin(about: About) -> str:
    """Where a table comes from, in one line."""
    return "; ".join(f"{o.title} ({o.publisher})" if o.publisher else o.title
                     for o in about.sources)


def bearing(seeds: Seeds, place: str) -> Bearing:
    """What bears on a paragraph, a sentence, a line or a claim (by its id).

    A paragraph takes in its sentences, a sentence what is said of its whole paragraph.
    Raises Unknown when the texts have no such place.
    """
    locator, says = _said(seeds, place)
    found = []
    for name in seeds.evidence.names:
        table = seeds.evidence[name]
        column = next((c for c in PLACES if c in {one.name for one in table.about.columns}), "")
        if column:
            found += [entry for row in table.rows
                      if touches(locator, (at := tuple(str(row[column]).split())))
                      and (entry := _entry(seeds, table, row, at))]
        elif name != REGISTER and touches(locator, table.about.tests_claims):
            found.append(_measure(table.about))
    return Bearing(locator, says, tuple(found))


def touches(locator: str, places: tuple[str, ...]) -> bool:
    """True when one of the places is this one, lies in it, or has it in it."""
    return any(one == locator or one.startswith(f"{locator}.") or locator.startswith(f"{one}.")
               for one in places)


def places(seeds: Seeds) -> tuple[str, ...]:
    """Every sentence or paragraph that a check bears on, in the order of the texts."""
    named = {at for name in seeds.evidence.names for row in seeds.evidence[name].rows
             if "verdict" in row for at in str(row["locators"]).split()}
    ordered = []
    for text in sorted(seeds.texts):
        for paragraph in seeds.annotation(text).paragraphs:
            ordered += [at for at in (paragraph.id, *(f"{paragraph.id}.{s.n}"
                                                      for s in paragraph.sentences)) if at in named]
    return tuple(ordered)


REGISTER = "sources"
NO_DAY = "no date seen"


def _said(seeds: Seeds, place: str) -> tuple[str, tuple[str, ...]]:
    letter, dash, _ = place.partition("-")
    if dash and letter in seeds.texts:
        for claim in seeds.annotation(letter).claims:
            if claim.id == place:
                return claim.locator, (claim.text.strip(),)
        raise Unknown(f"There is no claim {place} in text {letter}.")
    if place[:1] not in seeds.texts:
        raise Unknown(f"There is no place {place!r}. Write a paragraph or a sentence, such as "
                      f"{sorted(seeds.texts)[0]}2 or {sorted(seeds.texts)[0]}2.1.")
    annotation = seeds.annotation(place[:1])
    base, _, sentence = place.partition(".")
    for paragraph in annotation.paragraphs:
        if paragraph.id == base:
            if not sentence:
                return place, (paragraph.summary.strip(),)
            if sentence in {str(s.n) for s in paragraph.sentences}:
                return place, tuple(c.text.strip() for c in annotation.claims
                                    if c.locator == place)
    for line in annotation.lines:
        if place == f"{place[:1]}:L{line.line}":
            return place, (f"{line.kind.replace('_', ' ')} {line.note}".strip(),)
    raise Unknown(f"There is no place {place} in the texts of this course.")


def _entry(seeds: Seeds, table: EvidenceTable, row: Row, at: tuple[str, ...]) -> Entry | None:
    rule = RULES.get(table.about.name)
    if rule is None:
        return None
    side, head, text, grade = rule(row)
    later = "yes" in (row.get("later"), row.get("later_evidence"))
    return Entry(side, table.about.name, str(row.get("id", "")), head, text, grade, at,
                 source_of(seeds, row), later)


def source_of(seeds: Seeds, row: Row) -> str:
    """Title, publisher and day of a row's source, from the register."""
    named = str(row.get("source") or "")
    if REGISTER in seeds.evidence.names:
        for one in seeds.evidence[REGISTER].rows:
            if one["id"] == named:
                return f"{one['title']} ({one['publisher']}, {one['published'] or NO_DAY})"
    return named


def _measure(about: About) -> Entry:
    return Entry("measure", about.name, about.name, about.title, about.question,
                 f"does not show: {about.cannot_show}", about.tests_claims, origin(about), False)


def _plain(code: object) -> str:
    return str(code).replace("_", " ")


Told = tuple[Side, str, str, str]


def _check(row: Row) -> Told:
    return (_CHECK.get(str(row["verdict"]), "open"), str(row["claim"]), str(row["why"]),
            f"{_plain(row['verdict'])} ({row['strength']} evidence)")


def _card(row: Row) -> Told:
    return (_STANCE[str(row["stance"])], str(row["title"]),
            f"{row['paraphrase']} Interest: {row['interest']}", str(row["stance"]))


def _forecast(row: Row) -> Told:
    return (_OUTCOME.get(str(row["outcome"]), "open"),
            f"Forecast of {row['owner']}: {row['statement']}",
            f"Test: {row['criterion']} {row['why']}",
            f"outcome {row['outcome']}, as of {row['as_of']}")


def _event(row: Row) -> Told:
    return "around", str(row["date"]), str(row["label"]), ""


def _institution(row: Row) -> Told:
    return ("around", f"{row['date']} {row['body']}", f"{row['step']}. {row['meaning']}",
            _plain(row["status"]))


def _who(row: Row) -> Told:
    return ("around", str(row["name"]), f"{row['role_as_checked']} {row['orientation']}".strip(),
            f"role {_plain(row['check_result'])}")


RULES: dict[str, Callable[[Row], Told]] = {
    "claim_checks": _check, "lateral_cards": _card, "forecasts": _forecast, "events": _event,
    "institutions": _institution, "source_cards": _who,
}
