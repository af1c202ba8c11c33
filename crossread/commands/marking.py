"""Commands for what people decide: mark written work, and override points."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from .desk import BOOK, JSON
from .shell import as_json, fail, faults, say

MARKER = Annotated[str, typer.Option("--marker", envvar="CROSSREAD_MARKER", metavar="NAME",
                                     help="Who marks; else the name you are logged in with.")]


def _share(percent: int | None) -> int | None:
    if percent is not None:
        from ..grading.second import no_share

        if fault := no_share(percent):
            raise typer.BadParameter(fault)
    return percent


def register(app: typer.Typer) -> None:
    """Add ``mark`` and ``override``."""
    app.command()(mark)
    app.command()(override)


def mark(
    gradebook: BOOK,
    marker: MARKER = "",
    second_share: Annotated[int | None, typer.Option(
        callback=_share, metavar="PERCENT", help="How much of the work a second marker gets, for "
        "everybody at this gradebook (10 until it is set; 0: none).")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, metavar="N", help="The port (else "
                                             "the next free one).")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address "
                                             "instead.")] = False,
) -> None:
    """Open JupyterLab at the marking desk of a gradebook.

    Example: crossread mark --gradebook sqlite:///grades.db --marker "A. Marker"
    """
    from ..grading.bench import Bench
    from ..grading.lab import command, environment, stay
    from ..grading.marking import MarkError, login
    from ..seeds import Seeds

    with faults():
        seeds = Seeds()
        words = command(seeds.root, port, browser=not no_browser)
        try:  # a wrong URL or name is told here, not on the page
            bench = Bench(seeds, gradebook, marker or login())
            if second_share is not None:
                bench.set_share(second_share)
        except MarkError as error:
            fail(error)
        waits = bench.exercises()
        bench.close()
    if not waits:
        fail("No hand-in in this gradebook has rows for a marker. Grade an inbox first: "
             "crossread grade inbox --gradebook URL")
    if second_share is not None:
        say(f"A second marker gets {second_share}% of the work now, on this gradebook.")
    say(f"Opening the marking desk for {bench.marker}. Keep this window open; Ctrl-C twice stops "
        "it.")
    env = environment(os.environ, gradebook, bench.marker, seeds.root)
    raise typer.Exit(stay(words, seeds.root, env))


def override(
    student: Annotated[str, typer.Argument(help="An id, an e-mail address or a whole name.")],
    exercise: Annotated[str, typer.Argument(help="An exercise, such as 03.")],
    points: Annotated[str, typer.Argument(help="The points that count, or “lift” to let the "
                                          "computed points count again.")],
    gradebook: BOOK,
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason; the student sees it.")] = "",
    marker: MARKER = "",
    json: JSON = False,
) -> None:
    """Set the points of one student in one exercise, with who and why.

    Nothing is written over: every override stays in the gradebook, and the last one counts.

    Example: crossread override s001 03 9.5 --why "Handed in on paper." --gradebook URL
    """
    from ..grading.bench import Bench
    from ..grading.marking import MarkError, login
    from ..seeds import Seeds

    try:
        number = None if points == "lift" else float(points)
    except ValueError:
        raise typer.BadParameter(f"{points!r} is no number; write points such as 9.5, or lift",
                                 param_hint="POINTS") from None
    exercise = exercise.zfill(2) if exercise.isdigit() else exercise
    with faults():
        try:
            bench = Bench(Seeds(), gradebook, marker or login())
            done = bench.override(student, exercise, number, why)
        except MarkError as error:
            fail(error)
        bench.close()
    if json:
        as_json(done)
        return
    who = done.name or done.student
    say(f"{who}, exercise {exercise}: the computed points count again." if number is None else
        f"{who}, exercise {exercise}: {number:g} points count. Reason: {done.why}")
