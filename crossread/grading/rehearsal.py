"""The marks of a made-up class, taken into a gradebook as if three people had marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from . import gradebook as g
from .planting import PlannedMark
from .results import USED


class _Truth(msgspec.Struct):
    marks: tuple[PlannedMark, ...]


def take_marks(connection: Connection, truth: Path) -> int:
    """Write the marks of ``truth.json``; how many were new.

    A row that somebody has marked is left as it is. Raises GradebookError when the file
    is no truth of a demo, or none of its students is in the gradebook.
    """
    try:
        planned = msgspec.json.decode(truth.read_bytes(), type=_Truth).marks
    except FileNotFoundError:
        raise g.GradebookError(f"{truth} is not there. Make a class first: crossread demo "
                               f"{truth.parent}") from None
    except msgspec.MsgspecError:
        raise g.GradebookError(f"{truth} was not written by this version of crossread demo; make "
                               "the class again in a new folder.") from None
    t = g.submission
    works = {(row.student_id, row.exercise): row.id for row in connection.execute(
        sa.select(t.c.id, t.c.exercise, g.student.c.student_id)
        .join(g.student, g.student.c.id == t.c.student).where(t.c.status.in_(USED)))}
    if planned and not any((one.student, one.exercise) in works for one in planned):
        raise g.GradebookError("None of the students of this class is in the gradebook. Grade its "
                               "inbox first.")
    taken = {(row.submission, row.criterion, row.second) for row in connection.execute(
        sa.select(g.mark.c.submission, g.mark.c.criterion, g.mark.c.second))}
    at = g.now()
    rows: list[dict[str, Any]] = []
    for one in planned:
        work = works.get((one.student, one.exercise))
        if work is not None and (work, one.criterion, int(one.second)) not in taken:
            rows.append({"submission": work, "criterion": one.criterion, "marker": one.marker,
                         "second": int(one.second), "level": one.level, "comment": "", "at": at,
                         "turn": 1})
    g.insert(connection, g.mark, rows)
    return len(rows)
