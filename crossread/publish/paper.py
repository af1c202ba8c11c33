"""The paper twin: every lesson as a page to print, with the same ids; keys apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import htpy as h
import nbformat
from markdown_it import MarkdownIt
from markupsafe import Markup

from ..cells import calls
from ..charts import draw
from ..charts.page import face as chart_face
from ..charts.mine import static
from ..closing import PERSONAL
from ..exploring import explorer
from ..exploring import static as explorer_face
from ..faces import Faces
from ..home import home
from ..kinds import Page, kind_of
from ..minutes import told
from ..model.course import LessonRef, TextRef
from ..model.item import Item
from ..places import PlaceBook
from ..reading import KIND_SHAPE, VOICE_SHAPE, Reading, words
from ..seeds import Seeds
from ..task import about, prompt
from ..texts import Copies
from . import tally

STYLE = """
@page { size: A4; margin: 18mm 16mm; }
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; color: #000; background: #fff;
  max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.2; break-after: avoid; }
h3 { font-size: 1rem; margin-bottom: 0.2rem; }
img { max-width: 100%; height: auto; filter: grayscale(1); }
figure { margin: 0.5rem 0; break-inside: avoid; } .cr-slide { display: none !important; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #555;
  padding: 0.2rem 0.4rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
section { break-inside: avoid; } .cr-loc { font-weight: bold; white-space: nowrap; }
a { color: inherit; } nav a { margin-right: 1rem; }
.reader h4 { break-after: avoid; margin: 1rem 0 0.3rem; } .reader .cr-par { margin: 0 0 0.6rem; }
.reader .cr-sentences { list-style: none; padding-left: 1rem; }
.reader .cr-sentence { break-inside: avoid; } .reader .cr-summary { break-after: avoid; }
.reader section { break-inside: auto; } .cr-badge { color: #333; }
.glossary { font-size: 10pt; } .glossary section { margin-bottom: 0.6rem; }
.glossary p, .glossary h2 { margin: 0.1rem 0; } .glossary h2 { font-size: 1.1em; }
@media print { nav { display: none; } }
""" + tally.STYLE

SURE = ("how sure you are, in per cent, before you see what is right. Lessons 08 and 09 come back "
        "to it: your first answers, counted, make a curve that you can draw by hand.")


class PaperTwin:
    """Writes the pages of one course."""

    def __init__(self, seeds: Seeds) -> None:
        self._seeds = seeds
        self._faces = Faces.of(seeds)
        self._book = PlaceBook(seeds, Copies(home() / "no-copies"))
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable("table")

    def plan(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """File name and what makes the HTML of every page, the list of all pages first."""
        seeds, page = self._seeds, self._page
        yield "index.html", lambda: page(seeds.course.title, list(self._index()))
        for ref in seeds.course.lessons:
            yield f"{ref.id}.html", partial(self._lesson, ref)
        for text in seeds.course.texts:
            yield f"reader-{text.id}.html", partial(self._text, "Reader", text, labels=False)
        yield "glossary.html", lambda: page("Glossary", list(self._glossary()), "glossary")
        yield "tally.html", lambda: page(
            "Tally sheet: hands up", list(tally.by_hands(seeds)), "tally")
        yield "record.html", lambda: page(
            "My record: how sure, and how right", list(tally.own_record(seeds)), "tally")
        yield "key.html", lambda: page("Key to the questions of the lessons", list(self._keys()))
        for text in seeds.course.texts:
            yield f"labels-{text.id}.html", partial(self._text, "Labels", text, labels=True)

    def _lesson(self, ref: LessonRef) -> str:
        path = self._seeds.root / "notebooks" / ref.notebook
        return self._page(f"{ref.id} {ref.title}", [
            self._cell(cell, ref.id) for cell in nbformat.read(path, as_version=4).cells])

    def _text(self, what: str, text: TextRef, *, labels: bool) -> str:
        return self._page(f"{what}: text {text.id}", list(self._reader(text, labels=labels)),
                          "reader")

    def _page(self, title: str, body: list[h.Node], kind: str = "") -> str:
        links = [("index.html", "all pages")]
        links += [(f"{ref.id}.html", ref.id) for ref in self._seeds.course.lessons]
        links += [(f"reader-{t.id}.html", f"reader {t.id}") for t in self._seeds.course.texts]
        links += [("glossary.html", "glossary"), ("tally.html", "tally sheet"),
                  ("record.html", "my record"), ("key.html", "key")]
        return str(h.html(lang="en")[
            h.head[h.meta(charset="utf-8"),
                   h.meta(name="generator", content="crossread paper"),
                   h.meta(name="viewport", content="width=device-width, initial-scale=1"),
                   h.title[f"{title} · {self._seeds.course.title}"], h.style[Markup(STYLE)]],
            h.body[h.nav(aria_label="Pages")[([h.a(href=to)[name], " "] for to, name in links)],
                   h.main(class_=kind or None)[body]]])

    def _cell(self, cell: Any, lesson: str) -> h.Node:
        if cell.cell_type == "markdown":
            return Markup(self._markdown.render(cell.source))
        return [self._show(name, what, lesson) for name, what in calls(cell.source)]

    def _show(self, name: str, what: list[str], lesson: str) -> h.Node:
        seeds = self._seeds
        if name == "quiz":
            return Markup(self._faces.paper(seeds.item(what[0])).html)
        if name == "chart" and what[0] in PERSONAL:
            return Markup(static(what[0], seeds).html)
        if name == "chart" and any(one.id == what[0] for one in seeds.explorers):
            return Markup(explorer_face(explorer(what[0], seeds)).html)
        if name == "chart":
            return Markup(chart_face(draw(what[0], seeds)).html)
        if name == "read" and what[0] in seeds.passages:
            return Markup(self._faces.passage(seeds.passages[what[0]]).html)
        if name == "read" and what[0] not in seeds.texts:
            return Markup(self._book.article(what[0], printed=False, folded=False))
        if name == "read":
            return self._beside(what)
        if name == "exercise":
            return self._exercise(what[0])
        if name == "lesson":
            ref = seeds.lesson(lesson)
            mine = [o.text for o in seeds.objectives if o.lesson == lesson]
            return h.section[h.p[h.strong[ref.question]], h.ul[(h.li[o] for o in mine)],
                             h.p[f"Time: {told(ref, seeds.course.exercises)}"],
                             h.p[ref.needs],
                             h.p["On paper, write on ", h.a(href="record.html")["your record"],
                                 f" {SURE}"]]
        if name == "hand_in":
            return h.p["Name: ________________________   Student id: ________________"]
        return None

    def _beside(self, texts: list[str]) -> h.Node:
        """What to do on paper where the page opens the reader."""
        links = [h.a(href=f"reader-{one}.html")[one] for one in texts]
        return h.p["Have the reader ", "pages of " if links[1:] else "page of ",
                   [([" and "] * bool(n), one) for n, one in enumerate(links)], " beside you."]

    def _exercise(self, number: str) -> h.Node:
        sheet = self._seeds.sheet(number)
        texts = dict.fromkeys(f.passage for f in sheet.fields if f.passage)
        return [h.h2[f"{sheet.id} {sheet.title}"],
                prompt(sheet), Markup(about(sheet).html),
                [Markup(self._faces.passage(self._seeds.passages[t]).html) for t in texts],
                [Markup(self._faces.paper(f).html) for f in sheet.fields]]

    def _index(self) -> Iterator[h.Node]:
        yield h.h1[self._seeds.course.title]
        first = self._seeds.annotation(self._seeds.course.texts[0].id).paragraphs[0].id
        yield h.p[f"Every page prints by itself. An address such as {first}.1 leads to the reader: "
                  "text, paragraph, sentence."]
        yield h.h2["Lessons"]
        yield h.ul[(h.li[h.a(href=f"{ref.id}.html")[f"{ref.id} {ref.title}"], f": {ref.question}"]
                    for ref in self._seeds.course.lessons)]
        yield h.h2["To have beside the lessons"]
        yield h.ul[(h.li[h.a(href=f"reader-{t.id}.html")[f"Reader {t.id}"], f": {t.label}"]
                    for t in self._seeds.course.texts),
                   h.li[h.a(href="glossary.html")["Glossary"], ": terms, each with its source"]]
        yield h.h2["For a class without computers"]
        yield h.ul[
            h.li[h.a(href="tally.html")["Tally sheet"],
                 ": count the hands for each letter of each question; one for a class"],
            h.li[h.a(href="record.html")["My record"],
                 ": how sure, right or not yet, and a grid for the curve; one for each student"]]
        yield h.h2["To keep apart"]
        yield h.ul[
            h.li[h.a(href="key.html")["Key to the questions of the lessons"]],
            (h.li[h.a(href=f"labels-{t.id}.html")[f"Labels {t.id}"],
                  ": how each sentence is labelled; some questions of lessons 03 to 05 ask for it"]
             for t in self._seeds.course.texts)]

    def _reader(self, ref: TextRef, *, labels: bool) -> Iterator[h.Node]:
        """A text in our words, sentence by sentence, as the reading pane shows it.

        The labels stand on a page of their own: lessons ask a learner for some of them first.
        """
        yield h.h1[f"Labels: text {ref.id}" if labels else f"Reader: text {ref.id}"]
        yield h.p[h.strong[ref.label]]
        yield h.p["In our own words. The article itself belongs to its publisher and is not "
                  "printed here. Under each paragraph stand its sentences; whose a claim is stands "
                  "after it."]
        if labels:
            yield h.p["Before the name stand how the text is committed to a claim and what kind "
                      "of claim it is."]
            yield h.section[h.h2["Signs"], h.p[", ".join(
                f"{sign} {words(name)}" for sign, name in
                ((sign, name) for name, sign in (VOICE_SHAPE | KIND_SHAPE).items()
                 if name in self._signs(ref.id)))]]
        yield h.h2["Paragraph by paragraph"]
        reading = Reading((self._seeds.annotation(ref.id),),
                          {s.id: s.name for s in self._seeds.speakers}, Page(self._seeds.texts),
                          lambda at: "", {})
        yield Markup(reading.paper(labels=labels))

    def _signs(self, text: str) -> set[str]:
        """The voices and kinds that a text has."""
        claims = self._seeds.annotation(text).claims
        return {c.voice for c in claims} | {c.kind for c in claims}

    def _glossary(self) -> Iterator[h.Node]:
        yield h.h1["Glossary"]
        yield h.p["In alphabetical order. Each term has a neutral meaning, a word of care, the "
                  "places where it stands, and the source with its day."]
        page = Page(self._seeds.texts)
        for entry in sorted(self._seeds.glossary, key=lambda one: one.term.strip('"“').casefold()):
            also = f" (also: {', '.join(entry.also)})" if entry.also else ""
            yield h.section(id=f"term-{entry.id}")[
                h.h2[entry.term, also], h.p[Markup(page.rich(entry.definition, buttons=False))],
                h.p[h.em["Take care: "], Markup(page.rich(entry.caution, buttons=False))],
                h.p[h.small[", ".join(entry.locators), entry.locators and " · ",
                            f"Source: {entry.source} ({entry.as_of})"]]]

    def _keys(self) -> Iterator[h.Node]:
        yield h.h1["Key to the questions of the lessons"]
        yield h.p["Print this page apart from the lessons. Graded exercises are not in it."]
        for ref in self._seeds.course.lessons:
            yield h.h2[f"{ref.id} {ref.title}"]
            for item in self._seeds.items(ref.id):
                yield self._key(item)

    def _key(self, item: Item) -> h.Node:
        kind = kind_of(item)
        right = kind.right(item)
        outcome = kind.score(item, right)
        if outcome.status != "correct":
            return h.section[h.h3[item.id], h.p["Written work: nothing is scored."]]
        return h.section[
            h.h3[item.id], h.p[h.strong[kind.say(item, right)]],
            h.ul[(h.li[n.text, " ", n.locator] for n in outcome.notes if n.text)]]


def page_names(seeds: Seeds) -> list[str]:
    """The names of the files that ``paper`` writes."""
    return [name for name, _ in PaperTwin(seeds).plan()]


def paper(seeds: Seeds, target: Path, tell: Callable[[str], None] = lambda name: None,
          ) -> list[Path]:
    """Write the paper twin into a folder; the files written.

    Raises SeedError or Unknown when a lesson names what is not there, OSError when the
    folder cannot be written.
    """
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, made in PaperTwin(seeds).plan():
        tell(name)
        path = target / name
        path.write_text(made(), "utf-8")
        written.append(path)
    return written

