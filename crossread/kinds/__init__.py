"""The table of item kinds: one row a kind, in the order in which they are taught.

To add a kind: a struct in ``model.item``, a class here that knows how it is
answered, and its row.
"""

from __future__ import annotations

from typing import Any

from ..model import item as m
from .argmap import ArgMapKind
from .base import AnswerError, Kind, Page
from .choose import ChooseMany, ChooseOne
from .match import CardKind, MatchKind, MatrixKind
from .number import BandKind, NumericKind
from .order import OrderKind
from .point import PointKind
from .span import SpanKind
from .write import TableKind, TextKind

KINDS: dict[type[m.Base], Kind[Any]] = {
    m.Single: ChooseOne(),
    m.Multi: ChooseMany(),
    m.Match: MatchKind(),
    m.Order: OrderKind(),
    m.Numeric: NumericKind(),
    m.Cite: ChooseOne(),
    m.Span: SpanKind(),
    m.Point: PointKind(),
    m.Relation: ChooseOne(),
    m.Matrix: MatrixKind(),
    m.Band: BandKind(),
    m.Text: TextKind(),
    m.Card: CardKind(),
    m.Table: TableKind(),
    m.ArgMap: ArgMapKind(),
}


def kind_of(item: m.Base) -> Kind[Any]:
    """The kind that knows ``item``."""
    return KINDS[type(item)]


__all__ = ["KINDS", "AnswerError", "Kind", "Page", "kind_of"]
