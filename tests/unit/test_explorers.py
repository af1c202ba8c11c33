"""Explorers: a view for every choice, a whole static face, and a sentence for what cannot be."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

import pytest
from html5lib import HTMLParser
from support.driver import Driven
from test_pack_charts import made

from crossread.evidence import SIDES, bearing
from crossread.exploring import Dates, Explorer, Lines, explorer, form, static
from crossread.exploring.dates import _when
from crossread.model.article import Annotation
from crossread.model.explorer import ExplorerSpec
from crossread.publish.save_hook import WIDGET_VIEW, drop_widget_views
from crossread.seeds import Seeds, Unknown
from crossread.widgets.explorer import ExplorerWidget

FASTEST = 0.15  # seconds of computing for a redraw, the promise of the course
SLACK = 3  # a slow or busy machine may take so many times as long


@pytest.fixture(scope="module")
def seeds(project: Path) -> Seeds:
    return Seeds(project)


NAMES = ("explore_claims", "explore_votes", "explore_agreement", "explore_timeline")


def test_the_course_has_an_explorer_of_each_kind(seeds: Seeds) -> None:
    assert {one.id for one in seeds.explorers} == set(NAMES)
    assert {one.kind for one in seeds.explorers} == {"claims", "lines", "dates"}
    assert not {one.id for one in seeds.explorers} & {one.id for one in seeds.charts}


@pytest.mark.parametrize("name", NAMES)
def test_the_static_face_is_whole_and_has_no_controls(seeds: Seeds, name: str) -> None:
    one = explorer(name, seeds)
    shown = static(one)
    tree = HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(shown.html)
    for tag in ("form", "input", "select", "button", "style", "script"):
        assert not list(tree.iter(tag)), tag
    assert list(tree.iter("table"))
    assert one.view(one.default()).html in shown.html
    assert one.spec.does_not_show in " ".join(shown.plain.split())
    assert all(image.get("alt") for image in tree.iter("img"))


@pytest.mark.parametrize("name", NAMES)
def test_the_live_form_is_valid_and_names_every_control(seeds: Seeds, name: str) -> None:
    tree = HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(
        form(explorer(name, seeds)))
    inside = {id(control) for label in tree.iter("label") for control in label.iter()}
    controls = [one for tag in ("input", "select") for one in tree.iter(tag)]
    assert controls and all(id(one) in inside and one.get("name") for one in controls)


def test_a_claim_shows_both_sides(seeds: Seeds) -> None:
    one = explorer("explore_claims", seeds)
    for place in ("A18.5", "K21.2", "A7.2"):
        view = one.view({"place": place})
        found = bearing(seeds, place)
        for side, title in SIDES.items():
            assert (title in view.plain) is bool(found.on(side))
        assert f"{len(found.on('against'))} against or limiting" in view.said
        assert all(entry.id in view.html for entry in found.entries)


def test_a_redraw_changes_picture_words_and_table(seeds: Seeds) -> None:
    one = explorer("explore_votes", seeds)
    before = one.view(one.default())
    after = one.view({"pick": ["IRN", "RUS"], "first": "2019", "last": "2023"})
    assert "Line chart, 2 lines. Across: years 2019 to 2023" in after.plain
    assert "Turkey" in before.plain and "Turkey" not in after.plain
    assert after.said == "Drawn: Iran, Russia, from 2019 to 2023."
    assert before.html.split("base64,")[1][:5000] != after.html.split("base64,")[1][:5000]


def test_a_redraw_follows_the_table(tmp_path: Path) -> None:
    spec = ExplorerSpec(id="x", kind="lines", title="T", question="q", does_not_show="d",
                        chart="where")
    choice = {"pick": ["LAK", "MOO"], "first": "2002", "last": "2005"}
    plain = Lines(spec, made(tmp_path / "a")).view(choice).plain
    other = Lines(spec, made(tmp_path / "b", lambda pack, specs: pack["points"][4].update(
        ideal_point=-2))).view(choice).plain
    assert "Lakeland from −1.00 in 2002 to −0.90 in 2005" in plain
    assert "Lakeland from −1.00 in 2002 to −2.00 in 2005" in other


def test_a_redraw_is_quick(seeds: Seeds) -> None:
    one = explorer("explore_votes", seeds)
    one.view(one.default())
    took = []
    for year in range(1995, 2004):
        start = time.process_time()
        one.view({"pick": ["IRN", "RUS", "CHN", "USA"], "first": str(year), "last": "2023"})
        took.append(time.process_time() - start)
    assert statistics.median(took) < FASTEST * SLACK


@pytest.mark.parametrize(("name", "choice", "message"), [
    ("explore_claims", {"place": "A99"}, "There is no place A99"),
    ("explore_claims", {"place": ["A1"]}, "There is no place ''"),
    ("explore_votes", {"pick": [], "first": "2000", "last": "2001"}, "Choose one to 6 lines"),
    ("explore_votes", {"pick": "IRN", "first": "2000", "last": "2001"}, "Choose one to 6 lines"),
    ("explore_votes", {"pick": ["XXX"], "first": "2000", "last": "2001"}, "Choose one to 6 lines"),
    ("explore_votes", {"pick": ["IRN"], "first": "2005", "last": "2001"}, "not after the last"),
    ("explore_votes", {"pick": ["IRN"], "first": "x", "last": "2001"}, "not after the last"),
    ("explore_timeline", {"day": "soon"}, "Choose a day, written as 2022-10-10."),
    ("explore_timeline", {"day": "2022-02-30"}, "Choose a day, written as 2022-10-10."),
    ("explore_timeline", {}, "Choose a day"),
])
def test_a_choice_that_cannot_be_shown_gets_a_sentence(
        seeds: Seeds, name: str, choice: dict[str, Any], message: str) -> None:
    with pytest.raises(Unknown) as caught:
        explorer(name, seeds).view(choice)
    assert message in str(caught.value)
    reply = Driven(ExplorerWidget(explorer(name, seeds))).ask("show", choice=choice)
    assert message in reply["said"]
    assert "Traceback" not in reply["html"]


@pytest.mark.parametrize(("date", "day", "when"), [
    ("2022-07-19", "2022-07-19", "yes"), ("2022-07-20", "2022-07-19", "no"),
    ("2022-07", "2022-07-19", "maybe"), ("2022-06", "2022-07-19", "yes"),
    ("2022", "2022-07-19", "maybe"), ("2023", "2022-12-31", "no"),
])
def test_a_date_is_only_as_exact_as_it_is_written(date: str, day: str, when: str) -> None:
    import datetime

    assert _when(date, datetime.date.fromisoformat(day)) == when


def test_a_day_tells_what_had_happened_and_whether_a_text_can_be_that_old(seeds: Seeds) -> None:
    one = explorer("explore_timeline", seeds)
    early = one.view({"day": "2022-07-01"})
    late = one.view({"day": "2022-11-10"})
    assert "A cannot have been finished on this day: the prose is from 10 Oct 2022 or later" in \
        early.plain
    assert "No firm or moderate limit excludes that A was finished on this day" in late.plain
    assert early.plain.count("no, later") > late.plain.count("no, later")
    rows = seeds.evidence["events"].rows
    assert late.html.count("<tr") == 2 * len(rows) + 1


def test_each_event_of_a_day_shows_its_source_with_the_date_of_it(seeds: Seeds) -> None:
    view = explorer("explore_timeline", seeds).view({"day": "2022-07-01"})
    tree = HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(view.html)
    register = {str(one["id"]): one for one in seeds.evidence["sources"].rows}
    events, below = (list(tree.iter("tr"))[first::2] for first in (1, 2))
    for row, event, source in zip(seeds.evidence["events"].rows, events, below, strict=True):
        from_ = register[str(row["source"])]
        told = (f"Source: {from_['title']} ({from_['publisher']}, "
                f"{from_['published'] or 'no date seen'})")
        assert str(row["label"]) in "".join(event.itertext())
        assert "".join(source.itertext()) == told
        line = next(one for one in view.plain.splitlines() if f"| {row['label']} |" in one)
        assert line.endswith(told.removeprefix("Source: "))
        assert event.find("th").get("rowspan") == "2"  # a reader of cells hears the day with both
        assert source.find("td").get("colspan") == str(len(event.findall("td")))


def test_a_long_table_has_a_box_that_keys_scroll_and_marks_where_the_day_ends(
        seeds: Seeds) -> None:
    one = explorer("explore_timeline", seeds)
    for html in (form(one), static(one).html):
        tree = HTMLParser(namespaceHTMLElements=False).parseFragment(html)
        box = next(part for part in tree.iter("div") if part.get("class") == "cr-long")
        assert (box.get("role"), box.get("tabindex")) == ("region", "0")
        assert box.get("aria-label").startswith(f"{len(seeds.evidence['events'].rows)} events")
        assert box.find("table") is not None
        heads = [head.text for head in box.findall("table/thead/tr/th")]
        assert box.find("table").get("class") == "cr-stack"  # on a narrow page cells stand below
        for row in box.findall("table/tbody/tr")[::2]:
            assert [cell.get("data-head", "") for cell in row.findall("td")] == ["", *heads[2:]]
        here = [row for row in box.iter("tr") if row.get("data-here") is not None]
        assert [row.find("th").text for row in here] == ["12 Oct 2022"]  # the day is 10 October
    late = HTMLParser(namespaceHTMLElements=False).parseFragment(
        one.view({"day": "2099-01-01"}).html)
    assert not [row for row in late.iter("tr") if row.get("data-here") is not None]


def test_each_cell_of_a_claim_repeats_its_heading_for_a_narrow_page(seeds: Seeds) -> None:
    view = explorer("explore_claims", seeds).view({"place": "K14.2"})
    tree = HTMLParser(namespaceHTMLElements=False).parseFragment(view.html)
    tables = list(tree.iter("table"))
    assert tables
    for table in tables:
        assert table.get("class") == "cr-stack"
        heads = [head.text for head in table.findall("thead/tr/th")]
        for row in table.findall("tbody/tr"):
            assert [cell.get("data-head") for cell in row.findall("td")] == heads[1:]


def test_a_moderate_limit_speaks_against_a_day_and_says_that_it_is_moderate(seeds: Seeds) -> None:
    one = explorer("explore_timeline", seeds)
    assert ("K was hardly finished on this day: by a moderate limit the prose is from 31 Jul "
            "2022 or earlier") in one.view({"day": "2022-10-10"}).plain
    assert "A was hardly finished on this day" in one.view({"day": "2023-01-01"}).plain


def test_only_limits_of_the_writing_bind(seeds: Seeds) -> None:
    one = explorer("explore_timeline", seeds)
    assert isinstance(one, Dates)
    for text in seeds.texts:
        whole: Annotation = seeds.annotation(text)
        firm = [b for b in whole.article.earliest if b.strength == "firm"]
        assert firm, text
    for day, text in (("2022-10-20", "A"), ("2022-07-20", "K")):  # a copy is from later
        assert f"No firm or moderate limit excludes that {text} was" in one.view({"day": day}).plain


def test_the_widget_answers_a_choice_and_ignores_what_is_no_message(seeds: Seeds) -> None:
    widget = ExplorerWidget(explorer("explore_claims", seeds))
    driven = Driven(widget)
    reply = driven.ask("show", choice={"place": "K31.1"})
    assert "CK27" in reply["html"] and reply["said"].startswith("K31.1: ")
    assert "There is no place" in driven.ask("show", choice="K31.1")["said"]
    assert driven.silent("show") and driven.silent({"op": "answer"})


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_page_keeps_the_static_face(seeds: Seeds, name: str) -> None:
    bundle = ExplorerWidget(explorer(name, seeds))._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    saved = drop_widget_views({"cells": [{"outputs": [{"data": dict(data)}]}], "metadata": {}})
    kept = saved["cells"][0]["outputs"][0]["data"]
    assert WIDGET_VIEW in data and WIDGET_VIEW not in kept
    assert kept["text/html"] == static(explorer(name, seeds)).html
    assert len(kept["text/plain"]) > 500


def test_chart_opens_an_explorer_by_its_id(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crossread import notebook

    monkeypatch.setenv("CROSSREAD_COURSE", str(project))
    notebook._seeds.cache_clear()
    assert isinstance(notebook.chart("explore_votes"), ExplorerWidget)
    assert "There is no chart" in repr(notebook.chart("explore_vote"))
    notebook._seeds.cache_clear()


def test_an_unknown_explorer_names_the_nearest(seeds: Seeds) -> None:
    with pytest.raises(Unknown, match=r"no explorer 'explore_vote'\. Nearest: explore_votes"):
        explorer("explore_vote", seeds)


def test_every_explorer_keeps_the_protocol(seeds: Seeds) -> None:
    for name in NAMES:
        one: Explorer = explorer(name, seeds)
        assert one.view(one.default()).said
