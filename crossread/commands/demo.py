"""The command that makes a class which does not exist, for a rehearsal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .desk import bar, office_at
from .outputs import Outputs
from .shell import faults, say


def register(app: typer.Typer) -> None:
    """Add ``demo``."""
    app.command()(demo)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder; with "
                                           "--marks-into the folder of a class made before.")],
    students: Annotated[int, typer.Option(min=1, max=200_000, help="How many students.")] = 24,
    seed: Annotated[int, typer.Option(help="Another number makes another class.")] = 1,
    marks_into: Annotated[str, typer.Option(metavar="URL", help="Let the three markers of the "
                                            "class mark in this gradebook, after grading.")] = "",
) -> None:
    """Make the hand-ins of a class that does not exist, to try grading with.

    Writes inbox/, roster.csv, keys/ (a copy of the keys, one of them wrong), canvas.csv
    and moodle.csv (the class as the platforms export it) and truth.json, which says
    what grading and the report must find.

    Example: crossread demo rehearsal --students 24 --seed 7
    """
    if marks_into:
        with office_at(marks_into) as office:
            n = office.take_marks(folder / "truth.json")
        say(f"{n} new marks of the markers of {folder} are in the gradebook." if n else
            "These marks were in the gradebook already: nothing was written.")
        return

    from ..grading.demo import exercises_here, make_class, write_class
    from ..seeds import Seeds

    with faults():
        Outputs("demo").folder(folder)
        seeds = Seeds()
        with bar("Making the class", students) as tell:
            made = make_class(seeds, exercises_here(seeds), students, seed, tell, planted=True)
        write_class(made, folder)
    book = f"sqlite:///{folder / 'grades.db'}"
    say(f"{len(made.files)} hand-ins of {students} students are in {folder / 'inbox'}. Next:\n"
        f"crossread grade {folder / 'inbox'} --gradebook {book} "
        f"--roster {folder / 'roster.csv'} --keys {folder / 'keys'}\n"
        f"crossread demo {folder} --marks-into {book}\n"
        f"crossread report --gradebook {book} --html {folder / 'report.html'}")
