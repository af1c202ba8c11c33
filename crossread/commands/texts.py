"""Commands on the articles' texts: attach a copy, list copies, measure a text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .shell import fail, faults, say


def register(app: typer.Typer) -> None:
    """Add ``texts`` with ``add`` and ``index``; alone it lists what is attached."""
    group = typer.Typer(invoke_without_command=True, help="Your own copies of the articles: "
                        "attach one (add), or list what is attached.")
    group.callback()(listing)
    group.command()(add)
    group.command()(index)
    app.add_typer(group, name="texts")


def listing(context: typer.Context) -> None:
    """List the attached copies.

    Example: crossread texts
    """
    if context.invoked_subcommand:
        return
    from ..home import home
    from ..seeds import Seeds
    from ..texts import Copies

    with faults():
        attached = Copies(home()).attached()
        for text in Seeds().course.texts:
            say(f"{text.id}  {text.label}: " + (
                f"attached, {attached[text.id]} sentences" if text.id in attached
                else "not attached; crossread texts add FILE"))


def add(files: Annotated[list[Path], typer.Argument(help="Your copies, under any name.")]) -> None:
    """Attach your own copies; each article is recognised by its sentences.

    Example: crossread texts add ~/Downloads/azizi.txt
    """
    from ..attach import attach
    from ..home import home
    from ..seeds import Seeds

    refused = 0
    with faults():
        seeds = Seeds()
        for result in (attach(path, seeds, home()) for path in files):
            say(result.sentence)
            refused += not result.attached
    if refused:
        raise typer.Exit(1)


def index(
    file: Annotated[Path, typer.Argument(help="The full text, as a plain text file.")],
    article: Annotated[str, typer.Option(help="The letter of the text, such as A.")],
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail when the stored "
                                        "measures differ.")] = False,
) -> None:
    """Measure a text: word counts and digests into lines.csv and paragraphs.yml.

    Example: crossread texts index a.txt --article A --check
    """
    from ..attach import reindex
    from ..seeds import Seeds

    with faults():
        changed = reindex(file, Seeds(), article, check=check)
    if check and changed:
        fail(f"{', '.join(changed)} would change: run the command without --check, then commit.")
    say(", ".join(changed) + " written." if changed else "Nothing to change.")
