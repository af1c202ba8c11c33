"""One self-contained page on which a scholar can review the annotation of a text."""

from __future__ import annotations

from collections import Counter
from typing import Any

import htpy as h
import msgspec
from markupsafe import Markup

from ..charts import draw
from ..charts.page import face
from ..kinds import Page
from ..model.article import Annotation, Attribution, Claim, Paragraph
from ..reading import VOICE_SHAPE, words
from ..seeds import Seeds
from .argdown import argdown, statements

STYLE = """
:root { color-scheme: light dark; --line: #8a8a8a; --shade: #f2f2f2; }
@media (prefers-color-scheme: dark) { :root { --shade: #2b2b2b; } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 90rem; padding: 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; }
th, td { border: 1px solid var(--line); padding: 0.4rem; text-align: left; vertical-align: top; }
thead th { background: var(--shade); position: sticky; top: 0; }
table.wide { table-layout: fixed; }
table.wide th:first-child { width: 30%; } table.wide th:last-child { width: 28%; }
ul { margin: 0; padding-left: 1.1rem; } small { opacity: 0.9; }
img { max-width: 100%; height: auto; }
pre { overflow: auto; background: var(--shade); padding: 0.6rem; }
.scroll { overflow-x: auto; } .badge { font-size: 0.85em; }
@media (max-width: 50rem) { table.wide, table.wide tbody, table.wide tr, table.wide td {
  display: block; width: auto; } table.wide thead { display: none; } }
@media print { thead th { position: static; } }
"""
LISTS = ("forecasts", "events", "terms", "loaded_words", "gaps", "slips")


def review_page(seeds: Seeds, text: str) -> str:
    """The page as HTML; it needs no network and no other file.

    Raises Unknown for a text that the course does not have.
    """
    annotation = seeds.annotation(text)
    page = Page(seeds.texts)
    names = {s.id: s.name for s in seeds.speakers}
    article = annotation.article
    title = f"{article.id}: {article.title}"
    return str(h.html(lang="en")[
        h.head[h.meta(charset="utf-8"),
               h.meta(name="viewport", content="width=device-width, initial-scale=1"),
               h.title[f"Annotation of {title}"], h.style[Markup(STYLE)]],
        h.body[h.main[
            h.h1[title],
            _about(annotation),
            h.h2["The argument at a glance"],
            [Markup(face(draw(spec.id, seeds)).html) for spec in seeds.charts
             if spec.draw == "argument_tree" and spec.texts == (text,)],
            h.h2["Paragraph by paragraph"],
            _paragraphs(annotation, names, page),
            h.h2["The argument whole"],
            _argument(annotation, page),
            ([h.h2[words(name).capitalize()], _table(getattr(annotation, name), page)]
             for name in LISTS if getattr(annotation, name)),
            h.h2["The argument as Argdown"],
            h.pre(tabindex="0")[argdown(annotation)],
        ]]])


def _about(annotation: Annotation) -> h.Node:
    article = annotation.article
    counts = [("paragraphs", len(annotation.paragraphs)), ("claims", len(annotation.claims)),
              ("attributions", len(annotation.attributions)),
              ("edges", len(annotation.argument.edges) if annotation.argument else 0)]
    voices = Counter(c.voice for c in annotation.claims)
    return [
        h.p[f"{article.author} · {article.outlet} · {article.genre}"],
        h.p[" · ".join(f"{n} {name}" for name, n in counts)],
        h.p["Voices of the claims: " + ", ".join(
            f"{VOICE_SHAPE[v]} {words(v)} {n}" for v, n in voices.most_common())],
        h.h2["What is known of the text, and what is not"],
        h.ul[(h.li[one] for one in article.known)],
        h.ul[(h.li["Not known: ", one] for one in article.unknown)],
        h.ul[(h.li[f"{side} {b.date} ({b.what}; {b.strength}): {b.reason}"]
              for side, some in (("Not before", article.earliest), ("Not after", article.latest))
              for b in some)],
    ]


def _paragraphs(annotation: Annotation, names: dict[str, str], page: Page) -> h.Node:
    return h.table(".wide")[
        h.thead[h.tr[(h.th(scope="col")[name] for name in
                      ("Paragraph and summary", "Claims", "Attributions"))]],
        h.tbody[(h.tr(id=p.id)[
            h.td(".par")[h.strong[p.id], f" · {p.function} · lines "
                         + ", ".join(map(str, p.lines)), h.p[page.rich(p.summary)],
                         p.joined_because and h.p[h.small[p.joined_because]]],
            h.td[_claims(annotation, p, names, page)],
            h.td[_attributions(annotation, p, names, page)],
        ] for p in annotation.paragraphs)]]


def _of(records: tuple[Any, ...], paragraph: Paragraph) -> list[Any]:
    return [r for r in records if r.locator.split(".")[0] == paragraph.id]


def _claims(annotation: Annotation, paragraph: Paragraph, names: dict[str, str],
            page: Page) -> h.Node:
    def one(c: Claim) -> h.Node:
        also = "; ".join(f"also {a.kind or ''}{' ' if a.kind and a.voice else ''}"
                         f"{words(a.voice) if a.voice else ''}: {a.why}" for a in c.also_accept)
        return h.li[h.b[c.locator], " ", page.rich(c.text), " ", h.span(".badge")[
            f"[{VOICE_SHAPE[c.voice]} {words(c.voice)} · {c.kind} · "
            f"{names.get(c.speaker, c.speaker)} · {c.importance}"
            + (f" · hedge: {c.hedge}" if c.hedge else "") + f" · {c.id}]"],
            also and h.small[" ", also]]
    return h.ul[(one(c) for c in _of(annotation.claims, paragraph))]


def _attributions(annotation: Annotation, paragraph: Paragraph, names: dict[str, str],
                  page: Page) -> h.Node:
    def one(a: Attribution) -> h.Node:
        least, most = a.quoted_words
        count = f" · {least}" + (f" to {most}" if most != least else "") + " words in marks" \
            if most else ""
        return h.li[h.b[a.locator], f" {names.get(a.source, a.source)}",
                    f" “{a.cue}”" if a.cue else "", ": ", page.rich(a.content), " ",
                    h.span(".badge")[f"[{a.mode} · {a.naming}{count}"
                                     + (" · not speech" if a.not_speech else "")
                                     + (f" · inside {a.nested_in}" if a.nested_in else "") + "]"],
                    a.note and h.small[" ", a.note]]
    return h.ul[(one(a) for a in _of(annotation.attributions, paragraph))]


def _argument(annotation: Annotation, page: Page) -> h.Node:
    argument = annotation.argument
    if argument is None:
        return h.p["No argument map yet."]
    texts = statements(annotation)
    return [
        h.table[h.thead[h.tr[(h.th(scope="col")[name] for name in
                              ("Edge", "Premises", "Relation", "Conclusion", "Note"))]],
                h.tbody[(h.tr[h.th(scope="row")[e.id],
                              h.td[h.ul[(h.li[page.rich(texts[p])] for p in e.premises)]],
                              h.td[f"{e.relation} ({e.status})"
                                   + (", only together" if len(e.premises) > 1 else "")],
                              h.td[page.rich(texts[e.conclusion])], h.td[e.note]]
                         for e in argument.edges)]],
        h.h3["Weakest links"],
        h.ul[(h.li[h.b[w.edge], f": {w.reason} What would help: {w.would_help}"]
              for w in argument.weakest)],
    ]


def _table(records: tuple[Any, ...], page: Page) -> h.Node:
    rows = [msgspec.to_builtins(r) for r in records]
    columns = [c for c in rows[0] if any(r[c] for r in rows)]
    return h.div(".scroll", tabindex="0", role="group", aria_label="Table")[h.table[
        h.thead[h.tr[(h.th(scope="col")[words(c)] for c in columns)]],
        h.tbody[(h.tr[(h.td[page.rich(_say(r[c]))] for c in columns)] for r in rows)]]]


def _say(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}: {v}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
