"""Items and verdicts as HTML and as plain text.

Three faces of an item come from here: the form inside the live widget, the
paper face (plain semantic HTML: no controls, no style, so that it reads whole in
an untrusted notebook, on GitHub and on paper) and the plain face. None depends on
what a learner did. A verdict is a fourth thing: it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import shorten
from typing import Any

import htpy as h

from .kinds import Page, kind_of
from .model.exercise import Passage
from .model.item import (
    ArgMap, Cite, Item, Matrix, Multi, Note, Numeric, Order, Outcome, Point, Relation, Row, Single,
    Text,
)
from .seeds import Seeds
from .strings import say

NAMED = 3  # rows that a verdict names when it is spoken
NAME = 60  # characters of a name that is spoken

# A wish to the page, not a need: JupyterLab sets the cells of a table to the right.
_READ = "text-align:left;vertical-align:top"


@dataclass(frozen=True)
class Face:
    """One thing to show, twice: ``html`` for reading, ``plain`` for a terminal."""

    html: str
    plain: str

    def bundle(self) -> dict[str, str]:
        """A Jupyter mimebundle of the two."""
        return {"text/html": self.html, "text/plain": self.plain}


@dataclass(frozen=True)
class Faces:
    """Writes faces for one course.

    ``texts`` are its locator letters, ``misconceptions`` code → name; both come
    from the seeds (``Faces.of``), so that this module knows no article.
    """

    texts: frozenset[str]
    misconceptions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, seeds: Seeds) -> Faces:
        """The faces of a course."""
        letters = seeds.texts | frozenset(seeds.passages)
        return cls(letters, {m.id: m.name for m in seeds.misconceptions})

    @cached_property
    def _paper(self) -> Page:
        return Page(self.texts)

    @cached_property
    def _live(self) -> Page:
        return Page(self.texts, live=True)

    def form(self, item: Item, *, graded: bool = False) -> str:
        """The live form: controls, hints, confidence, button, and places for verdicts.

        What was saved is silent until the page wakes it: an answer that comes back is no news.
        A verdict is never spoken by itself; the page tells what of it is news (``_heard``).
        """
        kind, page = kind_of(item), self._live
        written = kind.gather in ("text", "rows", "steps")
        judged = kind.judges(item)
        stem_id, head_id = f"cr-stem-{item.id}", f"cr-head-{item.id}"
        return str(h.form(".cr-item", data_gather=kind.gather, data_item=item.id,
                          novalidate=True, aria_labelledby=head_id)[
            h.h3(".cr-id", id=head_id)[say("question", id=item.id)],
            h.fieldset[
                h.legend(id=stem_id)[
                    page.rich(item.stem, buttons=False),
                    isinstance(item, Multi) and h.span(".cr-heard")[" ", say("choose_many")]],
                self._chips(item, page),
                kind.controls(item, page),
            ],
            (h.details(".cr-hint", hidden=n > 1)[
                h.summary[say("hint", n=n)], h.p[page.rich(hint)]]
             for n, hint in enumerate(item.hints, 1)),
            judged and not graded and not written and self._confidence(item),
            h.p(".cr-bar")[
                h.button(".cr-check", type="submit")[
                    say("save" if graded or item.withheld or not judged else "check")],
                " ", h.button(".cr-clear", type="button")[say("clear")],
                " ", h.span(".cr-saved", role="status", aria_live="off")],
            h.p(".cr-told.cr-heard", role="status"),
            h.div(".cr-verdict"),
            h.div(".cr-place", role="dialog", aria_label=say("panel"), tabindex="-1", hidden=True),
        ])

    def _chips(self, item: Item, page: Page) -> h.Node:
        if not item.locators or isinstance(item, Cite | Point):
            return None
        return h.p(".cr-chips")[([page.rich(loc), " "] for loc in item.locators)]

    def _confidence(self, item: Item) -> h.Node:
        return h.fieldset(".cr-confidence")[
            h.legend[say("confidence")],
            (h.label[h.input(type="radio", name=f"cr-sure-{item.id}", value=str(n)),
                     h.span[say("confidence_level", n=n)]] for n in confidence_levels(item))]

    def paper(self, item: Item) -> Face:
        """The item to be read before the cell is run, in print, or without a kernel."""
        kind, page = kind_of(item), self._paper
        minutes = say("minutes", n=f"{item.minutes:g}")
        places = [] if isinstance(item, Cite | Point) else [
            p for p in item.locators if p not in item.stem]
        html = h.section[
            h.h3[say("question", id=item.id)],
            h.p[page.rich(item.stem), places and [" (", page.rich(", ".join(places)), ")"]],
            kind.paper(item, page),
            h.p[h.em[f"{kind.ask(item)} {say('paper_answer')} ({minutes})"]],
        ]
        lines = [f"{say('question', id=item.id)}. {_flat(item.stem)}", *_plain_lines(item),
                 kind.ask(item)]
        return Face(str(html), "\n".join(lines))

    def verdict(self, item: Item, outcome: Outcome, *, graded: bool = False,
                missing: Sequence[str] = ()) -> str:
        """What to tell the learner about this answer, in words first.

        In a graded exercise and in a withheld item nothing is said about right or wrong, but
        what is ``missing``.
        """
        page = self._live
        if outcome.status == "not_attempted":
            return str(_line("not_attempted", say("not_attempted_why")))
        if graded or item.withheld:
            return str(h.div[
                _line("recorded", say("exercise_why" if graded else "withheld_why")),
                _missing(missing)])
        if outcome.status == "recorded":
            return str(h.div[
                _line("recorded", say("recorded_why")), _missing(missing),
                ([h.p[page.rich(n.text if n.about else say("look_for", text=n.text))]]
                 for n in outcome.notes if n.text)])
        parts = self._notes(item, outcome, page)
        return str(h.div(class_=f"cr-{outcome.status}")[
            parts,
            outcome.status == "correct" and item.deeper and
            h.p[h.strong[say("deeper")], " ", page.rich(item.deeper)],
            outcome.status == "not_yet" and h.p(".cr-again")[say("try_again")],
        ])

    def _notes(self, item: Item, outcome: Outcome, page: Page) -> h.Node:
        word = h.strong[say(outcome.status)]
        said = [n for n in outcome.notes if n.text]
        if isinstance(item, Single | Relation | Cite | Numeric) or len(said) == 1:
            note = said[0] if said else Note("", "key", "")
            return [h.p[word, " ", page.rich(note.text), " ", _place(note, page)],
                    self._slip(note)]
        labels = _labels(item)
        counted = [n for n in said if n.about in labels] if isinstance(item, ArgMap) else said
        good = sum(n.verdict != "not_yet" for n in counted)
        # A map can lack a step of ours though all of its own are right: no count tells that. Of an
        # order the notes are what went wrong, and cards when it is right: no share of one whole.
        whole = isinstance(item, Order) or (outcome.status == "not_yet" and good == len(counted))
        count = "" if whole else say("heard_count", good=good, n=len(counted))
        return [
            h.p(data_heard=_heard(outcome.status, count, said, labels))[
                word, "" if whole else f" {good} / {len(counted)}"],
            h.ul[(h.li(class_="cr-no" if n.verdict == "not_yet" else "cr-yes")[
                _sign(n), labels.get(n.about) and h.b[_before(labels[n.about])],
                page.rich(n.text), " ", _place(n, page), self._slip(n)]
                for n in sorted(said, key=lambda n: n.verdict != "not_yet"))]]

    def _slip(self, note: Note) -> h.Node:
        name = self.misconceptions.get(note.misconception)
        if note.verdict != "not_yet" or not name:
            return None
        return h.p(".cr-misconception")[say("misconception", code=note.misconception, name=name)]

    def invalid(self, reason: str) -> str:
        """The verdict on an answer that the item cannot have."""
        return str(_line("invalid", f"{reason[:1].upper()}{reason[1:]}."))

    def passage(self, passage: Passage) -> Face:
        """A made-up text, printed whole with its addresses."""
        rows = [line for line in passage.lines if line.text.strip()]
        html = h.section[
            h.h3[passage.title], h.p[h.em[passage.note]],
            h.table[h.tbody[(
                h.tr[h.th(scope="row", style=_READ)[line.at], h.td(style=_READ)[line.text]]
                for line in rows)]]]
        plain = [passage.title, passage.note, *(f"[{line.at}] {line.text}" for line in rows)]
        return Face(str(html), "\n".join(plain))


def confidence_levels(item: Item) -> tuple[int, ...]:
    """Percentages to choose from; they start at chance for items with one key."""
    if isinstance(item, Single | Relation | Cite):
        chance = round(100 / len(item.options))
        return (chance, *(n for n in (40, 60, 80, 90, 99) if n > chance))
    return (10, 30, 50, 70, 90, 99)


def _line(status: str, text: str) -> h.Element:
    return h.p(class_=f"cr-{status}")[h.strong[say(status)], " ", text]


def _sign(note: Note) -> h.Node:
    """Right or not yet: a sign for the eye, words for the ear."""
    sign, key = ("○ ", "heard_not_yet") if note.verdict == "not_yet" else ("✓ ", "heard_right")
    return [h.span(".cr-mark", aria_hidden="true")[sign], h.span(".cr-heard")[say(key), " "]]


def _heard(status: str, count: str, notes: Sequence[Note], labels: Mapping[str, str]) -> str:
    """A verdict of several rows in one breath; the rows themselves are read when wanted.

    ``count`` is the sentence that counts them, "" where nothing is counted.
    """
    if status == "correct":
        return f"{say('heard_correct')} {count}".rstrip()
    open_ = [n for n in notes if n.verdict == "not_yet"]
    names = [_name(n.about, labels[n.about]) for n in open_ if n.about in labels]
    if len(names) > NAMED:
        names = [*names[:NAMED], say("heard_more", n=len(names) - NAMED)]
    sentences = [count, names and say("heard_open", rows="; ".join(names)),
                 *(_flat(n.text) for n in open_ if n.about not in labels)]
    return " ".join(one for one in sentences if one)


def _name(about: str, label: str) -> str:
    """The name of a row as it is said: an option by its letter, a long row by its first words."""
    return about if label == f"{about})" else shorten(label.rstrip("."), NAME, placeholder=" …")


def _missing(sentences: Sequence[str]) -> h.Node:
    if len(sentences) < 2:
        return h.p(".cr-missing")[sentences[0]] if sentences else None
    return h.ul(".cr-missing")[(h.li[one] for one in sentences)]


def _place(note: Note, page: Page) -> h.Node:
    return page.rich(note.locator) if note.locator and note.locator not in note.text else None


def _labels(item: Item) -> dict[str, str]:
    """What a note is about, in words, by option or row id."""
    parts: Iterable[tuple[str, str]] = ()
    if isinstance(item, ArgMap):
        parts = ((str(n), say("map_step", n=n)) for n in range(1, item.max_edges + 1))
    elif hasattr(item, "options"):
        parts = ((o.id, f"{o.id})") for o in item.options)
    elif isinstance(item, Matrix):
        parts = ((f"{r.id}/{c.id}", f"{r.text}, {c.text}")
                 for r in item.rows for c in item.columns)
    elif hasattr(item, "rows"):
        parts = ((r.id, r.text) for r in item.rows if isinstance(r, Row))
    elif hasattr(item, "fields"):
        parts = ((f.id, f.label) for f in item.fields)
    elif hasattr(item, "cards"):
        parts = ((c.id, c.text) for c in item.cards)
    return {key: _flat(text) for key, text in parts}


def _before(label: str) -> str:
    """A label that stands before what is said of it; a question keeps its own mark."""
    label = label.rstrip(".")
    return f"{label} " if label.endswith("?") else f"{label}: "


def _flat(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def _words(part: Any) -> str:
    """The words of an option, a row, a card or a field."""
    return str(getattr(part, "text", "") or getattr(part, "label", ""))


def _plain_lines(item: Item) -> list[str]:
    """The parts of an item for a terminal: options with letters, rows, cards."""
    if isinstance(item, Text):
        return []
    lines = []
    for name, mark in (("options", ")"), ("rows", "."), ("cards", "."), ("fields", "."),
                       ("nodes", ".")):
        for part in getattr(item, name, ()):
            lines.append(f"  {part.id}{mark} {_flat(_words(part))}")
    for name in ("columns", "choices"):
        parts = getattr(item, name, ())
        if parts:
            listed = " | ".join(_flat(_words(part)) for part in parts)
            lines.append(f"  {say(f'plain_{name}')}: {listed}")
    for node in ("premise", "conclusion"):
        if one := getattr(item, node, None):
            line = f"  {say(f'plain_{node}')}: {_flat(one.text)} {one.locator}"
            lines.insert(0 if node == "premise" else 1, line)
    if excerpt := getattr(item, "excerpt", ""):
        lines.append(f"  “{excerpt}” {getattr(item, 'source', '')}")
    return lines
