"""Items: one struct per kind of question, in one union tagged by ``type``.

Everything that says which answer is right (``verdict``, ``key``, ``accept``,
``feedback``, ``misconception``) has a default, so that the keyless form of an
item (what a student's exercise file holds) decodes into the same struct.
``seeds`` insists on keys where an item must have them. What the kinds are made of
stands in ``parts`` and is found here too.
"""

from __future__ import annotations

import msgspec

from .article import Frozen
from .codes import Bloom, EdgeRelation, Verdict
from .parts import Choice as Choice
from .parts import Column as Column
from .parts import EdgeKey as EdgeKey
from .parts import Field as Field
from .parts import MapEdge as MapEdge
from .parts import MapNode as MapNode
from .parts import Node as Node
from .parts import Option as Option
from .parts import OrderCard as OrderCard
from .parts import OrderSlip as OrderSlip
from .parts import Range as Range
from .parts import Row as Row
from .parts import SpanKey as SpanKey
from .parts import Structure as Structure
from .parts import Wrong as Wrong


class Base(Frozen, frozen=True, kw_only=True, tag_field="type"):
    """What every item has, whatever its kind."""

    id: str
    stem: str
    objective: str = ""
    locators: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    minutes: float = 1.0
    bloom: Bloom = "understand"
    asks: str = "recall"  # recall, evidence, apply: evidence = "which sentence shows it"
    passage: str = ""  # made-up text to print with the item
    figure: str = ""  # chart to print with the item
    deeper: str = ""  # a question without a key, shown after a correct answer
    marks: float = 0  # marks of a graded field; 0 in practice
    withheld: bool = False  # the answer is stored, the verdict comes later (pre-test)


class Single(Base, frozen=True, kw_only=True, tag="single"):
    """Choose one option. Answer: an option id."""

    options: tuple[Option, ...]


class Multi(Base, frozen=True, kw_only=True, tag="multi"):
    """Choose every option that fits. Answer: a list of option ids."""

    options: tuple[Option, ...]


class Match(Base, frozen=True, kw_only=True, tag="match"):
    """Give each row one choice. Answer: row id → choice id."""

    rows: tuple[Row, ...]
    choices: tuple[Choice, ...]


class Order(Base, frozen=True, kw_only=True, tag="order"):
    """Put the cards in order. Answer: the list of all card ids."""

    cards: tuple[OrderCard, ...]
    key: tuple[str, ...] = ()
    slips: tuple[OrderSlip, ...] = ()
    first_label: str = "first"
    last_label: str = "last"


class Numeric(Base, frozen=True, kw_only=True, tag="numeric"):
    """Give a number. Answer: a number."""

    unit: str = ""
    key: float | None = None
    tolerance: float = 0.0
    feedback: str = ""
    locator: str = ""
    ranges: tuple[Range, ...] = ()
    low: float | None = None  # smallest and largest number that makes sense
    high: float | None = None


class Relation(Base, frozen=True, kw_only=True, tag="relation"):
    """Say how the first statement bears on the second. Answer: an option id."""

    premise: Node
    conclusion: Node
    options: tuple[Option, ...]


class Text(Base, frozen=True, kw_only=True, tag="text"):
    """Write. Never scored for what it says. Answer: a string."""

    look_for: str = ""  # shown after saving, to compare one's own words with
    structure: Structure = Structure()
    reopen: str = ""  # id of an earlier text item to show beside this one


class Cite(Base, frozen=True, kw_only=True, tag="cite"):
    """Choose the sentence that shows it; option ids are locators. Answer: one id."""

    options: tuple[Option, ...]


class Span(Base, frozen=True, kw_only=True, tag="span"):
    """Select the words that show it. Answer: [first, last] word positions, from 1."""

    excerpt: str  # at most 15 words of an article, or a text of our own
    source: str = ""  # locator of the excerpt
    keys: tuple[SpanKey, ...] = ()
    exact: bool = False  # only the whole run is right, where its edges are what is asked


class Sentence(Option, frozen=True, kw_only=True):
    """A printed sentence that may be chosen; its id is its locator, its text our own words.

    ``words`` counts its words as ``texts.tokens`` reads them, so that a run of words is told
    by positions alone. ``spans`` are runs known to be right or wrong, never any printed word.
    """

    words: int
    spans: tuple[SpanKey, ...] = ()


class Point(Base, frozen=True, kw_only=True, tag="point"):
    """Select words in the printed text, or choose the sentence where no copy is at hand.

    Answer: {"at": locator}, with a copy also "words": [first, last] positions, from 1.
    """

    options: tuple[Sentence, ...]


class Matrix(Base, frozen=True, kw_only=True, tag="matrix"):
    """Fill the cells of a grid. Answer: "row/column" → choice id."""

    rows: tuple[Choice, ...]
    columns: tuple[Choice, ...]
    choices: tuple[Choice, ...]
    cells: tuple[Row, ...] = ()  # id "row/column"; cells without a key are open


class Band(Base, frozen=True, kw_only=True, tag="band"):
    """Give a range of likelihood in percent. Answer: [low, high]."""

    key: tuple[float, float] | None = None
    tolerance: float = 0.0
    feedback: str = ""
    locator: str = ""
    ranges: tuple[Range, ...] = ()  # by the middle of the answer
    unfit: bool = False  # the right answer is that no band can be given
    unfit_feedback: str = ""


class Card(Base, frozen=True, kw_only=True, tag="card"):
    """Fill several fields. Answer: field id → text or choice id."""

    fields: tuple[Field, ...]


class Table(Base, frozen=True, kw_only=True, tag="table"):
    """Fill rows of a table. Answer: a list of rows, column id → value."""

    columns: tuple[Column, ...]
    min_rows: int = 1
    max_rows: int = 10
    edges: tuple[EdgeKey, ...] = ()  # with a key: F1 against these rows
    structure: Structure = Structure()


class ArgMap(Base, frozen=True, kw_only=True, tag="map"):
    """Draw an argument. Answer: {"edges": [step], "own": {"own-1": text}}.

    A step is {"premises": [ids], "conclusion": id, "relation": relation}.
    """

    nodes: tuple[MapNode, ...]
    root: str  # what the whole argument is for
    relations: tuple[EdgeRelation, ...] = ("supports", "attacks", "undercuts", "concedes")
    may_add: int = 0  # statements in the learner's own words
    min_edges: int = 1
    max_edges: int = 8
    edges: tuple[MapEdge, ...] = ()  # with a reference: F1 against it


Item = (
    Single | Multi | Match | Order | Numeric | Relation | Text | Cite | Span | Point | Matrix
    | Band | Card | Table | ArgMap
)


class Note(msgspec.Struct, frozen=True):
    """One line of feedback: about which part, with what verdict, and why."""

    about: str
    verdict: Verdict
    text: str
    locator: str = ""
    misconception: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """What ``scoring.score`` says of one answer.

    ``credit`` is a share from 0.0 to 1.0 of the item's marks; it is 0.0 for
    ``not_attempted`` and for ``recorded`` (written work, which no code scores).
    """

    status: str  # correct, not_yet, not_attempted, recorded
    credit: float
    notes: tuple[Note, ...] = ()
