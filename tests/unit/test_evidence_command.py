"""``crossread evidence``: the index, what bears on a claim, and the page to project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from html5lib import HTMLParser
from typer.testing import CliRunner

from crossread.cli import app
from crossread.evidence import SIDES, bearing, index, places, touches
from crossread.publish.evidence_page import evidence_page
from crossread.seeds import Seeds, Unknown


@pytest.fixture(scope="module")
def seeds(project: Path) -> Seeds:
    return Seeds(project)


def run(*words: str) -> str:
    """What the command prints; it must succeed."""
    result = CliRunner().invoke(app, ["evidence", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_index_lists_every_table_with_terms_and_date(seeds: Seeds) -> None:
    lines = index(seeds)
    assert [line.name for line in lines] == list(seeds.evidence.names)
    assert all(line.rows and line.question and line.licence and line.as_of for line in lines)
    printed = run()
    assert all(f"{line.name} ({line.rows} rows, {line.licence}, as of {line.as_of})" in printed
               for line in lines)


@pytest.mark.parametrize(("place", "other", "meets"), [
    ("A5", "A5.2", True), ("A5.2", "A5", True), ("A5.2", "A5.2", True), ("A5", "A50.1", False),
    ("A5.2", "A5.3", False), ("A5.1", "A5.12", False), ("A:L13", "A:L13", True),
    ("A:L1", "A:L13", False),
])
def test_a_paragraph_takes_in_its_sentences_and_no_other(
        place: str, other: str, meets: bool) -> None:
    assert touches(place, ("K1", other)) is meets


def test_what_bears_on_a_claim_stands_on_its_side(seeds: Seeds) -> None:
    found = bearing(seeds, "A7.2")
    assert "CA12" in {one.id for one in found.on("against")}
    assert "CA11" in {one.id for one in found.on("for")}
    assert any(one.table == "institutions" for one in found.on("around"))
    assert found.says and {one.side for one in found.entries} <= set(SIDES)
    verdicts = {str(row["id"]): str(row["verdict"]) for row in seeds.evidence["claim_checks"].rows}
    for place in places(seeds):
        for one in bearing(seeds, place).entries:
            if one.table == "claim_checks":
                side = {"supported": "for", "supported_with_nuance": "for", "disputed": "against",
                        "contradicted": "against"}.get(verdicts[one.id], "open")
                assert one.side == side


def test_a_table_of_numbers_says_what_it_cannot_show(seeds: Seeds) -> None:
    entry = next(one for one in bearing(seeds, "K31.1").on("measure")
                 if one.id == "us_oil_production")
    assert entry.grade.startswith("does not show: ")
    assert "US Energy Information Administration" in entry.source


def test_every_check_and_card_has_a_source_in_words(seeds: Seeds) -> None:
    for place in places(seeds):
        for one in bearing(seeds, place).entries:
            assert "(" in one.source, (place, one.id)


def test_a_claim_can_be_named_by_its_id(seeds: Seeds) -> None:
    claim = seeds.annotation("A").claims[0]
    assert bearing(seeds, claim.id).says == (claim.text.strip(),)
    assert bearing(seeds, claim.id).locator == claim.locator


@pytest.mark.parametrize(("place", "message"), [
    ("Q1", "There is no place 'Q1'. Write a paragraph or a sentence, such as A2"),
    ("A99", "There is no place A99"), ("A-X", "There is no claim A-X in text A"),
    ("A2.99", "A2.99"),
])
def test_a_place_that_is_not_there_is_refused(seeds: Seeds, place: str, message: str) -> None:
    with pytest.raises(Unknown, match=message.replace(".", r"\.")):
        bearing(seeds, place)
    result = CliRunner().invoke(app, ["evidence", place])
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_the_command_prints_both_sides_and_json() -> None:
    printed = run("A18")
    for words in ("For\n", "Against, or limiting", "CA23", "CA22",
                  "contradicted (strong evidence)"):
        assert words in printed
    told = json.loads(run("A18", "--json"))
    assert told["locator"] == "A18"
    assert {one["side"] for one in told["entries"]} >= {"for", "against", "measure"}
    assert json.loads(run("--json"))[0]["name"] == "states"


def test_a_place_without_evidence_is_told_as_a_report_on_the_pack(seeds: Seeds) -> None:
    bare = next(p.id for p in seeds.annotation("K").paragraphs
                if not bearing(seeds, p.id).entries)
    assert "a report on the pack, not on the claim" in run(bare)


def test_html_and_a_place_do_not_go_together() -> None:
    assert CliRunner().invoke(app, ["evidence", "A18", "--html"]).exit_code == 2


def test_the_page_has_every_chart_with_its_words_and_needs_no_network(seeds: Seeds) -> None:
    page = evidence_page(seeds)
    tree = HTMLParser(strict=True, namespaceHTMLElements=False).parse(f"<!doctype html>{page}"
                                                                      if page[:2] != "<!" else page)
    shown = [one for one in seeds.charts if not one.lesson]
    assert {one.get("id") for one in tree.iter("article")} == {one.id for one in shown}
    images = list(tree.iter("img"))
    assert len(images) == len(shown)
    assert all((one.get("alt") or "")[50:] and str(one.get("src")).startswith("data:image/png")
               for one in images)
    for tag, name in (("link", "href"), ("script", "src"), ("img", "src")):
        assert not [one for one in tree.iter(tag) if str(one.get(name)).startswith("http")]
    for name in seeds.evidence.names:
        assert seeds.evidence[name].about.cannot_show[:30] in " ".join(tree.itertext())
