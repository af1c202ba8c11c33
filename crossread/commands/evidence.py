"""The command that prints the evidence pack: its index, or what bears on a claim."""

from __future__ import annotations

from typing import Annotated

import typer

from .course import JSON
from .shell import as_json, faults, say


def register(app: typer.Typer) -> None:
    """Add ``evidence``."""
    app.command()(evidence)


def evidence(
    place: Annotated[str, typer.Argument(metavar="[PLACE]", help="A paragraph, sentence or claim, "
                                         "such as A18, K31.1 or A-C05.")] = "",
    json: JSON = False,
    html: Annotated[bool, typer.Option("--html", help="Print one self-contained page of all "
                                       "charts.")] = False,
) -> None:
    """Print the index of the evidence pack, or what bears on a claim, for and against.

    Example: crossread evidence A18.5
    """
    from ..evidence import SIDES, bearing, index
    from ..seeds import Seeds

    if html and (json or place):
        raise typer.BadParameter("--html prints the whole page; leave out the place and --json")
    with faults():
        seeds = Seeds()
        if html:
            from ..publish.evidence_page import evidence_page

            typer.echo(evidence_page(seeds))
            return
        lines = index(seeds) if not place else ()
        found = bearing(seeds, place) if place else None
    if json:
        as_json(found or lines)
        return
    for line in lines:
        say(f"{line.name} ({line.rows} rows, {line.licence}, as of {line.as_of})")
        say(f"    {line.question}  [{', '.join(line.tests_claims)}]")
    if found is None:
        return
    say(f"{found.locator}  {' '.join(found.says)}")
    for side, title in SIDES.items():
        if entries := found.on(side):
            say(f"\n{title}")
        for one in entries:
            grade = f"[{one.grade}] " if one.grade else ""
            say(f"  {one.id}  {grade}{one.head}")
            say(f"      {one.text}" + (" (later than the text)" if one.later else ""))
            say(f"      {one.table}; {one.source}; {' '.join(one.locators)}")
    if not found.entries:
        say("Nothing in the pack bears on this place. That is a report on the pack, not on the "
            "claim.")
