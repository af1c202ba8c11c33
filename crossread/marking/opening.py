"""Opens the desk for the notebook, or says in one sentence what to do."""

from __future__ import annotations

import os
from typing import Any

from ..grading.bench import Bench
from ..grading.gradebook import GradebookError
from ..grading.marking import MarkError, login
from ..seeds import SeedError, Seeds
from ..widgets.show import Shown, notice
from .widget import DeskWidget, static
from .words import say

BOOK, MARKER = "CROSSREAD_GRADEBOOK", "CROSSREAD_MARKER"  # ``crossread mark`` sets both


def marking_desk(exercise: Any = "", second: Any = None) -> Any:
    """The desk on the gradebook that ``crossread mark`` was given; it opens at an exercise.

    ``second=True`` opens it for a second marker, so that no first mark is seen before.
    """
    if not isinstance(exercise, str) or second not in (None, True, False):
        return notice(say("call"))
    url = os.environ.get(BOOK, "")
    if not url:
        return Shown(static())
    try:
        seeds = Seeds()
        bench = Bench(seeds, url, os.environ.get(MARKER, "") or login())
        if exercise:
            bench.open(exercise)
        return DeskWidget(seeds, bench, exercise, None if second is None else (
            "second" if second else "first"))
    except (GradebookError, MarkError, SeedError) as error:
        return notice(str(error).splitlines()[0])
