"""Minutes of a lesson: estimated from what it asks, and measured from a learner's own answers.

The estimate needs no learner: words to read at a stated speed, the minutes of each question, a
minute for each figure. The measure is a learner's own, and leaves the computer only when the
learner says so in the hand-in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .cells import calls, cells
from .faces import Faces
from .journal import Journal
from .model.course import ExerciseRef, LessonRef
from .model.record import Entry
from .places import PlaceBook
from .seeds import Seeds
from .strings import say
from .texts import Copies, count_words

# Adults read English non-fiction in silence at about 238 words a minute (Brysbaert 2019, Journal
# of Memory and Language 109). We take less: many read in a second language, and with care.
WORDS_A_MINUTE = 150
FIGURE = 1.0  # minutes for a figure with its table
IDLE = 600.0  # seconds; a longer silence between two answers is a break and is not counted


@dataclass(frozen=True)
class Estimate:
    """The minutes of a lesson as computed: reading, questions, figures."""

    words: int
    reading: float
    questions: float
    figures: float

    @property
    def total(self) -> float:
        """All of it, without talk in class and without the exercise."""
        return self.reading + self.questions + self.figures


def told(ref: LessonRef, exercises: Iterable[ExerciseRef]) -> str:
    """The stated minutes of a lesson, how they are estimated, and those of its exercise."""
    return say("card_minutes", klass=ref.minutes.klass, alone=ref.minutes.alone,
               speed=WORDS_A_MINUTE) \
        + "".join(say("card_exercise", minutes=one.minutes)
                  for one in exercises if one.lesson == ref.id)


def estimate(seeds: Seeds, ref: LessonRef) -> Estimate:
    """What a lesson asks for, from its notebook. Raises OSError or ValueError without one.

    A whole text in the reading pane is there to look things up in and adds no minutes.
    """
    book = PlaceBook(seeds, Copies(Path("no-copies")))  # nobody's own copy changes an estimate
    words, questions, figures = 0, 0.0, 0
    for cell in cells(seeds.root / "notebooks" / ref.notebook):
        if cell.kind == "markdown":
            words += count_words(cell.source)
            continue
        for name, what in calls(cell.source):
            if name == "quiz" and what[0] not in ref.apart:
                questions += seeds.item(what[0]).minutes
            figures += name == "chart"
            if name == "read":
                words += sum(_words(seeds, book, one) for one in what if one not in seeds.texts)
    return Estimate(words, words / WORDS_A_MINUTE, questions, figures * FIGURE)


def _words(seeds: Seeds, book: PlaceBook, what: str) -> int:
    """The words that ``read(what)`` shows without a copy of the articles."""
    if what in seeds.passages:
        return count_words(Faces.of(seeds).passage(seeds.passages[what]).plain)
    return count_words(book.plain(what))


def measured(entries: Iterable[Entry]) -> float:
    """Minutes that answers and drafts show, in the order in which they were made.

    Time between one and the next counts, unless it is longer than ``IDLE``: then only the
    seconds that the form itself measured count, and of those at most ``IDLE``.
    """
    seconds, before = 0.0, None
    for entry in entries:
        try:
            at = datetime.fromisoformat(entry.at)
        except ValueError:
            continue
        gap = (at - before).total_seconds() if before else -1.0
        seconds += gap if 0 <= gap <= IDLE else min(max(entry.seconds or 0.0, 0.0), IDLE)
        before = at
    return seconds / 60


def my_minutes(lessons: Iterable[LessonRef], home: Path) -> dict[str, int]:
    """Lesson → this learner's whole minutes in it, lessons of less than one left out."""
    found = {ref.id: round(measured(Journal(home, ref.id).read().entries))
             for ref in lessons}
    return {lesson: n for lesson, n in found.items() if n}
