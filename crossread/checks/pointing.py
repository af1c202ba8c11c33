"""Where a question lets learners point into a text: the sentence is there, its words are counted.

The positions of words are right for every copy of a sentence, as the same digest means the same
words. How many there are is seen only where a full text is at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.item import Point
from ..seeds import Seeds, Slip
from ..texts import tokens
from .copyright import printed_texts


def check_pointing(seeds: Seeds) -> list[Slip]:
    """Every sentence of every question of this kind, in lessons and exercises."""
    return list(pointing_slips(seeds, printed_texts(seeds)))


def pointing_slips(seeds: Seeds, printed: Mapping[str, Mapping[str, str]]) -> Iterator[Slip]:
    """The slips, given text id → locator → printed sentence of the texts that are at hand."""
    known = {f"{p.id}.{s.n}" for text in seeds.texts
             for p in seeds.annotation(text).paragraphs for s in p.sentences}
    sentences = {at: words for text in printed.values() for at, words in text.items()}
    for item, file in _points(seeds):
        for option in item.options:
            counted = len(tokens(sentences.get(option.id, "")))
            if option.id not in known:
                what = f"names {option.id}, which is no sentence of a text; give a sentence"
            elif counted and counted != option.words:
                what = (f"counts {option.words} words in {option.id}, which has {counted}; "
                        "correct words, and look at the positions again")
            else:
                continue
            yield seeds.sources[file].slip(item.id, f"{item.id} {what}")


def _points(seeds: Seeds) -> Iterator[tuple[Point, str]]:
    for ref in seeds.course.lessons:
        yield from ((item, f"seeds/items/{ref.id}.yml") for item in seeds.items(ref.id)
                    if isinstance(item, Point))
    for one in seeds.course.exercises:
        yield from ((field, f"solutions/source/{one.id}.yml")
                    for field in seeds.exercise(one.id).fields if isinstance(field, Point))
