"""What is due again: spaced review over all lessons, from the journal alone (FSRS).

An answer is a review: wrong is "again", right with a hint or at the third try is
"hard", right is "good", and right at once with high confidence is "easy". The
schedule is computed anew from the responses each time, so a corrected key corrects it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fsrs import Card, Rating, Scheduler

from .journal import Journal
from .kinds import AnswerError
from .model.item import Item, Outcome, Text
from .model.record import Entry
from .scoring import item_digest, score
from .seeds import Seeds

SURE = 90  # percent of confidence from which a right first answer is "easy"
AT_ONCE = 6  # items that one review asks for


@dataclass(frozen=True)
class Due:
    """An item to be asked again: since when, and the misconception it last showed."""

    item: Item
    since: datetime
    misconception: str


def due(seeds: Seeds, home: Path, now: datetime | None = None) -> list[Due]:
    """Everything due at ``now``: commonest misconception first, then the longest overdue."""
    now = now or datetime.now(UTC)
    scheduler = Scheduler(enable_fuzzing=False)
    found: list[Due] = []
    for ref in seeds.course.lessons:
        by_item: dict[str, list[Entry]] = {}
        for entry in Journal(home, ref.id).read().entries:
            if entry.kind == "response":
                by_item.setdefault(entry.item, []).append(entry)
        for item in seeds.items(ref.id):
            if item.id in by_item and not item.withheld and not isinstance(item, Text):
                card, slip = _replay(scheduler, item, by_item[item.id])
                if card is not None and card.due <= now:
                    found.append(Due(item, card.due, slip))
    common = Counter(d.misconception for d in found if d.misconception)
    return sorted(found, key=lambda d: (-common[d.misconception], d.since, d.item.id))


def _replay(scheduler: Scheduler, item: Item, entries: list[Entry]) -> tuple[Card | None, str]:
    card, slip = None, ""
    digest = item_digest(item)
    for n, entry in enumerate(entries, 1):
        if entry.digest != digest:
            continue
        try:
            outcome = score(item, entry.answer)
        except AnswerError:
            continue
        when = _when(entry.at)
        card = card or Card(card_id=1, due=when)
        if card.last_review:  # a clock that was put back must not turn time round
            when = max(when, card.last_review)
        card, _ = scheduler.review_card(card, _rating(outcome, entry, n), when)
        slip = next((note.misconception for note in outcome.notes if note.misconception
                     and note.verdict == "not_yet"), "") or slip
    return card, slip


def _rating(outcome: Outcome, entry: Entry, attempt: int) -> Rating:
    if outcome.status != "correct":
        return Rating.Again
    if entry.hints or attempt > 2:
        return Rating.Hard
    if attempt == 1 and (entry.confidence or 0) >= SURE:
        return Rating.Easy
    return Rating.Good


def _when(at: str) -> datetime:
    return datetime.fromisoformat(at.replace("Z", "+00:00"))
