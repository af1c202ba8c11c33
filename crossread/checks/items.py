"""What every item must have, whatever its kind: the rules that a reader can rely on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..kinds import kind_of
from ..locators import locator_pattern
from ..model.item import Base, Item, Option, Text
from ..places import locators_of
from ..scoring import AnswerError, score
from ..seeds import Seeds, Slip

HINTS = 2
PART = re.compile(r"(?:option|row|step|column) (\S+) ")  # what a slip may begin with


class _Known:
    """Ids and places of one course, gathered once for all items."""

    def __init__(self, seeds: Seeds) -> None:
        self.objectives = {o.id for o in seeds.objectives}
        self.misconceptions = {m.id for m in seeds.misconceptions}
        self.charts = {c.id for c in seeds.charts}
        self.passages = seeds.passages
        self.places = {line.at for p in seeds.passages.values() for line in p.lines if line.at}
        self.paratext: set[str] = set()
        for text in seeds.texts:
            annotation = seeds.annotation(text)
            self.places |= locators_of(annotation)
            self.paratext |= {f"{text}:L{line.line}" for line in annotation.lines
                              if line.kind not in ("body", "rule", "blank")}
        self.locator = locator_pattern(seeds.texts)
        self.may_point_aside = {ref.id for ref in seeds.course.lessons if ref.paratext}


def check_items(seeds: Seeds) -> list[Slip]:
    """Every practice item: parts, feedback, places, codes, and a key proven both ways."""
    known = _Known(seeds)
    slips: list[Slip] = []
    seen: dict[str, str] = {}
    for path in sorted((seeds.folder / "items").glob("*.yml")):
        lesson = path.stem
        for item in seeds.items(lesson):
            source = seeds.sources[f"seeds/items/{path.name}"]
            if item.id in seen:
                slips.append(source.slip(item.id, f"{item.id} is also in {seen[item.id]}; "
                                         "give it its own id"))
            seen[item.id] = path.name
            if not item.id.startswith(f"{lesson}-"):
                slips.append(source.slip(item.id, f"{item.id} should begin with “{lesson}-”; "
                                         "an item's id names its lesson"))
            slips += [source.slip(item.id, f"{item.id} {what}", part_of(what))
                      for what in item_slips(item, known, lesson)]
    return slips


def part_of(what: str) -> str:
    """The id of the option, row or step that a slip begins with; "" where it names none."""
    found = PART.match(what)
    return found[1] if found else ""


def item_slips(item: Item, known: _Known, lesson: str) -> Iterator[str]:
    """What is wrong with one item, as "what; what now"."""
    yield from key_slips(item)
    yield from _parts(item, known)
    yield from _codes(item, known)
    yield from _places(item, known, lesson)


def _parts(item: Base, known: _Known) -> Iterator[str]:
    if not item.stem.strip():
        yield "has no stem; ask a question"
    if not isinstance(item, Text) and len(item.hints) != HINTS:
        yield f"has {len(item.hints)} hints; give two that help without telling"
    if item.minutes <= 0:
        yield "has no minutes; give an estimate"
    if item.figure and item.figure not in known.charts:
        yield f"names chart {item.figure}, which seeds/charts.yml does not have; correct the name"
    if item.passage and item.passage not in known.passages:
        yield f"names passage {item.passage}, which seeds/passages does not have; correct the name"


def _codes(item: Base, known: _Known) -> Iterator[str]:
    if item.objective not in known.objectives:
        yield (f"names objective {item.objective or '(none)'}, which objectives.yml does not "
               "have; name one")
    for code in sorted(_misconceptions(item) - known.misconceptions):
        yield (f"names misconception {code}, which misconceptions.yml does not have; "
               "name one or none")


def _misconceptions(item: Base) -> set[str]:
    codes = {o.misconception for o in getattr(item, "options", ())}
    codes |= {w.misconception for w in kind_of(item).gaps(item)}
    return codes - {""}


def _places(item: Base, known: _Known, lesson: str) -> Iterator[str]:
    for place in sorted(set(named_places(item, known)) - known.places):
        yield f"names {place}, which no text has; correct the locator"
    if lesson not in known.may_point_aside:
        for place in sorted(set(named_places(item, known)) & known.paratext):
            yield (f"points at {place}, which is not the author's; point at body text, or say "
                   "paratext: true of the lesson in seeds/course.yml")


def named_places(item: Base, known: _Known) -> Iterator[str]:
    """Every locator of an item: its own, its options', and those written in its words."""
    yield from item.locators
    words = [item.stem, *item.hints, item.deeper]
    for option in getattr(item, "options", ()):
        if isinstance(option, Option):
            words += [option.text, option.feedback]
            yield from filter(None, [option.locator])
    for gap in kind_of(item).gaps(item):
        words.append(gap.feedback)
        yield from filter(None, [gap.locator])
    for name in ("rows", "cells", "fields", "cards", "nodes"):
        for part in getattr(item, name, ()):
            yield from filter(None, [getattr(part, "locator", "")])
            words.append(getattr(part, "feedback", ""))
    for text in words:
        yield from known.locator.findall(text)


def key_slips(item: Item) -> list[str]:
    """What is wrong with the key of an item: as written, or else when it is proven."""
    return [*kind_of(item).slips(item)] or [*proven(item)]  # one cause is told once


def proven(item: Item) -> Iterator[str]:
    """Right passes, every wrong answer does not, blank is not attempted."""
    kind = kind_of(item)
    try:
        right = kind.right(item)
        if score(item, right).status not in ("correct", "recorded"):
            yield "is not scored correct for its own key; correct the key"
        for wrong in kind.wrongs(item):
            if score(item, wrong).status == "correct":
                yield f"is scored correct for the wrong answer {wrong!r}; correct the key"
    except (AnswerError, StopIteration, ValueError, KeyError) as error:
        yield f"cannot be scored ({error}); correct the key"
    if score(item, None).status != "not_attempted":
        yield "is not “not attempted” when left blank; this is a fault of the kind"
