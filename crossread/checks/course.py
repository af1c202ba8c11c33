"""The course list: its files exist, its ids resolve, its marks add up."""

from __future__ import annotations

import functools

from ..model.exercise import Criterion, Exercise
from ..seeds import SeedError, Seeds, Slip, gather
from .items import key_slips, part_of

LEVELS = {4, 3, 2, 1}
FEWEST_COMMENTS = 8


LISTS = ("objectives", "misconceptions", "speakers", "glossary", "pairs", "blind_spots",
         "hypotheses", "codebook", "charts", "explorers", "second_readings", "passages")


def check_files(seeds: Seeds) -> list[Slip]:
    """Every file can be read; one that cannot hides the slips of no other."""
    slips: list[Slip] = []
    for name in LISTS:
        gather(slips, functools.partial(getattr, seeds, name))
    for text in sorted(seeds.texts):
        gather(slips, functools.partial(seeds.annotation, text))
    for lesson in seeds.course.lessons:
        gather(slips, functools.partial(seeds.items, lesson.id))
    if (seeds.root / "solutions" / "source").exists():
        for ref in seeds.course.exercises:
            gather(slips, functools.partial(seeds.exercise, ref.id))
    return slips


def check_course(seeds: Seeds) -> list[Slip]:
    """Lessons have notebooks, recall items exist, objectives belong to a lesson."""
    course = seeds.course
    source = seeds.sources["seeds/course.yml"]
    slips: list[Slip] = []
    items = {i.id for ref in course.lessons for i in seeds.items(ref.id)}
    for ref in course.lessons:
        if not (seeds.root / "notebooks" / ref.notebook).exists():
            slips.append(source.slip(ref.id, f"notebook {ref.notebook} does not exist; write it "
                                     "or correct the name"))
        slips += [source.slip(ref.id, f"recall item {one} does not exist; name another")
                  for one in ref.recall if one not in items]
    assessed = {i.objective for ref in course.lessons for i in seeds.items(ref.id)}
    taught = {ref.id for ref in course.lessons}
    for objective in seeds.objectives:
        if objective.lesson in taught and objective.id not in assessed:
            where = seeds.sources["seeds/both/objectives.yml"]
            slips.append(where.slip(objective.id, f"{objective.id} is not assessed by any item; "
                                    "write one or drop the objective"))
    return slips


def check_exercises(seeds: Seeds) -> list[Slip]:
    """Each exercise's source: marks add up to the list, keys are proven, rubrics whole."""
    slips: list[Slip] = []
    if not (seeds.root / "solutions" / "source").exists():
        return slips  # a student's copy: there are no sources in it
    for ref in seeds.course.exercises:
        try:
            exercise = seeds.exercise(ref.id)
        except SeedError as error:
            slips += error.slips
            continue
        source = seeds.sources[f"solutions/source/{ref.id}.yml"]
        wanted = (ref.marks.keyed, ref.marks.structure, ref.marks.rubric)
        if (have := marks(exercise)) != wanted:
            slips.append(source.slip(ref.id, "gives {}, {} and {} marks (keyed, structure, "
                                     "rubric)".format(*(f"{n:g}" for n in have))
                                     + " where seeds/course.yml says {}, {} and {}".format(*wanted)
                                     + "; make them equal"))
        slips += [source.slip(f.id, f"{f.id} {what}", part_of(what)) for f in exercise.fields
                  for what in key_slips(f)]
        slips += [source.slip(c.id, what) for c in exercise.rubric for what in _criterion(c)]
        answered = {m.field for m in exercise.model}
        slips += [source.slip(f.id, f"{f.id} has no model answer; write one under model")
                  for f in exercise.fields if f.id not in answered]
    return slips


def marks(exercise: Exercise) -> tuple[float, float, float]:
    """Marks of an exercise as (keyed, structure, rubric)."""
    return (round(sum(f.marks for f in exercise.fields), 6),
            round(sum(exercise.structure_marks.values()), 6),
            sum(max(level.points for level in c.levels) for c in exercise.rubric))


def _criterion(criterion: Criterion) -> list[str]:
    slips = []
    if {level.points for level in criterion.levels} != LEVELS:
        slips.append(f"{criterion.id} does not describe levels 4, 3, 2 and 1; describe each once")
    if len(criterion.comments) < FEWEST_COMMENTS:
        slips.append(f"{criterion.id} has {len(criterion.comments)} comments in its bank; "
                     f"write at least {FEWEST_COMMENTS}")
    return slips
