"""How many of the deliberate breaks of the front end one run tries: each costs a run of node."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

One = TypeVar("One")
EVERY = 6


def some_of(breaks: Sequence[One]) -> Sequence[One]:
    """Every sixth, in an even spread; all with ``CROSSREAD_MUTATIONS=all``."""
    return breaks if os.environ.get("CROSSREAD_MUTATIONS") == "all" else breaks[::EVERY]
