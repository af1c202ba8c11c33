"""One self-contained page of all charts with their tables and sources, to project in class."""

from __future__ import annotations

from collections.abc import Iterable

import htpy as h
from markupsafe import Markup

from ..charts import draw
from ..charts.page import face
from ..evidence import origin
from ..model.chart import ChartSpec
from ..model.evidence import About, EvidenceTable
from ..seeds import Seeds

STYLE = """
:root { color-scheme: light dark; --line: #8a8a8a; --shade: #f2f2f2; }
@media (prefers-color-scheme: dark) { :root { --shade: #2b2b2b; } }
body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
article { border-top: 2px solid var(--line); margin-top: 2rem; padding-top: 0.5rem; }
article figure { margin: 0.5rem 0; } article img { width: 100%; max-width: 46rem; height: auto; }
table { border-collapse: collapse; margin: 0.75rem 0; } th, td { border: 1px solid var(--line);
  padding: 0.3rem 0.5rem; vertical-align: top; text-align: left; }
thead th { background: var(--shade); } dt { font-weight: 700; } dd { margin: 0 0 0.4rem; }
nav ol { columns: 16rem; column-gap: 3rem; } summary { cursor: pointer; }
.scroll { overflow-x: auto; }
@media (max-width: 45rem) { article section th, article section td { overflow-wrap: anywhere;
  padding: 0.15rem 0.25rem; font-size: 0.9rem; } }
a { color: inherit; } :focus-visible { outline: 3px solid #0b5fff; outline-offset: 2px; }
@media print { article { break-inside: avoid; } details { display: none; } }
"""


def evidence_page(seeds: Seeds) -> str:
    """The page as HTML; it needs no network and no other file."""
    charts = [spec for spec in seeds.charts if not spec.lesson]  # no chart of a learner's own
    outside = [spec for spec in charts if spec.tables]
    inside = [spec for spec in charts if not spec.tables]
    title = f"Charts: {seeds.course.title}"
    return str(h.html(lang="en")[
        h.head[h.meta(charset="utf-8"),
               h.meta(name="viewport", content="width=device-width, initial-scale=1"),
               h.title[title], h.style[Markup(STYLE)]],
        h.body[
            h.header[h.h1[title],
                     h.p["Each chart answers one question, with its table, its source and what it "
                         "does not show. No picture here says which text is right."]],
            h.nav(aria_label="Charts")[h.ol[(
                h.li[h.a(href=f"#{spec.id}")[spec.title]] for spec in (*outside, *inside))]],
            h.main[
                h.h2["Beside the texts: the evidence pack"], (_chart(seeds, s) for s in outside),
                h.h2["Inside the texts"], (_chart(seeds, s) for s in inside),
                h.h2["All tables of the pack"], _tables(seeds)],
        ]])


def _chart(seeds: Seeds, spec: ChartSpec) -> h.Node:
    return h.article(id=spec.id)[
        h.h3[spec.title], Markup(face(draw(spec.id, seeds)).html),
        (_details(seeds.evidence[name]) for name in spec.tables)]


def _details(table: EvidenceTable) -> h.Node:
    about = table.about
    return h.details[
        h.summary[f"The whole table {about.name}: {len(table.rows)} rows"],
        _about(about),
        h.div(".scroll", tabindex="0", role="group", aria_label=f"Table {about.name}")[h.table[
            h.thead[h.tr[(h.th(scope="col")[_head(c.name, c.unit)] for c in about.columns)]],
            h.tbody[(h.tr[(h.td["" if row[c.name] is None else str(row[c.name])]
                           for c in about.columns)] for row in table.rows)]]]]


def _head(name: str, unit: str) -> str:
    return f"{name.replace('_', ' ')} ({unit})" if unit else name.replace("_", " ")


def _about(about: About) -> h.Node:
    lines = (("Source", origin(about)),
             ("Terms", "; ".join(one.title or one.name for one in about.licenses)),
             ("As of", about.as_of), ("Bears on", ", ".join(about.tests_claims)),
             ("Cannot show", about.cannot_show))
    return [h.dl[([h.dt[name], h.dd[text]] for name, text in lines)],
            h.ul[(h.li[one] for one in about.caveats)]]


def _tables(seeds: Seeds) -> Iterable[h.Node]:
    for name in seeds.evidence.names:
        about = seeds.evidence[name].about
        yield h.section[h.h3[about.title], h.p[about.question], _about(about)]
