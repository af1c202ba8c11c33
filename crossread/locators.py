"""How a locator is written: A5 a paragraph, A5.2 a sentence, A:L31 a line of the file."""

from __future__ import annotations

import functools
import re


@functools.cache
def locator_pattern(texts: frozenset[str]) -> re.Pattern[str]:
    """Finds locators in running words; group 1 is the locator.

    ``texts`` are the letters of the course's texts, at least one.
    """
    letter = f"[{''.join(sorted(texts))}]"
    # The letter first, then that no word goes on before it: a pattern that begins with \b is
    # tried at every character, five times as slow.
    return re.compile(rf"({letter}(?<!\w{letter})(?:\d+(?:\.\d+)?|:L\d+))(?![\w-])")
