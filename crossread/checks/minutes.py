"""Stated minutes: there for every lesson, question and exercise, and near what is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from ..minutes import Estimate, estimate
from ..model.course import LessonRef
from ..seeds import Seeds, Slip

TOLERANCE = 0.25  # of what is computed
ROUNDING = 5  # minutes; nearer than this is never a slip
PLAN = re.compile(r"^\|\s*(\d+)\s*[–-]\s*(\d+)\s*\|", re.MULTILINE)
ALONE = re.compile(r"\*Alone\*: about (\d+) minutes")
ROW = re.compile(r"^\|\s*minutes (in class|alone)\s*\|(.+)\|\s*$")


def check_minutes(seeds: Seeds) -> list[Slip]:
    """Minutes of lessons against the estimate, of exercises, and of the guide's plans."""
    course = seeds.course
    source = seeds.sources["seeds/course.yml"]
    slips: list[Slip] = []
    for ref in course.lessons:
        try:
            found = estimate(seeds, ref)
        except (OSError, ValueError):
            continue  # the rule on files says that there is no notebook
        slips += [source.slip(ref.id, what) for what in stated_slips(ref, found)]
    slips += [source.slip(one.id, f"exercise {one.id} has no minutes; give an estimate")
              for one in course.exercises if one.minutes <= 0]
    guide = seeds.root / "solutions" / "guide"
    for ref in course.lessons:
        slips += _plan(guide / f"{ref.id}.md", seeds.root, ref.minutes.alone)
    return [*slips, *_table(guide / "course.md", seeds)]


def stated_slips(ref: LessonRef, found: Estimate) -> Iterator[str]:
    """Where a lesson's stated minutes are far from the computed ones."""
    for where, said in (("in class", ref.minutes.klass), ("alone", ref.minutes.alone)):
        if abs(said - found.total) > max(ROUNDING, TOLERANCE * found.total):
            yield (f"lesson {ref.id} says {said} minutes {where}; computed are "
                   f"{found.total:.0f} ({found.reading:.0f} of reading, {found.questions:.0f} of "
                   f"questions, {found.figures:.0f} of figures). Correct the minutes in "
                   "seeds/course.yml, or those of the questions")


def _plan(path: Path, root: Path, alone: int) -> Iterator[Slip]:
    """The plan of a class follows on without gap or overlap, and the minutes alone are right."""
    if not path.exists():
        return
    text = path.read_text("utf-8")
    file = path.relative_to(root).as_posix()
    rows = [(int(m[1]), int(m[2]), text.count("\n", 0, m.start()) + 1)
            for m in PLAN.finditer(text)]
    if not rows:
        yield Slip(file, 1, "has no plan by the minute; add a table with rows such as | 0–5 | …")
    if (said := ALONE.search(text)) and int(said[1]) != alone:
        yield Slip(file, text.count("\n", 0, said.start()) + 1, f"says {said[1]} minutes alone "
                   f"where seeds/course.yml says {alone}; copy that")
    for start, end, line in rows:
        if end <= start:
            yield Slip(file, line, f"{start}–{end} takes no time; correct the minutes")
    for (_, end, _), (start, _, line) in pairwise(rows):
        if start != end:
            yield Slip(file, line, f"begins at minute {start} where the row before ends at {end}; "
                       "let each row begin where the last one ends")


def _table(path: Path, seeds: Seeds) -> Iterator[Slip]:
    """The guide to the course repeats the minutes of the course list, and repeats them right."""
    if not path.exists():
        return
    for n, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if found := ROW.match(line):
            wanted = [ref.minutes.klass if found[1] == "in class" else ref.minutes.alone
                      for ref in seeds.course.lessons]
            if [cell.strip() for cell in found[2].split("|")] != [str(m) for m in wanted]:
                yield Slip(path.relative_to(seeds.root).as_posix(), n,
                           f"minutes {found[1]} differ from seeds/course.yml, which says "
                           f"{', '.join(map(str, wanted))}; copy those")
