"""``crossread``: the list of commands. What they do lives in ``commands`` and below."""

from __future__ import annotations

import typer

from .commands import agreement, course, erasing, evidence, grading, learner, marking, texts

app = typer.Typer(
    name="crossread", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Read two accounts of one war against each other: check, build, grade.")

for group in (course, texts, evidence, agreement, learner, grading, marking, erasing):
    group.register(app)


def main() -> None:
    """Entry point of the ``crossread`` command."""
    app()
