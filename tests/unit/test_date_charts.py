"""Charts of dates: events with what each text could know, and limits for the day of writing."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.patches import Rectangle
from test_charts import check_face, check_picture, check_room, course, texts, write

from crossread.charts import draw
from crossread.charts.base import Chart, png
from crossread.charts.dates import first_day, last_day, months, said
from crossread.seeds import SeedError, Seeds

BOX = {"question": "When?", "shows": "This.", "does_not_show": "That.", "measured_by": "Reading.",
       "as_of": "2031-05-04"}
SPECS: list[dict[str, Any]] = [
    {"id": "events", "draw": "timeline", "title": "Events", "texts": ["P", "Q"], **BOX,
     "labels": {"P": "the lake", "Q": "the bridge", "E1": "The bridge is closed",
                "E2": "The lake freezes", "E3": "A vote is held", "E5": "Boats come back"}},
    {"id": "limits", "draw": "date_bounds", "title": "Limits", "texts": ["P", "Q"], **BOX,
     "labels": {"P": "the lake"}},
]
EVENTS = [{"id": id_, "date": date, "known_to_P": p, "known_to_Q": q} for id_, date, p, q in (
    ("E3", "2031-06-30", "maybe", "no"), ("E1", "2031-02-03", "yes", "yes"),
    ("E2", "2031-02", "yes", "maybe"), ("E4", "2031-04-01", "yes", "no"),
    ("E5", "2031-06-01", "maybe", "no"))]


def bound(date: str, what: str, strength: str, *locators: str) -> dict[str, Any]:
    """One limit of a made-up text."""
    return {"date": date, "what": what, "strength": strength, "reason": "r",
            "locators": list(locators)}


def files() -> dict[str, Any]:
    """The made-up course with events and limits."""
    some = course()
    some["charts.yml"] = SPECS
    some["evidence/events.csv"] = EVENTS
    some["evidence/datapackage.json"] = {"title": "t", "version": "1", "resources": [
        {"name": "events", "path": "events.csv", "title": "t", "description": "d",
         "question": "q", "sources": [], "licenses": [], "as_of": "2031", "tests_claims": [],
         "caveats": [], "cannot_show": "c", "status": "solid",
         "schema": {"primaryKey": "id", "fields": [
             {"name": name, "type": "string"} for name in EVENTS[0]]}}]}
    some["lake/article.yml"] |= {
        "earliest": [bound("2031-02-03", "the prose", "firm", "P1.1"),
                     bound("2033-07", "our copy", "firm", "P:L10")],
        "latest": [bound("2031-06", "the prose", "moderate", "P2.1"),
                   bound("2031-02-20", "the prose", "weak", "P1.2")]}
    some["bridge/article.yml"] |= {
        "earliest": [bound("2031-01-30", "the prose", "firm", "Q1.1")],
        "latest": [bound("2031-02-11", "the prose", "weak", "Q1.1"),
                   bound("2030-12", "a quotation", "firm", "Q1.1")]}
    return some


def changed(tmp_path: Path, change: Callable[[dict[str, Any]], Any]) -> Seeds:
    """The made-up course after a change to its files."""
    some = files()
    some["charts.yml"] = [dict(spec) for spec in SPECS]
    some["evidence/events.csv"] = [dict(row) for row in EVENTS]
    change(some)
    return write(tmp_path / "changed", some)


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    """The seeds of the made-up course."""
    return write(tmp_path, files())


def named(chart: Chart, axis: int = 0) -> dict[str, Rectangle]:
    """The bars of a panel by what they stand for."""
    return {str(p.get_gid()): p for p in chart.figure.axes[axis].patches
            if isinstance(p, Rectangle)}


def day(date: str) -> int:
    """The number of a day, as on the axis."""
    return datetime.date.fromisoformat(date).toordinal()


@pytest.mark.parametrize("name", ["events", "limits"])
def test_a_chart_of_dates_has_words_a_table_and_a_box(seeds: Seeds, name: str) -> None:
    chart = draw(name, seeds)
    assert len(chart.alt) > 100
    assert 1 <= len(chart.table.rows) <= 6
    check_face(chart)
    check_picture(chart)
    check_room(chart)
    assert png(chart) == png(draw(name, seeds))


def test_events_stand_in_the_order_of_their_days_and_only_those_that_are_named(
        seeds: Seeds) -> None:
    chart = draw("events", seeds)
    dots = [line for line in chart.figure.axes[0].lines if line.get_marker() == "o"]
    assert [dot.get_gid() for dot in dots] == ["E2", "E1", "E5", "E3"]
    across = [float(dot.get_xdata()[0]) for dot in dots]
    assert across == sorted(across)
    assert across[1] - across[0] == pytest.approx(
        100 * (day("2031-02-03") - day("2031-02-01")) / (day("2031-07-01") - day("2031-02-01")))
    words = " ".join(" ".join(text.get_text().split()) for text in texts(chart))
    assert "3 Feb: The bridge is closed" in words
    assert "Feb: The lake freezes" in words


def test_each_text_has_a_cell_for_each_event_that_says_what_it_could_know(seeds: Seeds) -> None:
    chart = draw("events", seeds)
    cells = named(chart)
    assert set(cells) == {"E1 0 yes", "E1 1 yes", "E2 0 yes", "E2 1 maybe", "E3 0 maybe",
                          "E3 1 no", "E5 0 maybe", "E5 1 no"}
    looks = {gid.rpartition(" ")[2]: (bar.get_facecolor(), bar.get_hatch())
             for gid, bar in cells.items()}
    assert len(set(looks.values())) == 3
    assert chart.table.header == ("could the lake know?", "could the bridge know?", "events")
    assert chart.table.rows == (
        ("yes", "maybe", "Feb 2031: The lake freezes (E2)"),
        ("yes", "yes", "3 Feb 2031: The bridge is closed (E1)"),
        ("maybe", "no", "1 Jun 2031: Boats come back (E5); 30 Jun 2031: A vote is held (E3)"))


def test_the_timeline_follows_the_data(seeds: Seeds, tmp_path: Path) -> None:
    later = draw("events", changed(
        tmp_path, lambda some: some["evidence/events.csv"][0].update(known_to_P="no")))
    assert "the lake no and the bridge no: 30 Jun 2031, A vote is held." in later.alt
    assert later.table != draw("events", seeds).table


def test_a_bar_fills_the_side_that_its_limit_leaves_open(seeds: Seeds) -> None:
    chart = draw("limits", seeds)
    lake, bridge = named(chart), named(chart, 1)
    low, high = chart.figure.axes[0].get_xlim()
    assert (lake["the prose from 2031-02-03"].get_x(), lake[
        "the prose from 2031-02-03"].get_bbox().x1) == (day("2031-02-03"), high)
    assert (lake["the prose to 2031-06"].get_x(),
            lake["the prose to 2031-06"].get_bbox().x1) == (low, day("2031-06-30"))
    assert set(bridge) == {"the prose from 2031-01-30", "the prose to 2031-02-11"}
    hatches = [lake[name].get_hatch() for name in (
        "the prose from 2031-02-03", "the prose to 2031-06", "the prose to 2031-02-20")]
    assert len(set(hatches)) == 3


def test_what_lies_far_outside_is_shown_at_the_edge(seeds: Seeds) -> None:
    chart = draw("limits", seeds)
    assert "our copy from 2033-07" not in named(chart)
    words = {text.get_text() for text in texts(chart)}
    assert "not before Jul 2033 (firm) →" in words
    assert "← not after Dec 2030 (firm)" in words


def test_the_table_has_a_row_for_each_thing_that_is_dated(seeds: Seeds, tmp_path: Path) -> None:
    chart = draw("limits", seeds)
    assert chart.table.rows == (
        ("the lake", "the prose", "3 Feb 2031 (firm: P1.1)",
         "20 Feb 2031 (weak: P1.2); Jun 2031 (moderate: P2.1)"),
        ("the lake", "our copy", "Jul 2033 (firm: P:L10)", "no limit"),
        ("Q", "the prose", "30 Jan 2031 (firm: Q1.1)", "11 Feb 2031 (weak: Q1.1)"),
        ("Q", "a quotation", "no limit", "Dec 2030 (firm: Q1.1)"))
    later = draw("limits", changed(
        tmp_path, lambda some: some["lake/article.yml"]["latest"].pop()))
    assert "20 Feb 2031" in chart.alt
    assert "20 Feb 2031" not in later.alt


@pytest.mark.parametrize(("name", "change", "message"), [
    ("events", lambda some: some["charts.yml"][0].update(labels={"P": "p"}),
     "labels name no event"),
    ("events", lambda some: some["charts.yml"][0].update(labels={"E1": "e", "E9": "e"}),
     "nothing has the id E9. Nearest: E"),
    ("limits", lambda some: some["bridge/article.yml"].update(earliest=[], latest=[]),
     "Q has no earliest and no latest in its article.yml"),
    ("limits", lambda some: some["lake/article.yml"]["earliest"][0].update(strength="sure"),
     "P has a limit of strength sure; write firm, moderate, weak"),
])
def test_what_cannot_be_drawn_is_told(
        tmp_path: Path, name: str, change: Callable[[dict[str, Any]], Any], message: str) -> None:
    with pytest.raises(SeedError, match=r"seeds/charts\.yml:\d+: ") as caught:
        draw(name, changed(tmp_path, change))
    assert message in str(caught.value)


def test_a_text_without_a_column_in_the_table_of_events_is_told(tmp_path: Path) -> None:
    def drop(some: dict[str, Any]) -> None:
        for row in some["evidence/events.csv"]:
            del row["known_to_Q"]
        some["evidence/datapackage.json"]["resources"][0]["schema"]["fields"].pop()
    with pytest.raises(SeedError, match="events has no column known_to_Q; add it"):
        draw("events", changed(tmp_path, drop))


@pytest.mark.parametrize(("date", "first", "last", "words"), [
    ("2031", "2031-01-01", "2031-12-31", "2031"),
    ("2032-02", "2032-02-01", "2032-02-29", "Feb 2032"),
    ("2031-10-09", "2031-10-09", "2031-10-09", "9 Oct 2031"),
])
def test_a_date_is_as_exact_as_it_is_written(date: str, first: str, last: str, words: str) -> None:
    assert first_day(date).isoformat() == first
    assert last_day(date).isoformat() == last
    assert said(date) == words


def test_months_run_over_the_end_of_a_year() -> None:
    found = months(datetime.date(2031, 11, 20), datetime.date(2032, 1, 1))
    assert found == [(datetime.date(2031, 11, 1), "Nov\n2031"), (datetime.date(2031, 12, 1), "Dec"),
                     (datetime.date(2032, 1, 1), "Jan\n2032"), (datetime.date(2032, 2, 1), "Feb")]


def test_no_words_of_an_event_reach_into_the_cells_beside_them(project: Path) -> None:
    chart = draw("timeline", Seeds(project))
    png(chart)  # what is drawn has a place
    axis = chart.figure.axes[0]
    cells = min(one.get_window_extent().x0 for one in axis.patches)
    words = [one for one in axis.texts if ":" in one.get_text()]
    assert len(words) > 8
    assert [one.get_text() for one in words if one.get_window_extent().x1 >= cells] == []
