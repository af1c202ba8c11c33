"""Charts: drawn from a small made-up course, and checked by structure, not by pixels."""

from __future__ import annotations

import ast
import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import msgspec
import pytest
import yaml
from html5lib import HTMLParser
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from crossread.charts import CHARTS, draw
from crossread.charts.argument_tree import arrange
from crossread.charts.attribution_dots import together as together_paragraphs
from crossread.charts.base import (
    Chart,
    Table,
    compose,
    drawing,
    percent,
    png,
)
from crossread.charts.pack import COLUMNS
from crossread.charts.page import face
from crossread.charts.palette import MARKS, PAPER, SOFT, ink_on, luminance
from crossread.charts.reasoning import Link, Node, bands, links
from crossread.charts.voice_strip import together
from crossread.charts.words import counted, listing
from crossread.model.article import Argument
from crossread.seeds import SeedError, Seeds, Unknown

KINDS = ("image_text", "blank", "title", "blank", "body", "blank", "body", "pull_quote", "body",
         "blank", "heading", "body", "boilerplate")


def claim(id_: str, locator: str, speaker: str = "writer", **more: Any) -> dict[str, Any]:
    """A claim of the made-up text."""
    return {"id": id_, "locator": locator, "text": f"Text of {id_}.", "kind": "inference",
            "speaker": speaker, "voice": "asserts", "checkable": "no",
            "importance": "central", **more}


def step(id_: str, premises: list[str], conclusion: str,
         relation: str = "supports") -> dict[str, Any]:
    """A step of the made-up argument."""
    return {"id": id_, "premises": premises, "conclusion": conclusion, "relation": relation,
            "status": "explicit"}


def attribution(id_: str, locator: str, source: str, words: tuple[int, int] = (0, 0),
                naming: str = "named", **more: Any) -> dict[str, Any]:
    """An attribution of the made-up text."""
    return {"id": id_, "locator": locator, "source": source, "role_as_printed": "none",
            "cue": "says", "content": "c", "mode": "direct", "naming": naming,
            "quoted_words": list(words), **more}


def course() -> dict[str, Any]:
    """The files of a course of two short fictional texts, P (a lake) and Q (a bridge)."""
    box = {"question": "What is it?", "shows": "This.", "does_not_show": "That.",
           "measured_by": "Counting.", "as_of": "2031-05-04"}
    groups = [{"label": "the council, as reported", "speakers": ["council"]}]
    lines = [{"line": n, "words": 0 if kind == "blank" else 10 * n, "kind": kind,
              "paragraph": {5: "P1", 7: "P2", 9: "P2", 12: "P3"}.get(n, "")}
             for n, kind in enumerate(KINDS, 1)]
    claims = [claim("P-C1", "P1.1"), claim("P-C2", "P1.2", "council", voice="reports"),
              claim("P-C3", "P2.1", "council", voice="quotes"), claim("P-C4", "P2.1"),
              claim("P-C5", "P3.1", "angler", voice="reports")]
    return {
        "course.yml": {"id": "lake", "title": "Lake", "version": "1",
                       "texts": [{"id": "P", "folder": "lake", "label": "The lake"},
                                 {"id": "Q", "folder": "bridge", "label": "The bridge"}],
                       "lessons": [{"id": "00", "title": "T", "notebook": "n", "question": "q",
                                    "minutes": {"klass": 1, "alone": 1}, "needs": "none"}]},
        "both/speakers.yml": [
            {"id": id_, "name": id_, "kind": kind, "role_as_printed": ""}
            for id_, kind in (("writer", "author"), ("council", "group"), ("angler", "person"),
                              ("crowd", "unnamed"))],
        "items/00.yml": [
            *({"type": "single", "id": f"00-{n}", "stem": "?", "withheld": True,
               "options": [{"id": "a", "text": "x", "verdict": "key"}]} for n in range(1, 6)),
            {"type": "text", "id": "00-6", "stem": "?", "withheld": True},
            {"type": "single", "id": "00-7", "stem": "?", "options": [{"id": "a", "text": "x"}]}],
        "charts.yml": [
            {"id": "stripes", "draw": "barcode", "title": "Lines", "texts": ["P", "Q"],
             "labels": {"P": "the lake"}, **box},
            {"id": "words", "draw": "raw_vs_body", "title": "Words", "texts": ["P", "Q"], **box},
            {"id": "shares", "draw": "section_shares", "title": "Shares", "texts": ["P"], **box},
            {"id": "voices", "draw": "voice_strip", "title": "Voices", "texts": ["P"],
             "first": "P1", "last": "P2", "groups": groups, **box},
            {"id": "tree", "draw": "argument_tree", "title": "Tree", "texts": ["P"],
             "groups": groups, **box,
             "labels": {"P-R1": "Keep the lake", "P-R2": "It is safe", "P-C2": "Clean water",
                        "P-C5": "Fish are gone", "P-H1": "Clean means safe"}},
            {"id": "guess", "draw": "prediction", "title": "Guess", "lesson": "00", **box,
             "labels": {"a": "Your prediction", "b": "Right answers"}},
            {"id": "speech", "draw": "voices_by_words", "title": "Speech", "texts": ["P", "Q"],
             "labels": {"P": "the lake", "Q": "the bridge"}, **box},
            {"id": "dots", "draw": "attribution_dots", "title": "Dots", "texts": ["P"], **box},
            {"id": "kinds", "draw": "claim_kinds", "title": "Kinds", "texts": ["P", "Q"], **box},
            {"id": "limits", "draw": "hedges", "title": "Limits", "texts": ["P", "Q"], **box},
            {"id": "topics", "draw": "agreement_matrix", "title": "Topics", "texts": ["P", "Q"],
             **box},
            {"id": "remark", "draw": "printings", "title": "Remark", "tables": ["remark"],
             "labels": {"who": "printed by", "first": "the promise", "second": "the doubt"},
             **box},
            {"id": "scale", "draw": "calibration_scale", "title": "Scale", **box,
             "labels": {"20-45": "unlikely", "55-80": "likely", "45-55": "even"}}],
        "both/pairs.yml": [
            {"id": id_, "topic": "t", "locators": {"P": ["P1.1"]}, "says": {"P": "s", "Q": ""},
             "relation": relation, "why": why, "reason": "r"}
            for id_, relation, why in (("P01", "differ", ["date", "aim"]),
                                       ("P02", "only_P", ["aim"]), ("P03", "differ", ["aim"]))],
        "evidence/remark.csv": [
            {"id": "R1", "who": "The Buoy", "first": "yes", "second": "no"},
            {"id": "R2", "who": "The Jetty", "first": "yes", "second": "paraphrased"},
            {"id": "R3", "who": "The Oar", "first": "part", "second": "no"},
            {"id": "R4", "who": "The Net", "first": "yes", "second": "no"}],
        "evidence/datapackage.json": {"title": "lake", "version": "1", "resources": [
            {"name": "remark", "path": "remark.csv", "title": "t", "description": "d",
             "question": "q", "sources": [], "licenses": [], "as_of": "2031", "tests_claims": [],
             "caveats": [], "cannot_show": "c", "status": "solid",
             "schema": {"primaryKey": ["id"], "fields": [
                 {"name": name, "type": "string"} for name in ("id", "who", "first", "second")]}}]},
        "lake/lines.csv": lines,
        "lake/article.yml": {
            "id": "P", "title": "T", "author": "W", "outlet": "O", "genre": "g", "language": "en",
            "known": [], "unknown": [], "earliest": [], "latest": [], "sections": [
                {"id": "P-S1", "label": "Water", "printed": True, "paragraphs": ["P1", "P2"],
                 "job": "j"},
                {"id": "P-S2", "label": "Fish", "printed": True, "paragraphs": ["P3"],
                 "job": "j"}]},
        "lake/paragraphs.yml": [
            {"id": id_, "section": section, "lines": at, "function": "reason", "summary": "s",
             "sentences": [{"n": k, "words": 5, "digest": ""} for k in range(1, n + 1)]}
            for id_, section, at, n in (("P1", "P-S1", [5], 2), ("P2", "P-S1", [7, 9], 2),
                                        ("P3", "P-S2", [12], 1))],
        "lake/claims.yml": claims,
        "lake/attributions.yml": [
            attribution("P-A1", "P1.1", "council", (4, 9), "role"),
            attribution("P-A2", "P1.2", "angler", (20, 20)),
            attribution("P-A3", "P1.2", "angler", (6, 6), not_speech=True),
            attribution("P-A4", "P3.1", "angler", (5, 5)),
            attribution("P-A5", "P3.1", "council", naming="role", nested_in="P-A4"),
            attribution("P-A6", "P3.1", "crowd", naming="unnamed")],
        "lake/argument.yml": {
            "conclusions": [
                {"id": "P-R1", "text": "c", "status": "implicit", "final": True},
                {"id": "P-R2", "text": "c", "status": "explicit", "claims": ["P-C1"],
                 "locators": ["P1.1"]}],
            "hidden": [{"id": "P-H1", "text": "h", "needed_by": "P-E1"}],
            "edges": [step("P-E1", ["P-C2", "P-H1"], "P-C1"), step("P-E2", ["P-R2"], "P-C4"),
                      step("P-E3", ["P-C4"], "P-R1"), step("P-E4", ["P-C5"], "P-R2", "attacks")],
            "weakest": []},
        "bridge/lines.csv": [{"line": 1, "words": 40, "kind": "body", "paragraph": "Q1"}],
        "bridge/article.yml": {
            "id": "Q", "title": "T", "author": "W", "outlet": "O", "genre": "g", "language": "en",
            "known": [], "unknown": [], "earliest": [], "latest": [], "sections": [
                {"id": "Q-S1", "label": "All", "printed": True, "paragraphs": ["Q1"], "job": "j"}]},
        "bridge/paragraphs.yml": [
            {"id": "Q1", "section": "Q-S1", "lines": [1], "function": "reason", "summary": "s",
             "sentences": [{"n": 1, "words": 40, "digest": ""}]}],
    }


Files = dict[str, Any]


def write(root: Path, files: Files) -> Seeds:
    """A course on disk, with its seeds."""
    for name, data in files.items():
        path = root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".csv"):
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, data[0].keys())
            writer.writeheader()
            writer.writerows(data)
            path.write_text(text.getvalue(), "utf-8")
        elif name.endswith(".json"):
            path.write_text(json.dumps(data), "utf-8")
        else:
            path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")
    return Seeds(root)


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    """The seeds of the made-up course."""
    return write(tmp_path, course())


def changed(tmp_path: Path, change: Callable[[Files], None]) -> Seeds:
    """The made-up course after a change to its data."""
    files = course()
    change(files)
    return write(tmp_path / "changed", files)


ALL = [spec["id"] for spec in course()["charts.yml"]]


def bars(chart: Chart, axis: int = 0) -> list[Rectangle]:
    """The bars and boxes of one panel."""
    return [p for p in chart.figure.axes[axis].patches if isinstance(p, Rectangle)]


def texts(chart: Chart) -> list[Text]:
    """Every text in the figure that can be seen; a tick outside the limits is not drawn."""
    beyond = set()
    for axis in chart.figure.axes:
        first, last = axis.get_xlim()
        ticks = zip(axis.get_xticklabels(), axis.get_xticks(), strict=True)
        beyond |= {label for label, at in ticks if not first <= at <= last}
    return [t for t in chart.figure.findobj(Text)
            if t.get_text().strip() and t.get_visible() and t not in beyond]


def run_python(code: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True,
                          text=True).stdout.strip()


def check_face(chart: Chart) -> None:
    """What the face of every chart must have."""
    shown = face(chart)
    parser = HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parseFragment(shown.html)
    assert [image.get("alt") for image in tree.iter("img")] == [chart.alt]
    assert not list(tree.iter("style"))
    assert not list(tree.iter("script"))
    heads = list(tree.iter("th"))
    assert {head.get("scope") for head in heads} == {"col", "row"}
    assert len(heads) == len(chart.table.header) + len(chart.table.rows)
    assert len(list(tree.iter("dt"))) == len(list(tree.iter("dd"))) == 4
    for part in (chart.title, chart.question, chart.table.caption, *chart.table.header,
                 chart.box.does_not_show.split()[0]):
        assert part in shown.plain
    assert " ".join(chart.alt.split()) in " ".join(shown.plain.split())


def check_room(chart: Chart) -> None:
    """On a narrow page picture and table scroll in boxes that keys reach; no word is squeezed."""
    tree = HTMLParser(namespaceHTMLElements=False).parseFragment(face(chart).html)
    boxes = [one for one in tree.iter("div") if "overflow-x:auto" in one.get("style", "")]
    assert [(one.get("role"), one.get("tabindex"), one.get("aria-label")) for one in boxes] == [
        ("group", "0", chart.title), ("group", "0", chart.table.caption)]
    assert "min-width:480px" in boxes[0].find("img").get("style")
    stays = boxes[1].find("table/caption/span")
    assert stays.text == chart.table.caption
    assert "sticky" in stays.get("style")
    for n, head in enumerate(boxes[1].findall("table/thead/tr/th")):
        longest = max(len(row[n]) for row in chart.table.rows)
        least = 18 if longest > 120 else 12 if longest > 40 else 7 if len(head.text) > 16 else 0
        assert (f"min-width:{least}em" in head.get("style", "")) == bool(least)
    for text in tree.iter("dd"):
        assert "overflow-wrap:anywhere" in text.get("style")  # a path is longer than a telephone


def check_picture(chart: Chart) -> None:
    """What can be seen without a pixel: sizes of letters, and nothing cut off."""
    assert chart.figure.get_figwidth() <= 6.5
    frame = chart.figure.bbox
    with drawing():
        chart.figure.draw_without_rendering()
    for text in texts(chart):
        assert text.get_fontsize() >= 9, text.get_text()
        box = text.get_window_extent()
        assert box.x0 >= frame.x0, text.get_text()
        assert box.x1 <= frame.x1, text.get_text()
        assert box.y0 >= frame.y0, text.get_text()
        assert box.y1 <= frame.y1, text.get_text()


@pytest.mark.parametrize("name", ALL)
def test_a_chart_comes_with_words_a_table_and_what_it_does_not_show(
        seeds: Seeds, name: str) -> None:
    chart = draw(name, seeds)
    assert chart.name == name
    assert len(chart.alt) > 100
    assert 1 <= len(chart.table.rows) <= 6
    assert all(text for _, text in chart.box.lines())
    check_face(chart)
    check_picture(chart)
    check_room(chart)


@pytest.mark.parametrize("name", ALL)
def test_the_same_data_give_the_same_bytes(seeds: Seeds, name: str) -> None:
    first = png(draw(name, seeds))
    chart = draw(name, seeds)
    with mpl.rc_context({"font.size": 30, "hatch.linewidth": 5, "axes.facecolor": "red"}):
        assert png(chart) == png(draw(name, seeds)) == first
    assert face(chart) == face(draw(name, seeds))


def test_every_drawing_function_is_covered_here() -> None:
    elsewhere = {*COLUMNS, "claims_heat_map",  # test_pack_charts.py
                 "timeline", "date_bounds"}  # test_date_charts.py
    assert {spec["draw"] for spec in course()["charts.yml"]} == set(CHARTS) - elsewhere


def test_naming_the_charts_loads_no_drawing_library() -> None:
    assert run_python("import sys, crossread.charts; "
                      "print({'matplotlib', 'igraph'} & set(sys.modules))") == "set()"


def test_drawing_loads_neither_pyplot_nor_igraph_before_a_tree_is_drawn(tmp_path: Path) -> None:
    write(tmp_path, course())
    code = ("import sys; from pathlib import Path; from crossread.seeds import Seeds; "
            "from crossread.charts import draw; from crossread.charts.page import face; "
            f"seeds = Seeds(Path({str(tmp_path)!r})); "
            f"[face(draw(name, seeds)) for name in {[n for n in ALL if n != 'tree']!r}]; "
            "print({'matplotlib.figure', 'matplotlib.pyplot', 'igraph'} & set(sys.modules))")
    assert run_python(code) == "{'matplotlib.figure'}"


def test_no_module_here_names_pyplot_in_an_import(project: Path) -> None:
    for path in (project / "crossread" / "charts").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "pyplot" not in ast.unparse(node), path.name


def test_an_unknown_chart_is_refused_with_the_nearest_names(seeds: Seeds) -> None:
    with pytest.raises(Unknown, match=r"no chart 'stripe'\. Nearest: stripes"):
        draw("stripe", seeds)


@pytest.mark.parametrize(("number", "change", "message"), [
    (0, {"draw": "barcod"}, "no drawing function barcod. Nearest: barcode"),
    (0, {"texts": ["X"]}, "text X is not in course.yml, which has P, Q"),
    (0, {"labels": {"Z9": "z"}}, "nothing has the id Z9"),
    (2, {"texts": ["P", "Q"]}, "section_shares draws one text, not 2"),
    (3, {"first": "P9"}, "first: no paragraph P9. Nearest: P3, P2, P1"),
    (3, {"first": "P2", "last": "P1"}, "last: P1 stands before P2"),
    (3, {"groups": [{"label": "g", "speakers": ["councl"]}]},
     "no speaker councl. Nearest: council"),
    (3, {"groups": [{"label": f"g{n}", "speakers": []} for n in range(3)]}, "at most two groups"),
    (4, {"labels": {}}, "labels are missing"),
    (5, {"lesson": "07"}, "lesson 07 is not in course.yml"),
    (5, {"labels": {}}, "labels are missing"),
])
def test_a_slip_in_a_record_is_told_with_its_line(
        tmp_path: Path, number: int, change: dict[str, Any], message: str) -> None:
    seeds = changed(tmp_path, lambda files: files["charts.yml"][number].update(change))
    with pytest.raises(SeedError) as caught:
        draw(ALL[number], seeds)
    line = (tmp_path / "changed/seeds/charts.yml").read_text("utf-8").split("\n").index(
        f"- id: {ALL[number]}") + 1
    assert f"seeds/charts.yml:{line}: " in str(caught.value)
    assert message in str(caught.value)


def test_whatever_stands_in_the_data_is_escaped(tmp_path: Path) -> None:
    bad = '<img src=x onerror="alert(1)">'

    def poison(files: Files) -> None:
        files["charts.yml"][0].update(title=bad, question=bad, shows=bad, labels={"P": bad})
    html = face(draw("stripes", changed(tmp_path, poison))).html
    assert "<img src=x" not in html
    assert html.count("<img ") == 1


def test_a_dollar_sign_is_a_dollar_sign(tmp_path: Path) -> None:
    seeds = changed(tmp_path, lambda files: files["charts.yml"][2].update(title="From $5 to $x^2$"))
    assert png(draw("shares", seeds)) != png(draw("shares", write(tmp_path / "p", course())))
    assert not any(t.get_parse_math() for t in texts(draw("shares", seeds)))


def test_a_table_of_seven_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 6 rows, not 7"):
        Table("c", ("a",), (("x",),) * 7)
    with pytest.raises(ValueError, match="a cell for every heading"):
        Table("c", ("a", "b"), (("x",),))


# The palette


def test_the_colours_stay_apart_in_grey_print() -> None:
    grey = sorted(luminance(mark.colour) for mark in MARKS)
    assert min(b - a for a, b in pairwise(grey)) > 20


#: linear light → what a dichromat's eye makes of it (Machado, Oliveira and Fernandes 2009)
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}


@pytest.mark.parametrize("kind", BLINDNESS)
def test_the_colours_stay_apart_for_colour_blind_readers(kind: str) -> None:
    def seen(colour: str) -> list[float]:
        light = [(int(colour[n:n + 2], 16) / 255) ** 2.2 for n in (1, 3, 5)]
        mixed = [sum(f * v for f, v in zip(row, light, strict=True)) for row in BLINDNESS[kind]]
        return [max(0.0, min(1.0, v)) ** (1 / 2.2) * 255 for v in mixed]
    views = [seen(mark.colour) for mark in MARKS]
    apart = [sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5
             for n, a in enumerate(views) for b in views[n + 1:]]
    assert min(apart) > 35


def test_no_colour_stands_alone() -> None:
    for sign in ("name", "colour", "hatch", "marker", "dash"):
        assert len({getattr(mark, sign) for mark in MARKS}) == len(MARKS), sign


@pytest.mark.parametrize("ground", [PAPER, *(mark.colour for mark in MARKS)])
def test_text_can_be_read_on_every_colour(ground: str) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[n:n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
                            for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    def contrast(a: str, b: str) -> float:
        high, low = sorted((light(a), light(b)), reverse=True)
        return (high + 0.05) / (low + 0.05)
    assert contrast(ink_on(ground), ground) >= 4.5
    assert contrast(SOFT, PAPER) >= 4.5


# Stripes


def test_there_is_one_stripe_for_every_printed_line_in_the_lane_of_its_kind(seeds: Seeds) -> None:
    chart = draw("stripes", seeds)
    assert [axis.get_title(loc="left") for axis in chart.figure.axes] == ["the lake", "Q"]
    lanes = [label.get_text() for label in chart.figure.axes[0].get_yticklabels()]
    assert lanes[0] == "body text"
    printed = [kind for kind in KINDS if kind != "blank"]
    stripes = bars(chart)
    assert len(stripes) == len(printed)
    for bar, kind in zip(stripes, printed, strict=True):
        lane = lanes[round(bar.get_y() + bar.get_height() / 2)]
        assert lane == {"body": "body text", "byline": "by-line",
                        "image_text": "text in a picture"}.get(
            kind, kind.replace("_", " "))
    hatch = {kind: bar.get_hatch() for bar, kind in zip(stripes, printed, strict=True)}
    apart = ("body", "title", "pull_quote", "image_text", "boilerplate")
    assert len({hatch[kind] for kind in apart}) == len(apart)
    assert chart.figure.axes[0].get_xlim() == pytest.approx((0, 9 + 4 * 0.4))


def test_stripes_say_where_added_lines_stand_and_follow_the_data(
        seeds: Seeds, tmp_path: Path) -> None:
    chart = draw("stripes", seeds)
    assert "the lake has 13 lines: 9 carry words, 4 of them are body text" in chart.alt
    assert ("begins in line 5 and ends in line 12. Lines before it: text in a picture 1; title 3. "
            "Inside: pull quote 8; heading 11. After it: boilerplate 13.") in chart.alt
    assert {row[0]: row[1] for row in chart.table.rows}["Titles and headings"] == (
        "2 lines (title 1, heading 1), 140 words")
    later = draw("stripes", changed(
        tmp_path, lambda files: files["lake/lines.csv"][7].update(kind="caption")))
    assert "caption (1)" in later.alt and "Inside: caption 8; heading 11." in later.alt
    assert "pull quote" not in later.alt
    assert later.table != chart.table


# Words


def test_the_bars_are_the_sums_of_the_lines(seeds: Seeds, tmp_path: Path) -> None:
    chart = draw("words", seeds)
    raw, body = sum(10 * n for n, k in enumerate(KINDS, 1) if k != "blank"), 50 + 70 + 90 + 120
    assert [bar.get_width() for bar in bars(chart)][:4] == [raw, body, 40, 40]
    assert chart.figure.axes[0].get_xlim()[0] == 0
    assert chart.table.rows[0] == ("P", str(raw), str(body), str(raw - body),
                                   percent(raw - body, body, 1))
    assert f"P has {raw} words in the whole file and {body} in the body text" in chart.alt
    later = draw("words", changed(
        tmp_path, lambda files: files["lake/lines.csv"][4].update(words=1050)))
    assert "1,330 in the body text" in later.alt
    assert len({bar.get_hatch() for bar in bars(chart)}) == 2


def test_shares_follow_the_sections_and_fold_what_is_more_than_six(
        seeds: Seeds, tmp_path: Path) -> None:
    chart = draw("shares", seeds)
    assert [bar.get_width() for bar in bars(chart)] == [210, 120]
    assert chart.table.rows == (("Water", "P1–P2", "210", "64%"), ("Fish", "P3", "120", "36%"))
    assert "The longest is Water with 64%" in chart.alt

    def many(files: Files) -> None:
        files["lake/article.yml"]["sections"] = [
            {"id": f"P-S{n}", "label": f"Part {n}", "printed": True,
             "paragraphs": [("P1", "P2", "P3")[n % 3]], "job": "j"} for n in range(8)]
    folded = draw("shares", changed(tmp_path, many))
    assert len(folded.table.rows) == 6
    assert folded.table.rows[-1][:2] == ("3 more sections", "P3–P2")
    assert "The longest is" in folded.alt


# Voices


def test_a_cell_is_marked_by_who_is_committed_to_the_sentence(
        seeds: Seeds, tmp_path: Path) -> None:
    chart = draw("voices", seeds)
    assert [bar.get_gid() for bar in bars(chart)] == [
        "P1.1 the author", "P1.2 the council, as reported", "P2.1 the author",
        "P2.1 the council, as reported", "P2.2 none"]
    assert chart.table.rows == (
        ("only the author", "1", "25%", "P1.1"),
        ("only the council, as reported", "1", "25%", "P1.2"),
        ("two voices or more", "1", "25%", "P2.1"), ("no claim", "1", "25%", "P2.2"))
    assert [label.get_text() for label in chart.figure.axes[0].get_yticklabels()] == ["P1", "P2"]
    hatches = {str(bar.get_gid()).partition(" ")[2]: bar.get_hatch() for bar in bars(chart)}
    assert hatches["the author"] != hatches["the council, as reported"]
    later = draw("voices", changed(
        tmp_path, lambda files: files["lake/claims.yml"][0].update(speaker="angler")))
    assert "only others, as reported 1" in later.alt
    assert "In P1 no sentence is the author's own statement" in later.alt


@pytest.mark.parametrize(("at", "short"), [
    (["P1.1"], "P1.1"), (["P1.1", "P1.2", "P1.4"], "P1.1–2, P1.4"),
    (["P1.3", "P2.1", "P2.2"], "P1.3, P2.1–2"), ([], "")])
def test_locators_are_told_in_short(at: list[str], short: str) -> None:
    assert together(at) == short


# Speech and attributions


def test_speech_is_summed_by_speaker_and_an_open_quotation_gives_a_range(
        seeds: Seeds, tmp_path: Path) -> None:
    chart = draw("speech", seeds)
    assert [(bar.get_gid(), bar.get_width()) for bar in bars(chart)] == [
        ("P angler", 25), ("P council", 4), ("P council open", 5)]
    assert chart.table.rows == (("angler", "25", "0"), ("council", "4–9", "0"))
    assert "together 29–34 of 330 words of body text (9% to 10%)" in chart.alt
    assert "leaves a range for council by 5 words" in chart.alt
    assert "the bridge: 0 speakers, nobody" in chart.alt
    assert chart.figure.axes[0].get_xlim() == chart.figure.axes[1].get_xlim()
    later = draw("speech", changed(tmp_path, lambda files: files["lake/attributions.yml"][0].update(
        quoted_words=[9, 9])))
    assert "range" not in later.alt
    assert not later.figure.legends


def test_more_speakers_than_rows_are_joined_in_the_last_row(tmp_path: Path) -> None:
    def many(files: Files) -> None:
        files["both/speakers.yml"] += [
            {"id": f"s{n}", "name": f"Speaker {n}", "kind": "person", "role_as_printed": ""}
            for n in range(6)]
        files["lake/attributions.yml"] += [
            attribution(f"P-B{n}", "P2.1", f"s{n}", (n + 1, n + 1)) for n in range(6)]
    rows = draw("speech", changed(tmp_path, many)).table.rows
    assert len(rows) == 6
    assert rows[-1] == ("Speaker 2 (P), Speaker 1 (P), Speaker 0 (P)", "6", "0")


def test_a_dot_is_full_where_words_are_quoted(seeds: Seeds, tmp_path: Path) -> None:
    chart = draw("dots", seeds)
    marks = [line for line in chart.figure.axes[0].lines if line.get_gid()]
    assert [(line.get_gid(), line.get_marker(), line.get_markerfacecolor() == PAPER)
            for line in marks] == [
        ("P1 a name", "o", False), ("P3 a name", "o", False),
        ("P1 an office or a group by its role", "o", False),
        ("P3 people without names", "o", True), ("P2 nobody but the writer", "x", False)]
    assert chart.table.rows == (
        ("a name", "2", "2", "P1, P3"), ("an office or a group by its role", "1", "1", "P1"),
        ("people without names", "1", "0", "P3"), ("nobody but the writer", "1", "–", "P2"))
    assert "nobody but the writer in 1" in chart.alt
    later = draw("dots", changed(tmp_path, lambda files: files["lake/attributions.yml"].append(
        attribution("P-A7", "P2.2", "angler", naming="anonymous"))))
    assert later.table.rows[-1] == ("nobody but the writer", "0", "–", "none")


@pytest.mark.parametrize(("at", "short"), [
    (["P1"], "P1"), (["P1", "P2", "P4"], "P1–2, P4"), ([], "")])
def test_paragraphs_are_told_in_short(at: list[str], short: str) -> None:
    assert together_paragraphs(at) == short


# The tree


def argument(*edges: dict[str, Any]) -> Argument:
    """An argument with conclusions R1 (stated by C9) and R2."""
    return msgspec.convert({
        "conclusions": [{"id": "R1", "text": "", "status": "explicit", "claims": ["C9"]},
                        {"id": "R2", "text": "", "status": "implicit"}],
        "hidden": [], "edges": edges, "weakest": []}, Argument)


@pytest.mark.parametrize(("edges", "shown", "expected"), [
    pytest.param([step("1", ["C1"], "R1")], {"C1", "R1"}, [(("C1",), "R1", "supports")],
                 id="a step is an arrow"),
    pytest.param([step("1", ["C1"], "C9")], {"C1", "R1"}, [(("C1",), "R1", "supports")],
                 id="a claim that states a conclusion is the conclusion"),
    pytest.param([step("1", ["C1"], "C2"), step("2", ["C2"], "R1")], {"C1", "R1"},
                 [(("C1",), "R1", "supports")], id="a chain of support is one arrow"),
    pytest.param([step("1", ["C1"], "C2"), step("2", ["C2"], "R1", "attacks")], {"C1", "R1"},
                 [(("C1",), "R1", "attacks")], id="support of an attack is an attack"),
    pytest.param([step("1", ["C1"], "C2", "attacks"), step("2", ["C2"], "R1")], {"C1", "R1"},
                 [], id="a step against what is left out is left out"),
    pytest.param([step("1", ["C1", "C2"], "R1")], {"C1", "C2", "R1"},
                 [(("C1", "C2"), "R1", "supports")], id="joint premises stay together"),
    pytest.param([step("1", ["C1", "C2"], "R1")], {"C1", "R1"},
                 [(("C1",), "R1", "supports")], id="a joint premise may be left out"),
    pytest.param([step("1", ["C1", "C2"], "R1"), step("2", ["C3"], "C2")], {"C1", "C3", "R1"},
                 [(("C1", "C3"), "R1", "supports")], id="the only ground of a premise stands in"),
    pytest.param([step("1", ["C1", "C2"], "R1"), step("2", ["C3"], "C2"), step("3", ["C4"], "C2")],
                 {"C1", "C3", "C4", "R1"},
                 [(("C1",), "R1", "supports"), (("C3",), "R1", "supports"),
                  (("C4",), "R1", "supports")], id="two grounds of a premise do not"),
    pytest.param([step("1", ["C1"], "R1"), step("2", ["C1"], "C2"), step("3", ["C2"], "R1")],
                 {"C1", "R1"}, [(("C1",), "R1", "supports")], id="an arrow is drawn once"),
    pytest.param([step("1", ["C1"], "C2"), step("2", ["C2"], "C1"), step("3", ["C2"], "R1")],
                 {"R1", "R2"}, [], id="a circle ends"),
    pytest.param([], {"C1", "R1"}, [], id="steps may be missing"),
])
def test_arrows_are_cut_down_faithfully(
        edges: list[dict[str, Any]], shown: set[str], expected: list[Any]) -> None:
    assert links(argument(*edges), shown) == [Link(*one) for one in expected]


def test_the_tree_has_a_box_for_every_label_and_its_text_fits(seeds: Seeds) -> None:
    chart = draw("tree", seeds)
    axis = chart.figure.axes[0]
    boxes = {p.get_gid(): p for p in bars(chart) if " " not in str(p.get_gid())}
    assert set(boxes) == {"P-R1", "P-R2", "P-C2", "P-C5", "P-H1"}
    inside = [t for t in axis.texts if t.get_ha() == "left"]
    for text in inside:
        box = text.get_window_extent()
        assert any(patch.get_window_extent().x0 < box.x0 and box.x1 < patch.get_window_extent().x1
                   and patch.get_window_extent().y0 < box.y0
                   and box.y1 < patch.get_window_extent().y1 for patch in boxes.values()), (
            text.get_text())
    assert boxes["P-H1"].get_linestyle() in ("--", "dashed")
    assert boxes["P-R1"].get_y() < boxes["P-R2"].get_y() < boxes["P-C2"].get_y()
    legend = [t.get_text() for t in chart.figure.legends[0].get_texts()]
    assert legend == ["the author", "the council, as reported", "others, as reported",
                      "not said: added by this course", "supports", "speaks against",
                      "only together"]
    assert "speaks against" in [t.get_text() for t in axis.texts]


def test_the_outline_says_what_the_tree_shows(seeds: Seeds) -> None:
    assert face(draw("tree", seeds)).plain.split("\n\n")[3].split("\n") == [
        "- Keep the lake (not said: added by this course)",
        "  - supports: It is safe (P1.1; the author)",
        "    - supports, only together:",
        "      - Clean water (P1.2; the council, as reported)",
        "      - Clean means safe (not said: added by this course)",
        "    - speaks against: Fish are gone (P3.1; others, as reported)"]


def test_the_tree_follows_the_data(seeds: Seeds, tmp_path: Path) -> None:
    chart = draw("tree", seeds)
    assert "supports (2) and speaks against (1)" in chart.alt
    later = draw("tree", changed(
        tmp_path, lambda files: files["lake/argument.yml"]["edges"][3].update(relation="concedes")))
    assert "supports (2) and is granted (1)" in later.alt
    assert later.table != chart.table


def test_a_tree_without_steps_is_drawn_all_the_same(tmp_path: Path) -> None:
    chart = draw("tree", changed(
        tmp_path, lambda files: files["lake/argument.yml"].update(edges=[])))
    assert "there are none" in chart.alt
    check_picture(chart)


def test_a_circle_in_the_argument_is_drawn(tmp_path: Path) -> None:
    seeds = changed(tmp_path, lambda files: files["lake/argument.yml"]["edges"].append(
        step("P-E9", ["P-R1"], "P-R2")))
    check_picture(draw("tree", seeds))


def nodes(*names: str) -> dict[str, Node]:
    """Boxes; those whose name begins with R are final conclusions."""
    return {name: Node(name, f"Label {name}", "P1.1", ("the author",), name.startswith("R"),
                       name.startswith("R")) for name in names}


def arrows(*pairs: str) -> list[Link]:
    """Arrows of support written as ``"C1>R1"``."""
    return [Link((a,), b, "supports") for a, b in (pair.split(">") for pair in pairs)]


def test_rows_run_from_conclusions_down_to_reasons_and_long_arrows_keep_a_lane() -> None:
    rows, routes = arrange(nodes("R1", "C1", "C2"), arrows("C1>R1", "C2>C1", "C2>R1"))
    assert rows[0] == ["R1"]
    assert rows[2] == ["C2"]
    assert set(rows[1]) == {"C1", *routes["C2", "R1"]}
    assert routes["C1", "R1"] == []


def test_a_row_that_is_too_full_sends_its_last_leaf_down() -> None:
    rows, _ = arrange(nodes("R1", *"abcde"), arrows(*(f"{name}>R1" for name in "abcde")))
    assert rows[1][:4] == list("abcd")
    assert rows[2] == ["e"]


def test_what_two_conclusions_share_comes_again_without_its_reasons() -> None:
    first, second = bands(nodes("R1", "R2", "C1", "C2"), arrows("C1>R1", "C1>R2", "C2>C1"))
    assert set(first[0]) == {"R1", "C1", "C2"}
    assert set(second[0]) == {"R2", "C1 again"}
    assert second[0]["C1 again"].where == "P1.1, above"
    assert second[1] == arrows("C1 again>R2")


def test_what_has_no_arrow_is_drawn_last() -> None:
    trees = bands(nodes("R1", "C1", "C2"), arrows("C1>R1"))
    assert [set(some) for some, _ in trees] == [{"R1", "C1"}, {"C2"}]


def test_the_order_of_the_record_is_kept_where_no_arrow_crosses() -> None:
    rows, _ = arrange(nodes("R1", "a", "b", "c", "x", "y"),
                      arrows("a>R1", "b>R1", "c>R1", "x>a", "y>c"))
    assert rows[1:] == [["a", "b", "c"], ["x", "y"]]
    rows, _ = arrange(nodes("R1", "a", "b", "x", "y"),
                      arrows("a>R1", "b>R1", "x>b", "y>a"))
    assert rows[1:] in ([["a", "b"], ["y", "x"]], [["b", "a"], ["x", "y"]])


# The empty bars


def test_the_prediction_is_empty_and_the_same_for_everyone(
        seeds: Seeds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = draw("guess", seeds)
    first = face(chart)
    assert chart.figure.axes[0].get_xlabel() == "right answers out of 5"
    assert all(bar.get_facecolor()[3] == 0 for bar in bars(chart))
    assert all(row[-1] == "" for row in chart.table.rows)
    monkeypatch.setenv("CROSSREAD_HOME", str(tmp_path / "somebody"))
    assert face(draw("guess", seeds)) == first
    later = draw("guess", changed(tmp_path, lambda files: files["items/00.yml"].pop(0)))
    assert "from 0 to 4" in later.alt


# Words and numbers


def test_lists_and_counts_read_as_english() -> None:
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert counted(1, "box") == "1 box"
    assert counted(1200, "box") == "1,200 boxes"
    assert percent(1, 0) == "–"


# The real course


def test_every_chart_of_this_course_can_be_drawn_and_read(project: Path) -> None:
    seeds = Seeds(project)
    assert {spec.draw for spec in seeds.charts} <= set(CHARTS)
    for spec in seeds.charts:
        chart = draw(spec.id, seeds)
        check_face(chart)
        check_picture(chart)


def test_a_figure_that_is_cut_off_would_be_noticed(seeds: Seeds) -> None:
    chart = draw("shares", seeds)
    chart.figure.axes[0].set_title("W" * 200)
    with pytest.raises(AssertionError):
        check_picture(chart)
    spec = next(one for one in seeds.charts if one.id == "shares")
    empty = compose(spec, chart.figure, "", chart.table)
    with pytest.raises(AssertionError):
        assert len(empty.alt) > 100


def test_a_bar_of_kinds_is_divided_by_the_counts(tmp_path: Path) -> None:
    def code(files: Files) -> None:
        for one, kind in zip(files["lake/claims.yml"], ("fact", "fact", "forecast", "yours_to_code",
                                                        "fact"), strict=True):
            one["kind"] = kind
    chart = draw("kinds", changed(tmp_path, code))
    widths = {p.get_gid(): round(p.get_width(), 3) for p in bars(chart) if p.get_gid()}
    assert widths == {"P fact": 60, "P forecast": 20, "P yours_to_code": 20}
    assert chart.table.rows == (("fact", "3", "60%", "0", "–"), ("forecast", "1", "20%", "0", "–"),
                                ("yours to code", "1", "20%", "0", "–"))
    assert "not whether it is true" in chart.alt


def test_a_last_part_too_narrow_for_its_number_has_it_behind_the_bar(tmp_path: Path) -> None:
    def code(files: Files) -> None:
        first = files["lake/claims.yml"][0]
        files["lake/claims.yml"] += [{**first, "id": f"P-C{n}"} for n in range(10, 30)]
        for one in files["lake/claims.yml"]:
            one["kind"] = "fact"
        first["kind"] = "forecast"
    chart = draw("kinds", changed(tmp_path, code))
    axis = chart.figure.axes[0]
    assert [(text.get_text(), text.get_position()[0] > 100) for text in axis.texts] == [
        ("96", False), ("4", True)]
    check_picture(chart)


def test_hedged_statements_stand_at_the_foot_of_their_paragraph(tmp_path: Path) -> None:
    def limit(files: Files) -> None:
        files["lake/claims.yml"][2]["hedge"] = "may; soon"
    chart = draw("limits", changed(tmp_path, limit))
    heights = {p.get_gid(): p.get_height() for p in bars(chart)}
    assert (heights["P2 hedged"], heights["P2 plain"], heights["P1 hedged"]) == (1, 1, 0)
    assert ("P, middle third (P2 to P2)", "2", "1", "50%", "P2.1 may, soon") in chart.table.rows
    assert len(bars(chart, 1)) == 2  # a text of one paragraph
    assert "P: 1 of 5 statements (20%)" in chart.alt


def test_topics_are_counted_by_relation_and_reason(seeds: Seeds) -> None:
    chart = draw("topics", seeds)
    assert chart.table.rows == (("differ", "2", "1", "0", "2", "0"),
                                ("only P", "1", "0", "0", "1", "0"))
    widths = {p.get_gid(): round(p.get_width(), 3) for p in bars(chart) if p.get_gid()}
    assert widths == {"differ date": 0.33, "differ aim": 0.66, "only P aim": 0.33}


def test_printings_with_the_same_parts_stand_together(seeds: Seeds) -> None:
    chart = draw("remark", seeds)
    assert chart.table.rows == (
        ("printed", "left out", "2", "The Buoy; The Net"),
        ("printed", "retold", "1", "The Jetty"), ("in part", "left out", "1", "The Oar"))
    assert [t.get_text() for t in chart.figure.axes[0].get_yticklabels()] == [
        "The Jetty", "The Buoy", "The Net", "The Oar"]
    assert "All parts are printed in 0." in chart.alt


@pytest.mark.parametrize(("change", "message"), [
    ({"tables": ["remrk"]}, "tables: no table remrk. Nearest: remark"),
    ({"tables": []}, "tables: printings draws one table, not 0; name one"),
    ({"labels": {"frst": "f"}}, "remark has no column frst. Nearest: first"),
])
def test_a_chart_of_evidence_names_its_table_and_columns(
        tmp_path: Path, change: dict[str, Any], message: str) -> None:
    seeds = changed(tmp_path, lambda files: files["charts.yml"][ALL.index("remark")].update(change))
    with pytest.raises(SeedError, match=message):
        draw("remark", seeds)


def test_words_of_likelihood_stand_in_their_order_with_their_ranges(seeds: Seeds) -> None:
    chart = draw("scale", seeds)
    assert [(b.get_x(), b.get_x() + b.get_width()) for b in bars(chart)] == [
        (20, 45), (45, 55), (55, 80)]
    assert [t.get_text() for t in chart.figure.axes[0].get_yticklabels()] == [
        "unlikely", "even", "likely"]
    assert chart.table.rows == (("unlikely", "20–45", "likely", "55–80"), ("even", "45–55", "", ""))


def test_a_word_of_likelihood_without_a_range_is_told(tmp_path: Path) -> None:
    seeds = changed(tmp_path, lambda files: files["charts.yml"][ALL.index("scale")].update(
        {"labels": {"most": "likely"}}))
    with pytest.raises(SeedError, match="most is no range of percentages"):
        draw("scale", seeds)
