"""Hand-ins of the made-up course, made as the package makes them, and ways to spoil one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import strategies as st

from crossread.handin import pack
from crossread.journal import line_digest
from crossread.kinds import kind_of
from crossread.model.record import Entry, Student
from crossread.scoring import item_digest
from crossread.seeds import Seeds

# Whatever JSON can hold, as an answer.
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-2**70, 2**70) | st.text(max_size=20)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner,
                                                                max_size=4), max_leaves=12)
MADE = datetime(2031, 5, 4, 10, 0, tzinfo=UTC)


class Maker:
    """Makes hand-ins for one exercise of a course."""

    def __init__(self, seeds: Seeds, exercise: str = "01") -> None:
        self.seeds = seeds
        self.exercise = seeds.exercise(exercise)
        self.digests = {item.id: item_digest(item) for item in self.exercise.fields}

    @property
    def right(self) -> dict[str, Any]:
        """An answer of full credit for every keyed question."""
        return {item.id: kind_of(item).right(item) for item in self.exercise.fields
                if item.marks}

    def lines(self, answers: Iterable[tuple[str, Any]], *, kind: str = "response",
              first: int = 1, **changes: Any) -> list[bytes]:
        """Journal lines, chained; ``changes`` are fields of every entry that differ."""
        lines: list[bytes] = []
        for seq, (item, answer) in enumerate(answers, first):
            entry = {"v": 1, "seq": seq, "kind": kind, "item": item,
                     "digest": self.digests.get(item, "0" * 12), "answer": answer,
                     "at": "2031-05-04T09:00:00Z",
                     "prev": line_digest(lines[-1]) if lines else "", "attempt": 1, **changes}
            lines.append(msgspec.json.encode(Entry(**entry)))
        return lines

    def handin(self, answers: Mapping[str, Any] | None = None, *, id: str = "s001",
               name: str = "Student 001", lines: list[bytes] | None = None,
               files: Mapping[str, list[bytes]] | None = None, made: datetime = MADE,
               **envelope: Any) -> bytes:
        """A hand-in as bytes; without answers, everything is right."""
        if files is None:
            given = self.right if answers is None else answers
            files = {"20310504T090000Z-00000001.jsonl":
                     self.lines(given.items()) if lines is None else lines}
        return pack(files, **{"course": self.seeds.course.id, "version": "1.0",
                              "exercise": self.exercise.id, "student": Student(id, name),
                              "install": "00aa11bb22cc33dd", "made": made, **envelope})


def edited(raw: bytes, old: bytes, new: bytes, *, redo: bool = False) -> bytes:
    """A hand-in with some bytes replaced; ``redo`` makes its digest fit again."""
    assert old in raw, old
    raw = raw.replace(old, new, 1)
    return redone(raw) if redo else raw


def redone(raw: bytes) -> bytes:
    """A hand-in whose digest fits its body again."""
    head, body = raw.split(b',"body":', 1)
    digest = hashlib.sha256(body[:-1]).hexdigest().encode()
    start = head.index(b'"digest":"') + len(b'"digest":"')
    return head[:start] + digest + head[start + 64:] + b',"body":' + body


def with_body(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A hand-in with another body and the digest that fits it."""
    head, body = raw.split(b',"body":', 1)
    return redone(head + b',"body":' + change(body[:-1]) + b"}")
