"""Feedback that teaches: one HTML file a student, whole in itself, with no script in it.

Everything that a student typed is escaped. The policy in the file's head allows the
one style sheet below, by its digest, and nothing else: no script, no picture, no
address is ever loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import htpy as h

from ..home import write_whole
from ..kinds import AnswerError, Page, kind_of
from ..model.exercise import Criterion, Exercise
from ..model.item import Item, Note
from ..seeds import Seeds
from ..strings import say
from .grade import FieldMark
from .practice import Advice, Coach
from .results import Result
from .sealed import sealed_page

STYLE = """
body{font:1.05rem/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;
color:#1b1b1b;background:#fff}
h1,h2,h3{line-height:1.25}h2{border-top:2px solid #1b1b1b;padding-top:1rem;margin-top:2.5rem}
h3{margin-bottom:.3rem}.loc{font-family:ui-monospace,monospace;white-space:nowrap}
blockquote{margin:.4rem 0;padding:.2rem 1rem;border-left:4px solid #767676;white-space:pre-wrap;
overflow-wrap:anywhere}
table{border-collapse:collapse}th,td{border:1px solid #767676;padding:.25rem .6rem;text-align:left}
li{margin:.25rem 0}
"""


def write_feedback(results: Iterable[Result], seeds: Seeds, exercises: dict[str, Exercise],
                   folder: Path) -> Iterator[Path]:
    """One file for every student who handed in something; the paths, as they are written.

    ``exercises`` are those in force in the gradebook; ``results`` come student by
    student. Raises OSError when the folder or the disk refuses.
    """
    author = Author(seeds, exercises)
    taken: set[str] = set()
    for _, some in groupby(results, key=lambda r: r.student.key):
        mine = list(some)
        if any(r.graded for r in mine):
            path = folder / _file_name(mine[0], taken)
            write_whole(path, author.page(mine).encode())
            yield path


def _file_name(result: Result, taken: set[str]) -> str:
    """A name from the student's id that no other file of the folder has."""
    base = re.sub(r"[^A-Za-z0-9]+", "-", result.student.id or result.student.name)
    base = name = f"feedback-{base.strip('-').lower()[:60] or 'student'}"
    n = 1
    while name in taken:
        n += 1
        name = f"{base}-{n}"
    taken.add(name)
    return f"{name}.html"


class Author:
    """Writes feedback pages of one course."""

    def __init__(self, seeds: Seeds, exercises: dict[str, Exercise]) -> None:
        self._course = seeds.course
        self._exercises = exercises
        self._page = Page(seeds.texts | frozenset(seeds.passages))
        self._slips = {m.id: m.name for m in seeds.misconceptions}
        self._coach = Coach(seeds, exercises)

    def page(self, results: list[Result]) -> str:
        """The whole file for one student."""
        student = results[0].student
        title = f"Feedback for {student.name or student.id}"
        handed = [r for r in results if r.graded]
        return sealed_page(
            title, STYLE,
            h.h1[h.bdi[title]],
            h.p[self._course.title],
            h.p["Nothing here judges an opinion or a conclusion. Questions with a key are "
                "checked against the key; checks of form look at length and places only."],
            (self._exercise(r) for r in handed),
            self._next(handed), command="feedback")

    def _exercise(self, r: Result) -> h.Node:
        assert r.graded is not None
        source = self._exercises[r.exercise]
        items = {item.id: item for item in source.fields}
        return h.section[
            h.h2[f"Exercise {r.exercise}. {source.title}"],
            h.p["File: ", h.bdi[r.file], f". Made {r.graded.made[:16].replace('T', ' ')} (UTC)."],
            h.p[h.strong[f"Status: {r.status.replace('_', ' ')}."], " ", h.bdi[r.told]],
            self._points(r, source),
            (self._field(items[mark.item], mark, blank=r.blank) for mark in r.graded.fields),
            (self._criterion(c, r) for c in source.rubric) if r.graded.waiting else None]

    def _points(self, r: Result, source: Exercise) -> h.Node:
        assert r.graded is not None
        rows = [("questions with a key", r.graded.keyed, sum(i.marks for i in source.fields)),
                ("checks of form", r.graded.form, sum(source.structure_marks.values())),
                ("marked by a person", r.rubric if not r.waiting else None,
                 sum(max(level.points for level in c.levels) for c in source.rubric))]
        none = "nothing answered" if r.blank else "not yet marked"
        return [
            r.blank and r.override is None and h.p[
                "This file has no answer in it, so no points were given. That is not the same as "
                "zero points."],
            h.table[
                h.thead[h.tr[h.th(scope="col")["part"], h.th(scope="col")["points"],
                             h.th(scope="col")["of"]]],
                h.tbody[(h.tr[h.th(scope="row")[name],
                              h.td[none if r.blank or points is None else
                                   f"{round(points, 2):g}"],
                              h.td[f"{of:g}"]] for name, points, of in rows if of)]],
            r.override is not None and h.p[
                h.strong[f"Points in all: {r.override:g}, set by your instructor."],
                " Reason: ", h.bdi[r.override_why]]]

    def _field(self, item: Item, mark: FieldMark, *, blank: bool) -> h.Node:
        got = "nothing answered," if blank else f"{round(mark.points, 2):g}"
        points = f" · {got} of {mark.of:g}" if mark.of else ""
        return h.section[
            h.h3[say("question", id=item.id), points],
            h.p[self._page.rich(item.stem)],
            mark.answer is not None and h.blockquote(dir="auto")[said(item, mark.answer)],
            self._verdict(item, mark),
            _checks(mark)]

    def _verdict(self, item: Item, mark: FieldMark) -> h.Node:
        if mark.fault:
            what = f" {mark.fault}. No points were taken for it; your instructor sees this."
            return h.p[h.strong["Not scored:"], what]
        word = h.strong[say(mark.outcome.status)]
        if mark.outcome.status == "not_attempted":
            return h.p[word, " nothing is answered here."]
        if mark.outcome.status == "recorded":
            return [h.p[word, " your words are kept; no code scores them."],
                    (h.p[say("look_for", text=n.text)] for n in mark.outcome.notes if n.text)]
        names = _part_names(item)
        return [h.p[word], h.ul[(h.li[
            "✓ " if note.verdict != "not_yet" else "○ ",
            note.about in names and h.strong[f"{names[note.about]}: "],
            self._page.rich(note.text), " ", self._place(note), self._slip(note)]
            for note in mark.outcome.notes if note.text)]]

    def _place(self, note: Note) -> h.Node:
        if not note.locator or note.locator in note.text:
            return None
        return h.span(".loc")[f"({note.locator})"]

    def _slip(self, note: Note) -> h.Node:
        name = self._slips.get(note.misconception)
        if note.verdict != "not_yet" or not name:
            return None
        return [h.br, say("misconception", code=note.misconception, name=name)]

    def _criterion(self, criterion: Criterion, r: Result) -> h.Node:
        level = r.levels.get(criterion.id)
        if level is None:
            return [h.h3[criterion.title], h.p["This row waits for a marker."]]
        words = next((one.text for one in criterion.levels if one.points == level.points),
                     "Nothing to mark was found.")
        return [h.h3[f"{criterion.title} · {level.points}"], h.p[self._page.rich(words)],
                level.comment and h.blockquote(dir="auto")[level.comment]]

    def _next(self, results: list[Result]) -> h.Node:
        advice = self._coach.advise(results)
        return h.section[h.h2["What to practise next"], h.ul[(_advice(a) for a in advice)]
                         if advice else h.p["Nothing in particular: go on with the next lesson."]]


def _advice(advice: Advice) -> h.Node:
    return h.li[h.strong[f"{advice.what}."], f" {advice.how} ",
                advice.items and f"Practise again: {', '.join(advice.items)}."]


def _checks(mark: FieldMark) -> h.Node:
    """The checks of form of one answer: what each saw, passed or not."""
    if not mark.checks:
        return None
    return [h.p[say("exercise_structure")], h.ul[(
        h.li["✓ " if c.passed else "○ ", f"{c.name}: ", h.bdi[c.saw]] for c in mark.checks)]]


def _part_names(item: Item) -> dict[str, str]:
    """Option, row, field or card id → its words, for notes that are about one part."""
    parts = [part for name in ("options", "rows", "cells", "fields", "cards")
             for part in getattr(item, name, ())]
    words = {part.id: getattr(part, "text", "") or getattr(part, "label", "") or part.id
             for part in parts}
    return {key: " ".join(text.replace("*", "").split()) for key, text in words.items()}


def said(item: Item, answer: object) -> str:
    """An answer in words; never raises."""
    try:
        read = kind_of(item).read(item, answer)
    except AnswerError as error:
        return str(error)
    return say("unanswered") if read is None else kind_of(item).say(item, read)
