"""What the instructor's commands share: a gradebook by URL, opened and closed, and a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .shell import err, faults

if TYPE_CHECKING:
    from ..grading.evening import Grader
    from ..grading.office import Office

BOOK = Annotated[str, typer.Option("--gradebook", envvar="CROSSREAD_GRADEBOOK", metavar="URL",
                                   help="Where the grades are, such as sqlite:///grades.db.")]
KEYS = Annotated[Path | None, typer.Option("--keys", metavar="DIR", exists=True, file_okay=False,
                                           help="Read the keys in this folder, in "
                                           "place of solutions/source.")]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


@contextmanager
def office_at(url: str, *, create: bool = False, keys_in: Path | None = None) -> Iterator[Office]:
    """The course and a gradebook, opened and closed; faults become lines."""
    from ..grading.office import Office
    from ..seeds import Seeds

    with faults():
        office = Office(Seeds(), url, create=create, keys_in=keys_in)
        try:
            yield office
        finally:
            office.close()


@contextmanager
def grader_at(address: str) -> Iterator[Grader]:
    """What grades: this process, or the Dask cluster at an address; faults become lines."""
    if not address:
        from ..grading.evening import here

        yield here
        return
    from ..grading.spread import cluster

    with faults(), cluster(address) as grader:
        yield grader


@contextmanager
def bar(what: str, total: int | None) -> Iterator[Callable[[], None]]:
    """A bar on standard error while somebody watches, and what moves it on by one."""
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn(),
                  console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)
