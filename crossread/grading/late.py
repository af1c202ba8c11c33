"""What being late costs: a rule that is applied when points leave the gradebook, never in it.

The part is of the points that an exercise has, as in the late policy of Canvas, and
every day or hour that has begun counts. Points that a person has set by hand stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .keys import Key
from .results import Result

UNITS = {"hour": 60, "day": 1_440}
EXAMPLE = "10%/day, max 50%, grace 15"
_RATE = re.compile(r"(\d{1,3}(?:\.\d+)?) ?% ?(?:/|per) ?(hour|day)")
_MOST = re.compile(r"max ?(\d{1,3}(?:\.\d+)?) ?%")
_GRACE = re.compile(r"grace ?(\d{1,5})(?: ?min(?:utes)?)?")


@dataclass(frozen=True)
class Policy:
    """``rate`` percent off for every ``unit`` minutes begun, at most ``most``, after ``grace``."""

    rate: float
    unit: int  # minutes
    most: float = 100.0  # percent
    grace: int = 0  # minutes that cost nothing; after them all minutes count

    def percent(self, minutes: int | None) -> float:
        """What is taken off for so many minutes, in percent of the points that can be had."""
        if minutes is None or minutes <= self.grace:
            return 0.0
        return min(self.most, self.rate * -(-minutes // self.unit), 100.0)


@dataclass(frozen=True)
class Leaving:
    """Points as they leave the gradebook. None: there are none yet."""

    raw: float | None
    deduction: float = 0.0

    @property
    def points(self) -> float | None:
        """What is exported, never below zero."""
        return None if self.raw is None else round(max(0.0, self.raw - self.deduction), 4)


Leave = Callable[[Result], Leaving]


def read_policy(text: str) -> Policy:
    """A rule as it is typed, parts in any order. Raises ValueError with a sentence."""
    rate = most = grace = None
    for part in text.lower().split(","):
        one = " ".join(part.split())
        if (found := _RATE.fullmatch(one)) and rate is None:
            rate = float(found[1]), UNITS[found[2]]
        elif (found := _MOST.fullmatch(one)) and most is None:
            most = float(found[1])
        elif (found := _GRACE.fullmatch(one)) and grace is None:
            grace = int(found[1])
        else:
            raise ValueError(f"{one!r} is no part of a rule for late work; write it like "
                             f"“{EXAMPLE}” (grace in minutes).")
    if rate is None or rate[0] > 100 or (most or 0) > 100:
        raise ValueError(f"A rule for late work takes off up to 100 percent a day or an hour; "
                         f"write it like “{EXAMPLE}”.")
    return Policy(*rate, 100.0 if most is None else most, grace or 0)


def leave_as_is(result: Result) -> Leaving:
    """All points, whenever they came."""
    return Leaving(result.total)


def leave_by(policy: Policy | None, keys: Mapping[str, Key]) -> Leave:
    """How points leave under a policy."""
    if policy is None:
        return leave_as_is

    def leave(result: Result) -> Leaving:
        if result.total is None or result.override is not None:
            return Leaving(result.total)
        of = sum(keys[result.exercise].marks)
        taken = round(of * policy.percent(result.minutes_late) / 100, 4)
        return Leaving(result.total, min(taken, max(0.0, result.total)))
    return leave
