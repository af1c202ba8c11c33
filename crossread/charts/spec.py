"""What can be wrong with a record of ``seeds/charts.yml``, found before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model.article import Annotation, Paragraph
from ..model.chart import ChartSpec
from ..model.evidence import Row
from ..seeds import Seeds, Slip, nearest
from .pack import COLUMNS, pack_faults

#: the drawing functions, each in a module of its own name
NAMES = (
    "barcode", "raw_vs_body", "section_shares", "voice_strip", "argument_tree", "prediction",
    "voices_by_words", "attribution_dots", "timeline", "date_bounds",
    "claim_kinds", "hedges", "agreement_matrix", "printings",
    "calibration_scale", *COLUMNS, "claims_heat_map",
)
ONE_TEXT = frozenset({"section_shares", "voice_strip", "argument_tree", "attribution_dots"})
LABELLED = frozenset({"argument_tree", "prediction", "printings", "calibration_scale"})
STRENGTHS = ("firm", "moderate", "weak")  # of a limit for the day of writing


def faults(spec: ChartSpec, seeds: Seeds) -> list[Slip]:
    """Every slip of one record, with its file and line."""
    source = seeds.sources["seeds/charts.yml"]
    return [source.slip(spec.id, what) for what in _faults(spec, seeds)]


def _faults(spec: ChartSpec, seeds: Seeds) -> Iterator[str]:
    if spec.draw not in NAMES:
        yield f"there is no drawing function {spec.draw}. {nearest(spec.draw, list(NAMES))}"
        return
    strangers = [text for text in spec.texts if text not in seeds.texts]
    if strangers:
        yield (f"text {', '.join(strangers)} is not in course.yml, which has "
               f"{', '.join(sorted(seeds.texts))}; correct it")
        return
    if spec.draw in ONE_TEXT and len(spec.texts) != 1:
        yield f"{spec.draw} draws one text, not {len(spec.texts)}; name one under texts"
        return
    if spec.draw in COLUMNS:
        yield from pack_faults(spec, seeds)
        return
    for name in ("does_not_show", "measured_by", "as_of"):
        if not getattr(spec, name):
            yield f"{name} is missing; the box under a chart has four lines"
    annotations = [seeds.annotation(text) for text in spec.texts]
    paragraphs = [p.id for one in annotations for p in one.paragraphs]
    for name, at in (("first", spec.first), ("last", spec.last)):
        if at and at not in paragraphs:
            yield f"{name}: no paragraph {at}. {nearest(at, paragraphs)}"
    if {spec.first, spec.last} <= set(paragraphs) and (
            paragraphs.index(spec.first) > paragraphs.index(spec.last)):
        yield f"last: {spec.last} stands before {spec.first}; put them in the order of the text"
    if len(spec.groups) > 2:
        yield "groups: at most two groups can be told apart; join some"
    if spec.draw in LABELLED and not spec.labels:
        yield f"labels are missing; {spec.draw} draws only what they name"
    speakers = [one.id for one in seeds.speakers] if spec.groups else []
    for group in spec.groups:
        for speaker in group.speakers:
            if speaker not in speakers:
                yield f"groups: no speaker {speaker}. {nearest(speaker, speakers)}"
    things = [*spec.texts, *(node for one in annotations for node in nodes_of(one))]
    if spec.draw == "timeline":
        yield from _unseen(spec, seeds)
        things += [str(row["id"]) for row in _events(seeds)]
    if spec.draw == "date_bounds":
        yield from _unbound(annotations)
    for label in spec.labels if spec.texts else ():
        if label not in things:
            yield f"labels: nothing has the id {label}. {nearest(label, things)}"
    if spec.draw == "printings":
        yield from _columns(spec, seeds)
    if spec.draw == "calibration_scale":
        for label in spec.labels:
            if not re.fullmatch(r"\d{1,3}-\d{1,3}", label):
                yield f"labels: {label} is no range of percentages; write one such as 55-80"
    if spec.lesson and spec.lesson not in {one.id for one in seeds.course.lessons}:
        yield f"lesson {spec.lesson} is not in course.yml; correct it"


def _columns(spec: ChartSpec, seeds: Seeds) -> Iterator[str]:
    """A chart whose labels name columns of its one table."""
    if len(spec.tables) != 1:
        yield f"tables: {spec.draw} draws one table, not {len(spec.tables)}; name one"
        return
    name = spec.tables[0]
    if name not in seeds.evidence.names:
        yield f"tables: no table {name}. {nearest(name, list(seeds.evidence.names))}"
        return
    columns = [one.name for one in seeds.evidence[name].about.columns]
    for label in spec.labels:
        if label not in columns:
            yield f"labels: {name} has no column {label}. {nearest(label, columns)}"


def _events(seeds: Seeds) -> tuple[Row, ...]:
    return seeds.evidence["events"].rows if "events" in seeds.evidence.names else ()


def _unseen(spec: ChartSpec, seeds: Seeds) -> Iterator[str]:
    """Texts of which the table of events does not say what they could know."""
    for text in spec.texts:
        if not all(f"known_to_{text}" in row for row in _events(seeds)):
            yield f"texts: the evidence table events has no column known_to_{text}; add it"
    if not any(row["id"] in spec.labels for row in _events(seeds)):
        yield "labels name no event; give the id of one row of the evidence table events"


def _unbound(annotations: Sequence[Annotation]) -> Iterator[str]:
    """Texts without a limit, and limits without a strength that has a mark."""
    for one in annotations:
        limits = (*one.article.earliest, *one.article.latest)
        if not limits:
            yield f"texts: {one.article.id} has no earliest and no latest in its article.yml"
        for limit in limits:
            if limit.strength not in STRENGTHS:
                yield (f"texts: {one.article.id} has a limit of strength {limit.strength}; "
                       f"write {', '.join(STRENGTHS)}")


def nodes_of(annotation: Annotation) -> list[str]:
    """Ids of everything that an argument step can join: conclusions, hidden premises, claims."""
    argument = annotation.argument
    return [*((c.id for c in argument.conclusions) if argument else ()),
            *((p.id for p in argument.hidden) if argument else ()),
            *(claim.id for claim in annotation.claims)]


def run(spec: ChartSpec, annotation: Annotation) -> list[Paragraph]:
    """The paragraphs from ``first`` to ``last``; all where these are not given."""
    ids = [p.id for p in annotation.paragraphs]
    start = ids.index(spec.first) if spec.first else 0
    end = ids.index(spec.last) + 1 if spec.last else len(ids)
    return list(annotation.paragraphs[start:end])
