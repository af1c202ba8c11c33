"""Writing: text (never scored) and table (scored only where rows have a key)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import htpy as h

from ..model.item import Note, Outcome, Table, Text
from ..strings import say
from .base import AnswerError, Kind, Page, finish

MAX_TEXT = 20_000  # characters; about 3,000 words
MAX_CELL = 2_000


class TextKind(Kind[Text]):
    """Written work is recorded; what it says is never scored by code."""

    gather = "text"

    def read(self, item: Text, raw: Any) -> str | None:
        if raw is None:
            return None
        if not isinstance(raw, str):
            raise AnswerError(say("bad_text_type", got=type(raw).__name__))
        if len(raw) > MAX_TEXT:
            raise AnswerError(say("bad_text_size", most=MAX_TEXT))
        return raw if raw.strip() else None

    def score(self, item: Text, answer: str) -> Outcome:
        notes = [Note("", "accept", item.look_for)] if item.look_for else []
        return Outcome("recorded", 0.0, tuple(notes))

    def controls(self, item: Text, page: Page) -> h.Node:
        long = item.structure.min_words > 60 or item.structure.max_words > 120
        name = f"cr-length-{item.id}" if item.structure.max_words else None
        return [self._length(item, name), h.textarea(
            name=f"cr-{item.id}", rows="14" if long else "4", dir="auto",
            aria_label=say("your_answer"), aria_describedby=name, maxlength=str(MAX_TEXT))]

    def _length(self, item: Text, name: str | None = None) -> h.Node:
        least, most = item.structure.min_words, item.structure.max_words
        if not most:
            return None
        return h.p(".cr-help", id=name)[say("words_between", least=least, most=most) if least else
                                        say("words_up_to", most=most)]

    def paper(self, item: Text, page: Page) -> h.Node:
        return [self._length(item), (h.p["_" * 60] for _ in range(3))]

    def ask(self, item: Text) -> str:
        return say("ask_text")

    def right(self, item: Text) -> str:
        return item.look_for or "Written work."

    def judges(self, item: Text) -> bool:
        return False

    def wrongs(self, item: Text) -> Iterator[str]:
        return iter(())

    def say(self, item: Text, answer: str) -> str:
        return answer


class TableKind(Kind[Table]):
    """Rows of cells. With ``edges`` the credit is F1 against them, else it is recorded.

    Where a column names rows of the table, a row left empty between others keeps its number.
    """

    gather = "rows"

    def read(self, item: Table, raw: Any) -> list[dict[str, str]] | None:
        if raw in (None, "", []):
            return None
        if not isinstance(raw, list):
            raise AnswerError(say("bad_table_type", got=type(raw).__name__))
        if len(raw) > item.max_rows:
            raise AnswerError(say("bad_table_size", n=len(raw), most=item.max_rows))
        columns = {c.id: c for c in item.columns}
        rows = [self._row(columns, one) for one in raw]
        while rows and not rows[-1]:
            rows.pop()
        return (rows if self._numbered(item) else [row for row in rows if row]) or None

    def _numbered(self, item: Table) -> bool:
        return any(column.rows for column in item.columns)

    def _row(self, columns: dict[str, Any], raw: Any) -> dict[str, str]:
        if not isinstance(raw, dict):
            raise AnswerError(say("bad_table_row", got=type(raw).__name__))
        row: dict[str, str] = {}
        for key, value in raw.items():
            if key not in columns:
                raise AnswerError(say("bad_column", given=str(key)[:40]))
            if value in ("", None):
                continue
            if not isinstance(value, str) or len(value) > MAX_CELL:
                raise AnswerError(say("bad_cell_size", column=key, most=MAX_CELL))
            offered = {c.id for c in columns[key].choices}
            if offered and value not in offered:
                raise AnswerError(say("bad_cell", given=value[:40], column=key))
            if value.strip():
                row[key] = value.strip()
        return row

    def judges(self, item: Table) -> bool:
        return bool(item.edges)

    def score(self, item: Table, answer: list[dict[str, str]]) -> Outcome:
        if not item.edges:
            return Outcome("recorded", 0.0)
        wanted = list(item.edges)
        hits: list[Note] = []
        for row in answer:
            for edge in wanted:
                if all(row.get(k, "").casefold() == v.casefold() for k, v in edge.cells.items()):
                    wanted.remove(edge)
                    hits.append(Note("", "key", edge.feedback, edge.locator))
                    break
        right, given, all_ = len(hits), sum(map(bool, answer)), len(item.edges)
        f1 = 2 * right / (given + all_)
        if given > right:
            hits.append(Note("", "not_yet", say("rows_not_in_key", n=given - right)))
        if wanted:
            hits.append(Note("", "not_yet", say("more_to_find", n=len(wanted))))
        return finish(f1, hits)

    def missing(self, item: Table, answer: list[dict[str, str]]) -> list[str]:
        rows = sum(map(bool, answer))
        few = [say("rows_few", n=rows, least=item.min_rows)] if rows < item.min_rows else []
        return few + [sentence for n, row in enumerate(answer, 1) if row
                      for sentence in self._row_missing(item, answer, n, row)]

    def _row_missing(self, item: Table, answer: list[dict[str, str]], n: int,
                     row: dict[str, str]) -> Iterator[str]:
        texts = self._texts(item)
        written = {f"r{k}" for k, one in enumerate(answer, 1) if one}
        if empty := [c.label for c in item.columns if c.id not in row and not c.wanted_where]:
            yield say("row_open", n=n, columns=", ".join(empty))
        for column in (c for c in item.columns if c.rows):
            named = row.get(column.id, "")
            wants = next((texts[of, row[of]]
                          for of, choices in column.wanted_where.items()
                          if row.get(of) in choices), "")
            if named == f"r{n}":
                yield say("row_itself", n=n, column=column.label)
            elif named[1:].isdecimal() and named not in written:
                yield say("row_empty", n=n, other=named[1:], column=column.label)
            elif wants and not named[1:].isdecimal():
                yield say("row_wants", n=n, choice=wants, column=column.label)

    def _texts(self, item: Table) -> dict[tuple[str, str], str]:
        """Column and choice → the words of the choice."""
        return {(c.id, one.id): one.text for c in item.columns for one in c.choices}

    def controls(self, item: Table, page: Page) -> h.Node:
        def cell(n: int, column: Any) -> h.Node:
            name, label = f"cr-{item.id}-{n}-{column.id}", say("cell", column=column.label, n=n + 1)
            if column.choices:
                return h.select(name=name, data_column=column.id, aria_label=label)[
                    h.option(value="")[say("choose_menu")],
                    (h.option(value=c.id)[c.text] for c in column.choices)]
            if column.locator:
                return h.input(type="text", name=name, data_column=column.id, aria_label=label,
                               size="7", maxlength=str(MAX_CELL), autocomplete="off")
            return h.textarea(name=name, data_column=column.id, aria_label=label, rows="2",
                              maxlength=str(MAX_CELL), dir="auto")

        return h.div(".cr-scroll", tabindex="0", role="group", aria_label=say("table"))[
            h.table(".cr-rows")[
                h.thead[h.tr[h.th(scope="col")[say("row")],
                             (h.th(scope="col")[c.label] for c in item.columns)]],
                h.tbody[(h.tr[h.th(scope="row")[str(n + 1)],
                              (h.td[cell(n, c)] for c in item.columns)]
                         for n in range(item.max_rows))]]]

    def paper(self, item: Table, page: Page) -> h.Node:
        return [h.table[h.thead[h.tr[(h.th(scope="col")[c.label] for c in item.columns)]],
                        h.tbody[(h.tr[(h.td["______"] for _ in item.columns)]
                                 for _ in range(item.max_rows))]],
                (h.p[f"{c.label}: ", " · ".join(one.text for one in c.choices)]
                 for c in item.columns if c.choices)]

    def ask(self, item: Table) -> str:
        fixed = item.min_rows == item.max_rows
        return say("ask_rows" if fixed else "ask_table", least=item.min_rows, most=item.max_rows)

    def right(self, item: Table) -> list[dict[str, str]]:
        return [dict(edge.cells) for edge in item.edges] or \
            [{c.id: (c.choices[0].id if c.choices else "…") for c in item.columns}]

    def wrongs(self, item: Table) -> Iterator[list[dict[str, str]]]:
        right = self.right(item)
        if item.edges and len(right) > 1:
            yield right[:-1]

    def say(self, item: Table, answer: list[dict[str, str]]) -> str:
        texts = self._texts(item)
        rows = ((n, " · ".join(f"{c.label}: {texts.get((c.id, row[c.id]), row[c.id])}"
                               for c in item.columns if c.id in row))
                for n, row in enumerate(answer, 1) if row)
        return "\n".join(say("row_numbered", n=n, row=row) if self._numbered(item) else row
                         for n, row in rows)

    def parts(self, item: Table) -> Iterable[str]:
        for c in item.columns:
            yield from (c.id, c.label)
            for one in c.choices:
                yield from (one.id, one.text)

    def slips(self, item: Table) -> Iterable[str]:
        columns = {c.id: c for c in item.columns}
        for column in item.columns:
            offered = {one.id for one in column.choices}
            if column.rows and not {f"r{n + 1}" for n in range(item.max_rows)} <= offered:
                yield (f"column {column.id} names rows, but does not offer r1 to r{item.max_rows}; "
                       "offer all under choices")
            for of, choices in column.wanted_where.items():
                if of not in columns or set(choices) - {one.id for one in columns[of].choices}:
                    yield (f"column {column.id} is wanted where {of} is {' or '.join(choices)}, "
                           "which the table does not offer; use ids of its columns and choices")
        for edge in item.edges:
            for key, value in edge.cells.items():
                if key not in columns:
                    yield (f"a keyed row names column {key}, which the table does not have; "
                           "use an id of columns")
                elif columns[key].choices and value not in {c.id for c in columns[key].choices}:
                    yield (f"a keyed row names choice {value}, not offered in column {key}; "
                           "use an id of its choices")
        if item.edges and len(item.edges) > item.max_rows:
            yield "has more keyed rows than the table has room for; raise max_rows"
