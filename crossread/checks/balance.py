"""Balance of scrutiny: how hard each text was looked at, never what was found.

Counted per thousand body words: questions, outside checks, evidence cards, loaded wordings
looked at. Faults that were found are printed as they are and are never levelled. How many
cards of persons a text has follows from whom it names: each has one, and their number is
printed and not levelled either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..model.evidence import Row
from ..places import CARDS, SOURCES
from ..seeds import Seeds, Slip

LISTS = ("questions", "checks", "evidence cards", "loaded wordings")
MOST = 0.15  # by how much the larger rate may exceed the smaller
FOUND = ("disputed", "contradicted", "not_found")  # verdicts that are counted as they are


def counts(seeds: Seeds) -> dict[str, dict[str, int]]:
    """Text id → what was looked at → how often."""
    items = [item for ref in seeds.course.lessons for item in seeds.items(ref.id)]
    return {text: {
        "questions": sum(_on(text, " ".join(item.locators)) for item in items),
        "checks": sum(row["text"] == text for row in _rows(seeds, "claim_checks")),
        "evidence cards": sum(_on(text, str(row["bears_on"])) for row in _rows(seeds, CARDS)),
        "loaded wordings": len(seeds.annotation(text).loaded_words),
    } for text in sorted(seeds.texts)}


def balance(seeds: Seeds) -> dict[str, dict[str, float]]:
    """Text id → what was looked at → count per 1,000 body words."""
    rates: dict[str, dict[str, float]] = {}
    for text, looked in counts(seeds).items():
        words = sum(line.words for line in seeds.annotation(text).lines if line.kind == "body")
        rates[text] = {name: 1000 * n / words for name, n in looked.items()} if words else {}
    return rates


def found(seeds: Seeds) -> dict[str, dict[str, int]]:
    """Text id → what the looking found: printed, never levelled."""
    verdicts = Counter((row["text"], row["verdict"]) for row in _rows(seeds, "claim_checks"))
    return {text: {
        "slips and tensions": len(seeds.annotation(text).slips),
        "gaps": len(seeds.annotation(text).gaps),
        **{f"claims {verdict.replace('_', ' ')}": verdicts[text, verdict] for verdict in FOUND},
        "persons and outlets with a card": sum(
            _on(text, str(row["locators"])) for row in _rows(seeds, SOURCES)),
    } for text in sorted(seeds.texts)}


def _rows(seeds: Seeds, table: str) -> tuple[Row, ...]:
    return tuple(seeds.evidence[table].rows) if table in seeds.evidence.names else ()


def _on(text: str, locators: str) -> bool:
    """Does a list of locators name a place in the text?"""
    return any(one.startswith(text) for one in locators.split())


def balance_slips(rates: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What leans to one text by more than fifteen per cent."""
    slips = []
    for name in LISTS:
        by_text = {text: looked.get(name, 0.0) for text, looked in rates.items()}
        least, most = min(by_text.values()), max(by_text.values())
        if least <= 0 < most or (least > 0 and most / least - 1 > MOST):
            said = ", ".join(f"{text} {rate:.1f}" for text, rate in by_text.items())
            slips.append(f"{name} per 1,000 words lean to one text ({said}); look as hard at the "
                         f"other, until they are within {MOST:.0%}")
    return slips


def check_balance(seeds: Seeds) -> list[Slip]:
    """The balance of scrutiny of a course of several texts."""
    if len(seeds.texts) < 2:
        return []
    return [*(Slip("seeds/course.yml", _line(seeds), what)
              for what in balance_slips(balance(seeds))), *_without_card(seeds)]


def _without_card(seeds: Seeds) -> Iterator[Slip]:
    """Persons whom a text names as a source, and of whom the pack says nothing."""
    cards = {str(row["name"]) for row in _rows(seeds, SOURCES)}
    named = {one.source for text in seeds.texts for one in seeds.annotation(text).attributions
             if one.naming == "named"}
    for speaker in seeds.speakers if cards else ():
        if speaker.kind == "person" and speaker.id in named and speaker.name not in cards:
            yield seeds.sources["seeds/both/speakers.yml"].slip(
                speaker.id, f"{speaker.name} is named as a source and has no card in "
                f"{SOURCES}.csv; write one, the same for either text")


def _line(seeds: Seeds) -> int:
    """The line on which the course list begins to name the texts."""
    text = (seeds.folder / "course.yml").read_text("utf-8")
    return text[:text.find("\ntexts:") + 1].count("\n") + 1
