"""Numbers that items take from the evidence pack, so that none is typed twice.

``{evidence:table/row/column}`` in the text of an item stands for one cell; a row with a key of
several columns is written with commas (``{evidence:votes/ES-11/1,IRN/vote}``), and a number may
have a format after a colon (``{evidence:points/RUS,2021/ideal_point:.2f}``).
"""

from __future__ import annotations

import re

from ..model.evidence import Cell
from .evidence import Evidence
from .unknown import Unknown, nearest

REFERENCE = re.compile(r"\{evidence:([^{}]*)\}")
HOW = "write {evidence:table/row/column}"


def fill(text: str, evidence: Evidence) -> str:
    """The text with every reference replaced by its cell. Raises Unknown, naming the nearest."""
    return REFERENCE.sub(lambda found: _cell(found[1], evidence), text)


def _cell(path: str, evidence: Evidence) -> str:
    table, _, rest = path.partition("/")
    key, slash, last = rest.rpartition("/")
    if not slash:
        raise Unknown(f"{{evidence:{path}}} is not whole; {HOW}")
    column, _, how = last.partition(":")
    found = evidence[table]
    rows = {",".join(str(row[c]) for c in found.about.key): row for row in found.rows}
    if key not in rows:
        raise Unknown(f"table {table} has no row {key}. {nearest(key, list(rows))}")
    if column not in rows[key]:
        raise Unknown(f"table {table} has no column {column}. {nearest(column, list(rows[key]))}")
    cell = rows[key][column]
    if cell is None or cell == "":
        raise Unknown(f"{column} of {key} is empty in table {table}; name another cell")
    try:
        return _written(cell, how)
    except ValueError:
        raise Unknown(f"{cell} cannot be written as {how}; use a format such as .1f") from None


def _written(cell: Cell, how: str) -> str:
    """A cell as readers write it: no empty decimals, a true minus."""
    if isinstance(cell, int | float):
        return format(cell, how or ".10g").replace("-", "−")
    return format(cell, how)
