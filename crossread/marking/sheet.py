"""One piece of work beside its rubric, as HTML. Everything a student wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import htpy as h

from ..grading.bench import Pile
from ..grading.feedback import said
from ..grading.grade import FieldMark
from ..grading.marking import SECOND, Given, Page, Work
from ..grading.second import Settled
from ..kinds import Page as Prose
from ..model.exercise import Criterion, Exercise, Sample
from ..model.item import Item, Table
from ..strings import say as tell
from ..structure import Check
from .words import say


class Sheets:
    """Writes the pages of one course."""

    def __init__(self, texts: frozenset[str]) -> None:
        self._prose = Prose(texts)

    def page(self, pile: Pile, page: Page, n: int, of: int, marker: str, show: str = "") -> str:
        """The page of a marker: the work on one side, the rows to mark on the other."""
        return str(h.div(".cr-page", data_page=page_id(page), data_code=page.work.code)[
            self._top(pile, page, n, of), progress(pile, marker, show),
            h.div(".cr-columns")[
                h.section(".cr-work", tabindex="0", aria_label=say("student"))[
                    h.div(".cr-sample", hidden=True, tabindex="-1", role="region",
                          aria_label=say("sample_title", title="")),
                    self.work(page.work, pile.key.exercise)],
                h.section(".cr-rubric", aria_label=say("rubric"))[
                    (self._row(pile, page.work, one) for one in page.criteria)]]])

    def work(self, work: Work, exercise: Exercise) -> h.Node:
        """What the student wrote, with the checks of form; keyed answers folded away."""
        marks = {mark.item: mark for mark in work.graded.fields}
        written = [item for item in exercise.fields if not item.marks]
        keyed = [item for item in exercise.fields if item.marks]
        return [
            h.h4[say("written")],
            (self._field(item, marks[item.id]) for item in written),
            h.details[
                h.summary[say("keyed")],
                h.dl[([h.dt[self._prose.rich(item.stem)],
                       h.dd(dir="auto")[_words(item, marks[item.id])]] for item in keyed)]]
            if keyed else None]

    def sample(self, sample: Sample, criterion: Criterion, exercise: Exercise) -> str:
        """A marked sample: its level in this row and why, then all of it."""
        return str(h.div[
            h.h4[say("sample_title", title=sample.title)],
            h.details[h.summary[say("sample_show")], h.p[
                say("sample_level", criterion=criterion.title,
                    level=sample.levels[criterion.id], why=sample.why.get(criterion.id, ""))]],
            ([h.h5[self._prose.rich(item.stem)], _answer(item, sample.answers[item.id])]
             for item in exercise.fields if item.id in sample.answers and not item.marks),
            h.button(".cr-close", type="button")[say("close")]])

    def clash(self, now: Given, mine: int) -> str:
        """What another marker chose for the row, and the two ways on."""
        return str(h.div[
            h.p[say("clash" if mine != now.level else "clash_words", marker=now.marker,
                    level=now.level, mine=mine, time=clock(now.at))],
            now.comment and h.p[say("clash_comment", marker=now.marker, comment=now.comment)],
            h.p(".cr-bar")[h.button(type="button", data_decide="theirs", data_level=str(now.level),
                         data_comment=now.comment)[
                say("clash_theirs", level=now.level, marker=now.marker)],
                h.button(type="button", data_decide="mine")[say("clash_mine", mine=mine)]]])

    def bank(self, criterion: Criterion, own: Iterable[str]) -> h.Fragment:
        """The comments of a row, each a button that puts it into the comment."""
        own = tuple(own)
        return h.fragment[_comments(criterion.comments), h.p[h.strong[say("own")]],
                          _comments(own) if own else h.p[say("own_none")]]

    def _top(self, pile: Pile, page: Page, n: int, of: int) -> h.Node:
        up = page.work.submission in pile.flags
        before = {row: level for row, level in pile.earlier.get(page.work.student, {}).items()
                  if row in {one.id for one in page.criteria}}
        where = say("at", n=n, of=of) if pile.by == "student" else say(
            "at_criterion", title=page.criteria[0].title, n=n, of=of)
        known = pile.lane == SECOND and page.work.submission in pile.shown
        return h.div(".cr-top")[
            h.h3[say("work", code=page.work.code), h.span(".cr-name"), " · ", where],
            h.p(".cr-bar")[
                h.button(type="button", data_step="-1")[say("previous")],
                h.button(type="button", data_step="1")[say("next")],
                h.button(".cr-flag", type="button", aria_pressed=str(up).lower())[say("flag")],
                h.button(".cr-reveal", type="button")[say("reveal")]],
            h.p[say("earlier", levels=", ".join(
                f"{row.title} {before[row.id]}" for row in page.criteria if row.id in before))]
            if before else None,
            h.p[say("known")] if known else None]

    def _field(self, item: Item, mark: FieldMark) -> h.Node:
        return h.div(".cr-field")[
            h.p(".cr-stem")[self._prose.rich(item.stem)],
            h.p[say("unscored", fault=mark.fault)] if mark.fault else _answer(item, mark.answer),
            [h.p(".cr-small")[say("checks")], h.ul(".cr-checks")[
                (_check(one) for one in mark.checks)]] if mark.checks else None]

    def _row(self, pile: Pile, work: Work, criterion: Criterion) -> h.Node:
        row = (work.submission, criterion.id)
        given, settled = pile.levels.get(row), pile.settled.get(row)
        draft = pile.drafts.get(row, "")
        samples: dict[int, list[str]] = {}
        for sample in pile.key.exercise.samples:
            if criterion.id in sample.levels:
                samples.setdefault(sample.levels[criterion.id], []).append(sample.id)
        levels = [(level.points, self._prose.rich(level.text, buttons=False))
                  for level in sorted(criterion.levels, key=lambda level: -level.points)]
        return h.fieldset(
            ".cr-row", tabindex="-1", data_criterion=criterion.id, data_level=(
                str(given.level) if given else ""),
            data_submission=str(work.submission), data_turn=str(given.turn) if given else "")[
            h.legend[criterion.title],
            h.div(".cr-where")[h.p(".cr-holds")[holds(given, settled)], h.p(".cr-aim")],
            h.ul(".cr-levels")[(h.li[
                h.label(".cr-option")[
                    h.input(type="radio", name=f"{work.submission}-{criterion.id}",
                            value=str(points), disabled=settled is not None,
                            checked=given is not None and given.level == points),
                    h.span[h.strong[str(points)], " ", words]],
                h.span(".cr-sees")[(h.button(".cr-see", type="button", data_sample=name)[
                    say("sample" if n == 0 else "sample_more", level=points)]
                    for n, name in enumerate(samples.get(points, ())))]]
                for points, words in [*levels, (0, say("nothing"))])],
            h.label(".cr-comment")[say("comment_second" if pile.lane == SECOND else "comment"),
                                   h.textarea(
                rows="3", dir="auto", disabled=settled is not None)[
                    given.comment if given else draft]],
            h.p[say("draft_beside", comment=draft)] if given and draft else None,
            h.details(".cr-bank")[h.summary[say("bank")], h.div(".cr-bank-list")[
                self.bank(criterion, pile.comments.get(criterion.id, ()))]],
            h.p(".cr-bar")[h.button(".cr-keep", type="button")[say("keep")],
                           h.span(".cr-kept", role="status")],
            h.p(".cr-row-saved")[drafted(pile.lane) if draft and not given else
                                 standing(given, settled)],
            h.div(".cr-clash", role="alert")]


def page_id(page: Page) -> str:
    """What names a page for the browser: the file, and the row where there is one."""
    row = page.criteria[0].id if len(page.criteria) == 1 else "*"
    return f"{page.work.submission} {row}"


def progress(pile: Pile, marker: str, show: str = "") -> h.Node:
    """The bar of rows marked, and the words for it; of a sample also whose marks they are."""
    done, of = pile.progress_of(show)
    words = finished(pile, show) or say("progress", done=done, of=of)
    if pile.lane == SECOND:
        others, mine, waiting = pile.shared(marker)
        words = " ".join((say("progress_second", of=others + mine + waiting, others=others,
                              mine=mine, waiting=waiting), finished(pile, show))).strip()
    return h.div(".cr-progress")[
        h.progress(max=str(max(of, 1)), value=str(done), aria_label=words), " ", h.span[words]]


def finished(pile: Pile, show: str = "") -> str:
    """That every row of the list is marked, "" while one is not."""
    done, of = pile.progress_of(show)
    return say("progress_all", of=of) if of and done == of else ""


def drafted(lane: int) -> str:
    """That a comment without a level is kept, and for whom it is."""
    return say("draft_second" if lane == SECOND else "draft")


def holds(given: Given | None, settled: Settled | None = None) -> str:
    """Whose mark a row holds, in the few words that stand at its top; "" for a blank row."""
    if settled:
        return say("holds_settled", level=settled.level, who=settled.who)
    return say("holds", level=given.level, marker=given.marker) if given else ""


def standing(given: Given | None, settled: Settled | None = None) -> str:
    """What stands in the gradebook for a row."""
    if settled:
        return say("settled", level=settled.level, who=settled.who, why=settled.why)
    if given is None:
        return ""
    return say("saved", level=given.level, marker=given.marker, time=clock(given.at))


def clock(at: str) -> str:
    """Hours and minutes, by this computer's clock, of a time as the gradebook keeps it."""
    return f"{here(at):%H:%M}"


def here(at: str) -> datetime:
    """A time as the gradebook keeps it (UTC) as a time of this computer."""
    return datetime.fromisoformat(at).astimezone()


def _check(check: Check) -> h.Node:
    word = say("check_passed") if check.passed else say("check_open")
    return h.li[h.strong[f"{'✓' if check.passed else '○'} {word}"], f" {check.name}: ",
                h.bdi[check.saw]]


def _words(item: Item, mark: FieldMark) -> str:
    return say("unscored", fault=mark.fault) if mark.fault else said(item, mark.answer)


def _answer(item: Item, answer: Any) -> h.Node:
    """A written answer: its own lines, or its rows as a table."""
    if isinstance(item, Table) and isinstance(answer, list):
        return _table(item, [row for row in answer if isinstance(row, dict)])
    if answer is None:
        return h.p[say("blank")]
    text = answer if isinstance(answer, str) else said(item, answer)
    return h.blockquote(dir="auto")[text]


def _table(item: Table, rows: list[dict[str, Any]]) -> h.Node:
    names = {column.id: {choice.id: choice.text for choice in column.choices}
             for column in item.columns}
    return h.div(".cr-scroll", tabindex="0", role="group", aria_label=tell("question", id=item.id))[
        h.table[
            h.thead[h.tr[h.th(scope="col")["№"],
                         (h.th(scope="col")[column.label] for column in item.columns)]],
            h.tbody[(h.tr[h.th(scope="row")[str(n)], (
                h.td(dir="auto")[names[column.id].get(str(row.get(column.id, "")),
                                                      str(row.get(column.id, "")))]
                for column in item.columns)] for n, row in enumerate(rows, 1) if row)]]]


def _comments(some: Iterable[str]) -> h.Node:
    return h.ul(".cr-comments")[(
        h.li[h.button(".cr-insert", type="button")[" ".join(one.split())]] for one in some)]
