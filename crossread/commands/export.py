"""``crossread export``: the gradebook as a table for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .desk import BOOK, office_at
from .shell import say


def register(app: typer.Typer) -> None:
    """Add the group ``export``."""
    group = typer.Typer(no_args_is_help=True, help="The gradebook as a table for other programs.")
    group.callback()(_export)
    group.command()(csv)
    app.add_typer(group, name="export")


def _export() -> None:
    """Keep ``export`` a group, so that ``csv`` is named."""


def csv(
    file: Annotated[Path, typer.Argument(help="The file to write, such as grades.csv.")],
    gradebook: BOOK,
) -> None:
    """Write one row for every student and exercise; formulas in names are disarmed.

    Example: crossread export csv grades.csv --gradebook sqlite:///grades.db
    """
    with office_at(gradebook) as office:
        say(f"{office.export_csv(file)} rows are in {file}.")
