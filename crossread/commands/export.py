"""``crossread export``: the gradebook as a table for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .desk import BOOK, office_at
from .outputs import FORCE, Outputs, packed, sheet
from .shell import out, say

if TYPE_CHECKING:
    from ..grading.late import Policy
    from ..grading.platforms import Exported

LATE = Annotated[str, typer.Option(metavar="RULE", help="What being late costs, such as “10%/day, "
                                   "max 50%, grace 15”: percent of the points of the exercise, "
                                   "minutes of grace. The gradebook keeps the full points.")]


def register(app: typer.Typer) -> None:
    """Add the group ``export``."""
    group = typer.Typer(no_args_is_help=True, help="The gradebook as a table for other programs.")
    group.callback()(_export)
    group.command()(csv)
    group.command()(canvas)
    group.command()(moodle)
    app.add_typer(group, name="export")


def _export() -> None:
    """Keep ``export`` a group, whatever stands in it."""


def csv(
    file: Annotated[Path, typer.Argument(help="The file to write, such as grades.csv.")],
    gradebook: BOOK,
    late: LATE = "",
    force: FORCE = False,
) -> None:
    """Write one row for every student and exercise; formulas in names are disarmed.

    Below them stands one row for every file that belongs to no student or was refused.
    With --late, two more columns: the points that are taken off, and what remains.

    Example: crossread export csv grades.csv --gradebook sqlite:///grades.db
    """
    from ..grading.export import headers

    policy = _policy(late)
    Outputs("export csv", gradebook, force=force).file(file, sheet(*headers()))
    with office_at(gradebook) as office:
        rows = office.export_csv(file, policy)
    say(f"{rows} {'row is' if rows == 1 else 'rows are'} in {file}.")


def canvas(
    file: Annotated[Path, typer.Argument(help="The file to write, such as canvas.csv.")],
    gradebook: BOOK,
    roster: Annotated[Path | None, typer.Option(help="The file that Canvas exports from its "
                                                "gradebook: it holds Canvas's own ids.")] = None,
    late: LATE = "",
    force: FORCE = False,
) -> None:
    """Write the points for Canvas's gradebook (Grades, Import), every exercise a column.

    With --roster, its rows are filled in; students are matched by id, then e-mail
    address, then name, and assignments by names that begin as “Exercise 03”. What does
    not match is listed.

    Example: crossread export canvas canvas.csv --roster canvas-export.csv --gradebook URL
    """
    policy = _policy(late)
    outputs = Outputs("export canvas", gradebook, (roster,), force)
    outputs.apart(file)
    with office_at(gradebook) as office:
        done = office.export_canvas(file, roster, policy, outputs.write)
    _tell(done, file)
    for number, name in done.taken.items():
        say(f"Exercise {number} fills in the assignment “{name.strip()}”.")
    if done.added:
        say(f"No assignment of Canvas's file fits these; each is a new column, from which Canvas "
            f"would make a new assignment: {'; '.join(done.added)}.\nTo fill in an assignment that "
            "Canvas has, let its name begin with the exercise, such as “Exercise 03” (only one "
            "may), export the file again, and repeat this command. Else delete the column before "
            "the import.")


def moodle(
    file: Annotated[Path, typer.Argument(help="The file to write, such as moodle.csv.")],
    gradebook: BOOK,
    roster: Annotated[Path | None, typer.Option(help="The grading worksheet that Moodle offers in "
                                                "an assignment: it holds Moodle's ids.")] = None,
    exercise: Annotated[str, typer.Option(metavar="NN", help="The exercise of that "
                                          "assignment, when there are several.")] = "",
    feedback: Annotated[Path | None, typer.Option(metavar="ZIP", help="Also pack the feedback, as "
                                                  "Moodle takes it back.")] = None,
    late: LATE = "",
    force: FORCE = False,
) -> None:
    """Write the points for Moodle: for its gradebook, or with --roster as a grading worksheet.

    Students are matched by id, then e-mail address, then name. What does not match
    is listed.

    Example: crossread export moodle moodle.csv --roster worksheet.csv --gradebook URL
    """
    if roster is None and (exercise or feedback):
        raise typer.BadParameter("Moodle's ids are needed for this: give its grading worksheet.",
                                 param_hint="--roster")
    policy = _policy(late)
    outputs = Outputs("export moodle", gradebook, (roster,), force)
    outputs.apart(file, feedback)
    outputs.file(feedback, packed)
    with office_at(gradebook) as office:
        done = office.export_moodle(file, roster, exercise, feedback, policy, outputs.write)
    _tell(done, file)
    if feedback is not None:
        say(f"Feedback for {done.pages} students is in {feedback}.")


def _policy(text: str) -> Policy | None:
    """The rule for late work as typed; wrong usage when it cannot be read."""
    from ..grading.late import read_policy

    try:
        return read_policy(text) if text.strip() else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--late") from None


def _tell(done: Exported, file: Path) -> None:
    from rich.markup import escape
    from rich.table import Table

    if done.listed:
        table = Table(title="Not matched, or in doubt", title_justify="left")
        for column in ("who", "points", "why"):
            table.add_column(column, overflow="fold")
        for one in done.listed:
            table.add_row(escape(one.who), escape(one.points), escape(one.why))
        out.print(table)
    say(f"{done.rows} {'student is' if done.rows == 1 else 'students are'} in {file}.")
    if done.waiting:
        say("1 result waits for a marker; its cell is as it was." if done.waiting == 1 else
            f"{done.waiting} results wait for a marker; their cells are as they were.")
    if done.blank:
        say(f"{done.blank} {'hand-in has' if done.blank == 1 else 'hand-ins have'} nothing "
            "answered: that is not the same as zero points, and no points were written. To give "
            "some, use crossread override.")
