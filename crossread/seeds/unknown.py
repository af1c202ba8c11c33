"""An id that is not there, and the ids nearest to it."""

from __future__ import annotations

import difflib


class Unknown(LookupError):
    """An id that the course does not have; the message names the nearest ones."""


def nearest(wanted: str, known: list[str]) -> str:
    """A sentence that names the ids nearest to one that does not exist."""
    close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.3) or known[:3]
    return f"Nearest: {', '.join(close)}." if close else "There are none yet."
