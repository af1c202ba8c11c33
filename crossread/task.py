"""What a graded exercise says before its fields: the task, the marks, the equal task."""

from __future__ import annotations

import re

import htpy as h

from .faces import Face
from .model.exercise import Sheet
from .strings import say


def prompt(sheet: Sheet) -> list[h.Element]:
    """The paragraphs of the prompt; a paragraph whose lines begin with "- " is a list."""
    return [_part(part) for part in sheet.prompt.strip().split("\n\n")]


def _part(part: str) -> h.Element:
    if not part.startswith("- "):
        return h.p[part]
    return h.ul[(h.li[_named(one)] for one in f"\n{part}".split("\n- ")[1:])]


def _named(one: str) -> h.Node:
    """A point of a list, its first words up to a colon or a stop set in bold."""
    name = re.match(r"[^.:]+[.:]", one)
    return [h.strong[name[0]], one[name.end():]] if name else one


def about(sheet: Sheet) -> Face:
    """How the marks are split, what full points in each rubric row need, and the equal task."""
    rubric = sum(row.points for row in sheet.criteria)
    keyed = [(f.id, f.marks) for f in sheet.fields if f.marks]
    total = sum(marks for _, marks in keyed) + sum(sheet.structure_marks.values()) + rubric
    parts = [say("exercise_part", id=name, marks=marks) for name, marks in keyed]
    parts += [say("exercise_form", id=name, marks=marks)
              for name, marks in sheet.structure_marks.items()]
    parts += [say("exercise_rows", marks=rubric)] if rubric else []
    split = say("exercise_split", marks=total, parts="; ".join(parts))
    split += say("exercise_form_what") if sheet.structure_marks else ""
    levels = say("exercise_levels")
    rows = [levels, *(f"- {row.title} ({row.points}): {row.full}" for row in sheet.criteria)] \
        if sheet.criteria else []
    equal = [f"{say('exercise_equal')} {sheet.equal.strip()}"] if sheet.equal else []
    html = h.section[
        h.p[h.strong[split]],
        [h.p[one] for one in rows[:1]],
        [h.ul[(h.li[h.strong[f"{row.title} ({row.points})"], ": ", row.full]
               for row in sheet.criteria)] for _ in rows[:1]],
        [h.p[one] for one in equal]]
    return Face(str(html), "\n".join([split, *rows, *equal]))
