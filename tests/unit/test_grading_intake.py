"""An inbox as a stream of files: nothing is left out, nothing is believed, nothing is extracted."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossread.grading.intake import Caps, count, inbox


def make_zip(path: Path | None, members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    if path:
        path.write_bytes(out.getvalue())
    return out.getvalue()


def names(path: Path, **caps: int) -> list[str]:
    return [one.name for one in inbox(path, Caps(**caps))]


def refusals(path: Path, **caps: int) -> dict[str, str]:
    return {one.name: one.refusal for one in inbox(path, Caps(**caps)) if one.refusal}


def test_files_come_in_the_order_of_their_names_with_their_bytes(tmp_path: Path):
    (tmp_path / "b").mkdir()
    for name in ("c.json", "b/2.json", "b/1.json", "a.json"):
        (tmp_path / name).write_bytes(name.encode())
    assert [(one.name, one.raw) for one in inbox(tmp_path)] == [
        (name, name.encode()) for name in ("a.json", "b/1.json", "b/2.json", "c.json")]


def test_one_file_and_one_archive_are_inboxes_too(tmp_path: Path):
    (tmp_path / "a.json").write_bytes(b"{}")
    make_zip(tmp_path / "all.zip", {"x/b.json": b"{1}", "a.json": b"{2}", "x/": b""})
    assert [(one.name, one.raw) for one in inbox(tmp_path / "a.json")] == [("a.json", b"{}")]
    assert [(one.name, one.raw) for one in inbox(tmp_path / "all.zip")] == [
        ("all.zip/a.json", b"{2}"), ("all.zip/x/b.json", b"{1}")]


def test_an_archive_is_known_by_its_content_and_not_by_its_name(tmp_path: Path):
    make_zip(tmp_path / "renamed.json", {"a.json": b"{}"})
    assert names(tmp_path) == ["renamed.json/a.json"]


def test_an_inbox_that_is_not_there_is_an_error_of_the_one_who_named_it(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        list(inbox(tmp_path / "nowhere"))


def test_a_large_archive_is_read_although_a_large_file_is_refused(tmp_path: Path):
    make_zip(tmp_path / "all.zip", {f"{n}.json": os.urandom(900) for n in range(40)})
    (tmp_path / "big.json").write_bytes(b"{" + b" " * 5_000)
    found = refusals(tmp_path, file=4_000)
    assert set(found) == {"big.json"}
    assert "more than 4,000 bytes" in found["big.json"]
    assert len(names(tmp_path, file=4_000)) == 41


def test_what_an_archive_unpacks_to_is_counted_while_it_is_read(tmp_path: Path):
    make_zip(tmp_path / "all.zip", {f"{n}.json": b"{" + b" " * 3_000 for n in range(10)})
    found = refusals(tmp_path, file=4_000, unpacked=9_000)
    assert list(found) == [f"all.zip/{n}.json" for n in range(3, 10)]
    assert all("unpacks to more than" in sentence for sentence in found.values())


def test_archives_inside_archives_share_one_count(tmp_path: Path):
    inner = make_zip(None, {f"{n}.json": b"{" + b" " * 3_000 for n in range(4)})
    make_zip(tmp_path / "all.zip", {"1.zip": inner, "2.zip": inner})
    assert len(names(tmp_path)) == 8
    assert list(refusals(tmp_path, unpacked=10_000)) == ["all.zip/2.zip"]


def test_an_archive_with_too_many_files_is_refused_as_one(tmp_path: Path):
    make_zip(tmp_path / "all.zip", {f"{n}.json": b"{}" for n in range(6)})
    assert list(refusals(tmp_path, members=5)) == ["all.zip"]


def test_nothing_is_written_to_disk(tmp_path: Path):
    make_zip(tmp_path / "all.zip", {"a/b.json": b"{}", "../c.json": b"{}"})
    before = sorted(tmp_path.parent.rglob("*"))
    list(inbox(tmp_path))
    assert sorted(tmp_path.parent.rglob("*")) == before


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 10_000), bits=st.integers(1, 255), end=st.booleans())
def test_a_damaged_archive_never_stops_the_run(tmp_path_factory: pytest.TempPathFactory, at: int,
                                               bits: int, end: bool):
    folder = tmp_path_factory.mktemp("damaged")
    whole = make_zip(None, {"a.json": b'{"a":1}' * 20, "b/c.json": b"{}", "d.zip": make_zip(
        None, {"e.json": b"{}"})})
    at %= len(whole)
    (folder / "all.zip").write_bytes(
        whole[:at] if end else whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1:])
    (folder / "z.json").write_bytes(b"{}")
    found = list(inbox(folder))
    assert found[-1].name == "z.json"
    assert found[-1].raw == b"{}"
    assert len(found) > 1 or at == 0


def test_the_number_of_files_is_known_for_a_progress_bar(tmp_path: Path):
    (tmp_path / "x").mkdir()
    for name in ("a", "x/b"):
        (tmp_path / name).write_bytes(b"")
    make_zip(tmp_path / "all.zip", {"1": b"", "2": b"", "3": b""})
    assert count(tmp_path) == 3
    assert count(tmp_path / "all.zip") == 3
    assert count(tmp_path / "a") is None
