"""What must hold of a key before anybody is graded with it."""

from __future__ import annotations

from collections.abc import Iterator

from ..checks.items import key_slips, part_of
from ..kinds import AnswerError, kind_of
from ..model.exercise import Exercise
from ..seeds import Slip
from ..seeds.reader import Source


def exercise_slips(exercise: Exercise, source: Source) -> list[Slip]:
    """Every question's key, proven both ways as ``crossread check`` does, and the worked answers.

    A worked answer need not earn full marks: it stays while a key is wrong. It must be an
    answer to the question, so that a row or choice that was renamed is seen.
    """
    slips = [source.slip(item.id, f"{item.id} {what}", part_of(what)) for item in exercise.fields
             for what in key_slips(item)]
    return slips + [source.slip(field, what) for field, what in _strangers(exercise)]


def _strangers(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Worked answers that do not answer their question, as field id and "what; what now"."""
    items = {item.id: item for item in exercise.fields}
    for model in exercise.model:
        if model.field not in items:
            yield model.field, (f"the worked answer under model is for {model.field}, and there is "
                                "no such question; give the question its old id")
            continue
        try:
            kind_of(items[model.field]).read(items[model.field], model.answer)
        except AnswerError as error:
            yield model.field, (f"{model.field} and its worked answer under model do not fit "
                                f"({error}); give rows and choices the ids that they had")
