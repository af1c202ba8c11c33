"""Balance of scrutiny: how hard each text was looked at, never what was found.

Counted per thousand body words: outside checks, loaded wordings looked at, gaps looked
for. Faults that were found are printed elsewhere as they are and are never levelled.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..seeds import Seeds, Slip

LISTS = ("checks", "loaded wordings")
MOST = 0.15  # by how much the larger rate may exceed the smaller


def balance(seeds: Seeds) -> dict[str, dict[str, float]]:
    """Text id → what was looked at → count per 1,000 body words."""
    rates: dict[str, dict[str, float]] = {}
    for text in sorted(seeds.texts):
        annotation = seeds.annotation(text)
        words = sum(line.words for line in annotation.lines if line.kind == "body")
        counts = {"checks": _checks(seeds, text),
                  "loaded wordings": len(annotation.loaded_words)}
        rates[text] = {name: 1000 * n / words for name, n in counts.items()} if words else {}
    return rates


def _checks(seeds: Seeds, text: str) -> int:
    if "claim_checks" not in seeds.evidence.names:
        return 0
    return sum(1 for row in seeds.evidence["claim_checks"].rows
               if row["text"] == text)


def balance_slips(rates: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What leans to one text by more than fifteen per cent."""
    slips = []
    for name in LISTS:
        by_text = {text: counts.get(name, 0.0) for text, counts in rates.items()}
        least, most = min(by_text.values()), max(by_text.values())
        if least <= 0 < most or (least > 0 and most / least - 1 > MOST):
            said = ", ".join(f"{text} {rate:.1f}" for text, rate in by_text.items())
            slips.append(f"{name} per 1,000 words lean to one text ({said}); look as hard at the "
                         "other")
    return slips


def check_balance(seeds: Seeds) -> list[Slip]:
    """The balance of scrutiny of a course of several texts."""
    if len(seeds.texts) < 2:
        return []
    return [Slip("seeds/course.yml", 1, what) for what in balance_slips(balance(seeds))]
