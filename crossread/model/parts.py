"""What questions are made of: options, rows, cards, spans, steps of a map, rules of form.

Everything that says which answer is right (``verdict``, ``key``, ``accept``,
``feedback``, ``misconception``) has a default; ``item`` says why.
"""

from __future__ import annotations

from .article import Frozen
from .codes import EdgeRelation, Verdict


class Option(Frozen, frozen=True, kw_only=True):
    """One answer a learner may choose, and what to tell whoever chooses it."""

    id: str
    text: str
    verdict: Verdict | None = None
    feedback: str = ""
    locator: str = ""
    misconception: str = ""


class Wrong(Frozen, frozen=True, kw_only=True):
    """Feedback for one wrong choice in a row, a field or a range."""

    feedback: str
    locator: str = ""
    misconception: str = ""


class Choice(Frozen, frozen=True, kw_only=True):
    """A label that rows are matched with."""

    id: str
    text: str


class Row(Frozen, frozen=True, kw_only=True):
    """A thing to be matched with one choice; a cell of a grid has no text of its own."""

    id: str
    text: str = ""
    key: str = ""
    accept: tuple[str, ...] = ()
    feedback: str = ""
    locator: str = ""
    wrong: dict[str, Wrong] = {}


class OrderCard(Frozen, frozen=True, kw_only=True):
    """A card to be put in order."""

    id: str
    text: str
    feedback: str = ""
    locator: str = ""


class OrderSlip(Frozen, frozen=True, kw_only=True):
    """Feedback for a learner who puts ``first`` before ``second``."""

    first: str
    second: str
    feedback: str
    locator: str = ""
    misconception: str = ""


class Range(Frozen, frozen=True, kw_only=True):
    """Feedback for numbers from ``low`` to ``high``, both included."""

    low: float
    high: float
    feedback: str
    locator: str = ""
    misconception: str = ""


class Node(Frozen, frozen=True, kw_only=True):
    """A statement at one end of an argument step."""

    text: str
    locator: str = ""


class SpanKey(Frozen, frozen=True, kw_only=True):
    """A run of words (1 = the first word) and what choosing it shows."""

    first: int
    last: int
    verdict: Verdict
    feedback: str
    locator: str = ""
    misconception: str = ""


class Field(Frozen, frozen=True, kw_only=True):
    """One blank of a card: a menu when it has choices, else a short text."""

    id: str
    label: str
    choices: tuple[Choice, ...] = ()
    key: str = ""
    accept: tuple[str, ...] = ()
    feedback: str = ""
    locator: str = ""
    wrong: dict[str, Wrong] = {}


class Column(Frozen, frozen=True, kw_only=True):
    """One column of a table that the learner fills row by row."""

    id: str
    label: str
    choices: tuple[Choice, ...] = ()
    locator: bool = False  # the cell must name a place in a text
    rows: bool = False  # its choices r1, r2 … are rows of the same table
    wanted_where: dict[str, tuple[str, ...]] = {}  # column → choices there that want a row here


class EdgeKey(Frozen, frozen=True, kw_only=True):
    """An accepted row of a keyed table: cell values by column id."""

    cells: dict[str, str]
    feedback: str = ""
    locator: str = ""


class MapNode(Frozen, frozen=True, kw_only=True):
    """A statement that may stand in a map; its id is the letter that learners see."""

    id: str
    text: str
    locator: str = ""


class MapEdge(Frozen, frozen=True, kw_only=True):
    """A step of the reference map; two or more premises work only together.

    A defensible step is one that another careful reader may draw. It may stand in for
    steps of the reference (``instead``); otherwise it is neither asked for nor held
    against anybody.
    """

    id: str
    premises: tuple[str, ...]
    conclusion: str
    relation: EdgeRelation = "supports"
    feedback: str = ""
    locator: str = ""
    defensible: bool = False
    instead: tuple[str, ...] = ()


class Structure(Frozen, frozen=True, kw_only=True):
    """What can be checked in written work without judging it."""

    min_words: int = 0
    max_words: int = 0
    locators: dict[str, int] = {}  # text id → least number of different locators
    cards: int = 0  # least number of evidence cards named
    dissenting: int = 0  # least number of dissenting cards among them
    separate_likelihood: bool = False  # no likelihood and confidence in one sentence
