"""The live desk: answers what ``desk.js`` asks, one message at a time.

Nothing is written on construction. “Saved” is sent only after the gradebook has kept it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import htpy as h
import traitlets

from ..faces import Face
from ..grading.bench import SETTLE, Bench, Pile
from ..grading.gradebook import GradebookError
from ..grading.marking import FIRST, SECOND, Clash, Gone, MarkError, Page, clean
from ..grading.second import LEAST
from ..kinds import Page as Prose
from ..seeds import Seeds
from ..strings import say as tell
from ..widgets.base import Faced, front_end
from .differing import differing
from .sheet import Sheets, drafted, finished, holds, page_id, progress, standing
from .words import LIVE, say

HERE = Path(__file__).parent
TASKS = {"first": FIRST, "second": SECOND, "settle": SETTLE}
CHOOSE = "choose"  # no task yet: no work is shown
ORDERS = ("student", "criterion")
SHOWN = ("all", "waiting", "flagged")


class DeskWidget(Faced):
    """The desk of one marker at one gradebook.

    It opens at ``exercise``, else at the first, and at ``task``, else at what this marker did
    last. Who has done nothing where others have marked chooses before any work is shown.
    """

    _esm = front_end("aim.js", "ask.js", "deciding.js", "beside.js", "desk.js", folder=HERE)
    _css = front_end("desk.css", folder=HERE)
    form = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    fresh = traitlets.Bool(True).tag(sync=True)  # has no page shown it yet?

    def __init__(self, seeds: Seeds, bench: Bench, exercise: str = "",
                 task: str | None = None) -> None:
        replies = {"view": self._view, "mark": self._mark, "flag": self._flag,
                   "reveal": self._reveal, "keep": self._keep, "sample": self._sample,
                   "settle": self._settle, "draft": self._draft}
        super().__init__(
            static(), {op: _told(reply) for op, reply in replies.items()},
            form=frame(bench, {"exercise": exercise, "task": _task(bench, task)}), words={
                **{key: say(key, row="{row}", title="{title}", level="{level}") for key in LIVE},
                "sideways": tell("sideways")})
        self._bench = bench
        self._prose = Prose(seeds.texts | frozenset(seeds.passages))
        self._sheets = Sheets(seeds.texts | frozenset(seeds.passages))

    def _view(self, m: dict[str, Any]) -> dict[str, Any]:
        """A page; ``step`` from the page at hand, 0 for that page or for where one left off."""
        self.fresh = False
        exercise, step = str(m.get("exercise", "")), int(m.get("step") or 0)
        if m.get("task") == CHOOSE:
            return {"op": "view", "share": _share(self._bench.share), "html": choosing()}
        self.form = frame(self._bench, m)  # a page that is opened again begins with these choices
        if m.get("task") == "settle":
            found, agreement = self._bench.differences(exercise)
            source = self._bench.open(exercise).key.exercise
            return {"op": "view", "share": _share(self._bench.share), "html": differing(
                found, agreement, source, self._sheets, self._prose)}
        pile = self._pile(m, afresh=bool(m.get("afresh")))
        at = choose(pile, _renewed(pile, str(m.get("page", "")), str(m.get("code", ""))), step,
                    str(m.get("show", "")))
        if at is None:
            if step:
                return {"op": "end", "say": " ".join(
                    filter(None, (say("last"), finished(pile, str(m.get("show"))))))}
            return {"op": "view", "share": _share(pile.share),
                    "html": str(h.p[say("none", why=_why(pile, m))])}
        page = pile.pages[at]
        if pile.lane == FIRST and any(
                given.marker != self._bench.marker for one in page.criteria
                if (given := pile.levels.get((page.work.submission, one.id)))):
            self._bench.show(page.work.submission)
        n = 1 + sum(one.criteria == page.criteria for one in pile.pages[:at])
        of = sum(one.criteria == page.criteria for one in pile.pages)
        return {"op": "view", "share": _share(pile.share),
                "html": self._sheets.page(pile, page, n, of, self._bench.marker,
                                          str(m.get("show")))}

    def _mark(self, m: dict[str, Any]) -> dict[str, Any]:
        exercise, level = str(m["exercise"]), int(m["level"])
        seen = m.get("seen")
        comment = str(m.get("comment", ""))
        try:
            made = self._bench.mark(exercise, TASKS[str(m["task"])], int(m["submission"]),
                                    str(m["criterion"]), level, comment,
                                    None if seen is None else int(seen),
                                    over=bool(m.get("over")))
        except Clash as clash:
            if TASKS[str(m["task"])] == FIRST:
                self._bench.show(int(m["submission"]))
            if (clash.now.level, clash.now.comment) != (level, clean(comment)):
                return {"op": "clash", "turn": clash.now.turn, "holds": holds(clash.now),
                        "html": self._sheets.clash(clash.now, level)}
            made = clash.now  # the same again: nothing is to be replaced
        pile, show = self._pile(m), str(m.get("show"))
        return {"op": "marked", "turn": made.turn, "level": made.level, "saved": standing(made),
                "holds": holds(made), "done": finished(pile, show),
                "progress": str(progress(pile, self._bench.marker, show))}

    def _draft(self, m: dict[str, Any]) -> dict[str, Any]:
        kept = self._bench.draft(str(m["exercise"]), TASKS[str(m["task"])], int(m["submission"]),
                                 str(m["criterion"]), str(m.get("comment", "")))
        return {"op": "drafted",
                "saved": drafted(TASKS[str(m["task"])]) if kept else ""}

    def _flag(self, m: dict[str, Any]) -> dict[str, Any]:
        self._bench.flag(str(m["exercise"]), int(m["submission"]), up=bool(m["up"]))
        return {"op": "flagged", "up": bool(m["up"])}

    def _reveal(self, m: dict[str, Any]) -> dict[str, Any]:
        return {"op": "name", "name": self._bench.reveal(str(m["exercise"]), int(m["submission"]))}

    def _keep(self, m: dict[str, Any]) -> dict[str, Any]:
        exercise, row = str(m["exercise"]), str(m["criterion"])
        own = self._bench.keep(exercise, row, str(m.get("text", "")))
        criterion = next(c for c in self._bench.open(exercise).key.exercise.rubric if c.id == row)
        return {"op": "kept", "html": str(self._sheets.bank(criterion, own)), "say": say("kept")}

    def _sample(self, m: dict[str, Any]) -> dict[str, Any]:
        source = self._bench.open(str(m["exercise"])).key.exercise
        criterion = next(c for c in source.rubric if c.id == m["criterion"])
        sample = next(one for one in source.samples if one.id == m["sample"])
        return {"op": "sample", "html": self._sheets.sample(sample, criterion, source)}

    def _settle(self, m: dict[str, Any]) -> dict[str, Any]:
        if m.get("level") in ("", None):
            raise MarkError(say("final_missing"))
        first, second, before = map(int, str(m["seen"]).split())
        exercise, row = str(m["exercise"]), str(m["criterion"])
        made = self._bench.settle(exercise, int(m["submission"]), row, int(m["level"]),
                                  str(m.get("why", "")), (first, second, before))
        title = next(one.title for one in self._bench.open(exercise).key.exercise.rubric
                     if one.id == row)
        return {"op": "settled", "say": say("settle_done", level=made.level, row=title)}

    def _pile(self, m: dict[str, Any], *, afresh: bool = False) -> Pile:
        by = str(m.get("by"))
        return self._bench.open(str(m["exercise"]), by if by in ORDERS else ORDERS[0],
                                TASKS.get(str(m.get("task")), FIRST), afresh=afresh)


def choose(pile: Pile, page: str, step: int, show: str) -> int | None:
    """Which page to show: a step from ``page`` among those that ``show`` lets through.

    Without a step it is the page itself, else the first that still waits, else the first.
    None when there is no such page.
    """
    fits = [n for n, one in enumerate(pile.pages) if _fits(pile, one, show)]
    here = next((n for n, one in enumerate(pile.pages) if page_id(one) == page), None)
    if here is not None and step:
        onward = [n for n in fits if (n > here if step > 0 else n < here)]
        return (onward[0] if step > 0 else onward[-1]) if onward else None
    if here is not None and here in fits:
        return here
    waiting = [n for n in fits if _waits(pile, pile.pages[n])]
    return next(iter(waiting or fits), None)


def _renewed(pile: Pile, page: str, code: str) -> str:
    """The page, or in place of one whose file was replaced that of the same student's newer one."""
    if page in {page_id(one) for one in pile.pages}:
        return page
    row = page.partition(" ")[2]
    return next((page_id(one) for one in pile.pages
                 if one.work.code == code and page_id(one).endswith(f" {row}")), "")


def _fits(pile: Pile, page: Page, show: str) -> bool:
    return {"waiting": _waits(pile, page),
            "flagged": page.work.submission in pile.flags}.get(show, True)


def _waits(pile: Pile, page: Page) -> bool:
    return any((page.work.submission, one.id) not in pile.levels for one in page.criteria)


def _why(pile: Pile, m: dict[str, Any]) -> str:
    show = str(m.get("show"))
    if pile.pages and show in SHOWN[1:]:
        return say("none_show", show=say(f"show_{show}"))
    if pile.lane == FIRST:
        return say("none_first")
    return say("none_second" if pile.share else "none_share")


def _told(reply: Callable[[dict[str, Any]], dict[str, Any]],
          ) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Turn what cannot be done into a sentence; a marker meets no traceback."""
    def calm(message: dict[str, Any]) -> dict[str, Any]:
        try:
            return reply(message)
        except Gone as gone:
            return {"op": "gone", "say": str(gone)}
        except (MarkError, GradebookError) as error:
            return {"op": "refused", "say": str(error)}
    return calm


def static() -> Face:
    """What a saved page shows, true with a gradebook and without, before a run and after."""
    sentences = say("static"), say("static_book")
    return Face(str(h.section[h.h3[say("title")], (h.p[one] for one in sentences)]),
                " ".join((f"{say('title')}.", *sentences)))


def _task(bench: Bench, wish: str | None) -> str:
    """What the desk opens with: what was asked for, else where this marker marked last."""
    lane = bench.lane
    return wish or next((name for name, of in TASKS.items() if of == lane), CHOOSE)


def choosing() -> str:
    """What stands in place of work until this marker has chosen what to do."""
    return str(h.div(".cr-choose", tabindex="-1")[
        h.p[say("choose", second=say("task_second"))],
        h.p(".cr-bar")[(h.button(type="button", data_task=name)[say(f"task_{name}")]
                        for name in TASKS)]])


def frame(bench: Bench, chosen: Mapping[str, Any]) -> str:
    """What stays on the page: who marks, what, in which order, and the keys."""
    # An arrow key leads from the first of a menu to its second, which must show no first marks.
    tasks = [CHOOSE, "second", "first", "settle"] if chosen.get("task") == CHOOSE else TASKS
    return str(h.form(".cr-desk", novalidate=True, tabindex="-1", aria_label=say("title"))[
        h.h2(".cr-title")[say("title")],
        h.p(".cr-small")[say("marker", marker=bench.marker, place=bench.place)],
        h.p(".cr-small.cr-share")[_share(bench.share)],
        h.p(".cr-choices")[
            _select("exercise", [(name, f"{name} · {title}")
                                 for name, title in bench.exercises().items()], chosen),
            _select("task", [(name, say(f"task_{name}")) for name in tasks], chosen),
            _select("by", [(name, say(f"by_{name}")) for name in ORDERS], chosen),
            _select("show", [(name, say(f"show_{name}")) for name in SHOWN], chosen)],
        h.div(".cr-where")[
            h.details[h.summary[say("keys")], h.p[say("lead")], h.p[say("keys_text")]],
            h.p(".cr-keys")[say("keys_away")]],
        h.p(".cr-said", role="status", aria_live="polite"),
        h.div(".cr-board")[h.p[say("loading")]]])


def _share(percent: int) -> str:
    return say("share", percent=percent, least=LEAST) if percent else say("share_none")


def _select(name: str, options: list[tuple[str, str]], chosen: Mapping[str, Any]) -> h.Node:
    return h.label[say(name), " ", h.select(name=name)[(
        h.option(value=value, selected=value == chosen.get(name))[text]
        for value, text in options)]]
