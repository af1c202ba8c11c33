"""Ids never change once published: answers, hand-ins and links hang on them.

``seeds/published_ids.txt`` lists every id that was ever released. ``crossread build``
adds new ones; a listed id that no file has any more is a slip.
"""

from __future__ import annotations

from ..seeds import Seeds, Slip
from .annotation import records

FILE = "published_ids.txt"
HEAD = ("# Every id that was published. Written by crossread build, which only adds. "
        "An id is never taken away.\n")


def ids(seeds: Seeds) -> set[str]:
    """Every id that something may hang on: items, exercise fields, claims, edges, terms."""
    found = {item.id for ref in seeds.course.lessons for item in seeds.items(ref.id)}
    found |= {f.id for ref in seeds.course.exercises for f in seeds.sheet(ref.id).fields}
    for text in seeds.texts:
        annotation = seeds.annotation(text)
        found |= {record.id for name, record in records(annotation) if name != "terms"}
        found |= {p.id for p in annotation.paragraphs}
        if annotation.argument:
            found |= {e.id for e in annotation.argument.edges}
            found |= {c.id for c in annotation.argument.conclusions}
    found |= {f"term-{entry.id}" for entry in seeds.glossary}
    return found | {p.id for p in seeds.pairs}


def published(seeds: Seeds) -> set[str]:
    """The ids that were published, none where nothing was yet."""
    path = seeds.folder / FILE
    if not path.exists():
        return set()
    return {line for line in path.read_text("utf-8").splitlines()
            if line and not line.startswith("#")}


def ids_file(seeds: Seeds) -> str:
    """``published_ids.txt`` as it should be: what was published, and what is new."""
    return HEAD + "".join(f"{one}\n" for one in sorted(published(seeds) | ids(seeds)))


def check_ids(seeds: Seeds) -> list[Slip]:
    """Published ids that are gone."""
    gone = published(seeds) - ids(seeds)
    return [Slip(f"seeds/{FILE}", 1, f"{one} was published and is gone; put it back under the "
                 "same id") for one in sorted(gone)]
