"""The command that prints how far two readings of the annotation agree."""

from __future__ import annotations

import typer

from .course import JSON
from .shell import as_json, faults, say


def register(app: typer.Typer) -> None:
    """Add ``agreement``."""
    app.command()(agreement)


def agreement(json: JSON = False) -> None:
    """Print the agreement of two blind readings: Krippendorff's alpha, with its interval.

    Example: crossread agreement
    """
    from ..agreement import agreement as measure
    from ..agreement import decimal
    from ..seeds import Seeds

    with faults():
        found = measure(Seeds().second_readings)
    if json:
        as_json(found)
        return
    for one in found:
        figure = "too few units or labels to correct for chance" if one.alpha is None else \
            "alpha {} (95% {} to {})".format(*(decimal(number or 0) for number in (
                one.alpha, one.low, one.high)))
        say(f"{one.text} {one.field:9} {one.same} of {one.units} the same, {figure}")
        for first, second, n in one.confusions[:4]:
            say(f"    {n} × {first} / {second}")
    say("Both readings are by one team: they test the codebook and do not replace "
        "independent human coders.")
