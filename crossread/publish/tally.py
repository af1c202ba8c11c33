"""Two sheets for a class without computers: hands counted by letter, and one's own confidence.

Both are made from the questions alone, never from a key, so either may lie on a table while
the class still answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from string import ascii_lowercase

import htpy as h

from ..cells import calls, cells
from ..closing import FEWEST, FEWEST_IN_BIN, twins, wilson
from ..faces import confidence_levels
from ..model.course import LessonRef
from ..model.item import Cite, Item, Multi, Point, Relation, Single
from ..seeds import Seeds
from ..strings import say

STYLE = """
.tally { font-size: 10.5pt; } .tally h1 { font-size: 16pt; margin: 0 0 1mm; }
.tally p, .tally li { margin: 0.5mm 0; } .tally ol { margin: 1mm 0; }
.tally section { break-inside: auto; margin: 0 0 2.5mm; } .tally h2 { font-size: 10pt; margin: 0; }
.tally :is(h2, thead) { break-after: avoid; } .tally :is(h2, tr) { break-inside: avoid; }
.tally tbody tr:is(:nth-child(-n+2), :nth-last-child(-n+3):not(:last-child)) { break-after: avoid; }
.tally .two { columns: 2; column-gap: 8mm; margin-top: 2mm; }
.tally .four { columns: 4; column-gap: 5mm; margin-top: 2mm; }
.tally table { font: 9.5pt/1.15 system-ui, sans-serif; table-layout: fixed; }
.tally thead th { font-size: 8pt; font-weight: normal; overflow-wrap: normal; }
.tally .two td, .tally .two th { height: 5.8mm; padding: 0 1mm; vertical-align: middle; }
.tally .four td, .tally .four th { height: 5.4mm; padding: 0 0.6mm; vertical-align: middle; }
.tally .two th:first-child { width: 18mm; } .tally .four th:first-child { width: 16mm; }
.tally td.none { background: #ccc; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.tally .page { break-before: page; } .tally .count :is(td, th) { height: 8mm; }
.tally svg { display: block; width: 128mm; max-width: 100%; height: auto; margin: 1mm auto; }
@media (max-width: 40rem) { .tally .two { columns: 1; } .tally .four { columns: 2; } }
@media print { body { padding: 0; } }
"""
NONE = "–"  # an answer that a question does not have, said by more than the shade
WORDS = {60: "fairly sure", 99: "certain"}  # what a level means; the lowest is a guess
OF = 10  # answers in a group, to show how little a few of them tell


def by_hands(seeds: Seeds) -> Iterator[h.Node]:
    """A sheet for the room: how many hands went up for each letter of each question."""
    yield h.h1["Tally sheet: hands up"]
    yield h.p["Lesson ______   Class ______________   Day ____________   Students here ______"]
    yield h.ol[
        h.li["Choose questions that suit a vote: the plan of the lesson names some. Everybody "
             "first writes a letter, alone. Then call the letters one by one, and write how many "
             "hands go up. Write no names."],
        h.li["Let pairs talk, and call the letters again. Write both numbers, such as 5 / 14. Only "
             "then read out the key, which is a page of its own."],
        h.li["With a plus (+) several letters can be right: hands go up more than once. ",
             f"A grey field with {NONE} is a letter that this question does not have."],
        h.li["Many hands for a letter that is not the key are a reason to talk. The guide of the "
             "lesson says what readers often take for what."]]
    yield h.p["Questions without letters (tables, orders, numbers, words, own sentences) are not "
              "here, and nor are the two tests: those are answered alone."]
    tests = _tests(seeds)
    yield h.div(".two")[(
        _hands(ref, some) for ref in seeds.course.lessons
        if (some := [i for i in asked(seeds, ref) if letters(i) and i.id not in tests]))]


def _hands(ref: LessonRef, items: list[Item]) -> h.Node:
    head = ascii_lowercase[:max(letters(i) for i in items)]
    return h.section[
        h.h2(id=f"hands-{ref.id}")[f"{ref.id} {ref.title}"],
        h.table(aria_labelledby=f"hands-{ref.id}")[
            h.thead[h.tr[h.th(scope="col")["question"], (h.th(scope="col")[a] for a in head)]],
            h.tbody[(h.tr[
                h.th(scope="row")[f"{i.id} +" if isinstance(i, Multi) else i.id],
                (h.td if n < letters(i) else h.td(".none")[NONE] for n in range(len(head)))]
                for i in items)]]]


def own_record(seeds: Seeds) -> Iterator[h.Node]:
    """A sheet for one student: how sure, and right or not yet, up to a curve drawn by hand."""
    tests = _tests(seeds)
    first = seeds.course.lessons[0].id
    items = {ref: [i for i in asked(seeds, ref) if isinstance(i, Single | Relation | Cite)]
             for ref in seeds.course.lessons}
    levels, few = _levels([i for some in items.values() for i in some])
    yield h.h1["My record: how sure, and how right"]
    yield h.p["This sheet is yours. Nobody collects it, and it has no marks."]
    yield h.ol[
        h.li["Answer a question. Before you see what is right, write under ", h.em["sure"],
             f" one of these numbers, in per cent: {', '.join(map(str, levels))}. ",
             f"{levels[0]} is a guess{few}, {', '.join(f'{n} is {w}' for n, w in WORDS.items())}."],
        h.li["When you know what is right, write ", h.b["+"], " for right or ", h.b["o"],
             " for not yet. Only your first answer counts."],
        h.li[f"With a star (*): a question of the first test. Leave + and o empty until you have "
             f"done the test in lesson {seeds.course.lessons[-1].id}."]]
    yield h.div(".four")[(
        h.section[h.h2(id=f"sure-{ref.id}")[f"Lesson {ref.id}"], h.table(
            aria_labelledby=f"sure-{ref.id}")[
            h.thead[h.tr[(h.th(scope="col")[name] for name in ("question", "sure", "+ / o"))]],
            h.tbody[(h.tr[h.th(scope="row")[
                f"{i.id}*" if i.id in tests and ref.id == first else i.id], h.td, h.td]
                for i in some)]]]
        for ref, some in items.items() if some)]
    yield h.section(".page")[
        h.h2["My curve, drawn by hand"],
        h.ol[
            h.li["For each number, count your answers with + and those with o. Right in per cent "
                 "is 100 times the number of +, divided by all."],
            h.li[f"Draw a point for each row with {FEWEST_IN_BIN} answers or more: across how sure "
                 f"you were, up how many were right. Wait until you have {FEWEST} answers in all."],
            h.li["Join the points from left to right."]],
        _count(levels, few), _grid(levels),
        h.p[f"On the dashed line you were as sure as you were right. Below it you were surer than "
            f"right, above it less sure. {_open()}"],
        h.p[h.strong[f"{say('shows_not')}: "], say("my_calibration_does_not_show")]]


def _count(levels: list[int], few: str) -> h.Node:
    word = {levels[0]: f"a guess{few}"} | WORDS
    return h.table(".count")[
        h.thead[h.tr[(h.th(scope="col")[one] for one in (
            "I was sure, in per cent", "+ right", "o not yet", "all", "right, in per cent"))]],
        h.tbody[(h.tr[h.th(scope="row")[f"{n}: {word[n]}" if n in word else str(n)],
                      h.td, h.td, h.td, h.td] for n in levels)]]


def _grid(levels: list[int]) -> h.Node:
    """The empty figure, 100 by 100, as SVG in greys."""
    def line(x1: int, y1: int, x2: int, y2: int, grey: str, **more: str) -> h.Node:
        return h.line(x1=str(x1), y1=str(100 - y1), x2=str(x2), y2=str(100 - y2), stroke=grey,
                      **{"stroke-width": "0.3", **more})

    def text(x: float, y: float, said: str, anchor: str = "middle", **more: str) -> h.Node:
        return h.text(x=str(x), y=str(100 - y), **{"text-anchor": anchor, "font-size": "3.6",
                                                   "fill": "#000", **more})[said]
    tens = range(0, 101, 10)
    return h.figure[h.svg({"viewBox": "-16 -4 122 120", "role": "img", "aria-label":
                           "Empty grid to draw in. Across: how sure I was, 0 to 100 per cent. Up: "
                           "how many were right, 0 to 100 per cent. A dashed line joins the points "
                           "where the two are equal."})[
        ([line(n, 0, n, 100, "#999" if n % 50 else "#555"),
          line(0, n, 100, n, "#999" if n % 50 else "#555"),
          text(n, -5, str(n)), text(-2, n - 1.2, str(n), "end")] for n in tens),
        line(0, 0, 100, 100, "#000", **{"stroke-width": "0.6", "stroke-dasharray": "2.5 1.5"}),
        (h.path(d=f"M{n} 100 l-1 2.2 h2 z", fill="#333") for n in levels),
        text(50, -11, "how sure I was, in per cent (▲ the numbers to choose from)"),
        text(-11, 50, "how many were right, in per cent", transform="rotate(-90 -11 50)")]]


def asked(seeds: Seeds, ref: LessonRef) -> list[Item]:
    """The questions of a lesson in the order in which its page asks them."""
    own = {item.id: item for item in seeds.items(ref.id)}
    page = cells(seeds.root / "notebooks" / ref.notebook)
    return [own[what[0]] for cell in page if cell.kind == "code"
            for name, what in calls(cell.source) if name == "quiz" and what[0] in own]


def letters(item: Item) -> int:
    """How many lettered answers a question has on paper; 0 for one that is answered otherwise."""
    return len(item.options) if isinstance(item, Single | Multi | Relation | Cite | Point) else 0


def _tests(seeds: Seeds) -> set[str]:
    """The questions of both tests."""
    first, last = seeds.course.lessons[0].id, seeds.course.lessons[-1].id
    return {one.id for pair in twins(seeds.items(first), seeds.items(last)) for one in pair}


def _levels(items: list[Item]) -> tuple[list[int], str]:
    """The numbers to choose from, as in the forms, and what a guess is with more answers."""
    usual, _ = Counter(confidence_levels(i) for i in items).most_common(1)[0]
    few = "".join(f" ({low} with {n} answers)" for low, n in sorted(
        {(confidence_levels(i)[0], letters(i)) for i in items}) if low != usual[0])
    return list(usual), few


def _open() -> str:
    right = 7
    low, high = wilson(right, OF)
    return (f"Few answers tell little: when {right} of {OF} are right, anything from "
            f"{100 * low:.0f} to {100 * high:.0f} per cent fits (95% range of Wilson's method).")
