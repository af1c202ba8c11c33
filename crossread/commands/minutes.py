"""The command on minutes: estimated from the lessons, and as a class reports them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from .shell import as_json, faults, out, say

if TYPE_CHECKING:
    from ..grading.pace import Pace

BOOK = Annotated[str, typer.Option("--gradebook", envvar="CROSSREAD_GRADEBOOK", metavar="URL",
                                   help="Also show what students of this gradebook sent.")]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


def minutes(gradebook: BOOK = "", json: JSON = False) -> None:
    """Minutes of every lesson: stated, computed, and those that students agreed to send.

    Computed: words at a stated speed, the minutes of each question, one for each figure.
    Measured: median and quartiles by lesson, nothing where fewer than 10 students sent theirs.

    Example: crossread minutes --gradebook sqlite:///class.db
    """
    from ..minutes import WORDS_A_MINUTE, estimate
    from ..seeds import Seeds

    with faults():
        seeds = Seeds()
        lessons = {ref.id: (ref.minutes, estimate(seeds, ref)) for ref in seeds.course.lessons}
    paces = {one.lesson: one for one in _paces(gradebook, list(lessons))} if gradebook else {}
    if json:
        as_json([{"lesson": key, "klass": stated.klass, "alone": stated.alone, "computed": found,
                  **({"measured": paces[key]} if paces else {})}
                 for key, (stated, found) in lessons.items()])
        return
    table = Table(title="Minutes by lesson (estimates)", title_justify="left")
    for column in ("lesson", "in class", "alone", "computed", "reading", "questions", "figures"):
        table.add_column(column, justify="right")
    for key, (stated, found) in lessons.items():
        table.add_row(key, str(stated.klass), str(stated.alone), *(f"{n:.0f}" for n in (
            found.total, found.reading, found.questions, found.figures)))
    out.print(table)
    if paces:
        out.print(_measured(paces, {key: (f"{stated.alone}", f"{found.total:.0f}")
                                    for key, (stated, found) in lessons.items()}))
    say(f"Computed: {WORDS_A_MINUTE} words a minute, the minutes of each question, one minute for "
        "each figure. A class talks besides.")
    if paces:
        say("Measured: from hand-ins whose students agreed. It holds only what each did on one "
            "computer, and the recall questions of a lesson count for the lesson they come from.")


def _measured(paces: Mapping[str, Pace], estimates: Mapping[str, tuple[str, str]],
              ) -> Table:
    """What students sent, beside the estimates; narrow enough for 80 columns."""
    table = Table(title="Minutes by lesson (measured)", title_justify="left")
    for column in ("lesson", "students", "median (quartiles)", "alone", "computed"):
        table.add_column(column, justify="right")
    for key, one in paces.items():
        table.add_row(key, str(one.n), "too few to tell" if one.quartiles is None else
                      "{1:.0f} ({0:.0f} to {2:.0f})".format(*one.quartiles), *estimates[key])
    return table


def _paces(url: str, lessons: list[str]) -> list[Pace]:
    from ..grading.gradebook import Gradebook
    from ..grading.pace import pace

    with faults():
        book = Gradebook(url)
        try:
            with book.read() as connection:
                return pace(connection, lessons)
        finally:
            book.close()
