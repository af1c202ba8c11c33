"""Charts of evidence tables: drawn from a small made-up pack, and checked by structure."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_charts import bars, check_face, check_picture, check_room, course, texts, write

from crossread.charts import CHARTS, draw
from crossread.charts.base import Chart, png
from crossread.charts.page import face
from crossread.charts.lines import plainly, signed, spread
from crossread.charts.pack import COLUMNS
from crossread.charts.vote_strip import VOTES
from crossread.seeds import SeedError, Seeds

Rows = list[dict[str, Any]]
STATES = {"LAK": "Lakeland", "RIV": "Riveria", "MOO": "Moorland"}
NUMBERS = {"ideal_point": "number", "q05": "number", "q95": "number", "year": "integer",
           "agree_pct": "number", "rank": "integer", "n_states_ranked": "integer",
           "percent": "number", "usd_per_barrel": "number", "value": "number", "low": "number",
           "thousand_barrels_per_day": "integer", "high": "number"}
VOTE = ["yes", "no", "abstain", "absent", "unknown"]


def tables() -> dict[str, Rows]:
    """The made-up pack: three states, six years, two releases of an index."""
    points = {"LAK": (-1, -1, -1, -1, -0.9, -0.9), "RIV": (1, 1, 1, 1, 0.2, 0.1),
              "MOO": (2, 2.1, 2, 2, 2)}
    return {
        "states": [{"iso3": code, "name": name} for code, name in STATES.items()],
        "points": [{"iso3": code, "year": 2001 + n, "ideal_point": value, "q05": value - 0.2,
                    "q95": value + 0.2} for code, some in points.items()
                   for n, value in enumerate(some)],
        "pairs": [{"iso3": a, "partner": b, "year": 2001 + n, "agree_pct": start + step * n,
                   "rank": 4, "n_states_ranked": 9}
                  for a, b, start, step in (("LAK", "RIV", 40, 5), ("LAK", "MOO", 30, -2))
                  for n in range(6)],
        "drafts": [{"id": f"D{n}", "symbol": f"A/RES/ES-{n}" if n > 2 else "", "subject": "weirs",
                    "adopted_on": f"200{n}-05-04"} for n in range(1, 6)],
        "votes": [{"text": f"D{n}", "iso3": code,
                   "vote": "no" if code == "RIV" else VOTE[n - 1]}
                  for n in range(1, 6) for code in STATES],
        "answers": [{"id": f"O{n}", "poll": f"P{poll}", "pollster": "Ask Ltd",
                     "field_start": f"200{poll}-01", "field_end": f"200{poll}-02",
                     "sample": "900" if poll == 1 else "", "wording": wording, "answer": answer,
                     "percent": percent}
                    for n, (poll, wording, answer, percent) in enumerate((
                        (1, "Do you swim?", "yes", 31), (1, "Do you swim?", "no", 60.5),
                        (2, "Do you swim?", "yes", 44), (3, "Is the lake clean?", "yes", 12)), 1)],
        "prices": [{"month": f"200{1 + n // 12}-{n % 12 + 1:02}", "usd_per_barrel": 10 + n}
                   for n in range(24)],
        "output": [{"year": 2001 + n, "thousand_barrels_per_day": 1000 * (n + 1)}
                   for n in range(6)],
        "index": [{"index": "clean", "year": year, "release": release, "value": value,
                   "low": value - 0.01 if release == "v1" else "",
                   "high": value + 0.01 if release == "v1" else ""}
                  for release, some in (("v1", (0.2, 0.25)), ("v2", (0.19, 0.15)))
                  for year, value in zip((2001, 2006), some, strict=True)],
    }


BOX = {"title": "T", "question": "What is it?", "shows": "This."}
SPECS: Rows = [
    {"id": "where", "draw": "ideal_points", "tables": ["points", "states"],
     "pick": ["LAK", "RIV", "MOO"], "since": "2003",
     "flags": [{"at": "2004", "label": "the flood", "locators": ["P1.1"]}]},
    {"id": "alike", "draw": "un_agreement", "tables": ["pairs", "states"],
     "pick": ["LAK-RIV", "LAK-MOO"], "since": "2003", "labels": {"LAK-MOO": "the pair"}},
    {"id": "strip", "draw": "vote_strip", "tables": ["drafts", "votes", "states"],
     "pick": ["LAK", "RIV"], "flags": [{"at": "2003-01", "label": "the flood"}]},
    {"id": "asked", "draw": "polls", "tables": ["answers"], "pick": ["O1", "O2", "O3", "O4"]},
    {"id": "price", "draw": "oil_price", "tables": ["prices"], "last": "2002-10",
     "flags": [{"at": "2002-07", "label": "P is written", "locators": ["P2.1"]}]},
    {"id": "made", "draw": "us_output", "tables": ["output"], "since": "2006"},
    {"id": "index", "draw": "democracy_indices", "tables": ["index"]},
    {"id": "who", "draw": "claims_heat_map", "texts": ["P", "Q"], "does_not_show": "That.",
     "measured_by": "Counting.", "as_of": "2031-05-04"},
]
ALL = [spec["id"] for spec in SPECS]
PAIRS: Rows = [
    {"id": id_, "topic": topic, "locators": {"P": at, "Q": []}, "says": {"P": "s", "Q": "s"},
     "relation": relation, "why": ["date"], "reason": "r"}
    for id_, topic, at, relation in (
        ("X1", "Clean water", ["P2.1"], "agree"), ("X2", "Who fishes", ["P1.1"], "differ"),
        ("X3", "What the council wants", ["P1.2"], "differ"), ("X4", "Frogs", ["P3"], "only_P"))]


def about(name: str, rows: Rows) -> dict[str, Any]:
    """What the made-up package says of a table."""
    return {"name": name, "path": f"{name}.csv", "title": name, "question": "q?",
            "description": "d",
            "sources": [{"title": f"Book of {name}", "publisher": "Lake Press"}],
            "licenses": [{"name": "CC0-1.0", "title": "free for all"}], "as_of": "2007-08-09",
            "tests_claims": ["P1.1"], "caveats": ["One.", "Two."],
            "cannot_show": f"Motives behind {name}.", "status": "solid",
            "schema": {"fields": [{"name": key, "type": NUMBERS.get(key, "string")}
                                  for key in rows[0]]}}


Change = Callable[[dict[str, Rows], Rows], None]


def made(root: Path, change: Change = lambda pack, specs: None) -> Seeds:
    """A course with the made-up pack, after a change to its tables or records."""
    pack, specs = tables(), copy.deepcopy(SPECS)
    change(pack, specs)
    files = course()
    files["charts.yml"] = [{**BOX, **spec} for spec in specs]
    files["both/pairs.yml"] = PAIRS
    seeds = write(root, files)
    folder = root / "seeds" / "evidence"
    folder.mkdir(exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(
        {"title": "t", "version": "1", "resources": [about(n, r) for n, r in pack.items()]}),
        "utf-8")
    for name, rows in pack.items():
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
        (folder / f"{name}.csv").write_text(text.getvalue(), "utf-8")
    return seeds


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    return made(tmp_path)


def names(chart: Chart) -> list[str]:
    """What the drawn things are called, axis by axis."""
    return [str(artist.get_gid()) for axis in chart.figure.axes for artist in axis.get_children()
            if artist.get_gid()]


def seen(chart: Chart) -> set[str]:
    """Every text in the picture, on one line each."""
    return {" ".join(text.get_text().split()) for text in texts(chart)}


def test_every_chart_of_the_pack_is_covered_here() -> None:
    assert {spec["draw"] for spec in SPECS} == {*COLUMNS, "claims_heat_map"} <= set(CHARTS)


@pytest.mark.parametrize("name", ALL)
def test_a_chart_of_evidence_has_words_a_table_and_a_box(seeds: Seeds, name: str) -> None:
    chart = draw(name, seeds)
    assert len(chart.alt) > 100
    assert 1 <= len(chart.table.rows) <= 6
    assert all(text for _, text in chart.box.lines())
    check_face(chart)
    check_picture(chart)
    check_room(chart)
    assert png(chart) == png(draw(name, seeds))


@pytest.mark.parametrize("name", [one for one in ALL if one != "who"])
def test_source_terms_date_and_limits_come_from_the_package(seeds: Seeds, name: str) -> None:
    box = draw(name, seeds).box
    table = next(spec["tables"][0] for spec in SPECS if spec["id"] == name)
    assert f"Book of {table} (Lake Press)" in box.measured_by or name == "strip"
    assert "free for all" in box.measured_by
    assert box.as_of == "2007-08-09"
    assert f"Motives behind {table}." in box.does_not_show


CHANGES: dict[str, tuple[Change, str]] = {
    "where": (lambda pack, specs: pack["points"][5].update(ideal_point=-2.5, q05=-3, q95=-2),
              "gap between Lakeland and Riveria"),
    "alike": (lambda pack, specs: pack["pairs"][5].update(agree_pct=99.5), "99.5"),
    "strip": (lambda pack, specs: pack["votes"][0].update(vote="abstain"), "abstained 2"),
    "asked": (lambda pack, specs: pack["answers"][0].update(percent=33), "33% in"),
    "price": (lambda pack, specs: pack["prices"][3].update(usd_per_barrel=2), "April 2001 (2.00)"),
    "made": (lambda pack, specs: pack["output"][2].update(thousand_barrels_per_day=9000),
             "highest 2003 (9.00)"),
    "index": (lambda pack, specs: pack["index"][3].update(value=0.3), "agree on the direction"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_alternative_text_follows_the_data(seeds: Seeds, tmp_path: Path, name: str) -> None:
    change, words = CHANGES[name]
    before = draw(name, seeds)
    after = draw(name, made(tmp_path / "changed", change))
    assert before.alt != after.alt
    assert words in after.alt
    assert png(before) != png(after)
    assert before.table != after.table or name == "price"


def test_voices_follow_the_claims(seeds: Seeds) -> None:
    chart = draw("who", seeds)
    assert "They agree on 1 topic: Clean water (P both, Q nothing on this topic)" in chart.alt
    assert "Who fishes (P the writer's own voice" in chart.alt
    assert "What the council wants (P other people's voices only" in chart.alt
    assert "Left out, since one text is silent: only P 1." in chart.alt
    assert [bar.get_gid().rsplit(" ", 1)[1] for bar in bars(chart) if bar.get_gid()] == [
        "both", "silent", "writer", "silent", "others", "silent"]
    assert {"W", "O", "B", "–", "agree", "differ"} <= seen(chart)


def test_lines_have_their_names_at_the_end_and_the_dates_a_number(seeds: Seeds) -> None:
    chart = draw("where", seeds)
    axis = chart.figure.axes[0]
    assert {"Lakeland", "Riveria", "Moorland", "1", "1 2004: the flood (P1.1)"} <= seen(chart)
    drawn = {str(line.get_gid()): line for line in axis.lines if not str(
        line.get_gid()).startswith("_")}
    assert list(drawn["Lakeland"].get_xdata()) == [2001, 2002, 2003, 2004, 2005, 2006]
    assert list(drawn["Moorland"].get_xdata())[-1] == 2005
    assert len({drawn[n].get_marker() for n in STATES.values()}) == 3
    assert len({str(drawn[n].get_linestyle()) for n in STATES.values()}) == 3
    assert axis.get_ylim()[0] < -1.2 and axis.get_ylim()[1] > 2.1
    assert "flag 2004" in names(chart)


def test_the_gap_says_who_moved(seeds: Seeds) -> None:
    alt = draw("where", seeds).alt
    assert "From 2003 to 2006 the gap between Lakeland and Riveria became smaller: 2.00, then 1.00"\
        in alt
    assert "Lakeland moved by +0.10, Riveria by −0.90; Riveria moved more." in alt


def test_agreement_is_drawn_from_zero_to_a_hundred(seeds: Seeds) -> None:
    chart = draw("alike", seeds)
    assert chart.figure.axes[0].get_ylim() == (0, 100)
    assert {"Lakeland with Riveria", "the pair"} <= seen(chart)
    assert chart.table.rows[0] == ("Lakeland with Riveria", "40.0", "45.0", "50.0", "55.0",
                                   "60.0", "65.0", "4 of 9 (2006)")


def test_a_vote_is_a_letter_in_a_shape_and_unknown_is_not_absent(seeds: Seeds) -> None:
    chart = draw("strip", seeds)
    shapes = [gid for gid in names(chart) if not gid.startswith("flag")]
    assert [gid for gid in shapes if " LAK " in gid] == [
        "D1 LAK yes", "D2 LAK no", "D3 LAK abstain", "D4 LAK absent"]
    assert {"Y", "N", "A", "–", "?"} <= seen(chart)
    assert len({shape for shape, _ in VOTES.values()}) == len(VOTES)
    assert chart.table.rows[-1] == ("not known here", "1", "0")
    assert "Lakeland did not vote in one way throughout." in chart.alt


def test_a_poll_question_keeps_its_sign_and_shows_wording_and_date(seeds: Seeds) -> None:
    chart = draw("asked", seeds)
    dots = {line.get_gid(): line for line in chart.figure.axes[0].lines
            if line.get_marker() != "None"}
    swims = {line.get_marker() for gid, line in dots.items() if "swim" in str(gid)}
    clean = {line.get_marker() for gid, line in dots.items() if "clean" in str(gid)}
    assert len(swims) == len(clean) == 1 and swims != clean
    assert {"Do you swim?", "Ask Ltd, January 2001 to February 2001", "no 60.5%"} <= seen(chart)
    assert "yes: 31% in January 2001 to February 2001, 44% in January 2002" in chart.alt
    assert "There are 2 different questions, so the rows make no single trend." in chart.alt
    assert chart.table.rows[1][2] == "not stated"


def test_the_price_is_told_at_the_dates_of_the_claims(seeds: Seeds) -> None:
    chart = draw("price", seeds)
    assert chart.figure.axes[0].get_ylim()[0] == 0
    assert "July 2002: P is written (P2.1): 28.00" in chart.alt
    assert "+1.00 against the month before and +12.00 against a year before" in chart.alt
    assert ("July 2002", "28.00", "P is written (P2.1)") in chart.table.rows
    assert "October 2002" in chart.alt and "November 2002" not in chart.alt


def test_a_total_that_came_later_is_hatched(seeds: Seeds) -> None:
    chart = draw("made", seeds)
    late = {bar.get_gid(): bar.get_hatch() for bar in bars(chart) if bar.get_gid()}
    assert late["2006"] == "///" and not late["2005"]
    assert "Not yet out when the text was written: 2006." in chart.alt
    assert chart.table.rows[-1][-1] == "no"


def test_two_releases_are_drawn_on_a_part_and_on_the_whole_scale(seeds: Seeds) -> None:
    chart = draw("index", seeds)
    part, whole = chart.figure.axes
    assert part.get_ylim()[1] < 0.4 and whole.get_ylim() == (0, 1)
    assert {"clean, release 1 part", "clean, release 2 whole"} <= set(names(chart))
    assert "the releases disagree on the direction." in chart.alt
    assert chart.table.rows[1][-1] == "not given here"


@pytest.mark.parametrize(("number", "change", "message"), [
    (0, {"tables": ["points"]}, "ideal_points draws 2 tables, not 1"),
    (0, {"tables": ["point", "states"]}, "no table point. Nearest: points"),
    (0, {"tables": ["pairs", "states"]}, "pairs has no column ideal_point; ideal_points needs it"),
    (0, {"pick": []}, "pick is missing"),
    (0, {"pick": ["LKA"]}, "points has no LKA. Nearest: LAK"),
    (0, {"pick": ["LAK"] * 7}, "at most 6 can be told apart"),
    (0, {"since": "2003-13"}, "since: 2003-13 is not a year or a month"),
    (0, {"flags": [{"at": "May", "label": "l"}]}, "flags: May is not a year or a month"),
    (4, {"first": "2003"}, "last: 2002-10 is before 2003"),
    (7, {"as_of": ""}, "as_of is missing"),
])
def test_a_slip_in_a_record_is_told(tmp_path: Path, number: int, change: dict[str, Any],
                                    message: str) -> None:
    seeds = made(tmp_path, lambda pack, specs: specs[number].update(change))
    with pytest.raises(SeedError, match=r"seeds/charts\.yml:\d+: ") as caught:
        draw(ALL[number], seeds)
    assert message in str(caught.value)


def test_whatever_stands_in_a_table_is_escaped(tmp_path: Path) -> None:
    bad = '<img src=x onerror="alert(1)">'
    chart = draw("asked", made(tmp_path, lambda pack, specs: [
        row.update(wording=bad, answer=bad) for row in pack["answers"]]))  # type: ignore[func-returns-value]
    assert "<img src=x" not in face(chart).html


def test_names_at_the_ends_of_lines_do_not_overlap() -> None:
    assert spread([1, 1, 5], 0.5) == pytest.approx([0.75, 1.25, 5])
    moved = sorted(spread([0, 0.1, 0.2, 0.3], 1))
    assert all(b - a > 0.99 for a, b in pairwise(moved))
    assert spread([], 1) == []


def test_numbers_have_a_true_minus() -> None:
    assert signed(-0.5) == "−0.50"
    assert signed(0.5, 1) == "+0.5"
    assert plainly(None) == "–"
    assert plainly(-1.234) == "−1.23"


def test_the_records_of_this_course_name_a_claim_each(project: Path) -> None:
    specs = yaml.safe_load((project / "seeds" / "charts.yml").read_text("utf-8"))
    for spec in specs:
        if spec["draw"] in COLUMNS:
            assert any(f"{text}{n}" in spec["question"] for text in "AK" for n in range(1, 36))
