"""Things to look at: what a cell shows that takes no answer."""

from __future__ import annotations

from typing import Any

import htpy as h

from ..faces import Face
from ..strings import say


class Shown:
    """A face as a cell's result."""

    def __init__(self, face: Face) -> None:
        self.face = face

    def __repr__(self) -> str:
        return self.face.plain

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.face.bundle()


def notice(sentence: str) -> Shown:
    """A sentence in place of what was asked for: never a traceback."""
    return Shown(Face(str(h.p[h.strong[say("note")], " ", sentence]), f"{say('note')} {sentence}"))
