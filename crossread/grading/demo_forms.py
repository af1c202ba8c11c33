"""A made-up class as Canvas and Moodle would export it, so that both exports can be rehearsed.

The columns are those that ``platforms`` names; the numbers are made up. Moodle offers a
worksheet for one assignment: here it is that of the first exercise with rows for a marker.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ..home import write_whole
from ..model.exercise import Exercise
from ..structure import Places
from .keys import Key
from .platforms import CANVAS, WORKSHEET

FIRST_NUMBER = 5001  # of the students on both platforms
FIRST_ASSIGNMENT = 70_000  # of Canvas; the number of the exercise is added
MINUTE = "%A, %d %B %Y, %I:%M %p"  # how Moodle writes a time, that of this computer here


def canvas_form(learners: Sequence[tuple[str, str]], exercises: Iterable[Exercise]) -> bytes:
    """What Canvas exports (Grades, Export): nobody has points yet.

    ``learners``: id and name, “First Last”.
    """
    sources = tuple(exercises)
    return _table([
        [*CANVAS, *(f"Exercise {one.id} ({FIRST_ASSIGNMENT + n})"
                    for n, one in enumerate(sources, 1))],
        ["    Points Possible", *[""] * (len(CANVAS) - 1), *(f"{most(one):g}" for one in sources)],
        *([", ".join(name.rsplit(" ", 1)[::-1]), number, id, f"{id}@class.example", "Class",
           *[""] * len(sources)] for number, (id, name) in enumerate(learners, FIRST_NUMBER))])


def moodle_form(learners: Sequence[tuple[str, str]], exercise: Exercise,
                made: Mapping[str, datetime]) -> bytes:
    """Moodle's grading worksheet of one assignment; ``made``: id → when the file was made."""
    return _table([[*WORKSHEET, "Feedback comments"], *(
        [f"Participant {number}", name, f"{id}@class.example",
         f"{'Submitted for grading' if id in made else 'No submission'} - Not marked", "",
         f"{most(exercise):.2f}", "Yes", received(made[id]) if id in made else "-", "-", ""]
        for number, (id, name) in enumerate(learners, FIRST_NUMBER))])


def write_forms(learners: Sequence[tuple[str, str]], exercises: Sequence[Exercise],
                made: Mapping[tuple[str, str], datetime], folder: Path) -> None:
    """Write ``canvas.csv`` and ``moodle.csv``; ``made``: (id, exercise) → when it was made."""
    one = next((source for source in exercises if source.rubric), exercises[0])
    mine = {id: at for (id, exercise), at in made.items() if exercise == one.id}
    write_whole(folder / "canvas.csv", canvas_form(learners, exercises))
    write_whole(folder / "moodle.csv", moodle_form(learners, one, mine))


def received(made: datetime) -> str:
    """When the platform has it: at the minute that begins after it was made."""
    return (made + timedelta(minutes=1)).astimezone().strftime(MINUTE)


def most(exercise: Exercise) -> float:
    """The points that can be had in an exercise."""
    return round(sum(Key(exercise, lambda: Places(frozenset(), frozenset())).marks), 4)


def _table(rows: Iterable[Iterable[object]]) -> bytes:
    """As CSV. Nothing is disarmed: no cell is a stranger's, and Moodle's lone dash stays one."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
