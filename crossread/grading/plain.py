"""Text from outside, made safe to store, to print and to sort by. It is never executed."""

from __future__ import annotations

import re

# C0 and C1 controls, marks that turn the direction of a line, line and paragraph separators,
# and halves of surrogate pairs. The joiners U+200C and U+200D stay: Persian names need them.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]+")
_MARKS = re.compile("([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff\ufe20-\ufe2f]{3})"
                    "[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff\ufe20-\ufe2f]+")
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(text: str, most: int = 200) -> str:
    """One line of at most ``most`` characters, without controls or heaps of accents."""
    if len(text) <= most and text.isprintable():
        return text if text.isascii() else _MARKS.sub(r"\1", text)
    text = _MARKS.sub(r"\1", _UNSAFE.sub(" ", text[:50 * most])).strip()
    return text if len(text) <= most else text[:most - 1] + "…"


def disarmed(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes in front of one."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def rearmed(cell: str) -> str:
    """The text that ``disarmed`` wrote, as it was."""
    return cell[1:] if cell[:1] == "'" and disarmed(cell[1:]) == cell else cell
