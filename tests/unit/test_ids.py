"""Published ids stay: one that vanishes is a slip, and build only ever adds."""

from __future__ import annotations

from pathlib import Path

from support.lake import copy_lake

from crossread.checks.ids import FILE, check_ids, ids, ids_file
from crossread.publish.sheets import sheet_json
from crossread.seeds import Seeds


def course(tmp_path: Path) -> Seeds:
    seeds = Seeds(copy_lake(tmp_path / "lake"))
    (seeds.root / "exercises").mkdir(exist_ok=True)
    for ref in seeds.course.exercises:
        (seeds.root / "exercises" / f"{ref.id}.json").write_bytes(
            sheet_json(seeds.exercise(ref.id)))
    return seeds


def test_an_id_that_was_published_and_is_gone_is_noticed(tmp_path: Path) -> None:
    seeds = course(tmp_path)
    (seeds.folder / FILE).write_text(ids_file(seeds), "utf-8")
    assert check_ids(seeds) == []
    (seeds.folder / FILE).write_text(ids_file(seeds) + "01-999\n", "utf-8")
    assert [str(slip) for slip in check_ids(seeds)] == [
        f"seeds/{FILE}:1: 01-999 was published and is gone; put it back under the same id"]


def test_build_adds_new_ids_and_takes_none_away(tmp_path: Path) -> None:
    seeds = course(tmp_path)
    (seeds.folder / FILE).write_text("# head\nold-id\n", "utf-8")
    assert "old-id\n" in ids_file(seeds)
    assert all(f"{one}\n" in ids_file(seeds) for one in ids(seeds))


def test_the_course_has_lost_no_published_id() -> None:
    assert check_ids(Seeds()) == []
