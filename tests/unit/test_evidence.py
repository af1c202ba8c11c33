"""The evidence pack as the course reads it, on small made-up packs and on the real one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crossread.seeds import Evidence, SeedError, Seeds, Unknown

COLUMNS = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "year", "type": "integer", "unit": "calendar year", "constraints": {"required": True}},
    {"name": "catch", "type": "number", "unit": "tonnes"},
    {"name": "side", "type": "string", "constraints": {"enum": ["north", "south"]}},
]
ROWS = ("id,year,catch,side\n"
        "F1,1980,12.5,north\n"
        'F2,1981,,"south"\n')


def about(**changed: Any) -> dict[str, Any]:
    """What a made-up package says of its table of fish."""
    return {"name": "fish", "path": "fish.csv", "title": "Fish", "question": "How many?",
            "description": "Made up.", "sources": [{"title": "A lake office"}],
            "licenses": [{"name": "CC0-1.0"}], "as_of": "1982", "tests_claims": ["P1.1"],
            "caveats": ["One lake only."], "cannot_show": "Why.", "status": "solid",
            "format": "csv", "schema": {"fields": COLUMNS, "primaryKey": "id"}} | changed


def pack(folder: Path, rows: str = ROWS, **changed: Any) -> Evidence:
    """A made-up pack, written to a folder and opened."""
    (folder / "fish.csv").write_text(rows, encoding="utf-8")
    (folder / "datapackage.json").write_text(
        json.dumps({"title": "Lake", "version": "1", "resources": [about(**changed)]}),
        encoding="utf-8")
    return Evidence(folder, folder)


def slips(evidence: Evidence) -> list[str]:
    """Every slip of the table of fish."""
    with pytest.raises(SeedError) as caught:
        evidence["fish"]
    return [str(slip) for slip in caught.value.slips]


def test_a_table_tells_what_it_is_and_its_cells_have_types(tmp_path: Path) -> None:
    table = pack(tmp_path)["fish"]
    assert table.rows == ({"id": "F1", "year": 1980, "catch": 12.5, "side": "north"},
                          {"id": "F2", "year": 1981, "catch": None, "side": "south"})
    assert table.lines == (2, 3)
    assert (table.about.title, table.about.as_of, table.about.status) == ("Fish", "1982", "solid")
    assert table.about.sources[0].title == "A lake office"
    assert table.about.licenses[0].name == "CC0-1.0"
    assert table.about.tests_claims == ("P1.1",)
    assert (table.about.caveats, table.about.cannot_show) == (("One lake only.",), "Why.")
    assert [c.unit for c in table.about.columns] == ["", "calendar year", "tonnes", ""]


def test_a_table_is_read_once_and_only_when_asked_for(tmp_path: Path) -> None:
    evidence = pack(tmp_path)
    (tmp_path / "fish.csv").write_text(ROWS.replace("1980", "1979"), encoding="utf-8")
    first = evidence["fish"]
    assert first.rows[0]["year"] == 1979
    (tmp_path / "fish.csv").unlink()
    assert evidence["fish"] is first


def test_a_row_is_found_by_its_key(tmp_path: Path) -> None:
    evidence = pack(tmp_path)
    assert evidence.row("fish", "F2")["year"] == 1981
    with pytest.raises(Unknown, match=r"no row 'F3'\. Nearest: F"):
        evidence.row("fish", "F3")
    two = pack(tmp_path, schema={"fields": COLUMNS, "primaryKey": ["id", "year"]})
    assert two.row("fish", "F1", 1980)["catch"] == 12.5


def test_an_unknown_table_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Unknown, match=r"no evidence table 'fsh'. Nearest: fish\."):
        pack(tmp_path)["fsh"]


class Catch(msgspec.Struct, frozen=True):
    """Two columns of the table of fish."""

    year: int
    catch: float | None


class Sure(msgspec.Struct, frozen=True):
    """A column that the table of fish may leave empty, as one that it may not."""

    catch: float


def test_rows_as_structs_of_the_wanted_columns(tmp_path: Path) -> None:
    evidence = pack(tmp_path)
    assert evidence.records("fish", Catch) == (Catch(1980, 12.5), Catch(1981, None))
    with pytest.raises(SeedError, match=r"fish\.csv:3: catch: expected `float`, got `null`"):
        evidence.records("fish", Sure)


def test_all_faults_of_a_table_are_reported_with_their_lines(tmp_path: Path) -> None:
    evidence = pack(tmp_path, ROWS + 'F3,x,nan,\n\n"F4\nF5",1982,1,up\n,1983,1,north\nF1,1984,1,\n'
                    "F6,1985\nF7,19.5,inf,north\n")
    assert slips(evidence) == [
        "fish.csv:4: catch: nan is not a number; correct it",
        "fish.csv:4: year: x is not a whole number; correct it",
        "fish.csv:6: side: up is not one of north, south; correct it",
        "fish.csv:8: id is empty; fill it in",
        "fish.csv:9: row F1 is there twice (first on line 2); keep one",
        "fish.csv:10: has 2 cells where the header has 4; quote cells that contain a comma",
        "fish.csv:11: catch: inf is not a number; correct it",
        "fish.csv:11: year: 19.5 is not a whole number; correct it",
    ]


def test_a_header_that_differs_is_a_slip(tmp_path: Path) -> None:
    found, = slips(pack(tmp_path, ROWS.replace("catch", "haul", 1)))
    assert found == ("fish.csv:1: the header is id, year, haul, side, and datapackage.json says "
                     "id, year, catch, side; make the two the same")
    assert "the header is , and" in slips(pack(tmp_path, ""))[0]


def test_a_missing_or_damaged_file_is_a_slip(tmp_path: Path) -> None:
    evidence = pack(tmp_path)
    (tmp_path / "fish.csv").write_bytes(b"\xff\xfe")
    assert slips(evidence) == ["fish.csv:1: cannot be read as UTF-8 text; put it back"]
    (tmp_path / "datapackage.json").write_text('{"title": ', encoding="utf-8")
    with pytest.raises(SeedError, match=r"datapackage\.json:1: is not JSON"):
        Evidence(tmp_path, tmp_path)
    (tmp_path / "datapackage.json").write_text('{"title": "T", "version": "1"}', encoding="utf-8")
    with pytest.raises(SeedError, match="field resources is missing; add it"):
        Evidence(tmp_path, tmp_path)


def test_a_course_without_a_pack_has_no_tables(tmp_path: Path) -> None:
    assert Evidence(tmp_path, tmp_path).names == ()
    assert Seeds(tmp_path).evidence.names == ()


def test_every_table_of_this_course_is_read(project: Path) -> None:
    evidence = Seeds(project).evidence
    assert len(evidence.names) == 22
    for name in evidence.names:
        table = evidence[name]
        assert table.rows and len(table.lines) == len(table.rows)
        assert all(tuple(row) == tuple(c.name for c in table.about.columns) for row in table.rows)
    assert evidence.row("events", "E24")["date"] == "2022-02-24"
    assert evidence.row("unga_agreement", "IRN", "RUS", 1991)["agree_pct"] == 56.1
