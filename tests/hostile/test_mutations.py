"""A valid hand-in, changed byte by byte and field by field: no exception, never a point more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hostile.cases import GOOD
from hypothesis import given, settings
from hypothesis import strategies as st
from support.handins import json_values, redone
from support.lake import LAKE

from crossread.grading.grade import Graded, grade
from crossread.grading.keys import read_keys
from crossread.grading.lms import sender
from crossread.grading.plain import plain
from crossread.seeds import Seeds

KEYS = read_keys(Seeds(LAKE))
FULL = grade(GOOD, KEYS).keyed


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value, the outermost first."""
    yield at
    inner = value.items() if isinstance(value, dict) else \
        enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from paths(one, (*at, key))


PLACES = list(paths(json.loads(GOOD)))[1:]


def changed(place: tuple[Any, ...], value: Any, what: str) -> bytes:
    """The good hand-in with one place replaced, taken out or given twice; same order of fields."""
    whole = json.loads(GOOD)
    holder = whole
    for key in place[:-1]:
        holder = holder[key]
    if what == "drop":
        del holder[place[-1]]
    elif what == "twice" and isinstance(holder, list):
        holder.insert(place[-1], holder[place[-1]])
    else:
        holder[place[-1]] = value
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass")


def sound(found: Graded) -> None:
    assert found.status in ("graded", "partial", "not_attempted", "ungradable", "tampered")
    assert found.reason == plain(found.reason, 600) and len(found.reason) > 10
    assert 0 <= found.keyed <= FULL and found.form == 0
    if found.status in ("ungradable", "tampered"):
        assert (found.fields, found.waiting) == ((), ())


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(PLACES), json_values, st.sampled_from(["put", "drop", "twice"]),
       st.booleans())
def test_a_field_that_is_changed_never_raises_and_never_earns(place: tuple[Any, ...], value: Any,
                                                              what: str, digest: bool):
    raw = changed(place, value, what)
    if digest and place[0] == "body" and len(place) > 1:
        raw = redone(raw)
    found = grade(raw, KEYS)
    sound(found)
    if place[0] == "body" and raw != GOOD and not digest:
        assert found.status in ("ungradable", "tampered"), found.reason


@settings(max_examples=250, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.sampled_from(["put", "drop", "add"]))
def test_a_byte_that_is_changed_never_raises_and_never_earns(at: int, byte: int, what: str):
    new = bytes([byte])
    raw = GOOD[:at] + {"put": new, "drop": b"", "add": new + GOOD[at:at + 1]}[what] + GOOD[at + 1:]
    sound(grade(raw, KEYS))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | st.from_regex(r"\w{0,9}(_LATE)?_\d{0,5}_\d{0,5}_.{0,9}") |
       st.from_regex(r"[^/]{0,9}_\d{0,5}_assignsubmission_[a-z]{0,5}.{0,9}"))
def test_no_name_of_a_file_raises_and_none_says_more_than_its_parts(name: str):
    said = sender(plain(name, 400))
    if said:
        assert said.platform in ("Canvas", "Moodle")
        assert said.name in plain(name, 400) and said.number in name
        assert "LATE_" in name or not said.late
