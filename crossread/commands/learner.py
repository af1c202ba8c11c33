"""Commands on a learner's own answers: carry them to another computer, erase them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .outputs import FORCE, Outputs, answers
from .shell import faults, say


def register(app: typer.Typer) -> None:
    """Add ``answers`` (save, load) and ``forget``."""
    group = typer.Typer(no_args_is_help=True,
                        help="Your answers: save them to one file, load them elsewhere.")
    group.command()(save)
    group.command()(load)
    app.add_typer(group, name="answers")
    app.command()(forget)


def save(file: Annotated[Path, typer.Argument(help="The file to write, such as answers.zip.")],
         force: FORCE = False) -> None:
    """Put all your answers into one file, to take them to another computer.

    Example: crossread answers save answers.zip
    """
    from ..carry import pack
    from ..home import home

    with faults():
        Outputs("answers save", inputs=(home(),), force=force).file(file, answers)
        count = pack(home(), file)
    say(f"{count} files of answers are in {file}. On the other computer: "
        f"crossread answers load {file.name}")


def load(file: Annotated[Path, typer.Argument(help="A file that answers save wrote.")]) -> None:
    """Add the answers in a file to those on this computer; nothing here is overwritten.

    Example: crossread answers load answers.zip
    """
    from ..carry import unpack
    from ..home import home

    with faults():
        added, known = unpack(file, home())
    say(f"{added} files of answers added, {known} were here already.")


def forget(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Erase everything this course keeps of you on this computer, after asking once.

    Example: crossread forget
    """
    from ..carry import erase
    from ..home import home

    with faults():
        place = home()
        if not place.exists():
            say("Nothing is kept on this computer.")
            return
        if not yes:
            typer.confirm(f"Erase all answers, attached texts and your name in {place}?",
                          abort=True)
        count = erase(place)
    say(f"{count} files erased. Files you handed in are not here and are not touched.")
