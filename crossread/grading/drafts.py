"""Comments that a marker wrote before choosing a level: kept, seen by nobody else, no mark yet."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from . import gradebook as g
from .marking import Criterion, Row, checked, may_mark


def kept(connection: Connection, marker: str, lane: int) -> dict[Row, str]:
    """This marker's drafts in a lane."""
    t = g.draft
    return {(row.submission, row.criterion): row.text for row in connection.execute(
        sa.select(t).where(t.c.marker == marker, t.c.second == lane))}


def keep(connection: Connection, marker: str, lane: int, submission: int, criterion: Criterion,
         text: str) -> str:
    """Keep a draft in place of the one before, none for a blank text; the text as it is kept.

    Raises MarkError when it is too long or the row is not for this marker.
    """
    text = checked(text)
    may_mark(connection, marker, lane, submission, criterion)
    drop(connection, marker, lane, submission, criterion.id)
    if text:
        g.insert(connection, g.draft, [{
            "submission": submission, "criterion": criterion.id, "marker": marker,
            "second": lane, "text": text, "at": g.now()}])
    return text


def drop(connection: Connection, marker: str, lane: int, submission: int, criterion: str) -> None:
    """Forget a draft, because its comment is kept with a level now."""
    t = g.draft
    connection.execute(t.delete().where(
        t.c.submission == submission, t.c.criterion == criterion, t.c.marker == marker,
        t.c.second == lane))
