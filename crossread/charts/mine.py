"""The learner's own two charts. Without answers each is an empty frame, the same for everyone.

They stand outside ``CHARTS``: what they draw comes from a learner's answers and not from the
course, so a saved page may hold only the empty frame.
"""

from __future__ import annotations

from ..closing import Bin, Calibration, PrePost, blank_passport, calibrate, wilson
from ..faces import Face
from ..model.chart import ChartSpec
from ..seeds import Seeds
from .. import strings
from .base import (
    SMALL, Branch, Chart, Table, bars_down, canvas, compose, drawing, percent, wrapped,
)
from .page import face
from .palette import INK, MARKS, PAPER, SOFT
from .words import counted, say


def static(name: str, seeds: Seeds) -> Face:
    """What everybody sees of a personal page: on a saved page, on paper, before it is run."""
    if name == "passport":
        return blank_passport(seeds)
    return face(my_calibration() if name == "my_calibration" else my_pre_post())


def _spec(name: str) -> ChartSpec:
    """The words of a personal chart; they name no text of the course."""
    def part(field: str) -> str:
        return strings.say(f"{name}_{field}")
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
            axis.text(2, 3, say("mine_answers"), va="center", fontsize=SMALL,
                      bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})
        if not own.shown:
            axis.text(50, 90, wrapped(_waiting(found), 34), ha="center", va="center",
                      fontsize=SMALL, color=INK,
                      bbox={"facecolor": PAPER, "edgecolor": SOFT, "pad": 5})
        axis.set_xlim(0, 105)
        axis.set_ylim(-3, 105)
        axis.set_xlabel(say("mine_sure"))
        axis.set_ylabel(say("mine_right"))
        axis.grid()
        table = Table(say("table_my_calibration"),
                      (say("head_you_said"), say("head_answers"), say("head_right"),
                       say("head_share"), say("head_range")),
                      tuple(_row(one, own) for one in own.bins))
        brier = () if own.brier is None else (Branch(_brier(own)),)
        return compose(_spec("my_calibration"), figure, _said(found), table, brier)


def _waiting(found: Calibration | None) -> str:
    if found is None:
        return say("mine_until_run")
    if not found.enough:
        return say("mine_too_few", answers=counted(found.n, "answer"))
    return say("mine_no_group")


def _said(found: Calibration | None) -> str:
    if found is None or not found.shown:
        return say("alt_my_calibration", says=say("alt_mine_empty", why=_waiting(found)))
    points = "; ".join(say("alt_mine_point", range=_range(b), right=b.right, n=b.n)
                       for b in found.shown)
    return say("alt_my_calibration", says=say(
        "alt_mine_points", points=counted(len(found.shown), "point"), says=points))


def _brier(own: Calibration) -> str:
    return say("mine_brier", n=own.n, brier=own.brier or 0.0)


def _range(one: Bin) -> str:
    """"60–79%", as the learner chose it."""
    return f"{one.low}–{min(one.high, 100)}%"


def _row(one: Bin, own: Calibration) -> tuple[str, str, str, str, str]:
    if one not in own.shown:
        return _range(one), str(one.n), "–", say("too_few"), "–"
    low, high = wilson(one.right, one.n)
    return (_range(one), str(one.n), str(one.right), percent(one.right, one.n),
            f"{100 * low:.0f}–{100 * high:.0f}%")


def my_pre_post(found: PrePost | None = None) -> Chart:
    """Expected and right in both tests, with what a test of this length leaves open."""
    own = found if found is not None else PrePost(())
    n = len(own.twins) or 12
    after = own.after if own.complete else None
    bars = ((say("mine_expected_1"), own.expected_before, False),
            (say("mine_right_1"), own.before, True),
            (say("mine_expected_2"), own.expected_after, False),
            (say("mine_right_2"), after, True))
    with drawing():
        figure, (axis,) = canvas(4.2)
        for row, (label, value, tested) in enumerate(bars):
            mark = MARKS[0] if tested else MARKS[1]
            if value is None:
                axis.barh(row, n, 0.6, facecolor="none", edgecolor=SOFT, linestyle="dotted",
                          gid=label)
                axis.text(n / 2, row, say("empty_until_later"), ha="center", va="center",
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
        bars_down(axis, [wrapped(label, 16) for label, *_ in bars], say("mine_out_of", n=n),
                  n + 0.5)
        axis.set_xticks(range(0, n + 1, 1 if n <= 15 else 5))
        table = Table(say("table_my_pre_post"),
                      (say("head_what"), say("head_number"), say("head_range")),
                      tuple(_line(label, value, tested, n) for label, value, tested in bars))
        return compose(_spec("my_pre_post"), figure, _told(own, bars, n), table, _outline(own))


def _line(label: str, value: float | None, tested: bool, n: int) -> tuple[str, str, str]:
    if value is None:
        return label, "–", "–"
    if not tested:
        return label, f"{value:g}", "–"
    low, high = wilson(round(value), n)
    return label, f"{value:g}", say("range", low=f"{n * low:.0f}", high=f"{n * high:.0f}")


def _told(own: PrePost, bars: tuple[tuple[str, float | None, bool], ...], n: int) -> str:
    values = "; ".join(say("alt_bar_empty", label=label) if value is None
                       else f"{label}: {value:g}" for label, value, _ in bars)
    then = say("alt_mine_later") if own.before is None or own.after is None else _change(own)
    return say("alt_my_pre_post", n=n, values=values, then=then)


def _change(own: PrePost) -> str:
    return say("mine_change", n=len(own.twins), gained=own.gained, lost=own.lost,
               odds=round(100 * own.by_chance))


def _outline(own: PrePost) -> tuple[Branch, ...]:
    """Question by question, when both tests are complete; one question shows no skill."""
    if own.before is None:
        return ()
    word = {True: "right", False: "not_yet", None: "blank"}
    each = tuple(Branch(f"{say(f'mine_twin_{word[t.before]}', id=t.before_id)}, "
                        f"{say(f'mine_twin_{word[t.after]}', id=t.after_id)}")
                 for t in own.twins)
    return (Branch(_change(own)), Branch(say("mine_by_question"), each))
