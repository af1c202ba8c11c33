"""What ``crossread check`` finds in the evidence pack: each rule with a change that breaks it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from crossread.checks.evidence import check_evidence, check_typed_numbers
from crossread.seeds import Evidence, SeedError, Seeds, Unknown
from crossread.seeds.references import fill


@pytest.fixture
def root(project: Path, tmp_path: Path) -> Path:
    """A copy of the seeds that a test may change."""
    shutil.copytree(project / "seeds", tmp_path / "seeds")
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def replaced(root: Path, file: str, old: str, new: str) -> int:
    """Change the first place of a file; the line on which it stands."""
    path = root / "seeds" / "evidence" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[:text.index(old)].count("\n") + 1


def described(root: Path, name: str, **changed: Any) -> None:
    """Change what the package says of one table."""
    path = root / "seeds" / "evidence" / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    next(one for one in package["resources"] if one["name"] == name).update(changed)
    path.write_text(json.dumps(package, indent=1), "utf-8")


def slips(root: Path) -> list[str]:
    return [str(slip) for slip in check_evidence(Seeds(root))]


def test_the_pack_of_this_course_has_no_slip(project: Path) -> None:
    assert slips(project) == []


@pytest.mark.parametrize(("file", "old", "new", "message"), [
    ("claim_checks.csv", "CA02,A,A2.1,", "CA02,A,A2.77,",
     "locators names A2.77, which no text has"),
    ("events.csv", "atkin-1780-1828", "atkin-1780", "source atkin-1780 is not in sources.csv"),
    ("claim_checks.csv", "kyivindependent-2022-10-10", "nobody-1", "source nobody-1 is not in"),
    ("claim_checks.csv", ",strikes_2022_10_10,", ",strikes,", "table strikes is not in the pack"),
    ("events.csv", "2022-02-24,day", "2022-02-30,day",
     "date: 2022-02-30 is no day of the calendar"),
    ("brent_monthly.csv", "2019-03,", "2019-3,", "month: 2019-3 is not a date"),
    ("iranian_opinion.csv", "2022-06,2022-07", "2022-06,2022-05",
     "field_end 2022-05 is before field_start 2022-06"),
    ("unga_ideal_points.csv", "CHN,1991", "CHX,1991", "iso3 CHX is not in states.csv"),
    ("unga_agreement.csv", "IRN,RUS,1991", "IRN,RSU,1991", "partner RSU is not in states.csv"),
    ("events.csv", "Treaty of Golestan", "To confirm: Treaty", "label: To confirm: leave out"),
])
def test_a_slip_in_a_row_is_told_with_its_line(
        root: Path, file: str, old: str, new: str, message: str) -> None:
    line = replaced(root, file, old, new)
    found = slips(root)
    assert any(one.startswith(f"seeds/evidence/{file}:{line}: {message}") for one in found), found


@pytest.mark.parametrize(("changed", "message"), [
    ({"licenses": []}, "a licence without name and title; say under which terms"),
    ({"licenses": [{"name": "x"}]}, "a licence without name and title"),
    ({"sources": [{"title": "t"}]}, "a source without title and publisher; name both"),
    ({"caveats": ["one"]}, "has 1 caveats; give at least 2"),
    ({"cannot_show": ""}, "does not say what it cannot show"),
    ({"tests_claims": []}, "bears on no claim; name one under tests_claims"),
    ({"tests_claims": ["K99"]}, "tests_claims names K99, which no text has"),
    ({"as_of": "2022-13"}, "as_of 2022-13 is no day of the calendar"),
    ({"caveats": ["Unverified.", "b"]}, "Unverified: leave out what was not confirmed"),
])
def test_a_slip_in_the_description_of_a_table_is_told(
        root: Path, changed: dict[str, Any], message: str) -> None:
    described(root, "brent_monthly", **changed)
    found = slips(root)
    assert len(found) == 1 and message in found[0], found
    line = int(found[0].split(":")[1])
    text = (root / "seeds" / "evidence" / "datapackage.json").read_text("utf-8").splitlines()
    assert '"name": "brent_monthly"' in text[line - 1]


@pytest.mark.parametrize(("old", "new", "message"), [
    ("chart: ideal_points", "chart: ideal_point",
     "chart: no chart ideal_point. Nearest: ideal_points"),
    ("default: K14.2", "default: A77", "default: no text has A77; name a sentence"),
    ('default: "2022-10-10"', 'default: "2022-10-40"', "default: 2022-10-40 is no day"),
])
def test_a_slip_in_an_explorer_is_told(root: Path, old: str, new: str, message: str) -> None:
    path = root / "seeds" / "explorers.yml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    found = slips(root)
    assert len(found) == 1 and message in found[0] and "seeds/explorers.yml:" in found[0]


def test_faults_of_several_files_come_in_one_run(root: Path) -> None:
    replaced(root, "brent_monthly.csv", "59.41", "much")
    replaced(root, "events.csv", "1813-10-24", "1813-10-34")
    described(root, "vdem_iran", caveats=[])
    assert len({one.split(":")[0] for one in slips(root)}) == 3


# Cells by reference


@pytest.fixture(scope="module")
def evidence(project: Path) -> Evidence:
    return Seeds(project).evidence


def test_a_reference_gives_its_cell_and_follows_the_table(root: Path, evidence: Evidence) -> None:
    text = "{evidence:brent_monthly/2022-07/usd_per_barrel} dollars"
    assert fill(text, evidence) == "111.93 dollars"
    replaced(root, "brent_monthly.csv", "111.93", "9.5")
    assert fill(text, Seeds(root).evidence) == "9.5 dollars"
    assert fill("{evidence:unga_ideal_points/RUS,2022/ideal_point:.2f}", evidence) == "−0.51"
    assert fill("{evidence:unga_ukraine_votes/ES-11/1,IRN/vote}", evidence) == "abstain"
    assert fill("nothing {here}", evidence) == "nothing {here}"


@pytest.mark.parametrize(("path", "message"), [
    ("brent", "is not whole; write {evidence:table/row/column}"),
    ("brent_month/2022-07/usd_per_barrel",
     "no evidence table 'brent_month'. Nearest: brent_monthly"),
    ("brent_monthly/2022-17/usd_per_barrel", "has no row 2022-17. Nearest: 2022-1"),
    ("brent_monthly/2022-07/usd", "has no column usd. Nearest: usd_per_barrel"),
    ("brent_monthly/2022-07/usd_per_barrel:x", "cannot be written as x; use a format such as .1f"),
    ("vdem_iran/IRN,electoral,2022,v15/low", "low of IRN,electoral,2022,v15 is empty"),
])
def test_a_reference_that_leads_nowhere_is_refused(
        evidence: Evidence, path: str, message: str) -> None:
    with pytest.raises(Unknown) as caught:
        fill(f"{{evidence:{path}}}", evidence)
    assert message in str(caught.value)


ITEM = """- type: single
  id: 07-90
  objective: o
  stem: In July 2022 a barrel cost {evidence:brent_monthly/2022-07/usd_per_barrel} dollars.
  options:
    - id: a
      text: It cost 111.93 dollars.
      verdict: key
"""


def item(root: Path, text: str) -> Seeds:
    for path in (root / "seeds" / "items").glob("*.yml"):
        path.unlink()
    (root / "seeds" / "items" / "07.yml").write_text(text, "utf-8")
    return Seeds(root)


def test_an_item_is_read_with_the_cells_in_it(root: Path) -> None:
    assert item(root, ITEM).items("07")[0].stem == "In July 2022 a barrel cost 111.93 dollars."


def test_a_wrong_reference_in_an_item_is_a_slip_at_its_line(root: Path) -> None:
    with pytest.raises(SeedError, match=r"seeds/items/07\.yml:4: table brent_monthly has no row"):
        item(root, ITEM.replace("2022-07/", "2033-07/")).items("07")


@pytest.mark.parametrize(("change", "lines"), [
    (("", ""), [7]),
    (("{evidence:brent_monthly/2022-07/usd_per_barrel}", "many"), []),  # names no table
    (("- type", "# brent_monthly, July\n- type"), [8]),
    (("- type", "# brent_monthly; worked out: 111.93\n- type"), []),
    (("It cost 111.93", "It cost 111.94"), []),
    (("It cost 111.93", "See A111.93, which says that it cost"), []),
])
def test_a_number_of_a_named_table_is_not_typed(
        root: Path, change: tuple[str, str], lines: list[int]) -> None:
    found = check_typed_numbers(item(root, ITEM.replace(*change, 1) if change[0] else ITEM))
    assert [slip.line for slip in found] == lines
    for slip in found:
        assert "name its cell, such as {evidence:brent_monthly/2022-07/usd_per_barrel}" in slip.what


def test_prose_of_a_notebook_shows_numbers_with_a_chart(root: Path) -> None:
    cells = [nbformat.v4.new_markdown_cell("In brent_monthly July has 111.93."),
             nbformat.v4.new_markdown_cell("Elsewhere 111.93 is any number.")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), root / "notebooks" / "07.ipynb")
    found = [str(slip) for slip in check_typed_numbers(item(root, "[]"))]
    assert len(found) == 1
    assert found[0] == ("notebooks/07.ipynb:1: 111.93 is typed a second time; "
                        "show the number with chart(…)")
