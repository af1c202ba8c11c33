"""The learner's own two charts. Without answers each is an empty frame, the same for everyone.

They stand outside ``CHARTS``: what they draw comes from a learner's answers and not from the
course, so a saved page may hold only the empty frame.
"""

from __future__ import annotations

from ..closing import Bin, Calibration, PrePost, blank_passport, calibrate, wilson
from ..faces import Face
from ..model.chart import ChartSpec
from ..seeds import Seeds
from ..strings import say
from .base import (
    SMALL, Branch, Chart, Table, bars_down, canvas, compose, counted, drawing, face, percent,
    wrapped,
)
from .palette import INK, MARKS, PAPER, SOFT


def static(name: str, seeds: Seeds) -> Face:
    """What everybody sees of a personal page: on a saved page, on paper, before it is run."""
    if name == "passport":
        return blank_passport(seeds)
    return face(my_calibration() if name == "my_calibration" else my_pre_post())


def _spec(name: str) -> ChartSpec:
    """The words of a personal chart; they name no text of the course."""
    def part(field: str) -> str:
        return say(f"{name}_{field}")
    return ChartSpec(id=name, draw=name, title=part("title"), question=part("question"),
                     shows=part("shows"), does_not_show=part("does_not_show"),
                     measured_by=part("measured_by"), as_of=part("as_of"))


def my_calibration(found: Calibration | None = None) -> Chart:
    """Said against right, one point for each group of confidence that is large enough."""
    own = found if found is not None else calibrate(())
    with drawing():
        figure, (axis,) = canvas(4.6)
        axis.plot([0, 100], [0, 100], color=SOFT, linestyle="dashed", gid="as sure as right")
        for one in own.shown:
            low, high = wilson(one.right, one.n)
            share = one.right / one.n
            axis.errorbar(one.said, 100 * share,
                          yerr=[[100 * (share - low)], [100 * (high - share)]],
                          marker=MARKS[0].marker, markersize=9, color=MARKS[0].colour, capsize=4,
                          linestyle="none", gid=_range(one))
            axis.text(one.said, 3, str(one.n), ha="center", va="center", fontsize=SMALL,
                      bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})
        if own.shown:
            axis.text(2, 3, "answers:", va="center", fontsize=SMALL,
                      bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})
        if not own.shown:
            axis.text(50, 90, wrapped(_waiting(found), 34), ha="center", va="center",
                      fontsize=SMALL, color=INK,
                      bbox={"facecolor": PAPER, "edgecolor": SOFT, "pad": 5})
        axis.set_xlim(0, 105)
        axis.set_ylim(-3, 105)
        axis.set_xlabel("how sure you said you were, in %")
        axis.set_ylabel("right first answers, in %")
        axis.grid()
        table = Table("First answers by how sure you said you were",
                      ("you said", "answers", "right", "share", "95% range"),
                      tuple(_row(one, own) for one in own.bins))
        brier = () if own.brier is None else (Branch(_brier(own)),)
        return compose(_spec("my_calibration"), figure, _said(found), table, brier)


def _waiting(found: Calibration | None) -> str:
    if found is None:
        return "empty until you run this cell"
    if not found.enough:
        return f"{counted(found.n, 'answer')} so far; nothing is drawn before there are 30"
    return "no group has five answers yet"


def _said(found: Calibration | None) -> str:
    frame = ("Across: how sure you said you were, 0 to 100 per cent. Up: the share of right first "
             "answers. A dashed line shows where the two are equal. ")
    if found is None or not found.shown:
        return f"{frame}No point is drawn: {_waiting(found)}."
    points = "; ".join(
        f"said {_range(b)}: {b.right} of {b.n} right" for b in found.shown)
    return (f"{frame}{counted(len(found.shown), 'point')}, each with a bar for its 95% range: "
            f"{points}.")


def _brier(own: Calibration) -> str:
    return (f"Brier score over {own.n} answers: {own.brier or 0.0:.2f} (0 is best; always saying "
            "50% gives 0.25)")


def _range(one: Bin) -> str:
    """"60–79%", as the learner chose it."""
    return f"{one.low}–{min(one.high, 100)}%"


def _row(one: Bin, own: Calibration) -> tuple[str, str, str, str, str]:
    if one not in own.shown:
        return _range(one), str(one.n), "–", "too few to tell", "–"
    low, high = wilson(one.right, one.n)
    return (_range(one), str(one.n), str(one.right), percent(one.right, one.n),
            f"{100 * low:.0f}–{100 * high:.0f}%")


def my_pre_post(found: PrePost | None = None) -> Chart:
    """Expected and right in both tests, with what a test of this length leaves open."""
    own = found if found is not None else PrePost(())
    n = len(own.twins) or 12
    after = own.after if own.complete else None
    bars = (("Expected, first test", own.expected_before, False),
            ("Right, first test", own.before, True),
            ("Expected, second test", own.expected_after, False),
            ("Right, second test", after, True))
    with drawing():
        figure, (axis,) = canvas(4.2)
        for row, (label, value, tested) in enumerate(bars):
            mark = MARKS[0] if tested else MARKS[1]
            if value is None:
                axis.barh(row, n, 0.6, facecolor="none", edgecolor=SOFT, linestyle="dotted",
                          gid=label)
                axis.text(n / 2, row, "empty until later", ha="center", va="center",
                          fontsize=SMALL)
                continue
            axis.barh(row, value, 0.6, color=mark.colour, hatch=mark.hatch, edgecolor=INK,
                      gid=label)
            if tested:
                low, high = wilson(round(value), n)
                for colour, line in ((PAPER, 5), (INK, 2)):  # seen on the bar and beside it
                    axis.errorbar(value, row, xerr=[[max(0.0, value - n * low)],
                                                    [max(0.0, n * high - value)]],
                                  color=colour, capsize=5, linewidth=line, capthick=line)
            axis.text(0.15, row, f"{value:g}", va="center", fontsize=SMALL,
                      bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})
        bars_down(axis, [wrapped(label, 16) for label, *_ in bars], f"questions out of {n}",
                  n + 0.5)
        axis.set_xticks(range(0, n + 1, 1 if n <= 15 else 5))
        table = Table("Both tests", ("what", "number", "95% range"),
                      tuple(_line(label, value, tested, n) for label, value, tested in bars))
        return compose(_spec("my_pre_post"), figure, _told(own, bars, n), table, _outline(own))


def _line(label: str, value: float | None, tested: bool, n: int) -> tuple[str, str, str]:
    if value is None:
        return label, "–", "–"
    if not tested:
        return label, f"{value:g}", "–"
    low, high = wilson(round(value), n)
    return label, f"{value:g}", f"{n * low:.0f} to {n * high:.0f}"


def _told(own: PrePost, bars: tuple[tuple[str, float | None, bool], ...], n: int) -> str:
    frame = f"Bar chart with four bars, from 0 to {n} questions: "
    values = "; ".join(f"{label}: {'empty' if value is None else f'{value:g}'}"
                       for label, value, _ in bars)
    if own.before is None or own.after is None:
        return f"{frame}{values}. Both tests are shown when all their questions are answered."
    return f"{frame}{values}. {_change(own)}"


def _change(own: PrePost) -> str:
    odds = round(100 * own.by_chance)
    return (f"Of {len(own.twins)} pairs of questions {own.gained} went from not yet to right and "
            f"{own.lost} the other way. If nothing had changed, a split at least as uneven would "
            f"come up in about {odds} of 100 such comparisons.")


def _outline(own: PrePost) -> tuple[Branch, ...]:
    """Question by question, when both tests are complete; one question shows no skill."""
    if own.before is None:
        return ()
    word = {True: "right", False: "not yet", None: "not answered"}
    each = tuple(Branch(f"{t.before_id} {word[t.before]}, {t.after_id} {word[t.after]}")
                 for t in own.twins)
    return (Branch(_change(own)),
            Branch("Question by question: one question is too short to show a skill", each))
