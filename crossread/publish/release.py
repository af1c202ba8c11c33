"""The student bundle: what a student may have, and proof that nothing else is in it.

The bundle is built up from a list of what may go in. Fields that exercises ask about
(``solutions/holdout.yml``) are blanked in its seeds, and its notebooks are run anew
on those seeds, so that no chart and no saved output shows them either. At last ``proof``
searches every byte that was written.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import yaml

from ..model.article import Frozen
from ..seeds import SeedError, Seeds, Slip
from .build import run, to_bytes
from .proof import find, instructor_words, key_fields, stopped

FILES = ("start.py", "pyproject.toml", "constraints.txt", "constraints-test.txt",
         "environment.yml", "LICENSE", "LICENSE-CONTENT", "CITATION.cff", "CHANGELOG.md")
FOLDERS = ("crossread", "seeds", "notebooks", "exercises", "docs")
STUDENT_SECTIONS = ("Two commands", "If you are a student", "Licence")
YOURS = "yours_to_code"


class Holdout(Frozen, frozen=True, kw_only=True):
    """``solutions/holdout.yml``: fields of the published annotation that exercises ask for."""

    edges: tuple[str, ...] = ()  # argument edges: left out of the bundle
    kinds: tuple[str, ...] = ()  # claims whose kind is blank in the bundle
    pairs: tuple[str, ...] = ()  # comparisons that an exercise asks for: left out


@dataclass(frozen=True)
class Released:
    """What was written and what was proven of it."""

    files: int
    secrets: int
    blanked: int


class LeakError(RuntimeError):
    """The bundle holds something that it must not, or cannot start; it was removed again."""


def release(seeds: Seeds, target: Path, tell: Callable[[str], None] = lambda name: None,
            ) -> Released:
    """Write the student bundle to ``target``, which must be empty or not exist yet.

    Raises OSError for a target inside the course's folder, where the copy would hold itself,
    FileExistsError for one in use, LeakError when the proof fails (nothing is left behind),
    SeedError when ``holdout.yml`` names something that is not there.
    """
    target = target.resolve()  # kernels run in other folders
    if target.is_relative_to(seeds.root):
        raise OSError(errno.EINVAL, f"lies inside the course's folder {seeds.root}; name a folder "
                      "outside it", str(target))
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(errno.EEXIST, "is not empty; name a folder that does not exist yet",
                              str(target))
    try:
        _copy(seeds.root, target, tell)
        blanked = blank(target, read_holdout(seeds.root), tell)
        rebuild(target, tell)
        tell("searching every byte")
        secrets = list(instructor_words(seeds))
        leaks = [*find(target, secrets), *key_fields(target), *stopped(target)]
        if leaks:
            raise LeakError("\n".join(leaks))
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return Released(sum(1 for p in target.rglob("*") if p.is_file()), len(secrets), blanked)


def _copy(root: Path, target: Path, tell: Callable[[str], None]) -> None:
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.pyc")
    target.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        if (root / name).exists():
            shutil.copy2(root / name, target / name)
    for name in FOLDERS:
        tell(name)
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name, ignore=ignore)
    (target / "README.md").write_text(student_readme((root / "README.md").read_text("utf-8")),
                                      "utf-8")


def student_readme(text: str) -> str:
    """The README without the sections that are for instructors and contributors."""
    head, *sections = re.split(r"(?m)^(?=## )", text)
    kept = [s for s in sections if s[3:].split("\n")[0].strip() in STUDENT_SECTIONS]
    return re.sub(r"(?m)^.*start\.py test\b.*\n", "", head + "".join(kept))  # no tests in it


def read_holdout(root: Path) -> Holdout:
    """The fields to blank; none when there is no ``holdout.yml``."""
    path = root / "solutions" / "holdout.yml"
    if not path.exists():
        return Holdout()
    try:
        return msgspec.convert(yaml.safe_load(path.read_text("utf-8")) or {}, Holdout)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise SeedError([Slip("solutions/holdout.yml", 1, f"{error}; correct it")]) from None


def blank(target: Path, holdout: Holdout, tell: Callable[[str], None]) -> int:
    """Blank the held-out fields in the bundle's seeds; the number of fields blanked.

    Raises SeedError for a name that no seed file has: it would protect nothing.
    """
    seeds = Seeds(target)
    left = {*holdout.edges, *holdout.kinds, *holdout.pairs}
    done = _blank_joint(seeds.folder / "both", holdout, left)
    for text in seeds.course.texts:
        folder = seeds.folder / text.folder
        tell(f"{text.folder}: held-out fields")
        path = folder / "argument.yml"
        if path.exists() and holdout.edges:
            argument = yaml.safe_load(path.read_text("utf-8"))
            kept = [e for e in argument["edges"] if e["id"] not in holdout.edges]
            gone = {e["id"] for e in argument["edges"]} - {e["id"] for e in kept}
            argument["edges"] = kept
            argument["hidden"] = [p for p in argument["hidden"] if p["needed_by"] not in gone]
            argument["weakest"] = [w for w in argument["weakest"] if w["edge"] not in gone]
            path.write_text(_dump(argument), "utf-8")
            done += len(gone)
            left -= gone
        claims = yaml.safe_load((folder / "claims.yml").read_text("utf-8"))
        for claim in claims:
            if claim["id"] in holdout.kinds:
                claim["kind"] = YOURS
                claim.pop("also_accept", None)
                done += 1
                left.discard(claim["id"])
        (folder / "claims.yml").write_text(_dump(claims), "utf-8")
        forecasts = folder / "forecasts.yml"
        if forecasts.exists():  # a forecast that names a held-out claim would tell its kind
            told = yaml.safe_load(forecasts.read_text("utf-8")) or []
            forecasts.write_text(_dump([f for f in told
                                        if f.get("claim") not in holdout.kinds]), "utf-8")
    if left:
        raise SeedError([Slip("solutions/holdout.yml", 1, f"names {one}, which no text has; "
                              "correct it") for one in sorted(left)])
    return done


def _blank_joint(folder: Path, holdout: Holdout, left: set[str]) -> int:
    """Held-out pairs, and second readings that would tell a held-out label."""
    done = 0
    pairs = folder / "pairs.yml"
    if pairs.exists() and holdout.pairs:
        told = yaml.safe_load(pairs.read_text("utf-8")) or []
        kept = [pair for pair in told if pair["id"] not in holdout.pairs]
        left -= {pair["id"] for pair in told}
        done += len(told) - len(kept)
        pairs.write_text(_dump(kept), "utf-8")
    readings = folder / "second_reading.csv"
    if readings.exists():
        hidden = {*holdout.edges, *holdout.kinds}
        rows = readings.read_text("utf-8").splitlines(keepends=True)
        readings.write_text("".join(row for row in rows if not hidden & set(row.split(",")[1:2])),
                            "utf-8")
    return done


def _dump(value: Any) -> str:
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
    return text


def rebuild(target: Path, tell: Callable[[str], None]) -> None:
    """Run every notebook of the bundle on the bundle's own seeds, several at a time."""
    paths = [path for folder in ("notebooks", "exercises")
             for path in sorted((target / folder).glob("*.ipynb"))]
    pool = ThreadPoolExecutor(min(8, os.cpu_count() or 1))  # each waits for a kernel of its own
    try:
        for path in pool.map(lambda path: _rerun(path, target), paths):
            tell(path.name)
    finally:
        pool.shutdown(cancel_futures=True)


def _rerun(path: Path, target: Path) -> Path:
    path.write_bytes(to_bytes(run(nbformat.read(path, as_version=4), path, target)))
    return path
