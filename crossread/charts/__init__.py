"""Charts: tables in, a picture out, with the same in words and what it does not show.

``draw("barcode", seeds)`` draws the chart that ``seeds/charts.yml`` describes under
that id. Each name in ``spec.NAMES`` is a module of this folder with one function of
the same name; matplotlib is loaded when a chart is drawn, not before. A new chart
is a new module, its name there, and a record in ``seeds/charts.yml``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from ..model.chart import ChartSpec
from ..seeds import SeedError, Seeds, Unknown, nearest
from .pack import sourced
from .spec import NAMES, faults

if TYPE_CHECKING:
    from .base import Chart

Drawer = Callable[[Seeds, ChartSpec], "Chart"]


def _later(name: str) -> Drawer:
    """The drawing function of a module that is imported when it is called."""
    def drawer(seeds: Seeds, spec: ChartSpec) -> Chart:
        module = import_module(f"{__name__}.{name}")
        return cast("Drawer", getattr(module, name))(seeds, spec)
    return drawer


CHARTS: dict[str, Drawer] = {name: _later(name) for name in NAMES}


def draw(name: str, seeds: Seeds) -> Chart:
    """The chart with this id.

    Raises Unknown, naming the nearest ids, when the course has no such chart, and
    SeedError when its record names something that is not there.
    """
    spec = next((one for one in seeds.charts if one.id == name), None)
    if spec is None:
        raise Unknown(f"There is no chart {name!r}. "
                      f"{nearest(name, [one.id for one in seeds.charts])}")
    return draw_spec(spec, seeds)


def draw_spec(spec: ChartSpec, seeds: Seeds) -> Chart:
    """The chart that a record describes; an explorer changes a record before it is drawn.

    Raises SeedError when the record names something that is not there.
    """
    if slips := faults(spec, seeds):
        raise SeedError(slips)
    return CHARTS[spec.draw](seeds, sourced(spec, seeds))
