"""A table whose columns name its own rows: numbers that stay, and what is left open, told."""

from __future__ import annotations

import re

import pytest

from crossread.kinds import AnswerError, Page, kind_of
from crossread.kinds.write import MAX_CELL
from crossread.model.item import Choice, Column, Table
from crossread.structure import Places, check_answer

ROWS = (Choice(id="none", text="nothing"),
        *(Choice(id=f"r{n}", text=f"row {n}") for n in range(1, 5)))
HOW = Column(id="how", label="what it does", choices=(
    Choice(id="main", text="it is a main point"), Choice(id="alone", text="supports by itself"),
    Choice(id="joint", text="supports with another")))
MAP = Table(
    id="x01-9", objective="LO-01.1", stem="Map it.", asks="apply", bloom="analyse", minutes=5,
    hints=("one", "two"), min_rows=2, max_rows=4, columns=(
        Column(id="text", label="statement"), HOW,
        Column(id="target", label="bears on", choices=ROWS, rows=True,
               wanted_where={"how": ("alone", "joint")}),
        Column(id="with", label="together with", choices=ROWS, rows=True,
               wanted_where={"how": ("joint",)})))
KIND = kind_of(MAP)
MAIN = {"text": "The lake is full.", "how": "main", "target": "none", "with": "none"}
ALONE = {"text": "Rain fell.", "how": "alone", "target": "r1", "with": "none"}


def missing(*rows: dict[str, str]) -> list[str]:
    return KIND.missing(MAP, KIND.read(MAP, list(rows)))


def test_a_row_left_empty_between_others_keeps_its_number():
    answer = KIND.read(MAP, [MAIN, {}, {**ALONE, "target": "r4"}, MAIN])
    assert answer == [MAIN, {}, {**ALONE, "target": "r4"}, MAIN]
    assert [line[:2] for line in KIND.lines(MAP, answer)] == ["1.", "3.", "4."]
    assert KIND.missing(MAP, answer) == []
    assert check_answer(MAP, answer, Places(frozenset("A"), frozenset())) is not None
    assert KIND.read(MAP, [MAIN, {}, {}]) == [MAIN]
    assert KIND.read(MAP, [{}, {}]) is None


def test_a_table_that_names_no_rows_drops_the_empty_ones():
    plain = Table(id="x01-8", objective="LO-01.1", stem="List.", asks="apply", bloom="apply",
                  minutes=5, hints=("one", "two"), columns=(Column(id="text", label="what"),))
    assert kind_of(plain).read(plain, [{"text": "a"}, {}, {"text": "b"}]) == [
        {"text": "a"}, {"text": "b"}]


@pytest.mark.parametrize(("rows", "told"), [
    ([MAIN, ALONE], []),
    ([MAIN, {k: v for k, v in ALONE.items() if k != "with"}], []),  # nothing asks for it here
    ([MAIN, {k: v for k, v in ALONE.items() if k != "target"}],
     ["Row 2 says “supports by itself”. Name a row under “bears on”."]),
    ([{"text": "The lake is full."}, ALONE], ["Row 1, still empty: what it does."]),
    ([MAIN], ["Rows written so far: 1. Asked for: at least 2."]),
    ([MAIN, {**ALONE, "how": "joint"}],
     ["Row 2 says “supports with another”. Name a row under “together with”."]),
    ([MAIN, {**ALONE, "target": "none"}],
     ["Row 2 says “supports by itself”. Name a row under “bears on”."]),
    ([MAIN, {**ALONE, "target": "r2"}], ["Row 2 names itself under “bears on”."]),
    ([MAIN, {**ALONE, "target": "r4"}],
     ["Row 2 names row 4 under “bears on”, and row 4 is empty."]),
])
def test_what_a_row_leaves_open_is_told_with_its_number(rows, told):
    assert missing(*rows) == told


def test_a_table_that_cannot_keep_these_promises_is_refused():
    target = MAP.columns[2]
    few = Column(id="target", label="bears on", choices=ROWS[:3], rows=True)
    odd = Column(id="target", label="bears on", choices=target.choices, rows=True,
                 wanted_where={"how": ("never",)})
    for column, word in ((few, "does not offer r1 to r4"), (odd, "how is never")):
        item = Table(id="x01-9", objective="LO-01.1", stem="Map it.", asks="apply",
                     bloom="analyse", minutes=5, hints=("one", "two"), max_rows=4,
                     columns=(HOW, column))
        slip, = KIND.slips(item)
        assert word in slip


def test_a_cell_takes_no_more_than_can_be_kept():
    place = Column(id="at", label="where", locator=True)
    table = Table(id="x01-7", objective="LO-01.1", stem="List.", asks="apply", bloom="apply",
                  minutes=5, hints=("one", "two"), columns=(MAP.columns[0], place))
    fields = re.findall(r"<(?:input|textarea)[^>]*>",
                        str(kind_of(table).controls(table, Page(frozenset()))))
    assert len(fields) == 2 * table.max_rows
    assert all(f'maxlength="{MAX_CELL}"' in field for field in fields)
    assert kind_of(table).read(table, [{"text": "x" * MAX_CELL}])
    with pytest.raises(AnswerError):
        kind_of(table).read(table, [{"text": "x" * (MAX_CELL + 1)}])
