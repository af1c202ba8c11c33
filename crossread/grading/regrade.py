"""The scores under the keys in force beside those under the keys as they are now.

Nothing is written here until ``apply``. A score is a function of the hand-in, the
key and people's marks, so the scores that are shown are those that are applied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import fmean
from typing import Any

import msgspec
import sqlalchemy as sa
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Connection

from ..model.item import Item, Multi
from ..seeds import Seeds
from ..strings import say
from . import gradebook as g
from .decisions import Part, parts_of
from .evening import again
from .feedback import said
from .grade import FieldMark
from .inforce import holds_course, keys_of
from .keys import Key, Keys, key_bytes
from .plain import plain
from .results import Result, results


class Step(msgspec.Struct, frozen=True):
    """What one question, or one rubric row, gave before and gives now, and why."""

    item: str
    before: float
    after: float
    why: str


class Moved(msgspec.Struct, frozen=True):
    """One student in one exercise, where something moves."""

    student: str
    name: str
    exercise: str
    before: float  # all points so far
    after: float
    steps: tuple[Step, ...]
    note: str = ""
    waits: int = 0  # rubric rows that nobody has marked yet: the total is open


class Effect(msgspec.Struct, frozen=True):
    """The class in one exercise whose key has changed.

    The means are of keyed points, as in the report: they can be compared also while marking is
    under way.
    """

    exercise: str
    n: int  # who handed in an answer
    falls: int
    rises: int
    mean_before: float | None  # None when nobody handed in an answer
    mean_after: float | None
    note: str = ""


class Applied(msgspec.Struct, frozen=True):
    """A regrade that was applied before."""

    at: str
    reason: str
    exercises: str
    moved: int


class Regrade(msgspec.Struct, frozen=True):
    """Who moves, falls first; the effect on the class; what was applied before."""

    moved: tuple[Moved, ...] = ()
    effects: tuple[Effect, ...] = ()
    applied: bool = False
    earlier: tuple[Applied, ...] = ()


def compare(connection: Connection, keys: Keys, seeds: Seeds) -> Regrade:
    """What would move if the gradebook took ``keys``; nothing is written."""
    holds_course(connection, seeds)
    held = keys_of(connection, seeds)
    changed = _changed(held, keys)
    moved: list[Moved] = []
    totals: dict[str, list[tuple[float, float]]] = {exercise: [] for exercise in changed}
    keyed: dict[str, list[tuple[float, float]]] = {exercise: [] for exercise in changed}
    waiting: dict[str, set[str]] = {exercise: set() for exercise in changed}
    old = {exercise: held[exercise] for exercise in changed}
    for was, now in zip(results(connection, seeds, old), results(connection, seeds, changed),
                        strict=True) if changed else ():
        if was.graded is None:
            continue
        if not (was.blank and now.blank):  # nothing answered is not zero points
            totals[was.exercise].append((was.so_far, now.so_far))
            keyed[was.exercise].append((was.graded.keyed, now.graded.keyed if now.graded else 0.0))
            waiting[was.exercise].update(now.waiting)
        steps = tuple(_steps(was, now, old[was.exercise], changed[was.exercise]))
        if steps:
            moved.append(Moved(was.student.id, was.student.name, was.exercise, was.so_far,
                               now.so_far, steps, "" if was.override is None else
                               "The points were set by hand and stay.",
                               len(now.waiting) if now.waits else 0))
    moved.sort(key=lambda one: (one.after - one.before, one.exercise, one.student, one.name))
    return Regrade(tuple(moved), tuple(
        _effect(exercise, totals[exercise], keyed[exercise], [
            row for row in changed[exercise].criteria
            if row not in old[exercise].criteria and row in waiting[exercise]])
        for exercise in changed), earlier=tuple(_earlier(connection)))


def apply(connection: Connection, keys: Keys, seeds: Seeds, reason: str) -> Regrade:
    """Take ``keys`` into the gradebook, and keep what moved with the reason.

    Without a change of a key nothing is written.
    """
    found = compare(connection, keys, seeds)
    if not found.effects:
        return found
    held = keys_of(connection, seeds)
    changed = _changed(held, keys)
    at, first = g.now(), g.next_id(connection, g.key_version)
    g.insert(connection, g.key_version, [
        {"id": first + n, "exercise": exercise, "key": key_bytes(key.exercise), "added": at,
         "reason": reason} for n, (exercise, key) in enumerate(changed.items())])
    g.insert(connection, g.regrade, [{
        "id": g.next_id(connection, g.regrade), "at": at, "reason": reason,
        "exercises": " ".join(changed), "moved": len(found.moved),
        "record": msgspec.json.encode({"moved": found.moved, "effects": found.effects})}])
    again(connection, Keys(keys.course, {**held, **changed}), changed)
    return msgspec.structs.replace(found, applied=True)


def _changed(held: Mapping[str, Key], keys: Keys) -> dict[str, Key]:
    """The keys that are not as the gradebook holds them."""
    return {exercise: key for exercise, key in sorted(keys.by_exercise.items())
            if exercise in held and held[exercise].exercise != key.exercise}


def _steps(was: Result, now: Result, old: Key, new: Key) -> Iterator[Step]:
    assert was.graded is not None
    assert now.graded is not None
    before = {mark.item: mark for mark in was.graded.fields}
    after = {mark.item: mark for mark in now.graded.fields}
    for name in {**before, **after}:
        mine, yours = before.get(name), after.get(name)
        points = tuple(m.points + m.form if m else 0.0 for m in (mine, yours))
        faults = tuple(m.fault if m else "" for m in (mine, yours))
        if points[0] != points[1] or faults[0] != faults[1]:
            item = (new if yours else old).questions[name].item
            held = old.questions[name].item if mine else None
            yield Step(name, round(points[0], 4), round(points[1], 4),
                       _why(held, item, mine, yours))
    for row in old.criteria:
        if row not in new.criteria and row in was.levels:
            yield Step(row, was.levels[row].points, 0, "the rubric row is no longer there")
    for row in new.criteria:
        if row not in old.criteria and row in now.levels:
            yield Step(row, 0, now.levels[row].points,
                       "the rubric row is there again, with the mark that was given for it")


def _why(old: Item | None, item: Item, was: FieldMark | None, now: FieldMark | None) -> str:
    if now is None:
        return "the question is no longer in the exercise"
    if was is None:
        return "the question is new in the exercise"
    if now.fault or was.fault:
        return f"not scored now: {now.fault}" if now.fault else f"not scored before: {was.fault}"
    if rows := "; ".join(_rows_moved(old, item, was, now)):
        return rows
    answer = f"the answer “{plain(said(item, now.answer), 80)}”"
    if was.outcome.status != now.outcome.status:
        before, after = (say(m.outcome.status).rstrip(":").lower() for m in (was, now))
        return f"{answer} was “{before}” and is “{after}” by the key now"
    if was.outcome.credit != now.outcome.credit:
        return (f"{answer} earned {was.outcome.credit:.0%} of the marks and now earns "
                f"{now.outcome.credit:.0%}")
    if was.points != now.points:
        return f"the question counted {was.of:g} and now counts {now.of:g}"
    return "the checks of form, or the marks for them, have changed"


def _rows_moved(old: Item | None, item: Item, was: FieldMark, now: FieldMark) -> Iterator[str]:
    """Of a question with rows: those that the student filled in and whose verdict has changed."""
    if old is None or isinstance(item, Multi) or not isinstance(now.answer, dict):
        return
    parts, before = ({part.id: part for part in parts_of(one, "", frozenset())}
                     for one in (item, old))
    verdicts = [{note.about: note.verdict for note in mark.outcome.notes} for mark in (was, now)]
    for id, part in parts.items():
        first, last = (some.get(id) for some in verdicts)
        if first != last and id in before and part.ways:
            yield (f"row {id}: chose “{_text_of(part, now.answer.get(id))}”; right was "
                   f"{_right(before[id])} and is now {_right(part)}")


def _text_of(part: Part, way: object) -> str:
    """The words of a choice of a row."""
    return plain(next((w.text or w.id for w in part.ways if w.id == way), str(way)), 60)


def _right(part: Part) -> str:
    """The words of what counts as right in a row, the key first."""
    return " or ".join(f"“{_text_of(part, w.id)}”" for w in part.ways if w.right) or \
        "none of the choices"


def _effect(exercise: str, totals: list[tuple[float, float]], keyed: list[tuple[float, float]],
            rows: list[str]) -> Effect:
    return Effect(
        exercise, len(totals), sum(b < a for a, b in totals), sum(b > a for a, b in totals),
        round(fmean(a for a, _ in keyed), 2) if keyed else None,
        round(fmean(b for _, b in keyed), 2) if keyed else None,
        f"New rubric rows wait for a marker: {', '.join(rows)}." if rows else "")


def _earlier(connection: Connection) -> Iterator[Applied]:
    t = g.regrade
    for row in connection.execute(sa.select(t.c.at, t.c.reason, t.c.exercises, t.c.moved)
                                  .order_by(t.c.id)):
        yield Applied(*row)


def tables(found: Regrade, most: int = 200) -> Iterator[Table]:
    """Who moves, the class, and the regrades before, for the screen."""
    if found.moved:
        more = f" (the first {most} of {len(found.moved):,}; --json has all)" \
            if len(found.moved) > most else ""
        rows = [row for one in found.moved[:most] for row in _rows(one)]
        whys = Counter(row[-1] for row in rows)  # often one for many: told once, so it is read
        numbers = {why: n for n, why in enumerate(whys, 1)}
        yield _table(f"Who moves, falls first{more}", (
            "student", "exercise", "points", "question", "of it", "why (below)"), [
            (*row[:-1], numbers[row[-1]]) for row in rows])
        yield _table("Why", ("no.", "how often", "what changed"), [
            (numbers[why], n, why) for why, n in whys.items()])
    if found.effects:
        yield _table("The class", ("exercise", "with an answer", "fall", "rise", "unchanged",
                                   "mean of keyed points", "note"), [
            (e.exercise, e.n, e.falls, e.rises, e.n - e.falls - e.rises,
             "–" if e.mean_before is None else f"{e.mean_before:g} → {e.mean_after:g}", e.note)
            for e in found.effects])
    if found.earlier:
        yield _table("Applied before", ("at (UTC)", "exercises", "results moved", "reason"), [
            (a.at[:16].replace("T", " "), a.exercises, a.moved, a.reason) for a in found.earlier])


def _rows(one: Moved) -> Iterator[tuple[Any, ...]]:
    who = f"{one.name} ({one.student})" if one.name and one.student else one.name or one.student
    for n, step in enumerate(one.steps):
        first = (who, one.exercise, _points(one)) if n == 0 else ("", "", "")
        why = f"{step.why}. {one.note}" if one.note and n == 0 else step.why
        yield (*first, step.item, f"{step.before:g} → {step.after:g}", why)


def _points(one: Moved) -> str:
    points = f"{one.before:g} → {one.after:g}"
    rows = "1 row of the rubric waits" if one.waits == 1 else f"{one.waits} rows of the rubric wait"
    return f"so far {points}; {rows}" if one.waits else points


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    return table
