"""Answers to poll questions as dots, each question with its wording, pollster and date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..model.chart import ChartSpec
from ..model.evidence import Row
from ..seeds import Seeds
from .base import ROWS, SMALL, Chart, Table, canvas, compose, drawing, wrapped
from .lines import number_of, spoken
from .palette import GRID, INK, MARKS, PAPER
from .words import counted, say

LINE, STEP, GAP = 0.205, 0.27, 0.2  # inches: a line of a heading, an answer, between questions
GROUND: Any = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}  # no grid behind the words


@dataclass(frozen=True)
class Question:
    """One question in one poll, with the answers that are shown."""

    wording: str
    pollster: str
    date: str
    sample: str
    answers: tuple[tuple[str, float], ...]


def polls(seeds: Seeds, spec: ChartSpec) -> Chart:
    """Questions from top to bottom in order of time; a question asked twice keeps its sign."""
    rows = {str(row["id"]): row for row in seeds.evidence[spec.tables[0]].rows}
    found = _questions([rows[one] for one in spec.pick])
    marks = dict(zip(dict.fromkeys(q.wording for q in found), MARKS, strict=False))
    with drawing():
        heads = [wrapped(q.wording, 60) for q in found]
        height = sum(LINE * (head.count("\n") + 2) + STEP * len(q.answers) + GAP
                     for head, q in zip(heads, found, strict=True))
        figure, (axis,) = canvas(height + 1.2)
        y = 0.0
        for head, question in zip(heads, found, strict=True):
            mark = marks[question.wording]
            axis.text(0, y, head, va="top", fontsize=SMALL, fontweight="bold", linespacing=1.2,
                      gid=f"head {question.wording}", bbox=GROUND)
            y += LINE * (head.count("\n") + 1)
            axis.text(0, y, f"{question.pollster}, {question.date}", va="top", fontsize=SMALL,
                      bbox=GROUND)
            y += LINE + STEP * 0.55
            for answer, percent in question.answers:
                axis.plot([0, percent], [y, y], color=GRID, linewidth=2, zorder=2)
                axis.plot(percent, y, marker=mark.marker, markersize=9, color=mark.colour,
                          markeredgecolor=INK, gid=f"{question.wording} {answer}")
                axis.annotate(f"{answer} {percent:g}%", (percent, y), (9, 0),
                              textcoords="offset points", va="center", fontsize=SMALL)
                y += STEP
            y += GAP - STEP * 0.55
        axis.set_ylim(y, -0.08)
        axis.set_yticks([])
        axis.spines["left"].set_visible(False)
        axis.set_xlim(0, 100)
        axis.set_xlabel(say("percent_of_asked"))
        axis.grid(axis="x")
        return compose(spec, figure, _alt(found), _table(found))


def _questions(rows: list[Row]) -> list[Question]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((str(row["poll"]), str(row["wording"])), []).append(row)
    found = []
    for some in groups.values():
        one = some[0]
        start, end = str(one["field_start"])[:7], str(one["field_end"])[:7]
        date = spoken(end) if start == end else say("start_to_end", start=spoken(start),
                                                      end=spoken(end))
        sample = str(one["sample"] or say("not_stated"))
        found.append((str(one["field_start"]), Question(
            str(one["wording"]), str(one["pollster"]), date, sample,
            tuple((str(r["answer"]), number_of(r["percent"])) for r in some))))
    return [question for _, question in sorted(found, key=lambda pair: pair[0])]


def _said(question: Question) -> str:
    return ", ".join(f"{answer} {percent:g}%" for answer, percent in question.answers)


def _table(found: list[Question]) -> Table:
    return Table(say("table_polls"),
                 (say("head_question"), say("head_pollster"), say("head_asked"),
                  say("head_answers")),
                 tuple((q.wording, f"{q.pollster}, {q.date}", q.sample, _said(q))
                       for q in found[:ROWS]))


def _alt(found: list[Question]) -> str:
    says = " ".join(f"{q.pollster}, {q.date}, {q.wording} {_said(q)}." for q in found)
    again = []
    for wording in dict.fromkeys(q.wording for q in found):
        same = [q for q in found if q.wording == wording]
        if len(same) > 1:
            a, b = (dict(same[n].answers) for n in (0, -1))
            again += [say("alt_polls_twice", question=wording, answer=answer,
                          first=f"{a[answer]:g}", then=same[0].date, last=f"{b[answer]:g}",
                          later=same[-1].date) for answer in a if answer in b]
    other = len({q.wording for q in found})
    return say("alt_polls", questions=counted(len(found), "question"), says=says,
               again=say("alt_polls_again", answers=" ".join(again)) if again else "",
               different=counted(other, "different_question"))
