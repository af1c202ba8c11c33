"""What every saved notebook must be: small, in order, cold, whole on paper, and self-contained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..cells import Cell, calls, cells, headings, imports, is_plain
from ..seeds import Seeds, Slip

FOLDERS = ("notebooks", "exercises", "solutions")
INSTRUCTORS = "solutions"
MOST_BYTES = 1_000_000
BOX = 4  # what a figure's box tells: shows, does not show, measured by, as of
# What a page would fetch from another machine, or what a saved page may not hold.
FETCHES = re.compile(r"""(?:src|srcset|poster|background|data)\s*=\s*["']?\s*(?:https?:)?//
                         |<(?:script|link|iframe|object|embed|style|base)\b
                         |@import|url\(\s*["']?(?:https?:)?//""", re.IGNORECASE | re.VERBOSE)
IN_PROSE = re.compile(r"!\[[^]]*\]\(\s*(?:https?:)?//|<img|<script", re.IGNORECASE)
PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
WORDED = re.compile(r"""\balt=(["'])\s*(?!\1)\S""")


def check_pages(seeds: Seeds) -> list[Slip]:
    """Every notebook of the course, and whether the lessons ask every question there is."""
    slips: list[Slip] = []
    asked: set[str] = set()
    items = {item.id for ref in seeds.course.lessons for item in seeds.items(ref.id)}
    for path in sorted(p for name in FOLDERS for p in (seeds.root / name).glob("*.ipynb")):
        file = path.relative_to(seeds.root).as_posix()
        try:
            page = cells(path)
        except (ValueError, OSError) as error:
            slips.append(Slip(file, 1, f"cannot be read as a notebook ({error}); get the file "
                              "again, or run crossread build"))
            continue
        slips += [Slip(file, line, what) for line, what in page_slips(
            page, path.stat().st_size, lesson=path.parent.name != INSTRUCTORS)]
        for cell, name, what in shown(page):
            if name == "quiz" and what and what[0] not in items:
                slips.append(Slip(file, cell.line, f"asks question {what[0]}, which no lesson "
                                  "has; correct the id"))
            asked |= {what[0]} if name == "quiz" and what else set()
    return [*slips, *_unasked(seeds, items - asked)]


def page_slips(page: tuple[Cell, ...], size: int = 0, *,
               lesson: bool = True) -> Iterator[tuple[int, str]]:
    """What is wrong with one notebook of ``size`` bytes, as (line, "what; what now").

    ``lesson`` is False for an instructor's own page, which may call more than a lesson.
    """
    if size >= MOST_BYTES:
        yield 1, (f"has {size:,} bytes; keep a notebook under {MOST_BYTES:,}: fewer or smaller "
                  "figures")
    yield from _headed(page)
    yield from _cold(page) if lesson else ()
    for cell in page:
        yield from ((cell.line, what) for what in (*_fetches(cell), *_figures(cell)))


def shown(page: tuple[Cell, ...]) -> Iterator[tuple[Cell, str, list[str]]]:
    """Every call of a notebook: its cell, its name, its ids."""
    for cell in page:
        if cell.kind == "code":
            yield from ((cell, name, what) for name, what in calls(cell.source))


def _headed(page: tuple[Cell, ...]) -> Iterator[tuple[int, str]]:
    found = [(cell.line, level, words) for cell in page if cell.kind == "markdown"
             for level, words in headings(cell.source)]
    titles = [words for _, level, words in found if level == 1]
    if len(titles) != 1 or found[0][1] != 1:
        yield (found[0][0] if found else 1), (f"has {len(titles)} titles with one #; give it one, "
                                              "before all other headings")
    for (_, before, _), (line, after, words) in pairwise(found):
        if after - before > 1:
            yield line, (f"heading “{words}” goes from {'#' * before} to {'#' * after}; skip no "
                         "level")


def _cold(page: tuple[Cell, ...]) -> Iterator[tuple[int, str]]:
    """A notebook starts from nothing, and paper reads what its cells call."""
    known: set[str] = set()
    for cell in page:
        if cell.kind != "code":
            continue
        known |= imports(cell.source)
        if not is_plain(cell.source):
            yield cell.line, (f"cell {cell.id} is not one call with its ids between quotation "
                              "marks; write it so: paper and a cold start know no other")
        for name, _ in calls(cell.source):
            if name not in known:
                yield cell.line, (f"cell {cell.id} calls {name}, which no cell before it imports; "
                                  "import it from crossread in the first code cell")


def _fetches(cell: Cell) -> Iterator[str]:
    found = IN_PROSE.search(cell.source) if cell.kind == "markdown" else FETCHES.search(cell.html)
    if found:
        yield (f"cell {cell.id} would load something or run it ({found[0].strip()}); lessons work "
               "without a network: take it out")


def _figures(cell: Cell) -> Iterator[str]:
    for picture in PICTURE.findall(cell.html):
        if not WORDED.search(picture):
            yield (f"cell {cell.id} shows a picture without alternative text; draw it with "
                   "chart(…), which makes the text from the data")
    figures = len(re.findall(r"<figure\b", cell.html))
    if len(re.findall(r"<table\b", cell.html)) < figures:
        yield f"cell {cell.id} shows a figure without its table; draw it with chart(…)"
    if len(re.findall(r"<dt\b", cell.html)) < BOX * figures:
        yield (f"cell {cell.id} shows a figure without its box (shows, does not show, measured "
               "by, as of); describe it in seeds/charts.yml")


def _unasked(seeds: Seeds, ids: set[str]) -> Iterator[Slip]:
    for ref in seeds.course.lessons:
        for item in seeds.items(ref.id):
            if item.id in ids:
                yield seeds.sources[f"seeds/items/{ref.id}.yml"].slip(
                    item.id, f"{item.id} is asked in no notebook; add a cell "
                    f'quiz("{item.id}") to {ref.notebook}, or take it out')
