"""The copyright rule as a check: spans verbatim, own words own, the budget kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ..attach import kept_spans, look
from ..home import home
from ..seeds import Seeds, Slip
from ..texts import Copies, decode
from .annotation import slip_at
from ..spans import Words, own_words, repository, verbatim


def printed_texts(seeds: Seeds) -> dict[str, dict[str, str]]:
    """Text id → locator → printed sentence, where a full text is at hand.

    From the folder named in ``CROSSREAD_TEXTS``, else from the reader's own copies.
    """
    given = os.environ.get("CROSSREAD_TEXTS")
    if not given:
        copies = Copies(home())
        return {text: copies.sentences(text) for text in copies.attached()}
    found: dict[str, dict[str, str]] = {}
    for path in sorted(Path(given).glob("*.txt")):
        text = decode(path.read_bytes())
        for ref in seeds.course.texts:
            seen = look(text, seeds.annotation(ref.id))
            if seen.share == 1.0:
                found[ref.id] = seen.sentences
    return found


def check_copyright(seeds: Seeds) -> list[Slip]:
    """With the full texts: every rule. Without them: stored spans against their digests."""
    return copyright_slips(seeds, printed_texts(seeds))


def copyright_slips(seeds: Seeds, printed: Mapping[str, Mapping[str, str]]) -> list[Slip]:
    """The slips, given the printed sentences of the texts that are at hand."""
    slips: list[Slip] = []
    words = {text: Words.of(text, sentences) for text, sentences in printed.items()}
    for ref in seeds.course.texts:
        annotation = seeds.annotation(ref.id)
        kept = kept_spans(seeds.folder / ref.folder)
        faults = list(verbatim(annotation, printed.get(ref.id, {}), kept))
        if ref.id in words:
            faults += own_words(annotation, words[ref.id])
        slips += [slip_at(seeds, ref.folder, where, what) for where, what in faults]
    annotations = {ref.id: seeds.annotation(ref.id) for ref in seeds.course.texts}
    slips += [Slip(where, 1, what)
              for where, what in repository(seeds.root, list(words.values()), annotations)]
    return slips
