"""Comments that a marker keeps for reuse, beside the comment bank of the exercise."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from . import gradebook as g
from .marking import LONGEST_COMMENT, MarkError, clean


def kept(connection: Connection, exercise: str, marker: str) -> dict[str, tuple[str, ...]]:
    """Criterion → this marker's own comments, in the order in which they were kept."""
    t = g.own_comment
    found: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(sa.select(t.c.criterion, t.c.text).where(
            t.c.exercise == exercise, t.c.marker == marker).order_by(t.c.id)):
        found[row.criterion] = (*found.get(row.criterion, ()), row.text)
    return found


def keep(connection: Connection, exercise: str, criterion: str, marker: str, text: str,
         ) -> tuple[str, ...]:
    """Keep a comment for reuse; this marker's comments for the criterion, each once.

    Raises MarkError for a blank one or one that is too long.
    """
    text = clean(text)
    if not text or len(text) > LONGEST_COMMENT:
        raise MarkError("Write the comment first; then it can be kept." if not text else
                        f"The comment has {len(text):,} characters; shorten it to "
                        f"{LONGEST_COMMENT:,}.")
    before = kept(connection, exercise, marker).get(criterion, ())
    if text in before:
        return before
    g.insert(connection, g.own_comment, [{
        "id": g.next_id(connection, g.own_comment), "exercise": exercise, "criterion": criterion,
        "marker": marker, "text": text, "at": g.now()}])
    return (*before, text)
