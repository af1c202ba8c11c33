"""The proof of a release: what only the instructor's side may hold is nowhere in the bundle.

Every sentence of the keys, rubrics, models and guides is searched for in every byte, as it
is, escaped in JSON and in HTML.
"""

from __future__ import annotations

import html
import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..model.exercise import Exercise
from ..model.item import Wrong
from ..seeds import Seeds
from ..texts import strings_in
from .sheets import keyless

LEAST = 40  # characters from which a sentence of the instructor's side is searched for


def instructor_words(seeds: Seeds) -> Iterator[tuple[str, str]]:
    """Every sentence that only the instructor's side may hold, as (where, sentence)."""
    for ref in seeds.course.exercises:
        exercise = seeds.exercise(ref.id)
        # What a sheet tells on purpose, such as what full work looks like, is no secret.
        full = [max(c.levels, key=lambda level: level.points).text for c in exercise.rubric]
        told = _squeeze(" ".join([exercise.prompt, exercise.needs, exercise.equal, *full,
                                  *(text for f in exercise.fields for text in _open(f))]))
        for where, text in _secrets(exercise):
            for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
                if len(sentence.strip()) >= LEAST and _squeeze(sentence.strip()) not in told:
                    yield f"exercise {ref.id}, {where}", sentence.strip()
    for path in sorted((seeds.root / "solutions" / "guide").glob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            # A question to the class gives no key away, and a lesson may ask it too.
            if len(line.strip()) >= LEAST and not line.startswith("#") and "?" not in line[-3:]:
                yield f"guide {path.name}", line.strip()


def _secrets(exercise: Exercise) -> Iterator[tuple[str, str]]:
    open_words = {text for f in exercise.fields for text in _open(f)}
    parts: list[Any] = [*exercise.rubric, *exercise.model, *exercise.samples, *exercise.common]
    for part in parts:
        for text in strings_in(msgspec.to_builtins(part)):
            if text not in open_words and text not in {c.title for c in exercise.rubric}:
                yield type(part).__name__.lower(), text
    for field in exercise.fields:
        for text in _feedback(field):
            yield field.id, text


def _open(field: Any) -> Iterator[str]:
    """The words of a field that a student sees."""
    yield from strings_in(msgspec.to_builtins(keyless(field)))


def _feedback(value: Any) -> Iterator[str]:
    """Feedback in an item, wherever it stands."""
    if isinstance(value, Wrong):
        yield value.feedback
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if name in ("feedback", "unfit_feedback") and isinstance(inner, str):
                yield inner
            else:
                yield from _feedback(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _feedback(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _feedback(inner)


def find(target: Path, secrets: list[tuple[str, str]]) -> Iterator[str]:
    """Where a secret stands in the bundle: as it is, escaped in JSON, or in HTML."""
    wanted = {_squeeze(text): where for where, text in secrets}
    # The words inside a secret stand as they are in a text that holds it. To look them up first
    # is exact, and ten times as fast as to search for each of a thousand secrets.
    inner = {secret: secret.split()[1:-1] for secret in wanted}
    for path in sorted(p for p in target.rglob("*") if p.is_file()):
        raw = path.read_bytes().decode("utf-8", errors="replace")
        for text in {_squeeze(raw), _squeeze(html.unescape(_unescape(raw)))}:
            words = set(text.split())
            for secret, where in wanted.items():
                if words.issuperset(inner[secret]) and secret in text:
                    yield (f"{path.relative_to(target).as_posix()} holds words of {where}: "
                           f"“{secret[:60]}”")


def _unescape(raw: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)),
                  raw.replace("\\n", " ").replace('\\"', '"'))


def _squeeze(text: str) -> str:
    return re.sub(r"[\s*\"“”'’]+", " ", text).casefold()


def stopped(target: Path) -> Iterator[str]:
    """What start.py of the bundle would stop at, before it installs or opens anything."""
    if (target / "start.py").exists():
        start = runpy.run_path(str(target / "start.py"))  # defines, and does nothing
        try:
            start["digests"]()
            start["lab_command"](None, browser=False)
        except start["Trouble"] as why:
            yield f"the bundle does not start: {why}"


CLOSED = frozenset({"verdict", "key", "accept", "wrong", "feedback", "misconception", "edges",
                    "keys", "slips", "ranges", "cells", "unfit_feedback", "look_for"})


def key_fields(target: Path) -> Iterator[str]:
    """Key fields that are filled in an exercise's sheet, and folders that may not be there."""
    for folder in ("solutions", "tests"):
        if (target / folder).exists():
            yield f"{folder}/ is in the bundle"
    for path in sorted((target / "exercises").glob("*.json")):
        for name in _filled(json.loads(path.read_text("utf-8"))):
            yield f"exercises/{path.name} has {name} filled in"


def _filled(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in CLOSED and inner:
                yield name
            yield from _filled(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _filled(inner)
