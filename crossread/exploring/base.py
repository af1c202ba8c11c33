"""What every explorer is: a choice, and a view for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import htpy as h

from ..model.explorer import ExplorerSpec

Choice = Mapping[str, Any]  # name of a control → its value, or the list of its values


@dataclass(frozen=True)
class View:
    """What is shown for a choice: as HTML, as text, and in one sentence for a screen reader."""

    html: str
    plain: str
    said: str


class Explorer(Protocol):
    """What every explorer can do. ``view`` raises Unknown for a choice that it does not have."""

    spec: ExplorerSpec

    def controls(self) -> h.Node:
        """Labelled native controls; each has a name."""

    def default(self) -> Choice:
        """What stands chosen before anybody chooses."""

    def view(self, choice: Choice) -> View:
        """What is shown for a choice."""


def value_of(choice: Choice, name: str) -> str:
    """The value of one control, "" where it has none."""
    value = choice.get(name)
    return value if isinstance(value, str) else ""
