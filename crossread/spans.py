"""How much of an article is in the repository: spans, budget, and shared runs of words.

The rules need the printed sentences. Without them each stored span is compared with
the digest that ``crossread texts index`` kept of it (``spans.csv``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .model.article import Annotation
from .texts import digest, find_span, tokens

SHARE = 0.10  # of a text's word positions that the whole repository may hold
LONGEST_RUN = 15  # words in a row of an article, anywhere, quoted
OWN_RUN = 6  # words in a row that own words may share with an article
SHORTEST_QUOTE = 3  # words in quotation marks from which a match counts as a quotation
SPAN_FIELDS = ("quote", "hedge", "cue", "wording")
SKIP = frozenset({".git", ".venv", "node_modules", "__pycache__", "artefacts", "hand-in"})
SUFFIXES = frozenset({".py", ".yml", ".md", ".csv", ".json", ".ipynb", ".html", ".txt", ".js",
                      ".toml", ".cff", ".css"})


@dataclass
class Words:
    """One article as word positions, and which of them the repository holds."""

    article: str
    words: list[str]
    starts: dict[str, int]  # sentence locator → position of its first word
    used: set[int] = field(default_factory=set)
    _runs: dict[int, dict[tuple[str, ...], list[int]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, article: str, printed: Mapping[str, str]) -> Words:
        """From locator → printed sentence, in the order of the text."""
        words: list[str] = []
        starts = {}
        for locator, sentence in printed.items():
            starts[locator] = len(words)
            words += tokens(sentence)
        return cls(article, words, starts)

    def share(self) -> float:
        """Share of word positions in use, 0.0 to 1.0."""
        return len(self.used) / len(self.words) if self.words else 0.0

    def mark(self, locator: str, span: str) -> None:
        """Mark the words of a span in the sentence where it stands."""
        start = self.starts.get(locator)
        if start is None:
            return
        for part in re.split(r"…|\.\.\.|;", span):
            need = tokens(part)
            for at in range(start, min(start + 200, len(self.words) - len(need) + 1)):
                if need and self.words[at:at + len(need)] == need:
                    self.used |= set(range(at, at + len(need)))
                    break

    def _index(self, least: int) -> dict[tuple[str, ...], list[int]]:
        """Every run of ``least`` words and where it stands; made once for all files."""
        if least not in self._runs:
            index = self._runs.setdefault(least, {})
            for at in range(len(self.words) - least + 1):
                index.setdefault(tuple(self.words[at:at + least]), []).append(at)
        return self._runs[least]

    def runs(self, text: Iterable[str], least: int) -> Iterator[tuple[int, int]]:
        """Maximal runs of at least ``least`` words that ``text`` shares, as (place, length)."""
        index = self._index(least)
        other = list(text)
        n = 0
        while n <= len(other) - least:
            best = 0
            for at in index.get(tuple(other[n:n + least]), ()):
                length = least
                while n + length < len(other) and at + length < len(self.words) \
                        and other[n + length] == self.words[at + length]:
                    length += 1
                if length > best:
                    best, place = length, at
            if best:
                yield place, best
                n += best
            else:
                n += 1


def spans(annotation: Annotation) -> Iterator[tuple[str, str, str]]:
    """Every stored printed span as (record id, locator, words)."""
    for name in ("claims", "attributions", "loaded_words", "forecasts"):
        for record in getattr(annotation, name):
            for one in SPAN_FIELDS:
                value = getattr(record, one, "")
                if value and value != "none":
                    yield record.id, record.locator, value


def span_digest(span: str) -> str:
    """The digest kept of a span that was found verbatim."""
    return digest(tokens(span))


def verbatim(annotation: Annotation, printed: Mapping[str, str],
             kept: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Spans that are not verbatim where they say; by digest where no text is at hand."""
    for record, locator, span in spans(annotation):
        if printed:
            whole = printed.get(locator, "") or " ".join(
                s for at, s in printed.items() if at.split(".")[0] == locator)
            parts = re.split(r"\s*;\s*", span)
            if not all(find_span(whole, part) for part in parts):
                yield record, f"“{span[:60]}” is not in {locator} as printed; copy it exactly"
        elif kept and span_digest(span) not in kept:
            yield record, (f"“{span[:60]}” has no digest in spans.csv; run crossread texts index "
                           "with the text")


def own_words(annotation: Annotation, words: Words) -> Iterator[tuple[str, str]]:
    """Summaries and claims that repeat the text, outside quotation marks."""
    texts = [(p.id, p.summary) for p in annotation.paragraphs]
    texts += [(c.id, c.text) for c in annotation.claims]
    texts += [(a.id, a.content) for a in annotation.attributions]
    for record, text in texts:
        for part in re.split(r"[“\"][^”\"]*[”\"]", text):
            for at, length in words.runs(tokens(part), OWN_RUN + 1):
                run = " ".join(words.words[at:at + length])
                yield record, f"repeats {length} words of the text (“{run[:70]}”); say it anew"


def readable_files(root: Path) -> Iterator[Path]:
    """Every text file of the repository that could hold words of an article."""
    for path in sorted(root.rglob("*")):
        if path.suffix in SUFFIXES and not SKIP & set(path.relative_to(root).parts):
            yield path


def readable(path: Path) -> str:
    """The text of a file, without pictures, HTML tags and JSON escapes."""
    text = path.read_text("utf-8", errors="replace")
    text = re.sub(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=\\n]+", " ", text)
    if path.suffix in (".ipynb", ".json"):
        text = text.replace("\\n", " ").replace('\\"', '"').replace("\\u201c", '"')
        text = re.sub(r'",\s+"', " ", text)
    return html.unescape(re.sub(r"<[^>]{1,400}>", " ", text))


def repository(root: Path, words: list[Words], annotations: Mapping[str, Annotation],
               ) -> list[tuple[str, str]]:
    """Mark what every file holds; slips for runs that are too long, and for the budget.

    What counts: every stored span, every quotation of three words or more, and every run
    of more than six words anywhere. Six words or fewer can be shared by two people who
    say the same thing.
    """
    slips: list[tuple[str, str]] = []
    for one in words:
        for _, locator, span in spans(annotations[one.article]):
            one.mark(locator, span)
    for path in readable_files(root):
        text = readable(path)
        spoken = [tokens(quote) for quote in re.findall(r"“([^”]{1,400})”", text)]
        for one in words:
            for quote in spoken:
                for at, length in one.runs(quote, SHORTEST_QUOTE):
                    one.used |= set(range(at, at + length))
            for at, length in one.runs(tokens(text), OWN_RUN + 1):
                one.used |= set(range(at, at + length))
                if length > LONGEST_RUN:
                    run = " ".join(one.words[at:at + 12])
                    what = (f"holds {length} words in a row of {one.article} (“{run} …”); "
                            f"keep at most {LONGEST_RUN}")
                    slips.append((path.relative_to(root).as_posix(), what))
    for one in words:
        if one.share() > SHARE:
            what = (f"{len(one.used)} of {len(one.words)} word positions of {one.article} are in "
                    f"the repository ({one.share():.1%}); keep at most {SHARE:.0%}")
            slips.append(("repository", what))
    return slips


def recovered(known: Mapping[str, str], pieces: Iterable[list[str]], longest: int) -> set[str]:
    """What a reader of the repository could put together: locators whose digest is matched.

    ``known`` maps digest → locator; ``pieces`` are word lists found in the repository.
    Every run of up to ``longest`` words of every piece is tried.
    """
    found: set[str] = set()
    for piece in pieces:
        for first in range(len(piece)):
            for end in range(first + 1, min(first + longest, len(piece)) + 1):
                locator = known.get(digest(piece[first:end]))
                if locator:
                    found.add(locator)
    return found

