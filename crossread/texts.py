"""Words of a text: normalise, split, digest, recognise, and a reader's own copies.

The repository holds no article. It holds a digest of every whole sentence, and
with it a reader's own file is recognised, whatever its name, line breaks,
encoding or page furniture, and each sentence in it gets its address.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from .home import write_whole

COUNTED = re.compile(r"[\w’'-]+")  # the tokeniser behind every printed word count
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_STOP = re.compile(r"[.!?][”’\"']*\s+(?=[“‘\"'(]*[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Pres|Dr|Mr|Mrs|Ms|Sen|Gen|St|vs|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\b[A-Z]"
    r"|\b(?:i\.e|e\.g|a\.m|p\.m))\.$")
_LONGEST_ABBREVIATION = 5  # characters, its stop included
LONGEST = 120  # words of the longest sentence that is looked for
ENOUGH = 0.5  # share of the sentences from which a file counts as the article
SHORT = 4  # lines of fewer words get no digest: they could be guessed from it


class TextError(ValueError):
    """A file that cannot be attached, with a sentence that says why and what now."""


def strings_in(value: Any) -> Iterator[str]:
    """Every text in a value of plain parts (dicts, lists, tuples), however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings_in(inner)


@dataclass(frozen=True)
class Recognised:
    """What was found of one article in a file: locator → printed sentence."""

    article: str
    total: int
    sentences: dict[str, str]

    @property
    def share(self) -> float:
        """Recognised sentences / all sentences, 0.0 to 1.0."""
        return len(self.sentences) / self.total if self.total else 0.0


def clean(text: str) -> str:
    """Unicode in one form, straight quotes, no Markdown emphasis; case kept."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[‘’ʼ`´]", "'", text)
    return re.sub("[“”„]", '"', text).replace("*", "")


def tokens(text: str) -> list[str]:
    """Lower-case words without accents; hyphens and dashes separate."""
    plain = unicodedata.normalize("NFKD", clean(text)).casefold()
    if not plain.isascii():  # else there is no accent in it, and no need to look at every letter
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _TOKEN.findall(plain)


def count_words(text: str) -> int:
    """Words as printed counts give them (hyphenated words are one)."""
    return len(COUNTED.findall(text))


def digest(words: Iterable[str]) -> str:
    """16 hexadecimal digits of SHA-256 over the words, one space between."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, by stops that an abbreviation does not explain."""
    found, start = [], 0
    for stop in _STOP.finditer(paragraph):
        end = stop.start() + 1
        if _ABBREVIATION.search(paragraph, max(start, end - _LONGEST_ABBREVIATION), end):
            continue
        found.append(paragraph[start:stop.end()].strip())
        start = stop.end()
    found.append(paragraph[start:].strip())
    return [one for one in found if one]


def decode(raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or a Windows code page."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def recognise(text: str, article: str, known: Mapping[str, str],
              furniture: Iterable[str] = ()) -> Recognised:
    """Find the article's sentences in ``text``.

    ``known`` maps sentence digest → locator; ``furniture`` holds digests of lines
    that may interrupt a sentence (pull quotes). A sentence that is not found in the
    text as it stands is looked for once more with that furniture taken out: all of it,
    then each piece alone, as a pull quote may repeat the sentence that it interrupts.
    """
    words = positions(text)
    found = _scan(words, known)
    missing = {d: loc for d, loc in known.items() if loc not in found}
    if missing:
        pieces = [(first, end) for _, first, end in _windows(words, set(furniture))]
        found |= _scan(_without(words, pieces), missing)
        for first, end in pieces:
            around = words[max(0, first - LONGEST):first] + words[end:end + LONGEST]
            found = _scan(around, missing) | found
    order = {loc: n for n, loc in enumerate(known.values())}
    printed = {loc: _printed(text, spans) for loc, spans in found.items()}
    return Recognised(article, len(known), dict(sorted(printed.items(),
                                                       key=lambda kv: order[kv[0]])))


Word = tuple[str, int, int]  # the token, and where it stands in the text


def positions(text: str) -> list[Word]:
    """Tokens with their places, through a character-by-character normalisation."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in unicodedata.normalize("NFKD", clean(char)).casefold():
            if not unicodedata.combining(one):
                chars.append(one)
                places.append(place)
    return [(m.group(), places[m.start()], places[m.end() - 1] + 1)
            for m in _TOKEN.finditer("".join(chars))]


def _windows(words: list[Word], wanted: set[str]) -> Iterable[tuple[str, int, int]]:
    """Every run of words whose digest is wanted, as (digest, first, end)."""
    for first in range(len(words)):
        running = hashlib.sha256()
        for end in range(first, min(first + LONGEST, len(words))):
            running.update(words[end][0].encode() if end == first
                           else b" " + words[end][0].encode())
            key = running.hexdigest()[:16]
            if key in wanted:
                yield key, first, end + 1


def _scan(words: list[Word], known: Mapping[str, str]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for key, first, end in _windows(words, set(known)):
        found.setdefault(known[key], [(words[n][1], words[n][2]) for n in range(first, end)])
    return found


def _without(words: list[Word], pieces: Iterable[tuple[int, int]]) -> list[Word]:
    gone: set[int] = set()
    for first, end in pieces:
        if not gone & set(range(first, end)):
            gone |= set(range(first, end))
    return [word for n, word in enumerate(words) if n not in gone]


def _printed(text: str, spans: list[tuple[int, int]]) -> str:
    """The sentence as printed: its words and what stands between neighbours."""
    pieces = []
    start, end = spans[0]
    for first, last in spans[1:]:
        if len(tokens(text[end:first])) or text.count("\n", end, first) > 3:
            pieces.append(text[start:end])
            start = first
        end = last
    pieces.append(text[start:end] + _tail(text, end))
    head = re.search(r"[“‘\"'(]+$", text[:spans[0][0]])
    return (head.group() if head else "") + " ".join(" ".join(pieces).replace("*", "").split())


def _tail(text: str, end: int) -> str:
    match = re.match(r"\*{0,3}[”’\"')]*[.!?,;:]*[”’\"')]*", text[end:])
    return match.group() if match else ""


class Copies:
    """A reader's own copies of the articles, kept in the learner's home folder."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "texts"
        self._read: dict[str, tuple[tuple[int, ...], dict[str, str]]] = {}  # by article, with stamp

    def attach(self, found: Recognised) -> Path:
        """Keep the recognised sentences. Raises OSError when the disk refuses."""
        path = self._folder / f"{found.article}.json"
        write_whole(path, msgspec.json.format(msgspec.json.encode(found.sentences)))
        return path

    def attached(self) -> dict[str, int]:
        """Article id → number of sentences at hand."""
        return {p.stem: len(self.sentences(p.stem)) for p in sorted(self._folder.glob("*.json"))}

    def printed(self, locator: str) -> str:
        """The printed words at a sentence or paragraph locator, "" when not attached."""
        own = self.sentences(locator[:1])
        if locator in own:
            return own[locator]
        inside = [text for at, text in own.items() if at.startswith(f"{locator}.")]
        return " ".join(inside)

    def sentences(self, article: str) -> dict[str, str]:
        """Locator → printed sentence of one article, {} when not attached; not to be changed.

        The file is read again only after it has changed.
        """
        path = self._folder / f"{article}.json"
        try:
            info = path.stat()
            stamp = (info.st_ino, info.st_mtime_ns, info.st_size)
            if article not in self._read or self._read[article][0] != stamp:
                self._read[article] = stamp, msgspec.json.decode(path.read_bytes(),
                                                                 type=dict[str, str])
            return self._read[article][1]
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}


@functools.lru_cache(maxsize=512)  # a class quotes the same few places
def _printed_words(printed: str) -> list[str]:
    return tokens(printed)


def find_span(printed: str, quote: str) -> bool:
    """Is ``quote`` verbatim in ``printed``, after normalising quote marks and spaces?

    An ellipsis in the quote joins parts that must follow one another.
    """
    words = _printed_words(printed)
    at = 0
    for part in re.split(r"…|\.\.\.", quote):
        need = tokens(part)
        if not need:
            continue
        for start in range(at, len(words) - len(need) + 1):
            if words[start:start + len(need)] == need:
                at = start + len(need)
                break
        else:
            return False
    return True
