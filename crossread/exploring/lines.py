"""Lines of a chart: states and years."""

from __future__ import annotations

import htpy as h
import msgspec

from ..charts import draw_spec
from ..charts.base import Chart
from ..charts.page import face
from ..charts.lines import named, names_of
from ..charts.pack import MOST, codes_of
from ..model.chart import ChartSpec
from ..model.explorer import ExplorerSpec
from ..seeds import Seeds, Unknown, nearest
from ..strings import say
from .base import Choice, View, value_of


class Lines:
    """Pick what is drawn and from when to when: the chart, its words and its table follow."""

    def __init__(self, spec: ExplorerSpec, seeds: Seeds) -> None:
        self.spec = spec
        self._seeds = seeds
        chart = next((one for one in seeds.charts if one.id == spec.chart), None)
        if chart is None:
            raise Unknown(f"Explorer {spec.id} draws no chart {spec.chart!r}. "
                          f"{nearest(spec.chart, [one.id for one in seeds.charts])}")
        self._chart: ChartSpec = chart
        rows = seeds.evidence[chart.tables[0]].rows
        names = names_of(seeds.evidence[chart.tables[1]], chart)
        codes = dict.fromkeys((*chart.pick, *codes_of(chart, seeds)))  # the chart's own come first
        self._names = {code: chart.labels.get(code) or named(code, names) for code in codes}
        self._years = sorted({str(row["year"]) for row in rows})

    def controls(self) -> h.Node:
        chosen = self.default()
        return [
            h.fieldset[
                h.legend[say("explorer_lines", most=MOST[self._chart.draw])],
                (h.label(".cr-pick")[h.input(type="checkbox", name="pick", value=code,
                                             checked=code in chosen["pick"]), " ", name, " "]
                 for code, name in self._names.items())],
            h.p[(h.label[say(f"explorer_{end}"), " ", h.select(name=end)[(
                h.option(value=year, selected=year == chosen[end])[year]
                for year in self._years)], " "] for end in ("first", "last"))]]

    def default(self) -> Choice:
        return {"pick": self.spec.default.split() or list(self._chart.pick),
                "first": self._chart.first or self._years[0],
                "last": self._chart.last or self._years[-1]}

    def chart(self, choice: Choice) -> Chart:
        """The chart of a choice. Raises Unknown for one that cannot be drawn."""
        some = choice.get("pick")
        pick = [one for one in some if one in self._names] if isinstance(some, list) else []
        first, last = value_of(choice, "first"), value_of(choice, "last")
        if not pick or len(pick) > MOST[self._chart.draw]:
            raise Unknown(say("explorer_lines", most=MOST[self._chart.draw]))
        if first not in self._years or last not in self._years or first > last:
            raise Unknown(say("explorer_years"))
        inside = tuple(flag for flag in self._chart.flags if first <= flag.at[:4] <= last)
        return draw_spec(msgspec.structs.replace(
            self._chart, title=self.spec.title, question=self.spec.question, pick=tuple(pick),
            first=first, last=last, flags=inside, does_not_show=" ".join(
                (self.spec.does_not_show, self._chart.does_not_show))), self._seeds)

    def view(self, choice: Choice) -> View:
        chart = self.chart(choice)
        shown = face(chart)
        return View(shown.html, shown.plain, say(
            "explorer_drawn", what=", ".join(row[0] for row in chart.table.rows),
            first=choice["first"], last=choice["last"]))
