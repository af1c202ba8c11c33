"""The records of the charts: what they name is there. Nothing is drawn; a test does that."""

from __future__ import annotations

from ..charts.spec import faults
from ..seeds import Seeds, Slip


def check_charts(seeds: Seeds) -> list[Slip]:
    """Every record names a drawing function, and texts, tables and ids that are there."""
    return [slip for spec in seeds.charts for slip in faults(spec, seeds)]
