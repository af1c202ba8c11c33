"""From an item and an answer to an outcome: pure, no clock, no disk, no widget."""

from __future__ import annotations

import hashlib
from typing import Any

from .kinds import AnswerError, kind_of
from .model.item import Item, Outcome

NOT_ATTEMPTED = Outcome("not_attempted", 0.0)


def score(item: Item, raw: Any) -> Outcome:
    """The outcome of an answer as it came from a form, a journal or a hand-in.

    Blank is ``not_attempted``; written work without a key is ``recorded``.
    Raises AnswerError, with a sentence, when ``raw`` cannot be an answer to
    ``item``: nothing is ever scored by guessing what was meant.
    """
    kind = kind_of(item)
    answer = kind.read(item, raw)
    return NOT_ATTEMPTED if answer is None else kind.score(item, answer)


def item_digest(item: Item) -> str:
    """A short digest of the question as asked: id, kind, stem, option ids and texts.

    Keys, feedback and hints are left out, so that correcting one of them never
    orphans an answer. 12 hexadecimal digits of SHA-256.
    """
    parts = [item.id, type(item).__name__, item.stem, *kind_of(item).parts(item)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


__all__ = ["NOT_ATTEMPTED", "AnswerError", "item_digest", "score"]
