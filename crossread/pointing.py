"""The printed words of a sentence as buttons, each with its position.

They are sent to a page that is open and stand in no face, no form and no saved notebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import htpy as h

from .model.item import Point
from .texts import positions


def word_buttons(item: Point, printed: Callable[[str], str]) -> dict[str, str]:
    """Locator → HTML of its words, for every sentence of the item that a copy holds.

    ``printed`` gives the words at a locator, "" where no copy is attached. A sentence whose
    words are not counted as the item counts them is left out: its positions would be others.
    """
    found = {option.id: pieces(printed(option.id)) for option in item.options}
    return {option.id: str(h.fragment[(
        [h.button(type="button", data_word=str(n), aria_pressed="false")[word], between]
        for n, (word, between) in enumerate(found[option.id], 1))])
        for option in item.options if len(found[option.id]) == option.words}


def pieces(sentence: str) -> list[tuple[str, str]]:
    """The words as printed, with the marks that touch them, and the space behind each.

    They are as many as ``texts.tokens`` finds: a hyphen or a dash ends a word.
    """
    words = positions(sentence)
    found: list[tuple[str, str]] = []
    start = 0
    for n, (_, _, end) in enumerate(words):
        following = words[n + 1][1] if n + 1 < len(words) else len(sentence)
        behind = sentence[end:following]
        gap = n + 1 < len(words) and re.fullmatch(r"(.*?)\s+(\S*)", behind, re.DOTALL)
        found.append((sentence[start:end] + (gap[1] if gap else behind), " " if gap else ""))
        start = following - len(gap[2]) if gap else following
    return found
