"""What ``seeds/charts.yml`` says of a chart: which tables it draws, and what it shows."""

from __future__ import annotations

from .article import Frozen


class SpeakerGroup(Frozen, frozen=True, kw_only=True):
    """Speakers that a chart counts as one voice."""

    label: str
    speakers: tuple[str, ...]  # ids in ``seeds/both/speakers.yml``


class Flag(Frozen, frozen=True, kw_only=True):
    """A date to be marked on a chart of time, and why."""

    at: str  # a year or a month, as the table writes it
    label: str  # a few words of our own
    locators: tuple[str, ...] = ()  # claims that the date belongs to


class ChartSpec(Frozen, frozen=True, kw_only=True):
    """One chart of the course. The drawing code knows no text; this record names it all.

    ``shows`` to ``as_of`` are the box that stands under every chart. A chart of evidence
    tables needs only the first of them: what its tables say of themselves is added.
    """

    id: str
    draw: str  # a name in ``crossread.charts.CHARTS``
    title: str
    question: str  # the one question that the chart answers
    shows: str
    does_not_show: str = ""
    measured_by: str = ""
    as_of: str = ""
    texts: tuple[str, ...] = ()  # text ids, in the order in which they are drawn
    tables: tuple[str, ...] = ()  # evidence tables, in the order that the drawing function wants
    pick: tuple[str, ...] = ()  # what of them is drawn, by key ("RUS", "IRN-RUS", "O01")
    first: str = ""  # first and last paragraph of a run, or year or month of a table
    last: str = ""
    since: str = ""  # the year from which a change is told
    flags: tuple[Flag, ...] = ()
    lesson: str = ""  # the lesson whose questions are counted
    groups: tuple[SpeakerGroup, ...] = ()
    labels: dict[str, str] = {}  # id of a thing to be drawn → a few words of our own
