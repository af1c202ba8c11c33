"""What charts say: one table, as ``strings`` is for the rest of a page.

``say("sentences")`` gives a string; named blanks are filled with ``str.format``. What comes from
the data (titles, labels, names, dates) stands in the data files. The table is in three parts, by
where its words are read: in the picture, in the table under it, in the words in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...strings import filled
from .figures import FIGURES
from .instead import INSTEAD
from .tables import TABLES

WORDS: Mapping[str, str] = {**FIGURES, **TABLES, **INSTEAD}


def say(key: str, /, **values: Any) -> str:
    """The words for ``key``, blanks filled. Raises KeyError, saying where to add it."""
    if key not in WORDS:
        raise KeyError(f"charts have no words {key!r}; add them to figures.py, tables.py or "
                       "instead.py in crossread/charts/words")
    return filled(WORDS[key], **values)


def number(value: float) -> str:
    """A count as readers write it: 2,245."""
    return f"{value:,.0f}"


def counted(n: int, what: str) -> str:
    """"1 line", "3 lines"; ``what`` is a word of the table that has both forms."""
    return say(f"{what}_one" if n == 1 else f"{what}_many", n=number(n))


def listing(parts: Iterable[str]) -> str:
    """"a", "a and b", "a, b and c"."""
    *most, last = parts
    return say("and", most=", ".join(most), last=last) if most else last


def month(n: int) -> str:
    """The name of a month, 1 to 12."""
    return say(f"month_{n}")
