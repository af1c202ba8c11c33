"""The reading pane as HTML: two texts side by side, every sentence with its address.

Our own words always; the printed sentence where the reader's own copy is attached.
The static face is made by the same functions, without controls and without any
printed sentence.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import htpy as h
from markupsafe import Markup

from .faces import Face
from .kinds import Page
from .model.article import Annotation, Claim, Paragraph
from .strings import say

# A shape beside the word, so that colour is never the only sign.
VOICE_SHAPE = {"asserts": "■", "reports": "▲", "free_indirect": "△", "quotes": "❝",
               "hypothetical": "?"}
KIND_SHAPE = {"fact": "F", "report": "R", "inference": "I", "judgement": "J", "forecast": "→",
              "yours_to_code": "✎"}


@dataclass(frozen=True)
class Reading:
    """What a pane shows: the texts in order, names of speakers, and printed words.

    ``printed`` gives the words at a sentence, "" where no copy is attached.
    """

    texts: tuple[Annotation, ...]
    speakers: dict[str, str]
    page: Page
    printed: Callable[[str], str]
    terms: dict[str, tuple[str, ...]]  # glossary id → forms that are marked in our words

    def pane(self) -> str:
        """The live pane: filters, search, and the texts."""
        return str(h.div(".cr-reader")[
            h.details(".cr-tools", open=True)[h.summary[say("reader_tools")],
                                              self._bar(), h.p(".cr-help")[say("reader_keys")]],
            h.p(".cr-count", role="status", aria_live="polite"),
            h.div(".cr-texts")[(self._text(t, live=True, labels=True) for t in self.texts)],
        ])

    def face(self) -> Face:
        """The whole pane as static HTML and as text, on our own words alone.

        Folded, for a text is longer than the lesson that it stands in; a browser's own
        search looks into it all the same. Without labels: lessons ask for some of them.
        """
        plain = [line for t in self.texts for line in self._plain(t)]
        return Face(str(h.div[(
            h.details[h.summary[say("reader_folded", text=t.article.id, n=len(t.paragraphs))],
                      self._text(t, live=False, labels=False)]
            for t in self.texts)]), "\n".join(plain))

    def paper(self, *, labels: bool) -> str:
        """The texts as HTML to print, on our own words alone, with or without our labels."""
        return str(h.div[(self._text(t, live=False, labels=labels) for t in self.texts)])

    def _bar(self) -> h.Node:
        claims = [c for t in self.texts for c in t.claims]
        return h.form(".cr-filter", role="search", onsubmit="return false")[
            self._menu("voice", say("reader_voice"), VOICE_SHAPE, Counter(c.voice for c in claims)),
            self._menu("kind", say("reader_kind"), KIND_SHAPE, Counter(c.kind for c in claims)),
            self._speaker_menu(claims),
            h.label[say("reader_search"), " ", h.input(type="search", name="search")],
            h.label(".cr-only")[h.input(type="checkbox", name="only"), say("reader_only")],
            h.label[h.input(type="checkbox", name="labels"), say("reader_labels")],
            h.button(type="reset")[say("reader_reset")],
            h.button(".cr-beside", type="button", hidden=True)[say("reader_beside")],
        ]

    def _menu(self, name: str, label: str, shapes: dict[str, str], counts: Counter[str]) -> h.Node:
        return h.label[label, " ", h.select(name=name)[
            h.option(value="")[say("reader_all")],
            (h.option(value=key)[f"{shape} {words(key)} ({counts[key]})"]
             for key, shape in shapes.items() if counts[key])]]

    def _speaker_menu(self, claims: list[Claim]) -> h.Node:
        counts = Counter(c.speaker for c in claims)
        return h.label[say("reader_speaker"), " ", h.select(name="speaker")[
            h.option(value="")[say("reader_all")],
            (h.option(value=key)[f"{self.speakers.get(key, key)} ({n})"]
             for key, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))]]

    def _text(self, text: Annotation, *, live: bool, labels: bool) -> h.Node:
        article = text.article
        by_id = {p.id: p for p in text.paragraphs}
        head = f"cr-text-{article.id}"
        return h.section(".cr-text", data_text=article.id, aria_labelledby=live and head)[
            h.h3(id=live and head)[f"{article.id} · {article.author}"],
            ([h.h4[section.label],
              (self._paragraph(text, by_id[p], live=live, labels=labels)
               for p in section.paragraphs)]
             for section in article.sections)]

    def _paragraph(self, text: Annotation, paragraph: Paragraph, *, live: bool,
                   labels: bool) -> h.Node:
        claims: dict[str, list[Claim]] = {}
        for claim in text.claims:
            claims.setdefault(claim.locator, []).append(claim)
        return h.article(".cr-par", id=live and f"cr-at-{paragraph.id}",
                         aria_label=live and paragraph.id,
                         data_loc=live and paragraph.id, tabindex=live and "-1")[
            h.p(".cr-summary")[h.strong[paragraph.id], " ", self._marked(paragraph.summary, live)],
            (h.ol(".cr-sentences") if live else h.ul)[(
                self._sentence(f"{paragraph.id}.{s.n}", claims.get(f"{paragraph.id}.{s.n}", []),
                               live=live, labels=labels) for s in paragraph.sentences)]]

    def _sentence(self, locator: str, claims: list[Claim], *, live: bool,
                  labels: bool) -> h.Node:
        printed = self.printed(locator) if live else ""
        words = f"cr-words-{locator}"  # told of the address when it has the focus
        address: h.Node = h.button(".cr-address", type="button", data_cite=locator, tabindex="-1",
                                   aria_label=say("reader_cite", locator=locator),
                                   aria_describedby=words if printed or claims else None)[locator] \
            if live else h.b[locator]
        return h.li(".cr-sentence", id=live and f"cr-at-{locator}", tabindex=live and "-1")[
            address,
            printed and h.blockquote(".cr-printed", dir="auto", id=words)[printed],
            h.ul(id=live and not printed and words)[
                (self._claim(c, live=live, labels=labels) for c in claims)] if claims else None]

    def _claim(self, claim: Claim, *, live: bool, labels: bool) -> h.Node:
        """A claim and whose it is; a live pane hides its labels until it is asked for them."""
        label = (f"{VOICE_SHAPE[claim.voice]} {words(claim.voice)} · "
                 f"{KIND_SHAPE[claim.kind]} {words(claim.kind)} · ")
        return h.li(".cr-claim", data_voice=live and claim.voice, data_kind=live and claim.kind,
                    data_speaker=live and claim.speaker)[
            h.span(".cr-said")[self._marked(claim.text, live)], " ",
            h.small(".cr-badge")["[", labels and h.span(".cr-label")[label],
                                 self.speakers.get(claim.speaker, claim.speaker), "]"]]

    def _marked(self, text: str, live: bool) -> h.Node:
        return self.page.rich(text, buttons=False) if not live else mark_terms(
            self.page.rich(text, buttons=False), self.terms)

    def _plain(self, text: Annotation) -> Iterable[str]:
        yield f"{text.article.id} · {text.article.author}"
        for paragraph in text.paragraphs:
            yield f"{paragraph.id} {' '.join(paragraph.summary.split())}"


def words(label: str) -> str:
    """A codebook label as it is read aloud."""
    return label.replace("_", " ")


@functools.lru_cache(maxsize=4)
def _forms(terms: tuple[tuple[str, tuple[str, ...]], ...],
           ) -> tuple[dict[str, str], re.Pattern[str]]:
    """Form in lower case → id of its term, and a pattern of all forms, the longest first."""
    forms = {form.casefold(): term for term, some in terms for form in some}
    longest = sorted(forms, key=len, reverse=True)
    return forms, re.compile(r"\b(" + "|".join(map(re.escape, longest)) + r")\b", re.I)


def mark_terms(html: str, terms: dict[str, tuple[str, ...]]) -> h.Node:
    """Glossary terms in escaped HTML as buttons that open their entry, first use only."""
    forms, pattern = _forms(tuple(terms.items()))
    if not forms:
        return Markup(html)
    seen: set[str] = set()

    def button(match: re.Match[str]) -> str:
        term = forms[match[1].casefold()]
        if term in seen:
            return match[1]
        seen.add(term)
        return (f'<button type="button" class="cr-term" tabindex="-1" data-loc="term-{term}">'
                f"{match[1]}</button>")

    return Markup("".join(part if part.startswith("<") else pattern.sub(button, part)
                          for part in re.split(r"(<[^>]+>)", str(html))))
