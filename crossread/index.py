"""From a full text to what may be stored of it: word counts and digests, never words.

``lines.csv`` and ``paragraphs.yml`` are written by hand where they judge (kind,
function, summary) and by this module where they measure (words, digests). Running
it again changes nothing unless the text or the hand-written part changed.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from .model.article import Line, Paragraph
from .model.codes import LineKind
from .texts import SHORT, TextError, count_words, digest, sentences, tokens

HEADER = ("line", "words", "kind", "paragraph", "certainty", "digest", "note")


@dataclass(frozen=True)
class Indexed:
    """The two files as they should be, and the sentences by locator (not stored)."""

    lines_csv: str
    paragraphs_yml: str
    printed: dict[str, str]


def index(text: str, lines: tuple[Line, ...], paragraphs: tuple[Paragraph, ...],
          paragraphs_yml: str) -> Indexed:
    """Measure ``text`` and fill words and digests into both files.

    Raises TextError when the text does not have the lines that ``lines`` names, or
    a paragraph has another number of sentences than its record.
    """
    printed_lines = text.splitlines()
    if len(printed_lines) < len(lines):
        raise TextError(f"the file has {len(printed_lines)} lines and lines.csv {len(lines)}; "
                        "give the file that lines.csv was made from")
    return Indexed(_lines_csv(printed_lines, lines),
                   _fill(paragraphs_yml, paragraphs, printed_lines),
                   {f"{p.id}.{n}": sentence for p in paragraphs
                    for n, sentence in enumerate(_sentences(p, printed_lines), 1)})


def first_lines(text: str) -> str:
    """A first ``lines.csv`` for a new text, kinds guessed from the look of each line."""
    rows = (Line(line=n, words=0, kind=_guess(line))
            for n, line in enumerate(text.splitlines(), 1))
    return _lines_csv(text.splitlines(), tuple(rows))


def _guess(line: str) -> LineKind:
    if not line.strip():
        return "blank"
    if re.fullmatch(r"[-*_=\s]{3,}", line):
        return "rule"
    return "heading" if line.startswith("#") else "body"


def _lines_csv(printed: list[str], lines: tuple[Line, ...]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for line in lines:
        words = tokens(printed[line.line - 1])
        writer.writerow([line.line, count_words(printed[line.line - 1].replace("*", "")),
                         line.kind, line.paragraph, line.certainty,
                         digest(words) if len(words) >= SHORT else "", line.note])
    return out.getvalue()


def _sentences(paragraph: Paragraph, printed: list[str]) -> list[str]:
    whole = " ".join(printed[n - 1].strip() for n in paragraph.lines)
    return sentences(whole.replace("**", ""))


def _fill(yml: str, paragraphs: tuple[Paragraph, ...], printed: list[str]) -> str:
    """``paragraphs.yml`` with words and digests filled in, all else as it was written."""
    blocks = re.split(r"(?m)^(?=- id: )", yml)
    by_id = {p.id: p for p in paragraphs}
    return "".join(_fill_block(block, by_id, printed) for block in blocks)


def _fill_block(block: str, by_id: dict[str, Paragraph], printed: list[str]) -> str:
    name = re.match(r"- id: (\S+)", block)
    if not name:
        return block
    paragraph = by_id[name[1]]
    found = _sentences(paragraph, printed)
    if len(found) != len(paragraph.sentences):
        raise TextError(f"{paragraph.id} has {len(found)} sentences in the file and "
                        f"{len(paragraph.sentences)} in paragraphs.yml; correct the record")
    counts = iter([count_words(one) for one in found])
    digests = iter([digest(tokens(one)) for one in found])
    block = re.sub(r"(?<=\bwords: )\d+", lambda m: str(next(counts)), block)
    return re.sub(r"(?<=\bdigest: )(?:\"[^\"]*\"|'[^']*'|[0-9a-f]*)",
                  lambda m: f'"{next(digests)}"', block)


def write_if_changed(path: Path, content: str) -> bool:
    """Write a text file when it would change; True when it did."""
    if path.exists() and path.read_text("utf-8") == content:
        return False
    path.write_text(content, "utf-8")
    return True
