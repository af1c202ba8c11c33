"""The release of this course: its proof holds, and what exercises ask for is blank everywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crossread.publish.proof import find, instructor_words, key_fields, stopped
from crossread.publish.release import YOURS, Holdout, Released, read_holdout, release
from crossread.seeds import Seeds

HERE = Seeds()
HELD: Holdout = read_holdout(HERE.root)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Released]:
    """The bundle of this course, made once for all tests of this file."""
    bundle = tmp_path_factory.mktemp("release") / "bundle"
    return bundle, release(HERE, bundle)


@pytest.fixture
def bundle(made: tuple[Path, Released]) -> Path:
    return made[0]


def outputs(bundle: Path) -> Iterator[tuple[str, str]]:
    """Every saved output of the bundle's notebooks, as (file, text); pictures are left out."""
    for path in sorted(bundle.rglob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                text = json.dumps(output, ensure_ascii=False)
                yield path.name, re.sub(r"base64,[A-Za-z0-9+/=]+", "", text)


def test_the_proof_of_the_release_holds_and_says_what_it_searched(made: tuple[Path, Released]):
    bundle, told = made
    secrets = list(instructor_words(HERE))
    assert told.secrets == len(secrets) > 1_000
    assert told.blanked == len(HELD.edges) + len(HELD.kinds) + len(HELD.pairs) > 0
    assert told.files == sum(1 for path in bundle.rglob("*") if path.is_file())
    assert list(find(bundle, secrets)) == []
    assert list(key_fields(bundle)) == []
    assert not (bundle / "solutions").exists() and not (bundle / "tests").exists()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_the_bundle_starts_with_its_one_command(bundle: Path, tmp_path: Path):
    assert list(stopped(bundle)) == []
    there = tmp_path / "students"
    shutil.copytree(bundle, there)
    (tmp_path / "tools").mkdir()
    uv = tmp_path / "tools" / "uv"  # downloads nothing, and makes a Python that does nothing
    uv.write_text('#!/bin/sh\n[ "$1" = venv ] || exit 0\nfor to; do :; done\n'
                  '/bin/mkdir -p "$to/bin"\n/bin/cp "$0" "$to/bin/python"\n', "utf-8")
    uv.chmod(0o755)

    def start(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "start.py", *words], cwd=there, text=True,
                              env={"PATH": str(uv.parent), "HOME": str(tmp_path)},
                              capture_output=True, timeout=120, check=False)

    made = start("setup")
    assert (made.returncode, made.stderr) == (0, ""), made
    assert "python3 start.py opens lesson 00" in made.stdout
    tests = start("test")
    assert tests.returncode == 1
    assert tests.stderr.startswith("The tests are not part of this folder")
    assert len(tests.stderr.splitlines()) == 1


def test_the_search_finds_every_secret_of_this_course_that_is_put_there(tmp_path: Path):
    secrets = list(instructor_words(HERE))[::97]
    (tmp_path / "a.ipynb").write_text(json.dumps(
        {"cells": [f"Before it “{text}”, and after." for _, text in secrets]}), "utf-8")
    assert len({leak.split("“", 1)[1] for leak in find(tmp_path, secrets)}) == len(
        {text for _, text in secrets})


def test_every_field_of_the_holdout_is_blank_in_the_seeds(bundle: Path):
    there, here = Seeds(bundle), HERE
    edges = {edge.id for text in there.texts if (a := there.annotation(text).argument)
             for edge in a.edges}
    claims = {c.id: c for text in there.texts for c in there.annotation(text).claims}
    whole = {c.id for text in here.texts for c in here.annotation(text).claims}
    assert not edges & set(HELD.edges) and edges
    assert {claims[one].kind for one in HELD.kinds} == {YOURS}
    assert not any(claims[one].also_accept for one in HELD.kinds)
    assert {one.id for one in claims.values() if one.kind == YOURS} == set(HELD.kinds)
    assert set(claims) == whole
    assert not {pair.id for pair in there.pairs} & set(HELD.pairs)


def test_no_other_file_of_the_seeds_tells_a_held_out_step_or_label(bundle: Path):
    steps = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, HELD.edges))})(?![\w-])")
    for path in (p for p in sorted(bundle.rglob("*")) if p.suffix in (
            ".yml", ".csv", ".ipynb", ".json", ".py", ".md", ".html", ".txt")):
        if path.name != "published_ids.txt":  # names that a later edition may not use again
            found = steps.search(path.read_text("utf-8"))
            assert found is None, f"{path.relative_to(bundle)} names {found}"
    labels = {*HELD.kinds}
    for path in (*bundle.rglob("forecasts.yml"), *bundle.rglob("second_reading.csv")):
        assert not labels & set(re.findall(r"[\w-]+", path.read_text("utf-8"))), path.name


def test_saved_outputs_and_charts_count_what_is_held_out_as_open(bundle: Path):
    seen = dict.fromkeys((ref.notebook for ref in HERE.course.lessons), 0)
    rows = []
    for name, text in outputs(bundle):
        seen[name] = seen.get(name, 0) + 1
        rows += re.findall(r"yours to code</th>((?:<td>[^<]*</td>)+)", text)
    assert all(seen.values())  # every lesson was run: an empty output would show nothing
    counts = [len([one for one in HELD.kinds if one.startswith(f"{text}-")])
              for text in sorted(HERE.texts)]
    assert rows
    for row in rows:
        assert [int(n) for n in re.findall(r"<td>(\d+)</td>", row)] == counts
    for name, text in outputs(bundle):
        for pair in HELD.pairs:
            assert f'"pair-{pair}"' not in text and f"#{pair}" not in text, name
