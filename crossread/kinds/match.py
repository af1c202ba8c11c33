"""Giving each row a choice: match (a list), matrix (a grid), card (a form)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

import htpy as h

from ..model.item import Card, Choice, Field, Match, Matrix, Note, Outcome, Row, Wrong
from ..strings import say
from .base import AnswerError, Asked, Kind, Page, choose_text, finish, read_map

MAX_FIELD = 400  # characters of a free field; a locator or a short phrase
BESIDE = 34  # characters of a choice that a menu beside its row shows whole


def _fits(part: Row | Field, given: str) -> bool:
    wanted = {part.key, *part.accept}
    if isinstance(part, Field) and not part.choices:
        return _plain(given) in {_plain(w) for w in wanted}
    return given in wanted


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .")


def _judge(parts: Iterable[Row | Field], answer: dict[str, str]) -> Outcome:
    """Credit = share of keyed parts that are right; a blank part counts as not yet."""
    notes, right, keyed = [], 0, 0
    for part in parts:
        if not part.key:
            continue
        keyed += 1
        given = answer.get(part.id, "")
        if given and _fits(part, given):
            right += 1
            notes.append(Note(part.id, "key", part.feedback, part.locator))
        elif not given:
            notes.append(Note(part.id, "not_yet", say("part_empty"), part.locator))
        else:
            why = part.wrong.get(given) or part.wrong.get("*")
            notes.append(
                Note(part.id, "not_yet", why.feedback, why.locator, why.misconception)
                if why else Note(part.id, "not_yet", say("look_again"), part.locator))
    return finish(right / keyed, notes) if keyed else Outcome("recorded", 0.0)


def _menu(name: str, key: str, choices: Iterable[Choice], label: str) -> h.Element:
    return h.select(name=name, data_key=key, aria_label=label)[
        h.option(value="")[say("choose_menu")],
        (h.option(value=c.id)[c.text] for c in choices)]


def _layout(choices: Iterable[Choice]) -> str:
    """A menu of long choices stands below its row: beside it what was chosen would be cut off."""
    return "cr-match cr-below" if any(len(c.text) > BESIDE for c in choices) else "cr-match"


def _row_slips(rows: Iterable[Row | Field], choices: Iterable[Choice] | None) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        ids = {c.id for c in (choices if choices is not None else getattr(row, "choices", ()))}
        if row.id in seen:
            yield f"row {row.id} is there twice; give each its own id"
        seen.add(row.id)
        if not row.key:
            continue
        if ids:
            for named in {row.key, *row.accept, *(set(row.wrong) - {"*"})} - ids:
                yield f"row {row.id} names choice {named}, which is not offered; use " + \
                    ", ".join(sorted(ids))
        if not row.feedback.strip():
            yield f"row {row.id} has no feedback; say why its key is right"
        if ids and not row.wrong:
            yield f"row {row.id} has no feedback for a wrong choice; add one under wrong"


def _wrong_maps(parts: Iterable[Row | Field], choices: Iterable[Choice] | None,
                right: dict[str, str]) -> Iterator[dict[str, str]]:
    for part in parts:
        offered = choices if choices is not None else getattr(part, "choices", ())
        for choice in offered:
            if part.key and not _fits(part, choice.id):
                yield {**right, part.id: choice.id}


def _lines(parts: Iterable[tuple[str, str]], texts: dict[str, str],
           answer: dict[str, str]) -> list[str]:
    return [f"{label.strip().rstrip('.')}: {texts.get(answer[key], answer[key])}"
            for key, label in parts if key in answer]


class _MapKind(Kind[Asked]):
    """An answer that gives rows, cells or fields a choice or a word each; it is told by them."""

    gather = "map"

    def say(self, item: Asked, answer: dict[str, str]) -> str:
        return "; ".join(self.lines(item, answer))

    @abstractmethod
    def lines(self, item: Asked, answer: dict[str, str]) -> list[str]:
        """Every part that was answered, with its label."""

    @abstractmethod
    def asked(self, item: Asked) -> int:
        """How many parts there are to answer."""

    def missing(self, item: Asked, answer: dict[str, str]) -> list[str]:
        n = self.asked(item) - len(answer)
        return [say("rows_blank", n=n)] if n else []


class MatchKind(_MapKind[Match]):
    """Each row gets one choice; choices may be used more than once."""

    def read(self, item: Match, raw: Any) -> dict[str, str] | None:
        return read_map(raw, (r.id for r in item.rows), (c.id for c in item.choices), "row")

    def asked(self, item: Match) -> int:
        return len(item.rows)

    def score(self, item: Match, answer: dict[str, str]) -> Outcome:
        return _judge(item.rows, answer)

    def controls(self, item: Match, page: Page) -> h.Node:
        return h.ul(class_=_layout(item.choices))[(
            h.li[h.label[h.span[page.rich(row.text, buttons=False)],
                         _menu(f"cr-{item.id}-{row.id}", row.id, item.choices, row.text)]]
            for row in item.rows)]

    def paper(self, item: Match, page: Page) -> h.Node:
        return [h.ol[(h.li[page.rich(row.text), " ______"] for row in item.rows)],
                h.p[say("choices"), " ", " · ".join(c.text for c in item.choices)]]

    def ask(self, item: Match) -> str:
        return say("ask_match")

    def right(self, item: Match) -> dict[str, str]:
        return {row.id: row.key for row in item.rows if row.key}

    def wrongs(self, item: Match) -> Iterator[dict[str, str]]:
        return _wrong_maps(item.rows, item.choices, self.right(item))

    def lines(self, item: Match, answer: dict[str, str]) -> list[str]:
        return _lines(((r.id, r.text) for r in item.rows),
                      {c.id: c.text for c in item.choices}, answer)

    def parts(self, item: Match) -> Iterable[str]:
        yield from (text for row in item.rows for text in (row.id, row.text))
        yield from (text for choice in item.choices for text in (choice.id, choice.text))

    def slips(self, item: Match) -> Iterable[str]:
        if not all(row.key and row.text for row in item.rows):
            yield "has a row without a text or a key; give every row both"
        yield from _row_slips(item.rows, item.choices)

    def gaps(self, item: Match) -> Iterable[Wrong]:
        return (w for row in item.rows for w in row.wrong.values())


class MatrixKind(_MapKind[Matrix]):
    """A grid; each cell "row/column" gets a choice. Cells without a key are open."""

    def _cells(self, item: Matrix) -> list[str]:
        return [f"{r.id}/{c.id}" for r in item.rows for c in item.columns]

    def read(self, item: Matrix, raw: Any) -> dict[str, str] | None:
        return read_map(raw, self._cells(item), (c.id for c in item.choices), "cell")

    def asked(self, item: Matrix) -> int:
        return len(self._cells(item))

    def score(self, item: Matrix, answer: dict[str, str]) -> Outcome:
        return _judge(item.cells, answer)

    def _grid(self, item: Matrix, page: Page, cell: Any) -> h.Element:
        return h.table(".cr-matrix")[
            h.thead[h.tr[h.td, (h.th(scope="col")[page.rich(c.text, buttons=False)]
                                for c in item.columns)]],
            h.tbody[(h.tr[h.th(scope="row")[page.rich(r.text, buttons=False)],
                          (h.td[cell(r, c)] for c in item.columns)] for r in item.rows)]]

    def controls(self, item: Matrix, page: Page) -> h.Node:
        return h.div(".cr-scroll", tabindex="0", role="group", aria_label=say("grid"))[
            self._grid(item, page, lambda r, c: _menu(
                f"cr-{item.id}-{r.id}-{c.id}", f"{r.id}/{c.id}", item.choices,
                f"{r.text}, {c.text}"))]

    def paper(self, item: Matrix, page: Page) -> h.Node:
        return [self._grid(item, page, lambda r, c: "____"),
                h.p[say("choices"), " ", " · ".join(c.text for c in item.choices)]]

    def ask(self, item: Matrix) -> str:
        return say("ask_matrix")

    def right(self, item: Matrix) -> dict[str, str]:
        return {cell.id: cell.key for cell in item.cells if cell.key}

    def wrongs(self, item: Matrix) -> Iterator[dict[str, str]]:
        return _wrong_maps(item.cells, item.choices, self.right(item))

    def lines(self, item: Matrix, answer: dict[str, str]) -> list[str]:
        labels = [(f"{r.id}/{c.id}", f"{r.text}, {c.text}")
                  for r in item.rows for c in item.columns]
        return _lines(labels, {c.id: c.text for c in item.choices}, answer)

    def judges(self, item: Matrix) -> bool:
        return any(cell.key for cell in item.cells)

    def parts(self, item: Matrix) -> Iterable[str]:
        for one in (*item.rows, *item.columns, *item.choices):
            yield from (one.id, one.text)

    def slips(self, item: Matrix) -> Iterable[str]:
        unknown = {cell.id for cell in item.cells} - set(self._cells(item))
        if unknown:
            yield f"has cells {', '.join(sorted(unknown))} outside the grid; use row/column ids"
        yield from _row_slips(item.cells, item.choices)

    def gaps(self, item: Matrix) -> Iterable[Wrong]:
        return (w for cell in item.cells for w in cell.wrong.values())


class CardKind(_MapKind[Card]):
    """A form of several fields: menus and short texts."""

    def read(self, item: Card, raw: Any) -> dict[str, str] | None:
        if raw is None:
            return None
        if not isinstance(raw, dict):
            raise AnswerError(say("bad_card_type", got=type(raw).__name__))
        fields = {f.id: f for f in item.fields}
        answer: dict[str, str] = {}
        for key, value in raw.items():
            if key not in fields:
                raise AnswerError(say("bad_field", given=str(key)[:40]))
            if value in ("", None):
                continue
            if not isinstance(value, str):
                raise AnswerError(say("bad_field_type", given=key, got=type(value).__name__))
            if fields[key].choices:
                answer[key] = choose_text(value, (c.id for c in fields[key].choices), "choice")
            elif len(value) > MAX_FIELD:
                raise AnswerError(say("bad_field_size", given=key, most=MAX_FIELD))
            elif value.strip():
                answer[key] = value
        return answer or None

    def asked(self, item: Card) -> int:
        return len(item.fields)

    def score(self, item: Card, answer: dict[str, str]) -> Outcome:
        return _judge(item.fields, answer)

    def controls(self, item: Card, page: Page) -> h.Node:
        return h.ul(class_=_layout(c for f in item.fields for c in f.choices))[(
            h.li[h.label[h.span[page.rich(f.label, buttons=False)],
                         _menu(f"cr-{item.id}-{f.id}", f.id, f.choices, f.label) if f.choices
                         else h.input(type="text", name=f"cr-{item.id}-{f.id}", data_key=f.id,
                                      maxlength=str(MAX_FIELD), autocomplete="off")]]
            for f in item.fields)]

    def paper(self, item: Card, page: Page) -> h.Node:
        return h.ol[(h.li[
            page.rich(f.label), " ______",
            [h.br, " · ".join(c.text for c in f.choices)] if f.choices else None]
            for f in item.fields)]

    def ask(self, item: Card) -> str:
        return say("ask_card")

    def right(self, item: Card) -> dict[str, str]:
        return {f.id: f.key for f in item.fields if f.key}

    def wrongs(self, item: Card) -> Iterator[dict[str, str]]:
        right = self.right(item)
        yield from _wrong_maps(item.fields, None, right)
        for f in item.fields:
            if f.key and not f.choices:
                yield {**right, f.id: f"not {f.key}"}

    def lines(self, item: Card, answer: dict[str, str]) -> list[str]:
        texts = {c.id: c.text for f in item.fields for c in f.choices}
        return _lines(((f.id, f.label) for f in item.fields), texts, answer)

    def judges(self, item: Card) -> bool:
        return any(f.key for f in item.fields)

    def parts(self, item: Card) -> Iterable[str]:
        for f in item.fields:
            yield from (f.id, f.label)
            for c in f.choices:
                yield from (c.id, c.text)

    def slips(self, item: Card) -> Iterable[str]:
        return _row_slips(item.fields, None)

    def gaps(self, item: Card) -> Iterable[Wrong]:
        return (w for f in item.fields for w in f.wrong.values())
