"""What stands at a locator, and what a term means: the panel behind every chip."""

from __future__ import annotations

from functools import cached_property

import htpy as h

from .kinds import Page
from .model.article import Annotation, Line, Paragraph
from .model.evidence import Row
from .seeds import SeedError, Seeds, Unknown
from .strings import say
from .structure import Places
from .texts import Copies

BODY_KINDS = frozenset({"body", "rule", "blank"})
CARDS = "lateral_cards"  # the table of documents to read beside the texts; "cards" shows them all
SOURCES = "source_cards"  # the table of persons and outlets, as printed and as checked

Shown = tuple[str, list[str], list[tuple[str, str]]]  # a card: its title, its words, its origin


class PlaceBook:
    """Looks locators up in the seeds, and in the reader's own copies where attached."""

    def __init__(self, seeds: Seeds, copies: Copies) -> None:
        self._seeds = seeds
        self._copies = copies

    @cached_property
    def _page(self) -> Page:
        return Page(self._seeds.texts)

    def printed(self, locator: str) -> str:
        """The printed words, "" where no copy is attached."""
        return self._copies.printed(locator)

    @cached_property
    def checker(self) -> Places:
        """What the structure checks need to know about places."""
        known: set[str] = set()
        aside: set[str] = set()
        for text in self._seeds.texts:
            annotation = self._seeds.annotation(text)
            known |= locators_of(annotation)
            aside |= {f"{text}:L{line.line}" for line in annotation.lines
                      if line.kind not in BODY_KINDS}
        return Places(texts=self._seeds.texts, known=frozenset(known),
                      paratext=frozenset(aside), printed=self.printed,
                      cards={card: row["dissent"] == "yes" for card, row in self._cards.items()})

    @cached_property
    def _cards(self) -> dict[str, Row]:
        """The evidence cards by id."""
        return self._rows(CARDS)

    def _rows(self, table: str) -> dict[str, Row]:
        """Rows of the evidence pack by id; none where a course has no such table."""
        evidence = self._seeds.evidence
        rows = evidence[table].rows if table in evidence.names else ()
        return {str(row["id"]): row for row in rows}

    def _shown(self, name: str) -> list[Shown]:
        """The cards that ``name`` asks for: one by its id, all evidence cards by "cards"."""
        found = [_document(row) for card, row in self._cards.items() if name in ("cards", card)]
        return found or [_source(row) for card, row in self._rows(SOURCES).items() if card == name]

    def panel(self, locator: str) -> str:
        """HTML for one locator or term, with a button to close it; never raises."""
        try:
            inside = self._term(locator[5:]) if locator.startswith("term-") else \
                self._place(locator)
        except (Unknown, SeedError) as error:
            inside = h.p[str(error).splitlines()[0]]
        return str(h.div(".cr-place-in")[
            inside, h.p[h.button(".cr-place-close", type="button")[say("place_close")]]])

    def article(self, locator: str, *, printed: bool, folded: bool = True) -> str:
        """The same without the button, with or without the printed words.

        Many cards are a list of titles that open, unless ``folded`` is False: paper opens nothing.
        Raises Unknown when there is no such place.
        """
        return str(h.div[self._place(locator, printed, folded)])

    def plain(self, locator: str) -> str:
        """A place as text, on the paraphrase alone, so that it never depends on a copy."""
        if cards := self._shown(locator):
            return "\n\n".join("\n".join((title, *words, *map(": ".join, origin)))
                               for title, words, origin in cards)
        text, paragraph, sentence = self._find(locator)
        if isinstance(paragraph, Line):
            return f"{locator}: {paragraph.kind}. {paragraph.note}".strip()
        claims = [c.text for c in text.claims if c.locator == locator] if sentence else []
        return "\n".join([f"{locator} · {self._section(text, paragraph)}",
                          *(claims or [paragraph.summary])])

    def _find(self, locator: str) -> tuple[Annotation, Paragraph | Line, str]:
        letter = locator[:1]
        annotation = self._seeds.annotation(letter)
        if locator[1:3] == ":L" and locator[3:].isdigit():
            for line in annotation.lines:
                if line.line == int(locator[3:]):
                    return annotation, line, ""
        base, _, sentence = locator.partition(".")
        for paragraph in annotation.paragraphs:
            if paragraph.id == base and (
                    not sentence or sentence in {str(s.n) for s in paragraph.sentences}):
                return annotation, paragraph, sentence
        raise Unknown(say("no_place", locator=locator))

    def _section(self, annotation: Annotation, paragraph: Paragraph) -> str:
        return next((s.label for s in annotation.article.sections
                     if s.id == paragraph.section), paragraph.section)

    def _place(self, locator: str, printed: bool = True, folded: bool = True) -> h.Node:
        for passage in self._seeds.passages.values():
            for line in passage.lines:
                if line.at == locator:
                    return [h.p[h.strong[locator], f" · {passage.title}. {passage.note}"],
                            h.blockquote[line.text]]
        if cards := self._shown(locator):
            show = _folded if folded and len(cards) > 1 else _card
            return [show(*one) for one in cards]
        annotation, found, sentence = self._find(locator)
        if isinstance(found, Line):
            kind = f" · {found.kind.replace('_', ' ')} ({found.certainty})"
            belongs = say("body_of", paragraph=found.paragraph) if found.paragraph else ""
            return [h.p[h.strong[locator], kind], h.p[found.note or belongs]]
        head = h.p[h.strong[locator], f" · {self._section(annotation, found)}"]
        claims = [c for c in annotation.claims if c.locator == locator] if sentence else []
        own = h.ul[(h.li[self._page.rich(c.text), h.em[f" ({c.voice.replace('_', ' ')})"]]
                    for c in claims)] if claims else h.p[self._page.rich(found.summary)]
        return [head, h.p[h.em[say("place_summary")]], own,
                printed and self._own_copy(locator)]

    def _own_copy(self, locator: str) -> h.Node:
        printed = self.printed(locator)
        if printed:
            return [h.p[h.em[say("place_printed")]], h.blockquote[printed]]
        return h.p[h.small[say("place_attach")]]

    def _term(self, term: str) -> h.Node:
        for entry in self._seeds.glossary:
            if entry.id == term:
                return [h.p[h.strong[entry.term], ": ", self._page.rich(entry.definition)],
                        h.p[h.em[say("take_care")], " ", self._page.rich(entry.caution)],
                        h.p[h.small[f"{entry.source} ({entry.as_of})"]]]
        raise Unknown(say("no_term", term=term))


def _card(title: str, words: list[str], origin: list[tuple[str, str]]) -> h.Node:
    return [h.p[h.strong[title]], _said(words, origin)]


def _folded(title: str, words: list[str], origin: list[tuple[str, str]]) -> h.Node:
    """One of many: its title stands in a list, and it opens below its title."""
    return h.details[h.summary[title], _said(words, origin)]


def _said(words: list[str], origin: list[tuple[str, str]]) -> h.Node:
    told = [[f"{name}: ", _linked(text), last] for (name, text), last in zip(
        origin, ["; "] * (len(origin) - 1) + [""], strict=False)]
    return [[h.p[line] for line in words], h.p[h.small[told]]]


def _linked(text: str) -> h.Node:
    """The address of a document as a link, which a reader opens or not; other words as they are."""
    if not text.startswith("https://") or " " in text:
        return text
    return h.a(href=text, target="_blank", rel="noopener noreferrer")[text]


def _document(row: Row) -> Shown:
    """A document, with what a reader needs before relying on it."""
    return (f"{row['id']} · {row['title']}", [str(row["paraphrase"])], _named(
        row, ("kind", "publisher", "date", "interest", "link", "retrieved", "bears_on")))


def _source(row: Row) -> Shown:
    """A person or an outlet: what the text prints, what others say, and since when we know."""
    words = [say("card_printed", text=row["role_as_printed"]),
             say("card_checked", text=row["role_as_checked"]),
             say("card_stands_for", text=row["orientation"]), str(row["note"])]
    return (f"{row['id']} · {row['name']}", [line for line in words if line], _named(
        row, ("check_result", "locators", "source", "also", "as_of")))


def _named(row: Row, columns: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name.replace("_", " "), str(row[name])) for name in columns if row[name]]


def locators_of(annotation: Annotation) -> set[str]:
    """Every locator that an annotation defines: paragraphs, sentences, lines."""
    letter = annotation.article.id
    found = {f"{letter}:L{line.line}" for line in annotation.lines}
    for paragraph in annotation.paragraphs:
        found.add(paragraph.id)
        found |= {f"{paragraph.id}.{s.n}" for s in paragraph.sentences}
    return found
