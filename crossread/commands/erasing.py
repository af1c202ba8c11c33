"""``crossread erase``: one student's data out of a gradebook, after one look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .desk import BOOK, JSON
from .shell import as_json, fail, faults, out, say

if TYPE_CHECKING:
    from ..grading.erase import Kept
STAYS = """\
This stays, and is yours to delete:
- the files themselves (of this student: {n}) in your inbox, in downloads and on the platform;
- the line in your roster: with the files or that line the next crossread grade brings the student \
back;
- what was written before: pages of feedback, tables, reports, pages of similar answers, archives;
- copies of the gradebook, such as backups."""


def register(app: typer.Typer) -> None:
    """Add ``erase``."""
    app.command()(erase)


def erase(
    student: Annotated[str, typer.Argument(help="An id, an e-mail address or a whole name.")],
    gradebook: BOOK,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: JSON = False,
) -> None:
    """Erase one student's data from a gradebook, after showing it and asking once.

    Hand-ins, marks, comments, points set by hand and the line of the student go; all else
    stays. It cannot be undone. With --json and without --yes, only what would go is printed.

    Example: crossread erase s001 --gradebook sqlite:///grades.db
    """
    from ..grading.erase import erase as erased
    from ..grading.erase import look
    from ..grading.gradebook import Gradebook
    from ..grading.marking import MarkError

    with faults():
        book = Gradebook(gradebook)
        try:
            if not yes:
                with book.read() as connection:
                    kept = look(connection, student)
                if json:
                    as_json(kept)
                    return
                _show(kept)
                typer.confirm(f"Erase all this from {book.place}? It cannot be undone.",
                              abort=True)
            with book.write() as connection:
                kept = erased(connection, student)
        except MarkError as error:
            fail(error)
        finally:
            book.close()
    if json:
        as_json(kept)
        return
    if yes:
        _show(kept)
    say(f"Erased from {book.place}: {_who(kept)}.")
    for line in _stays(kept):
        say(line)


def _who(kept: Kept) -> str:
    from ..grading.columns import Listed

    id = "" if kept.student == kept.name else kept.student  # named by hand: the same word twice
    return Listed(id, kept.name, kept.email).who


def _show(kept: Kept) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(f"What the gradebook keeps of {_who(kept)}"), title_justify="left")
    table.add_column("what", overflow="fold")
    table.add_column("how many", justify="right")
    for what, n in kept.counts.items():
        table.add_row(what, str(n))
    out.print(table)
    for name in kept.files:
        say(f"  {name}")


def _stays(kept: Kept) -> list[str]:
    """What this command cannot reach, and what would bring the student back."""
    found = STAYS.format(n=len(kept.files)).splitlines()
    if kept.mentions:
        found.append(f"- the name or the id in {_texts(kept.mentions)} that people wrote about "
                     "other work or for reuse.")
    if kept.in_doubt:
        found.append("Not erased, though the name stands in them, since they may be another "
                     f"student's: {', '.join(kept.in_doubt)}. Look into these files.")
    return found


def _texts(n: int) -> str:
    return "1 comment or reason" if n == 1 else f"{n} comments or reasons"
