"""Everything that ``crossread check`` looks at: independent rules in one list.

Each rule takes the seeds and returns slips; a fault in one file never hides the
faults of another. Every rule has a test with a mutation that makes it fail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..seeds import SeedError, Seeds, Slip
from .annotation import check_annotations
from .balance import balance, check_balance, found
from .charts import check_charts
from .copyright import check_copyright
from .course import check_course, check_exercises, check_files
from .evidence import check_evidence, check_typed_numbers
from .ids import check_ids
from .items import check_items
from .minutes import check_minutes
from .pages import check_pages
from .pointing import check_pointing
from .twins import check_twins

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
    "charts": check_charts,
    "balance": check_balance,
    "ids": check_ids,
    "pages": check_pages,
    "twins": check_twins,
    "minutes": check_minutes,
}


@dataclass(frozen=True)
class Report:
    """All slips of a run, and the counts of what was looked at.

    ``by_text`` counts for each text. ``scrutiny`` is what is held in balance, for 1,000 words of
    a text; ``found`` is what the looking found, printed and never levelled.
    """

    slips: tuple[Slip, ...]
    counts: dict[str, int] = field(default_factory=dict)
    by_text: dict[str, dict[str, int]] = field(default_factory=dict)
    scrutiny: dict[str, dict[str, float]] = field(default_factory=dict)
    found: dict[str, dict[str, int]] = field(default_factory=dict)


def run(seeds: Seeds, rules: dict[str, Rule] | None = None) -> Report:
    """Run every rule and gather all slips of all files in one report."""
    slips: set[Slip] = set()
    for rule in (RULES if rules is None else rules).values():
        try:
            slips |= set(rule(seeds))
        except SeedError as error:
            slips |= set(error.slips)
    if slips:
        return Report(tuple(sorted(slips)))
    return Report((), _counts(seeds), _by_text(seeds), balance(seeds), found(seeds))


def _counts(seeds: Seeds) -> dict[str, int]:
    return {"lessons": len(seeds.course.lessons), "exercises": len(seeds.course.exercises),
            "items": sum(len(seeds.items(ref.id)) for ref in seeds.course.lessons),
            "objectives": len(seeds.objectives), "glossary": len(seeds.glossary)}


def _by_text(seeds: Seeds) -> dict[str, dict[str, int]]:
    return {text: {name: len(getattr(seeds.annotation(text), name))
                   for name in ("paragraphs", "claims", "attributions")}
            for text in sorted(seeds.texts)}
