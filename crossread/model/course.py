"""What the two texts share: the course list, speakers, glossary, pairs, codebook."""

from __future__ import annotations

from .article import Frozen
from .codes import PairReason


class TextRef(Frozen, frozen=True, kw_only=True):
    """A text of the course: its locator letter and the folder that annotates it."""

    id: str
    folder: str
    label: str
    link: str = ""


class Minutes(Frozen, frozen=True, kw_only=True):
    """Estimated minutes in a class and alone."""

    klass: int
    alone: int


class LessonRef(Frozen, frozen=True, kw_only=True):
    """One notebook of the course, with what its card says."""

    id: str
    title: str
    notebook: str
    question: str
    minutes: Minutes
    needs: str
    recall: tuple[str, ...] = ()  # item ids asked again at the start
    takeaway: str = ""
    paratext: bool = False  # it teaches what stands around an author's words, and may point there
    apart: tuple[str, ...] = ()  # item ids whose time ``needs`` states and ``minutes`` leaves out


class Marks(Frozen, frozen=True, kw_only=True):
    """Marks of one exercise by the way they are given."""

    keyed: int
    structure: int
    rubric: int


class ExerciseRef(Frozen, frozen=True, kw_only=True):
    """One graded exercise."""

    id: str
    title: str
    lesson: str
    marks: Marks
    minutes: int


class Course(Frozen, frozen=True, kw_only=True):
    """``seeds/course.yml``: the only place that names the texts and the lessons."""

    id: str
    title: str
    version: str
    texts: tuple[TextRef, ...]
    lessons: tuple[LessonRef, ...]
    exercises: tuple[ExerciseRef, ...] = ()
    content_note: str = ""


class Objective(Frozen, frozen=True, kw_only=True):
    """Something a learner can be seen to do after a lesson."""

    id: str
    lesson: str
    verb: str
    text: str


class Misconception(Frozen, frozen=True, kw_only=True):
    """A way real readers go wrong, named so that feedback can name it."""

    id: str
    name: str
    text: str
    remedy: str


class Speaker(Frozen, frozen=True, kw_only=True):
    """A person or group that a text makes responsible for a claim."""

    id: str
    name: str
    kind: str  # author, person, group, outlet, unnamed, anonymous
    role_as_printed: str
    locators: tuple[str, ...] = ()
    note: str = ""


class GlossaryEntry(Frozen, frozen=True, kw_only=True):
    """A term with a neutral definition of our own and a dated source."""

    id: str
    term: str
    definition: str
    caution: str
    locators: tuple[str, ...]
    source: str
    as_of: str
    also: tuple[str, ...] = ()  # other spellings a reader may meet


class Pair(Frozen, frozen=True, kw_only=True):
    """One topic, seen from both texts."""

    id: str
    topic: str
    locators: dict[str, tuple[str, ...]]  # text id → where
    says: dict[str, str]  # text id → what, in our words ("" when silent)
    relation: str  # agree, differ, talk_past, or only_<text id>
    why: tuple[PairReason, ...]
    reason: str


class BlindSpot(Frozen, frozen=True, kw_only=True):
    """What neither text says, and what a reader could do about it."""

    id: str
    missing: str
    would_help: str
    charitable: str


class Hypothesis(Frozen, frozen=True, kw_only=True):
    """A rival explanation of the same behaviour."""

    id: str
    text: str
    locators: tuple[str, ...]
    would_weaken: str


class CodebookExample(Frozen, frozen=True, kw_only=True):
    """One coded sentence: where it stands and why it carries the label."""

    locator: str
    why: str


class CodebookEntry(Frozen, frozen=True, kw_only=True):
    """A label, what it means, an easy case and a hard one."""

    field: str  # kind, voice or relation
    label: str
    means: str
    ask: str
    example: CodebookExample
    hard_case: CodebookExample


class SecondReading(Frozen, frozen=True, kw_only=True):
    """One unit that was coded twice without looking, and how a difference was settled."""

    text: str
    unit: str  # claim or edge id
    field: str  # kind, voice or relation
    first: str
    second: str
    settled: str
    reason: str = ""
