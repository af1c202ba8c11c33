"""Whose voice a claim is, as a chart needs it: the author, a named group, or others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model.article import Claim
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .palette import MARKS, PALE, Mark
from .words import say


def author() -> str:
    """The voice of whoever wrote the text."""
    return say("voice_author")


def other() -> str:
    """The voice of everybody whom the chart does not name."""
    return say("voice_other")


def ours() -> str:
    """No voice of the text: this course added it."""
    return say("voice_ours")


@dataclass(frozen=True)
class Voices:
    """The voices of one chart, in the order of its legend."""

    authors: frozenset[str]
    groups: Mapping[str, frozenset[str]]  # label → speaker ids

    @classmethod
    def of(cls, seeds: Seeds, spec: ChartSpec) -> Voices:
        """The voices that a chart's record asks for."""
        return cls(frozenset(one.id for one in seeds.speakers if one.kind == "author"),
                   {group.label: frozenset(group.speakers) for group in spec.groups})

    @property
    def marks(self) -> dict[str, Mark]:
        """Voice → the mark that stands for it."""
        names = [author(), *self.groups, other()]
        return {**dict(zip(names, MARKS, strict=False)),
                ours(): Mark("none", PALE, "", "", "solid")}

    def of_claim(self, claim: Claim) -> str:
        """The voice of whoever is committed to a claim."""
        if claim.speaker in self.authors:
            return author()
        return next((label for label, ids in self.groups.items() if claim.speaker in ids), other())

    def of_claims(self, claims: Iterable[Claim]) -> tuple[str, ...]:
        """The voices of several claims, each once, in the order of the legend."""
        found = {self.of_claim(claim) for claim in claims}
        return tuple(name for name in self.marks if name in found)
