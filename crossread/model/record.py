"""What a learner did: journal entries, and the hand-in made from them."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

ENTRY_VERSION = 1
HANDIN_FORMAT = "crossread-handin/1"


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True,
            omit_defaults=True):
    """One line of a journal file.

    ``seq`` is one more than the highest in any file of the section, so that a
    clock that jumps does no harm; ``prev`` is the digest of the line before it
    in the same file ("" for the first). ``seconds`` is time spent on the item,
    ``confidence`` a percentage the learner chose to give.
    """

    v: int
    seq: int
    kind: str  # response, draft
    item: str
    digest: str
    answer: Any
    at: str  # UTC, ISO 8601, to the second
    prev: str
    attempt: int = 0
    confidence: int | None = None
    seconds: float | None = None
    hints: int = 0


class Student(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who hands in. Both are what the learner typed; neither is proof."""

    id: str
    name: str


# Lesson → whole minutes that a learner agreed to send.
Minutes = Annotated[dict[str, Annotated[int, msgspec.Meta(ge=1, le=100_000)]],
                    msgspec.Meta(max_length=100)]


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The journal lines handed in: one list per journal file, each line verbatim."""

    exercise: dict[str, list[msgspec.Raw]]
    practice: dict[str, list[msgspec.Raw]] = {}
    minutes: Minutes | msgspec.UnsetType = msgspec.UNSET


class HandIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file handed in. ``digest`` covers the raw bytes of ``body``."""

    format: str
    course: str
    exercise: str
    student: Student
    version: str
    made: str
    install: str
    digest: str
    body: msgspec.Raw


class Peek(msgspec.Struct, frozen=True):
    """The one field that is read before anything else of a file is believed."""

    format: str = ""
