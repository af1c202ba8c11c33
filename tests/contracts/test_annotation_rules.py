"""The annotation of the real texts keeps every rule, and each rule notices when it is broken."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
import pytest

from crossread.checks.annotation import annotation_slips, find_cycle
from crossread.checks.balance import LISTS as SCRUTINY
from crossread.checks.balance import balance, balance_slips
from crossread.model.article import Annotation, Edge
from crossread.seeds import Seeds

replace = msgspec.structs.replace


@cache
def seeds() -> Seeds:
    return Seeds()


@cache
def speakers() -> frozenset[str]:
    return frozenset(s.id for s in seeds().speakers)


def texts() -> list[str]:
    return sorted(t.id for t in Seeds().course.texts)


def slips(annotation: Annotation) -> list[tuple[str, str]]:
    return list(annotation_slips(annotation, set(speakers())))


@pytest.mark.parametrize("text", texts())
def test_the_annotation_of_a_text_keeps_every_rule(text: str) -> None:
    assert slips(seeds().annotation(text)) == []


def first(annotation: Annotation, name: str, **changes: Any) -> Annotation:
    """The annotation with its first record of a list changed."""
    records = getattr(annotation, name)
    return replace(annotation, **{name: (replace(records[0], **changes), *records[1:])})


def with_edge(annotation: Annotation, **changes: Any) -> Annotation:
    argument = annotation.argument
    assert argument is not None
    edges = (replace(argument.edges[0], **changes), *argument.edges[1:])
    return replace(annotation, argument=replace(argument, edges=edges))


def loop(annotation: Annotation) -> Annotation:
    argument = annotation.argument
    assert argument is not None
    edge = argument.edges[0]
    back = Edge(id="back", premises=(edge.conclusion,), conclusion=edge.premises[0],
                relation="supports", status="explicit")
    return replace(annotation, argument=replace(argument, edges=(*argument.edges, back)))


def unplaced(annotation: Annotation) -> Annotation:
    argument = annotation.argument
    assert argument is not None
    claim = next(c for c in annotation.claims if c.importance == "central")
    new = replace(claim, id="lonely", stands_alone="")
    return replace(annotation, claims=(*annotation.claims, new))


def uncovered(annotation: Annotation) -> Annotation:
    place = annotation.claims[0].locator
    return replace(annotation, claims=tuple(c for c in annotation.claims if c.locator != place))


def no_paratext_reason(annotation: Annotation) -> Annotation:
    lines = tuple(replace(line, note="") if line.kind in ("heading", "teaser") else line
                  for line in annotation.lines)
    return replace(annotation, lines=lines)


def paratext_claim(annotation: Annotation) -> Annotation:
    line = next(line for line in annotation.lines if line.kind == "heading")
    return first(annotation, "claims", locator=f"{annotation.article.id}:L{line.line}")


BREAKS: dict[str, tuple[Callable[[Annotation], Annotation], str]] = {
    "a locator that names nothing": (
        lambda a: first(a, "claims", locator=f"{a.article.id}99.1"), "does not have"),
    "a speaker outside the list": (
        lambda a: first(a, "claims", speaker="nobody_known"), "both/speakers.yml"),
    "a source outside the list": (
        lambda a: first(a, "attributions", source="nobody_known"), "both/speakers.yml"),
    "an id used twice": (
        lambda a: first(a, "attributions", id=a.claims[0].id), "give each its own id"),
    "a sentence without a claim": (uncovered, "has no claim"),
    "a sentence without a digest": (
        lambda a: first(a, "paragraphs", sentences=tuple(
            replace(s, digest="") for s in a.paragraphs[0].sentences)), "has no digest"),
    "a summary that is too short": (
        lambda a: first(a, "paragraphs", summary="Too short."), "has a summary of 2 words"),
    "a paragraph outside every section": (
        lambda a: replace(a, article=replace(a.article, sections=())), "is in no section"),
    "paratext without a reason": (no_paratext_reason, "called paratext without a reason"),
    "paratext given to a speaker": (paratext_claim, "not the author's text"),
    "body text of no paragraph": (
        lambda a: replace(a, paragraphs=a.paragraphs[1:]), "body text of no paragraph"),
    "a paragraph made of a line that is no body text": (
        lambda a: first(a, "paragraphs", lines=(next(
            line.line for line in a.lines if line.kind == "heading"),)), "correct one"),
    "an edge that ends nowhere": (
        lambda a: with_edge(a, conclusion="nowhere"), "no claim, conclusion or premise"),
    "a loop in the map": (loop, "stands in a loop"),
    "a central claim without a place": (unplaced, "has no place in the map"),
    "a forecast of a claim that is not there": (
        lambda a: first(a, "forecasts", claim="gone"), "names claim gone"),
    "an attribution nested in nothing": (
        lambda a: first(a, "attributions", nested_in="gone"), "is nested in gone"),
    "a span of more than fifteen words": (
        lambda a: first(a, "claims", quote="word " * 16), "printed words under quote"),
    "a range of words that is turned round": (
        lambda a: first(a, "attributions", quoted_words=(9, 2)), "turn quoted_words round"),
}


@pytest.mark.parametrize("text", texts())
@pytest.mark.parametrize("name", BREAKS)
def test_every_rule_notices_when_it_is_broken(name: str, text: str) -> None:
    change, words = BREAKS[name]
    found = slips(change(seeds().annotation(text)))
    assert any(words in what for _, what in found), found[:5]


def test_joined_paragraphs_give_their_reason() -> None:
    split = [(t, p) for t in texts() for p in seeds().annotation(t).paragraphs if len(p.lines) > 1]
    assert split
    text, paragraph = split[0]
    annotation = seeds().annotation(text)
    bare = tuple(replace(p, joined_because="") if p.id == paragraph.id else p
                 for p in annotation.paragraphs)
    assert any("without a reason" in what
               for _, what in slips(replace(annotation, paragraphs=bare)))


@pytest.mark.parametrize("text", texts())
def test_the_map_of_a_text_has_no_loop(text: str) -> None:
    assert find_cycle(seeds().annotation(text)) == []


def test_both_texts_get_the_same_scrutiny_per_thousand_words() -> None:
    assert balance_slips(balance(seeds())) == []


@pytest.mark.parametrize("name", SCRUTINY)
def test_the_balance_notices_scrutiny_that_leans_to_one_text(name: str) -> None:
    counts = balance(seeds())
    text = sorted(counts)[0]
    leaning = {**counts, text: {**counts[text], name: counts[text][name] * 2}}
    assert any(name in what for what in balance_slips(leaning))
