"""How every command speaks: one line for an error, a bar for long work, JSON when asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(sentence: object) -> NoReturn:
    """Print one or more lines on standard error and end with exit code 1."""
    err.print(str(sentence), markup=False)
    raise typer.Exit(1)


def say(sentence: object = "") -> None:
    """Print a line as it is, without markup."""
    out.print(str(sentence), markup=False)


def as_json(value: Any) -> None:
    """Print a value as JSON, two spaces of indent."""
    import msgspec

    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


@contextmanager
def faults() -> Iterator[None]:
    """Turn what the input can get wrong into lines; nothing shows a traceback."""
    from ..seeds import SeedError, Unknown
    from ..texts import TextError

    try:
        yield
    except SeedError as error:
        fail(error)
    except (Unknown, TextError) as error:
        fail(error)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        fail(f"{where}{error.strerror or error}")
