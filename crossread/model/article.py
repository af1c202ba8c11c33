"""One annotated article: everything ``seeds/<article>/`` may say about a text.

No struct here holds a whole sentence of an article. ``quote``, ``hedge``,
``cue`` and ``wording`` are the only fields with printed words in them, and
``texts.spans`` counts every one of them against the copyright budget.
"""

from __future__ import annotations

import msgspec

from .codes import (
    Certainty, Checkable, ClaimKind, ConclusionStatus, EdgeRelation, EdgeStatus,
    Function, Importance, Known, LineKind, Mode, Naming, Precision, Voice,
)


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every struct read from a data file: frozen, unknown fields refused."""


class Section(Frozen, frozen=True, kw_only=True):
    """A run of paragraphs with one job in the article."""

    id: str
    label: str  # our own words, or the printed heading when it is 15 words or fewer
    printed: bool  # True when ``label`` is the heading as printed
    paragraphs: tuple[str, ...]
    job: str


class DateBound(Frozen, frozen=True, kw_only=True):
    """One end of the span of days in which something can have been written."""

    date: str  # ISO 8601: a day, a month or a year
    what: str  # what the bound dates: the prose, the package, our copy
    strength: str  # firm, moderate, weak
    reason: str
    locators: tuple[str, ...] = ()


class Article(Frozen, frozen=True, kw_only=True):
    """What is known, and not known, about one text as a publication."""

    id: str
    title: str
    author: str
    outlet: str
    genre: str
    language: str
    known: tuple[str, ...]  # each: the fact and how it was checked
    unknown: tuple[str, ...]  # each: what our copy or our search does not show
    earliest: tuple[DateBound, ...]
    latest: tuple[DateBound, ...]
    sections: tuple[Section, ...]
    link: str = ""


class Line(Frozen, frozen=True, kw_only=True):
    """One line of the reader's file; the words themselves stay in that file."""

    line: int
    words: int
    kind: LineKind
    paragraph: str = ""
    certainty: Certainty = "certain"
    digest: str = ""
    note: str = ""


class Sentence(Frozen, frozen=True, kw_only=True):
    """A sentence of a paragraph, known by position, length in words and digest."""

    n: int
    words: int
    digest: str
    no_content: str = ""  # the reason, when no claim can be drawn from it


class Paragraph(Frozen, frozen=True, kw_only=True):
    """A paragraph: where it stands, what it does, and what it says in our words."""

    id: str
    section: str
    lines: tuple[int, ...]
    function: Function
    summary: str
    sentences: tuple[Sentence, ...]
    joined_because: str = ""  # only for a paragraph split over several lines


class AlsoAccept(Frozen, frozen=True, kw_only=True):
    """Another coding that a careful reader can defend, and why."""

    why: str
    kind: ClaimKind | None = None
    voice: Voice | None = None


class Claim(Frozen, frozen=True, kw_only=True):
    """One thing the text commits somebody to, in our own words."""

    id: str
    locator: str
    text: str
    kind: ClaimKind
    speaker: str  # id in ``seeds/both/speakers.yml``: who is committed to it
    voice: Voice
    checkable: Checkable
    importance: Importance
    hedge: str = ""  # the hedging words as printed
    quote: str = ""  # at most 15 words as printed
    also_accept: tuple[AlsoAccept, ...] = ()
    stands_alone: str = ""  # central, yet outside the argument map: why


class Attribution(Frozen, frozen=True, kw_only=True):
    """Source, cue and content of one piece of reported speech or thought (PARC 3.0)."""

    id: str
    locator: str
    source: str  # speaker id
    role_as_printed: str
    cue: str  # the reporting word or two as printed
    content: str  # own words
    mode: Mode
    naming: Naming
    quoted_words: tuple[int, int] = (0, 0)  # least and most words of speech inside marks
    nested_in: str = ""  # id of the attribution that contains this one
    not_speech: bool = False  # quotation marks that are a label or a distancing, not speech
    note: str = ""


class Conclusion(Frozen, frozen=True, kw_only=True):
    """A point the argument is meant to establish."""

    id: str
    text: str
    status: ConclusionStatus
    claims: tuple[str, ...] = ()  # the claims that state it, when it is explicit
    locators: tuple[str, ...] = ()
    final: bool = False  # True for a root of the map


class HiddenPremise(Frozen, frozen=True, kw_only=True):
    """What the text needs but does not say, put as charitably as the text allows."""

    id: str
    text: str
    needed_by: str  # edge id
    note: str = ""


class Edge(Frozen, frozen=True, kw_only=True):
    """A step of the argument: premises together bear on one conclusion."""

    id: str
    premises: tuple[str, ...]  # two or more: they work only together
    conclusion: str
    relation: EdgeRelation
    status: EdgeStatus
    note: str = ""


class WeakLink(Frozen, frozen=True, kw_only=True):
    """An edge that carries much and is supported little."""

    edge: str
    reason: str
    would_help: str


class Argument(Frozen, frozen=True, kw_only=True):
    """The argument map of one article."""

    conclusions: tuple[Conclusion, ...]
    hidden: tuple[HiddenPremise, ...]
    edges: tuple[Edge, ...]
    weakest: tuple[WeakLink, ...]
    cycles: tuple[str, ...] = ()  # a note for every cycle left in on purpose


class Forecast(Frozen, frozen=True, kw_only=True):
    """A statement about what had not happened yet when it was written."""

    id: str
    locator: str
    statement: str
    owner: str  # speaker id
    hedge: str
    horizon: str
    settled_by: str
    claim: str = ""


class Event(Frozen, frozen=True, kw_only=True):
    """Something the text dates, and whether each text can have known it."""

    id: str
    date: str
    precision: Precision
    label: str
    locators: tuple[str, ...]
    known_to: dict[str, Known]  # text id → can the writer have known it
    note: str = ""


class Term(Frozen, frozen=True, kw_only=True):
    """A name or term as this text uses it; the joint glossary defines it."""

    id: str  # id in ``seeds/both/glossary.yml``
    locators: tuple[str, ...]
    as_used: str
    printed: tuple[str, ...] = ()  # printed forms, a few words each


class LoadedWord(Frozen, frozen=True, kw_only=True):
    """A wording that evaluates while it describes, with a flatter one beside it."""

    id: str
    locator: str
    wording: str  # as printed, a few words
    neutral: str
    user: str  # speaker id of whoever uses it
    effect: str
    defence: str  # why a fair writer might choose it all the same


class Gap(Frozen, frozen=True, kw_only=True):
    """What the text leaves out, and what would help a reader."""

    id: str
    locators: tuple[str, ...]
    missing: str
    would_help: str
    charitable: str


class Slip(Frozen, frozen=True, kw_only=True):
    """A misprint or an inner tension, with the most charitable reading."""

    id: str
    locators: tuple[str, ...]
    kind: str  # misprint, tension, detail, date, wording
    what: str
    charitable: str
    matters: str  # what does, and does not, depend on it


class Annotation(Frozen, frozen=True, kw_only=True):
    """The whole of ``seeds/<article>/``."""

    article: Article
    lines: tuple[Line, ...]
    paragraphs: tuple[Paragraph, ...]
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    argument: Argument | None = None
    forecasts: tuple[Forecast, ...] = ()
    events: tuple[Event, ...] = ()
    terms: tuple[Term, ...] = ()
    loaded_words: tuple[LoadedWord, ...] = ()
    gaps: tuple[Gap, ...] = ()
    slips: tuple[Slip, ...] = ()
