"""Rows that two markers see differently: both levels and comments, and the level that counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import htpy as h

from ..agreement import decimal
from ..grading.alpha import Alpha
from ..grading.marking import Given
from ..grading.second import Difference
from ..kinds import Page as Prose
from ..model.exercise import Criterion, Exercise
from .sheet import Sheets, clock, here
from .words import say


def differing(found: Sequence[Difference], agreement: Mapping[str, Alpha], exercise: Exercise,
              sheets: Sheets, prose: Prose) -> str:
    """The list for settling, with the agreement on every row above it."""
    return str(h.div(".cr-page")[
        h.h3(tabindex="-1")[say("differences")],
        ([h.h4[say(head, n=len(some))],
          [_difference(one, exercise, sheets, prose) for one in some]]
         for head, some in (("waiting_head", [one for one in found if not one.settled]),
                            ("settled_head", [one for one in found if one.settled])))
        if found else h.p[say("no_differences")],
        h.h3[say("agreement")],
        h.dl[([h.dt[one.title], h.dd[_alpha(agreement[one.id])]] for one in exercise.rubric)]])


def _alpha(alpha: Alpha) -> str:
    if alpha.value is None:
        return say("alpha_none", n=alpha.n)
    value, low, high = (decimal(one or 0) for one in (alpha.value, alpha.low, alpha.high))
    return say("alpha", value=value, low=low, high=high, n=alpha.n)


def _difference(one: Difference, exercise: Exercise, sheets: Sheets, prose: Prose) -> h.Node:
    levels = sorted({0, *(level.points for level in one.criterion.levels)}, reverse=True)
    chosen = one.settled.level if one.settled else None
    name = f"{say('work', code=one.work.code)} · {one.criterion.title}"
    return h.section(
        ".cr-difference", tabindex="-1", aria_label=name, data_submission=str(one.work.submission),
        data_criterion=one.criterion.id, data_seen=" ".join(map(str, (
            one.first.turn, one.second.turn, one.settled.id if one.settled else 0))))[
        h.h5[name],
        h.p[h.strong[say("settled", level=one.settled.level, who=one.settled.who,
                         why=one.settled.why)], f" ({_when(one.settled.at)})"]
        if one.settled else None,
        h.div(".cr-two")[_mark(say("first_mark", marker=one.first.marker), one.first,
                               one.criterion, prose),
                         _mark(say("second_mark", marker=one.second.marker), one.second,
                               one.criterion, prose)],
        h.details[h.summary[say("read_work")], sheets.work(one.work, exercise)],
        h.p(".cr-bar")[
            h.label[say("final"), " ", h.select[
                h.option(value="")["–"], (
                    h.option(value=str(level), selected=level == chosen)[str(level)]
                    for level in levels)]]],
        h.label(".cr-comment")[say("why"), h.textarea(rows="2", dir="auto")],
        h.p(".cr-bar")[h.button(".cr-settle", type="button")[
            say("settle_again" if one.settled else "settle")]],
        h.p(".cr-row-saved", role="status")]


def _when(at: str) -> str:
    return say("settled_at", day=f"{here(at):%Y-%m-%d}", time=clock(at))


def _mark(title: str, given: Given, criterion: Criterion, prose: Prose) -> h.Node:
    words = next((level.text for level in criterion.levels if level.points == given.level),
                 say("nothing"))
    return h.div[h.p[h.strong[title]], h.p[h.strong[say("level", level=given.level)], " ",
                                           prose.rich(words)],
                 h.blockquote(dir="auto")[given.comment or say("no_comment")]]
