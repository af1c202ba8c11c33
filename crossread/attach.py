"""Attaching a reader's copy, and measuring a text anew: files in, sentences out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .index import first_lines, index, write_if_changed
from .model.article import Annotation
from .seeds import Seeds
from .spans import span_digest, spans
from .texts import ENOUGH, Copies, Recognised, TextError, decode, recognise

MOST_BYTES = 5_000_000
SPANS = "spans.csv"  # generated: digests of printed spans that were found verbatim


@dataclass(frozen=True)
class Attached:
    """What came of one file, as a sentence for the reader."""

    attached: bool
    sentence: str


def attach(path: Path, seeds: Seeds, home: Path) -> Attached:
    """Recognise a file and keep its sentences in the reader's home.

    Raises OSError when the file cannot be read or the home cannot be written.
    """
    if path.stat().st_size > MOST_BYTES:
        return Attached(False, f"{path.name}: too large for an article. Give a text file.")
    text = decode(path.read_bytes())
    found = [look(text, seeds.annotation(t.id)) for t in seeds.course.texts]
    best = max(found, key=lambda one: one.share)
    label = next(t.label for t in seeds.course.texts if t.id == best.article)
    seen = f"{len(best.sentences)} of {best.total} sentences"
    if best.share < ENOUGH:
        return Attached(False, f"{path.name}: not recognised. The nearest text is {best.article} "
                        f"({label}), with {seen}; at least {ENOUGH:.0%} are needed. Save the "
                        "whole article as plain text and try again.")
    Copies(home).attach(best)
    missing = [loc for loc in _known(seeds.annotation(best.article)).values()
               if loc not in best.sentences]
    left = f" Not found: {', '.join(missing[:8])}." if missing else ""
    return Attached(True, f"{path.name}: recognised as {best.article} ({label}), {seen} "
                    f"({best.share:.0%}). Chips now show the printed words.{left}")


def look(text: str, annotation: Annotation) -> Recognised:
    """What of one annotated article is in ``text``."""
    furniture = [line.digest for line in annotation.lines
                 if line.digest and line.kind not in ("body", "rule", "blank")]
    return recognise(text, annotation.article.id, _known(annotation), furniture)


def _known(annotation: Annotation) -> dict[str, str]:
    return {s.digest: f"{p.id}.{s.n}" for p in annotation.paragraphs for s in p.sentences}


def reindex(path: Path, seeds: Seeds, article: str, *, check: bool) -> list[str]:
    """Fill ``lines.csv`` and ``paragraphs.yml`` from the full text.

    Returns the names of the files that changed, or would (``check``). For a text
    without ``lines.csv`` a first one is written, to be corrected by hand. Raises
    TextError when the text is not the one that the records describe.
    """
    folder = next((t.folder for t in seeds.course.texts if t.id == article), None)
    if folder is None:
        raise TextError(f"There is no text {article!r}; this course has "
                        f"{', '.join(sorted(seeds.texts))}.")
    text = decode(path.read_bytes())
    lines = seeds.folder / folder / "lines.csv"
    paragraphs = seeds.folder / folder / "paragraphs.yml"
    if not lines.exists():
        write_if_changed(lines, first_lines(text))
        return [lines.name]
    annotation = seeds.annotation(article)
    made = index(text, annotation.lines, annotation.paragraphs, paragraphs.read_text("utf-8"))
    files = {lines: made.lines_csv, paragraphs: made.paragraphs_yml,
             seeds.folder / folder / SPANS: spans_csv(annotation)}
    changed = [p for p, new in files.items() if not p.exists() or p.read_text("utf-8") != new]
    if not check:
        for path_ in changed:
            write_if_changed(path_, files[path_])
    return [p.name for p in changed]


def spans_csv(annotation: Annotation) -> str:
    """Digests of all stored printed spans, so that they can be checked without the text."""
    rows = sorted({(locator, span_digest(span)) for _, locator, span in spans(annotation)})
    return "locator,digest\n" + "".join(f"{at},{key}\n" for at, key in rows)


def kept_spans(folder: Path) -> frozenset[str]:
    """The digests in a text's ``spans.csv``, none where there is no such file."""
    try:
        rows = (folder / SPANS).read_text("utf-8").split()[1:]
    except OSError:
        return frozenset()
    return frozenset(row.rsplit(",", 1)[-1] for row in rows)
