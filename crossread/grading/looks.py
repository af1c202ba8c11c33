"""What to look at first: a few sentences, each with its evidence and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

import msgspec

from ..agreement import decimal
from .analysis import Analysis
from .figures import Figure
from .markers import Ground, MarkerStats
from .questions import PartStats
from .report import Report

MOST = 7
NAMED = 12  # of those that have no place among them
SHORT = 60  # characters of an option's words


class Look(msgspec.Struct, frozen=True):
    """One thing to look at: what, the evidence with its n, and what to do."""

    what: str
    evidence: str
    do: str


def looks(found: Analysis, account: Report) -> tuple[Look, ...]:
    """At most seven, those that change points first; the last names what has no place here.

    After the keys comes one thing of every kind, then a second one, so that much of one kind
    hides no other. What the account of the files says anyway comes after what was found.
    """
    kinds = zip_longest(*(some(found) for some in (_markers, _weak, _slips, _sure)))
    every = [*_keys(found), *(one for some in kinds for one in some if one),
             *_files(account), *_rows(found), *_waiting(account)]
    return (*every[:MOST - 1], _rest(found, every[MOST - 1:]))


def ranged(figure: Figure, digits: int = 2) -> str:
    """“0.41 (0.30 to 0.53), n = 60”, or that there are too few to tell."""
    if figure.value is None:
        return f"too few to tell, {_n(figure)}"
    value, low, high = (decimal(one or 0, digits) for one in (figure.value, figure.low,
                                                              figure.high))
    return f"{value} ({low} to {high}), {_n(figure)}"


def percent(figure: Figure) -> str:
    """“41% (30% to 53%), n = 60”, or that there are too few to tell."""
    if figure.value is None:
        return f"too few to tell, {_n(figure)}"
    return f"{figure.value:.0%} ({figure.low:.0%} to {figure.high:.0%}), {_n(figure)}"


def _n(figure: Figure) -> str:
    return f"n\u00a0=\u00a0{figure.n}"


def _words(one: PartStats, way: str) -> str:
    text = next((w.text or w.id for w in one.ways if w.id == way), way)
    return text if len(text) <= SHORT else text[:SHORT - 1] + "…"


def _keys(found: Analysis) -> Iterator[Look]:
    for one in found.decisions:
        key = next((w.id for w in one.ways if w.right), "")
        if one.ways and not key:  # a gradebook may hold one from before keys were proven
            yield Look(
                f"Mend the key of {one.name}.",
                f"No choice counts as right, so nobody has points for it. Row: “{one.label}”. "
                f"n = {one.right.n}.",
                f"Name a choice that is offered as its key in the source of exercise "
                f"{one.exercise}, then run crossread regrade.")
        elif "key" in one.flags:
            yield Look(
                f"Check the key of {one.name}.",
                f"{one.rival_n} of the {one.half} stronger students chose "
                f"“{_words(one, one.rival)}”; {one.key_n} chose the key, “{_words(one, key)}”. "
                f"Row: “{one.label}”. n = {one.right.n}.",
                f"Read the row in the source of exercise {one.exercise}. If the key is wrong, "
                "correct it and run crossread regrade; if it is right, see what the row's words "
                "suggest to a careful reader.")


def _markers(found: Analysis) -> Iterator[Look]:
    for one in found.markers:  # of a careless marker, that the levels also lie lower says less
        for ground in sorted(one.grounds, key=lambda ground: ground.flag != "unlike"):
            yield (_unlike if ground.flag == "unlike" else _severe)(one, ground)


def _severe(one: MarkerStats, ground: Ground) -> Look:
    side = "lower" if ground.flag == "severe" else "higher"
    return Look(
        f"Marker {one.marker} gives {side} levels than the others.",
        f"{left_out(ground)}Levels of the same work: {levels(ground.same, 'works')}. Other work, "
        f"allowing for keyed points: {levels(ground.alike, 'students')}.",
        "Let this marker and another mark the same three samples and compare the words of the "
        "levels. The figures do not say who is right.")


def _unlike(one: MarkerStats, ground: Ground) -> Look:
    return Look(
        f"Marker {one.marker} differs from the others more than they differ from each other.",
        f"{left_out(ground)}Mean distance on the same work {ranged(ground.apart)} works; the "
        f"others among themselves {ground.others_apart or 0:.2f}. More than one level apart in "
        f"{ground.far} of {ground.rows} rows.",
        "Open the rows that differ by more than one level and settle them together, then let "
        "somebody mark more of this marker's work a second time.")


def left_out(ground: Ground) -> str:
    """Who is not in the figures of a flag, as a sentence; "" when everybody is."""
    if not ground.without:
        return ""
    *some, last = ground.without
    names, were = (f"{', '.join(some)} and {last}", "were") if some else (last, "was")
    return f"These figures leave out {names}, who {were} named before. "


def levels(figure: Figure, what: str = "") -> str:
    """A difference in levels with its sign: “−0.41 (−0.53 to −0.30), n = 60 works”."""
    told = f"{_n(figure)} {what}".rstrip()
    if figure.value is None:
        return f"too few to tell, {told}"
    value, low, high = (decimal(one or 0, plus=True) for one in (figure.value, figure.low,
                                                                 figure.high))
    return f"{value} ({low} to {high}), {told}"


def _weak(found: Analysis) -> Iterator[Look]:
    for one in found.questions:
        if "weak" in one.flags:
            yield Look(
                f"Question {one.question} does not go with the rest.",
                "How well students do in it hardly goes with how well they do elsewhere: "
                f"correlation {ranged(one.telling)}.",
                "Read its words as a student would. It may ask for something that was not "
                "taught, or be answered by guessing.")


def _slips(found: Analysis) -> Iterator[Look]:
    for one in found.misconceptions:
        if one.stands_out:
            times = f"{one.shown.value:.0%}" if one.shown.value is not None else "–"
            yield Look(
                f"Teach {one.code} again: {one.name}.",
                f"Shown in {times} of {one.shown.n} chances; wrong answers by chance would give "
                f"{one.usual:.0%}. {one.holders} of {one.students} students show it again and "
                f"again. Most in {'; '.join(one.where)}.", one.remedy)


def _files(account: Report) -> Iterator[Look]:
    for status, do in (("ungradable", "Send each student the sentence that is given for the file."),
                       ("tampered", "Ask for these files again; a digest proves no intent."),
                       ("unmatched", "Correct the roster and grade again.")):
        if n := account.counts.get(status, 0):
            yield Look(f"{n} {'file is' if n == 1 else 'files are'} {status}.",
                       f"{n} of {account.files} files; they are listed below.", do)


def _waiting(account: Report) -> Iterator[Look]:
    if waiting := sum(one.waiting for one in account.exercises):
        yield Look(f"{waiting} rubric {'row waits' if waiting == 1 else 'rows wait'} for a marker.",
                   ", ".join(f"exercise {one.exercise}: {one.waiting}"
                             for one in account.exercises if one.waiting) + ".",
                   "Mark them before you give feedback.")


def _sure(found: Analysis) -> Iterator[Look]:
    flagged = [one for one in found.confidence.items if one.stands_out and one.over.value]
    for one in sorted(flagged, key=lambda one: -abs(one.over.value or 0))[:2]:
        side = "too sure" if (one.over.value or 0) > 0 else "too careful"
        yield Look(f"Students are {side} in practice question {one.item}.",
                   f"Mean confidence {one.said:.0%}, right {percent(one.right)}.",
                   "Discuss it in class: let students say what made the answer look certain."
                   if side == "too sure" else "Tell students that they may trust this step more.")


WORDS: Mapping[str, tuple[str, str]] = {
    "negative": ("In {} the stronger students are wrong more often.",
                 "Look for a second defensible answer."),
    "hard": ("{} is very hard.", "Ask whether it was taught, and whether its words are clear."),
    "easy": ("{} is very easy.", "Keep it as a first step, or make its wrong options more likely."),
    "dead": ("{} has a wrong option that nobody takes.", "Replace it by what real readers think."),
}


def _rows(found: Analysis) -> Iterator[Look]:
    for flag, (what, do) in WORDS.items():
        for one in found.decisions:
            if flag in one.flags and "key" not in one.flags:
                yield Look(what.format(one.name), f"Right: {percent(one.right)}; "
                           f"correlation with the rest {ranged(one.telling)}.", do)


def _rest(found: Analysis, more: Sequence[Look]) -> Look:
    tests = sum(one.n for one in found.tested)
    named = "; ".join(one.what.rstrip(".") for one in more[:NAMED])
    beyond = f"; and {len(more) - NAMED} more" if len(more) > NAMED else ""
    return Look("Nothing else stands out." if not more else
                "One thing more stands out." if len(more) == 1 else
                f"{len(more)} things more stand out.",
                (f"{named}{beyond}. " if more else "") +
                f"{tests} tests were made on {found.students} students. The last table of the "
                "report as a page (--html FILE) says how often chance alone raises a flag.",
                "Small differences that are not named here can be chance; do not act on them.")


def listed(some: Iterable[Look]) -> Iterator[str]:
    """The looks as numbered paragraphs of plain text."""
    for n, one in enumerate(some, 1):
        yield f"{n}. {one.what}\n   {one.evidence}\n   {one.do}"
