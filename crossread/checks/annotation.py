"""What the annotation of a text must be: whole, resolvable, and free of loops."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..graphs import find_circle
from ..model.article import Annotation
from ..places import BODY_KINDS, locators_of
from ..seeds import Seeds, Slip
from ..texts import count_words

SUMMARY_WORDS = (30, 60)
MOST_SPAN = 15  # printed words in one stored span


def check_annotations(seeds: Seeds) -> list[Slip]:
    """Every rule below, on every text of the course."""
    slips = []
    for text in seeds.course.texts:
        annotation = seeds.annotation(text.id)
        for where, what in annotation_slips(annotation, {s.id for s in seeds.speakers}):
            slips.append(slip_at(seeds, text.folder, where, what))
    slips += _joint(seeds)
    return slips


def slip_at(seeds: Seeds, folder: str, where: str, what: str) -> Slip:
    """The slip at the line of the record that ``where`` names, in whichever file it stands."""
    for source in seeds.sources.values():
        if source.name.startswith(f"seeds/{folder}/") and (
                where in source.lines or where in source.inner):
            return source.slip(where, f"{where}: {what}")
    return Slip(f"seeds/{folder}", 1, f"{where}: {what}")


def annotation_slips(annotation: Annotation, speakers: set[str]) -> Iterator[tuple[str, str]]:
    """All slips of one annotation as (record id, "what; what now")."""
    yield from _places(annotation)
    yield from _ids(annotation)
    yield from _covered(annotation)
    yield from _paragraphs(annotation)
    yield from _speakers(annotation, speakers)
    yield from _argument(annotation)
    yield from _links(annotation)


LISTS = ("claims", "attributions", "forecasts", "events", "terms", "loaded_words", "gaps", "slips")


def records(annotation: Annotation) -> Iterator[tuple[str, Any]]:
    """Every record of the list files, with the name of its list."""
    for name in LISTS:
        for record in getattr(annotation, name):
            yield name, record


def _places(annotation: Annotation) -> Iterator[tuple[str, str]]:
    known = locators_of(annotation)
    letter = annotation.article.id
    aside = {f"{letter}:L{line.line}" for line in annotation.lines if line.kind not in BODY_KINDS}
    sectioned = [p for s in annotation.article.sections for p in s.paragraphs]
    for name, record in records(annotation):
        named = [getattr(record, "locator", ""), *getattr(record, "locators", ())]
        for place in filter(None, named):
            if place not in known and place[:1] == letter:
                yield record.id, f"names {place}, which the text does not have; correct it"
            if place in aside and name in ("claims", "attributions"):
                yield record.id, (f"gives {place} to a speaker, but that line is not the author's "
                                  "text; name a body sentence")
    for paragraph in annotation.paragraphs:
        if paragraph.id not in sectioned:
            yield paragraph.id, "is in no section of article.yml; put it in one"
        for n in paragraph.lines:
            kind = next((line.kind for line in annotation.lines if line.line == n), None)
            if kind != "body":
                yield paragraph.id, f"has line {n}, which lines.csv calls {kind}; correct one"
        if len(paragraph.lines) > 1 and not paragraph.joined_because:
            yield paragraph.id, "is joined from several lines without a reason; add joined_because"
    joined = {n for p in annotation.paragraphs for n in p.lines}
    for line in annotation.lines:
        if line.kind == "body" and line.line not in joined:
            yield f"{letter}:L{line.line}", "is body text of no paragraph; add it to one"
        if line.kind not in BODY_KINDS and not line.note:
            yield f"{letter}:L{line.line}", "is called paratext without a reason; add a note"


def _ids(annotation: Annotation) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for name, record in records(annotation):
        if name == "terms":
            continue
        if record.id in seen:
            yield record.id, f"is used in {seen[record.id]} and in {name}; give each its own id"
        seen[record.id] = name


def _covered(annotation: Annotation) -> Iterator[tuple[str, str]]:
    claimed = {c.locator for c in annotation.claims}
    for paragraph in annotation.paragraphs:
        for sentence in paragraph.sentences:
            place = f"{paragraph.id}.{sentence.n}"
            if place not in claimed and not sentence.no_content:
                yield paragraph.id, (f"sentence {place} has no claim; add one, or say under "
                                     "no_content why there is none")
            if not sentence.digest:
                yield paragraph.id, f"sentence {place} has no digest; run crossread texts index"


def _paragraphs(annotation: Annotation) -> Iterator[tuple[str, str]]:
    least, most = SUMMARY_WORDS
    for paragraph in annotation.paragraphs:
        n = count_words(paragraph.summary)
        if not least <= n <= most:
            yield paragraph.id, f"has a summary of {n} words; write {least} to {most}"


def _speakers(annotation: Annotation, speakers: set[str]) -> Iterator[tuple[str, str]]:
    for _, record in records(annotation):
        for role in ("speaker", "source", "owner", "user"):
            name = getattr(record, role, None)
            if name is not None and name not in speakers:
                yield record.id, (f"names {role} {name}, whom both/speakers.yml does not have; "
                                  "add the speaker or correct the name")


def _argument(annotation: Annotation) -> Iterator[tuple[str, str]]:
    argument = annotation.argument
    if argument is None:
        return
    conclusions = {c.id for c in argument.conclusions}
    claims = {c.id for c in annotation.claims}
    hidden = {p.id for p in argument.hidden}
    edges = {e.id for e in argument.edges}
    for edge in argument.edges:
        for end in (*edge.premises, edge.conclusion):
            if end not in conclusions | claims | hidden:
                yield edge.id, f"names {end}, which is no claim, conclusion or premise; correct it"
    for premise in argument.hidden:
        if premise.needed_by not in edges:
            yield premise.id, f"is needed by {premise.needed_by}, which is no edge; correct it"
    for link in argument.weakest:
        if link.edge not in edges:
            yield link.edge, "is called a weak link but is no edge; correct it"
    for conclusion in argument.conclusions:
        for claim in conclusion.claims:
            if claim not in claims:
                yield conclusion.id, f"names claim {claim}, which is not there; correct it"
        if conclusion.status == "explicit" and not conclusion.claims:
            yield conclusion.id, "is explicit but names no claim that states it; name one"
    cycle = find_cycle(annotation)
    if cycle and not argument.cycles:
        yield cycle[0], f"stands in a loop ({' → '.join(cycle)}); break it or note it under cycles"
    placed = {end for e in argument.edges for end in (*e.premises, e.conclusion)}
    placed |= {claim for c in argument.conclusions for claim in c.claims}
    for record in annotation.claims:
        if record.importance == "central" and record.id not in placed and not record.stands_alone:
            yield record.id, ("is central but has no place in the map; add an edge, or say under "
                              "stands_alone why not")


def find_cycle(annotation: Annotation) -> list[str]:
    """The ids along one loop of the argument map, [] when there is none."""
    assert annotation.argument is not None
    onward: dict[str, set[str]] = {}
    for edge in annotation.argument.edges:
        for premise in edge.premises:
            onward.setdefault(premise, set()).add(edge.conclusion)
    return find_circle(onward)


def _links(annotation: Annotation) -> Iterator[tuple[str, str]]:
    claims = {c.id for c in annotation.claims}
    attributions = {a.id for a in annotation.attributions}
    for forecast in annotation.forecasts:
        if forecast.claim and forecast.claim not in claims:
            yield forecast.id, f"names claim {forecast.claim}, which is not there; correct it"
    for one in annotation.attributions:
        if one.nested_in and one.nested_in not in attributions:
            yield one.id, f"is nested in {one.nested_in}, which is not there; correct it"
        if one.quoted_words[0] > one.quoted_words[1]:
            yield one.id, "has more words at least than at most; turn quoted_words round"
    for name, record in records(annotation):
        for field in ("quote", "hedge", "cue", "wording"):
            n = count_words(getattr(record, field, ""))
            if n > MOST_SPAN:
                yield record.id, (f"stores {n} printed words under {field} ({name}); keep at most "
                                  f"{MOST_SPAN}")


def _joint(seeds: Seeds) -> Iterator[Slip]:
    """The joint files: pairs, glossary, speakers and codebook agree with both texts."""
    known = {place for t in seeds.texts for place in locators_of(seeds.annotation(t))}
    relations = {"agree", "differ", "talk_past", *(f"only_{t}" for t in seeds.texts)}
    for name, records_ in (("pairs", seeds.pairs), ("glossary", seeds.glossary),
                           ("blind_spots", seeds.blind_spots), ("hypotheses", seeds.hypotheses),
                           ("speakers", seeds.speakers)):
        if not records_:
            continue
        source = seeds.sources[f"seeds/both/{name}.yml"]
        for record in records_:
            places = getattr(record, "locators", ())
            named = [p for some in places.values() for p in some] \
                if isinstance(places, dict) else places
            for place in named:
                if place not in known:
                    yield source.slip(record.id, f"{record.id}: names {place}, which no text has; "
                                      "correct it")
    for pair in seeds.pairs:
        source = seeds.sources["seeds/both/pairs.yml"]
        if pair.relation not in relations:
            yield source.slip(pair.id, f"{pair.id}: relation {pair.relation} is not one of "
                              f"{', '.join(sorted(relations))}")
    terms = {entry.id for entry in seeds.glossary}
    for text in seeds.course.texts:
        for term in seeds.annotation(text.id).terms:
            if terms and term.id not in terms:
                yield slip_at(seeds, text.folder, term.id,
                              "is in no entry of both/glossary.yml; add one")
