"""Everything that ``crossread check`` looks at: independent rules in one list.

Each rule takes the seeds and returns slips; a fault in one file never hides the
faults of another. Every rule has a test with a mutation that makes it fail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..seeds import SeedError, Seeds, Slip
from .annotation import check_annotations
from .balance import check_balance
from .copyright import check_copyright
from .course import check_course, check_exercises, check_files
from .evidence import check_evidence, check_typed_numbers
from .ids import check_ids
from .items import check_items
from .pointing import check_pointing

Rule = Callable[[Seeds], list[Slip]]

RULES: dict[str, Rule] = {
    "files": check_files,
    "course": check_course,
    "items": check_items,
    "exercises": check_exercises,
    "annotations": check_annotations,
    "copyright": check_copyright,
    "pointing": check_pointing,
    "evidence": check_evidence,
    "typed numbers": check_typed_numbers,
    "balance": check_balance,
    "ids": check_ids,
}


@dataclass(frozen=True)
class Report:
    """All slips of a run, and the counts of what was looked at."""

    slips: tuple[Slip, ...]
    counts: dict[str, int] = field(default_factory=dict)


def run(seeds: Seeds, rules: dict[str, Rule] | None = None) -> Report:
    """Run every rule and gather all slips of all files in one report."""
    found: set[Slip] = set()
    for rule in (RULES if rules is None else rules).values():
        try:
            found |= set(rule(seeds))
        except SeedError as error:
            found |= set(error.slips)
    return Report(tuple(sorted(found)), _counts(seeds) if not found else {})


def _counts(seeds: Seeds) -> dict[str, int]:
    counts = {"lessons": len(seeds.course.lessons), "exercises": len(seeds.course.exercises),
              "items": sum(len(seeds.items(ref.id)) for ref in seeds.course.lessons),
              "objectives": len(seeds.objectives), "glossary": len(seeds.glossary)}
    for text in sorted(seeds.texts):
        annotation = seeds.annotation(text)
        counts[f"paragraphs {text}"] = len(annotation.paragraphs)
        counts[f"claims {text}"] = len(annotation.claims)
        counts[f"attributions {text}"] = len(annotation.attributions)
    return counts
