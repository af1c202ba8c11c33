"""Answers that share many words, side by side: one page, whole in itself, no script in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import htpy as h

from .sealed import sealed_page
from .similar import Pair

STYLE = """
:root{color-scheme:light dark}
body{font:1.05rem/1.55 system-ui,sans-serif;max-width:80rem;margin:2rem auto;padding:0 1rem;
color:#1b1b1b;background:#fff;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25}h2{border-top:2px solid;padding-top:1rem;margin-top:2.5rem}
h3{font-size:1rem;margin:.3rem 0}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1rem}
.text{white-space:pre-wrap;border-left:4px solid #767676;
padding:.2rem 1rem;margin:0}
mark{background:#ffe08a;color:#1b1b1b;text-decoration:underline}
@media (prefers-color-scheme:dark){body{color:#f2f2f2;background:#1b1b1b}}
"""
FACTS = ("Two answers stand beside each other when they share runs of five words; the percentage "
         "says how many of those in the shorter answer. Quotations, "
         "places, words of the texts and of the exercise, and words that a third of the class "
         "wrote were left out. This is a fact to look at. It does not say who wrote first, and "
         "it has innocent explanations: two people who worked together as they were told to, a "
         "source that both used, a sentence that many would write.")


def similar_page(pairs: Sequence[Pair], title: str) -> str:
    """The page of all pairs of a course."""
    heading = "Answers that share many words"
    return sealed_page(
        heading, STYLE,
        h.h1[heading],
        h.p[title],
        h.p[FACTS],
        (_pair(n, pair) for n, pair in enumerate(pairs, 1)) if pairs else
        h.p["No two answers share many words."], command="report --similar")


def counted_pairs(n: int) -> str:
    """How many pairs, in words."""
    return "1 pair" if n == 1 else f"{n} pairs"


def told(pair: Pair) -> str:
    """A pair in one line."""
    return (f"Exercise {pair.exercise}, {pair.item}: {pair.first.who} and {pair.second.who} "
            f"share {pair.words} words ({pair.share:.0%} of the shorter answer).")


def _pair(n: int, pair: Pair) -> h.Node:
    sides = zip((pair.first, pair.second), pair.texts, pair.runs, strict=True)
    return h.section[
        h.h2[f"{n}. Exercise {pair.exercise}, question {pair.item}"],
        h.p[h.bdi[told(pair)]],
        h.div(".two")[(h.div[
            h.h3[h.bdi[student.who]],
            h.p(".text", dir="auto")[_marked(text, runs)]] for student, text, runs in sides)]]


def _marked(text: str, runs: Sequence[tuple[int, int]]) -> Iterator[h.Node]:
    at = 0
    for start, end in runs:
        yield text[at:start]
        yield h.mark[text[start:end]]
        at = end
    yield text[at:]
