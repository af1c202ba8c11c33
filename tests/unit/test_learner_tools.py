"""Progress, review, answers to carry, and the agreement of two readings."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crossread.agreement import agreement, alpha
from crossread.carry import erase, pack, unpack
from crossread.journal import Journal
from crossread.kinds import kind_of
from crossread.model.course import SecondReading
from crossread.model.item import Item, Single
from crossread.standing import standing
from crossread.due import due
from crossread.scoring import item_digest
from crossread.seeds import Seeds
from crossread.texts import TextError

LATER = datetime.now(UTC) + timedelta(days=3)


@cache
def seeds() -> Seeds:
    return Seeds()


@cache
def item() -> Item:
    """A question with one key, from a lesson of the course."""
    return next(i for i in seeds().items("01") if isinstance(i, Single) and not i.withheld)


def answer(home: Path, one: Item, right: bool, **more: int) -> None:
    raw = kind_of(one).right(one) if right else next(kind_of(one).wrongs(one))
    Journal(home, one.id.split("-")[0]).append(
        "response", one.id, item_digest(one), raw, attempt=1, seconds=30.0, **more)


def test_progress_counts_answers_and_what_is_right_now(tmp_path: Path) -> None:
    answer(tmp_path, item(), right=False)
    mine = {s.lesson.id: s for s in standing(seeds(), tmp_path)}
    assert (mine["01"].answered, mine["01"].right) == (1, 0)
    answer(tmp_path, item(), right=True)
    mine = {s.lesson.id: s for s in standing(seeds(), tmp_path)}
    assert (mine["01"].answered, mine["01"].right) == (1, 1)
    assert mine["01"].minutes == pytest.approx(0.5, abs=0.1)
    assert mine["01"].objectives[item().objective][0] == 1
    assert mine["00"].answered == 0


def test_progress_tells_of_a_withheld_question_that_it_is_answered_and_not_whether_it_is_right(
        tmp_path: Path) -> None:
    held = next(i for i in seeds().items("00") if isinstance(i, Single) and i.withheld)
    answer(tmp_path, held, right=True)
    mine = {s.lesson.id: s for s in standing(seeds(), tmp_path)}["00"]
    assert (mine.answered, mine.right) == (1, 0)
    assert not any(right for right, _ in mine.objectives.values())


def test_an_answer_to_a_question_that_has_changed_does_not_count_as_right(tmp_path: Path) -> None:
    raw = kind_of(item()).right(item())
    Journal(tmp_path, "01").append("response", item().id, "another", raw, attempt=1)
    mine = {s.lesson.id: s for s in standing(seeds(), tmp_path)}
    assert mine["01"].right == 0


def test_a_wrong_answer_comes_back_and_a_sure_right_one_does_not(tmp_path: Path) -> None:
    answer(tmp_path, item(), right=False)
    assert [d.item.id for d in due(seeds(), tmp_path, LATER)] == [item().id]
    other = tmp_path / "other"
    answer(other, item(), right=True, confidence=99)
    assert due(seeds(), other, LATER) == []
    assert [d.item.id for d in due(seeds(), other, LATER + timedelta(days=400))] == [item().id]


def test_nothing_is_due_before_anything_was_answered(tmp_path: Path) -> None:
    assert due(seeds(), tmp_path, LATER) == []


def test_a_clock_that_was_put_back_does_not_break_the_review(tmp_path: Path) -> None:
    answer(tmp_path, item(), right=True)
    before = set((tmp_path / "journal" / "01").glob("*.jsonl"))
    answer(tmp_path, item(), right=False)
    later, = set((tmp_path / "journal" / "01").glob("*.jsonl")) - before
    year = str(datetime.now(UTC).year).encode()
    later.write_bytes(later.read_bytes().replace(b'"at":"' + year, b'"at":"2001'))
    assert [d.item.id for d in due(seeds(), tmp_path, LATER)] == [item().id]


def test_answers_move_to_another_computer_in_one_file(tmp_path: Path) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "answers.zip"
    answer(here, item(), right=True)
    assert pack(here, file) == 1
    assert unpack(file, there) == (1, 0)
    assert unpack(file, there) == (0, 1)
    assert Journal(there, "01").states()[item().id].answer == kind_of(item()).right(item())


def test_a_full_disk_leaves_the_archive_of_last_time(tmp_path: Path, monkeypatch: Any) -> None:
    here, file = tmp_path / "here", tmp_path / "answers.zip"
    answer(here, item(), right=True)
    pack(here, file)
    before = file.read_bytes()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        pack(here, file)
    assert file.read_bytes() == before and list(tmp_path.glob("*.zip*")) == [file]


def test_loading_answers_never_shortens_what_is_here(tmp_path: Path) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "answers.zip"
    answer(here, item(), right=True)
    pack(here, file)
    unpack(file, there)
    longer = next((there / "journal" / "01").glob("*.jsonl"))
    longer.write_bytes(longer.read_bytes() + b"more\n")
    assert unpack(file, there) == (0, 1)
    assert longer.read_bytes().endswith(b"more\n")


@pytest.mark.parametrize("name", ["../evil.jsonl", "journal/../../x.jsonl", "/etc/x.jsonl",
                                  "journal/01/x.py", "journal/x.jsonl", "texts/A.json"])
def test_a_file_that_reaches_outside_the_answers_is_refused_whole(
        name: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("journal/01/good.jsonl", "{}\n")
        archive.writestr(name, "{}\n")
    with pytest.raises(TextError, match="nothing was loaded"):
        unpack(file, tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_another_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a zip", "utf-8")
    with pytest.raises(TextError, match="crossread answers save"):
        unpack(file, tmp_path / "home")


def test_forgetting_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    answer(home, item(), right=True)
    assert erase(home) == 1
    assert not home.exists()


def reading(first: str, second: str, n: int) -> tuple[SecondReading, ...]:
    return tuple(SecondReading(text="X", unit=f"{first}{second}{i}", field="kind", first=first,
                               second=second, settled=first) for i in range(n))


def test_alpha_is_one_for_the_same_codes_and_near_nothing_for_chance() -> None:
    assert alpha([("a", "a"), ("b", "b")] * 10) == pytest.approx(1.0)
    chance = alpha([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")] * 10)
    assert chance is not None
    assert abs(chance) < 0.1
    assert alpha([("a", "a")] * 10) is None


def test_alpha_agrees_with_a_value_worked_out_by_hand() -> None:
    """Ten units, one difference: observed 2/20; expected (11·9·2)/(20·19); 1 - 0.1/0.5211."""
    pairs = [("a", "a")] * 5 + [("b", "b")] * 4 + [("a", "b")]
    assert alpha(pairs) == pytest.approx(1 - 0.1 / (2 * 11 * 9 / (20 * 19)), abs=1e-3)


def test_too_few_units_give_no_figure() -> None:
    assert agreement(reading("a", "a", 4) + reading("b", "a", 2))[0].alpha is None


def test_the_published_figures_are_those_of_the_stored_readings() -> None:
    published = (seeds().folder / "both" / "README.md").read_text("utf-8")
    for one in agreement(seeds().second_readings):
        assert f"{one.same} of {one.units}" in published
        if one.alpha is not None and one.field != "relation":
            assert f"{one.alpha:.2f} ({one.low:.2f} to {one.high:.2f})" in published


def test_every_settled_code_is_the_one_in_the_annotation() -> None:
    codes = {c.id: c for t in seeds().texts for c in seeds().annotation(t).claims}
    edges = {e.id: e for t in seeds().texts
             if (map_ := seeds().annotation(t).argument) for e in map_.edges}
    for row in seeds().second_readings:
        record = edges[row.unit] if row.field == "relation" else codes[row.unit]
        assert getattr(record, row.field) == row.settled, row.unit
