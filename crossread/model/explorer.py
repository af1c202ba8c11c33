"""What ``seeds/explorers.yml`` says of an explorer: a chart or a list that answers a choice."""

from __future__ import annotations

from typing import Literal

from .article import Frozen


class ExplorerSpec(Frozen, frozen=True, kw_only=True):
    """One explorer of the course, shown by ``chart(id)``."""

    id: str
    kind: Literal["claims", "lines", "dates"]
    title: str
    question: str
    does_not_show: str
    default: str = ""  # what stands chosen at first: the place, the day, or the lines' codes
    chart: str = ""  # for lines: the chart of seeds/charts.yml that is drawn again
