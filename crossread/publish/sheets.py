"""From the source of an exercise to its keyless sheet, its notebook and its solution.

What a student gets is built up from what may be shown, not cut down from what may
not: a field that this module does not name is not in the sheet.
"""

from __future__ import annotations

from typing import Any

import htpy as h
import msgspec
import nbformat

from ..faces import Faces
from ..kinds import kind_of
from ..model import item as m
from ..model.course import ExerciseRef
from ..model.exercise import Criterion, Exercise, Sample, Sheet, SheetRow

COMMAND = "crossread build"

# What each struct of an item may show to a student, by field name. A struct that is not here is
# refused and not shown whole: it might hold a key.
OPEN: dict[type[Any], tuple[str, ...]] = {
    m.Option: ("id", "text"), m.Choice: ("id", "text"), m.Row: ("id", "text"),
    m.OrderCard: ("id", "text"), m.Node: ("text", "locator"),
    m.Field: ("id", "label", "choices"),
    m.Column: ("id", "label", "choices", "locator", "rows", "wanted_where"),
    m.MapNode: ("id", "text", "locator"), m.Sentence: ("id", "text", "words"),
    m.Structure: m.Structure.__struct_fields__,
}
ASKED = ("id", "stem", "objective", "hints", "minutes", "bloom", "passage", "figure", "marks")
PARTS: dict[type[Any], tuple[str, ...]] = {
    m.Single: ("options",), m.Multi: ("options",), m.Cite: ("options",),
    m.Relation: ("premise", "conclusion", "options"), m.Match: ("rows", "choices"),
    m.Order: ("cards", "first_label", "last_label"), m.Numeric: ("unit", "low", "high"),
    m.Text: ("structure", "reopen"), m.Span: ("excerpt", "source"), m.Point: ("options",),
    m.Matrix: ("rows", "columns", "choices"), m.Band: (), m.Card: ("fields",),
    m.Table: ("columns", "min_rows", "max_rows", "structure"),
    m.ArgMap: ("nodes", "root", "relations", "may_add", "min_edges", "max_edges"),
}


def keyless(item: m.Item) -> m.Item:
    """The item as a student may have it: question and choices, nothing else.

    Raises LookupError for a kind, or a part of one, of which nobody said what may be shown.
    """
    kept = {name: getattr(item, name) for name in ASKED}
    kept |= {name: _open(getattr(item, name)) for name in _row(PARTS, "PARTS", type(item))}
    return type(item)(**kept)


def _open(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_open(one) for one in value)
    if not isinstance(value, msgspec.Struct):
        return value
    return type(value)(**{name: _open(getattr(value, name))
                          for name in _row(OPEN, "OPEN", type(value))})


def _row(table: dict[type[Any], tuple[str, ...]], name: str, type_: type[Any]) -> tuple[str, ...]:
    if type_ not in table:
        raise LookupError(f"crossread/publish/sheets.py: {name} has no row for {type_.__name__}; "
                          "name there the fields that a student may see")
    return table[type_]


def sheet(exercise: Exercise) -> Sheet:
    """The keyless sheet of an exercise."""
    return Sheet(
        id=exercise.id, title=exercise.title, prompt=exercise.prompt, needs=exercise.needs,
        fields=tuple(keyless(f) for f in exercise.fields),
        structure_marks=exercise.structure_marks,
        criteria=tuple(_criterion(c) for c in exercise.rubric), equal=exercise.equal,
        made_by=f"{COMMAND}, from solutions/source/{exercise.id}.yml; do not edit")


def _criterion(criterion: Criterion) -> SheetRow:
    """What a student may know of a rubric row; lower levels and comments are for markers."""
    best = max(criterion.levels, key=lambda level: level.points)
    return SheetRow(title=criterion.title, points=best.points, full=best.text.strip())


def sheet_json(exercise: Exercise) -> bytes:
    """The sheet as the file that student notebooks read."""
    return msgspec.json.format(msgspec.json.encode(sheet(exercise)), indent=1) + b"\n"


def notebook(exercise: Exercise, ref: ExerciseRef) -> nbformat.NotebookNode:
    """The exercise notebook: what to do, the form, the hand-in."""
    total = ref.marks.keyed + ref.marks.structure + ref.marks.rubric
    number = exercise.id
    return _notebook(exercise.id, "exercise", [
        _md(f"nb-e{number}-title", f"# Exercise {number}. {exercise.title}\n\n"
            f"{total} marks · about {ref.minutes} minutes · you need: {exercise.needs.strip()}\n\n"
            "To start, press **Shift+Enter** in each grey cell, or choose *Run > Run All Cells*. "
            "Your answers are kept on this computer. What is right is told after grading."),
        _code(f"nb-e{number}-import", "from crossread import exercise, hand_in"),
        _code(f"nb-e{number}-form", f'exercise("{number}")'),
        _md(f"nb-e{number}-hand", "## Hand in\n\nThe next cell shows what the file will hold "
            "before anything is written. You can hand in again; the last file counts."),
        _code(f"nb-e{number}-handin", f'hand_in("{number}")'),
    ])


def solution(exercise: Exercise, ref: ExerciseRef, faces: Faces) -> nbformat.NotebookNode:
    """The solution notebook: every key with its reason, the rubric, common slips."""
    number = exercise.id
    cells = [_md(f"nb-s{number}-title", f"# Solution {number}. {exercise.title}\n\n"
                 "For instructors. Do not give this file to students.\n\n"
                 f"{exercise.solution_note.strip()}")]
    cells += [_md(f"nb-s{number}-{f.id.lower()}", _solved(f, exercise)) for f in exercise.fields]
    if exercise.rubric:
        cells.append(_md(f"nb-s{number}-rubric", "## Rubric\n\n" + "\n".join(
            str(h.section[h.h3[c.title], h.ol[(h.li[f"{lv.points}: {lv.text}"]
                                               for lv in c.levels)]]) for c in exercise.rubric)))
    if exercise.samples:
        cells.append(_md(f"nb-s{number}-samples", "## Samples to mark first\n\n" + "\n\n".join(
            _sample(one, exercise) for one in exercise.samples)))
    if exercise.common:
        cells.append(_md(f"nb-s{number}-common", "## Common wrong answers\n\n" + "\n".join(
            f"- {c.field}, “{c.answer}” ({c.misconception}): {c.say.strip()}"
            for c in exercise.common)))
    return _notebook(exercise.id, "solution", cells)


def _solved(item: m.Item, exercise: Exercise) -> str:
    kind = kind_of(item)
    lines = [f"## {item.id}", item.stem.strip(), ""]
    outcome = kind.score(item, kind.right(item))
    if outcome.status == "correct":
        lines += [f"**Key** ({item.marks:g} marks): {kind.say(item, kind.right(item))}", ""]
        lines += [f"- {n.about}: {n.text} {n.locator}".replace("- : ", "- ")
                  for n in outcome.notes if n.text]
    for answer in exercise.model:
        if answer.field == item.id:
            if outcome.status == "recorded":
                lines += ["", "**A full answer**", "", *_quoted(item, answer.answer)]
            lines += ["", f"**Why this is a full answer.** {answer.why.strip()}"]
    return "\n".join(lines)


def _quoted(item: m.Item, answer: Any) -> list[str]:
    """An answer as a block quotation, line by line."""
    kind = kind_of(item)
    said = kind.say(item, kind.read(item, answer)) if answer else ""
    return [f"> {line}".rstrip() for line in said.strip().splitlines()]


def _sample(sample: Sample, exercise: Exercise) -> str:
    """A marked sample: the work, then each criterion with its level and the reason."""
    lines = [f"### {sample.title}"]
    for field in exercise.fields:
        if sample.answers.get(field.id):
            lines += ["", f"*{field.id}*", "", *_quoted(field, sample.answers[field.id])]
    titles = {c.id: c.title for c in exercise.rubric}
    lines += ["", *(f"- {titles[key]}: **{level}**. {sample.why.get(key, '').strip()}"
                    for key, level in sample.levels.items())]
    return "\n".join(lines)


def _notebook(number: str, role: str, cells: list[Any]) -> nbformat.NotebookNode:
    made: nbformat.NotebookNode = nbformat.v4.new_notebook(cells=cells)
    made.metadata["crossread"] = {
        "generated": f"by {COMMAND} from solutions/source/{number}.yml; do not edit", "role": role}
    return made


def _md(cell_id: str, source: str) -> Any:
    return nbformat.v4.new_markdown_cell(source, id=cell_id)


def _code(cell_id: str, source: str) -> Any:
    return nbformat.v4.new_code_cell(source, id=cell_id)
