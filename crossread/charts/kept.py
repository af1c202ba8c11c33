"""A chart that was drawn before on this computer, shown again without drawing it.

What a chart shows follows from the course, this package and what draws it. Their digest names
the file, so that a chart is drawn anew as soon as one of them differs. To load matplotlib and
to draw are most of what a learner waits for in a lesson.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from ..faces import Face
from ..home import write_whole
from ..seeds import Seeds

PACKAGE = Path(__file__).resolve().parents[1]
KEPT = 3  # files of one chart: several courses, a students' bundle among them, share a home
DRAWN_BY = ("matplotlib", "numpy", "pillow", "igraph", "htpy")


def of_course(name: str, seeds: Seeds, home: Path) -> Face:
    """A chart of the course, kept in the learner's folder ``home``.

    Raises Unknown, naming the nearest ids, when the course has no such chart.
    """
    drawn = functools.partial(_drawn, name, seeds)
    if not any(one.id == name for one in seeds.charts):
        return drawn()  # says which names are near; such a name is no name of a file
    return shown(name, seeds.root, home / "figures", drawn)


def _drawn(name: str, seeds: Seeds) -> Face:
    from . import draw
    from .page import face

    return face(draw(name, seeds))


def shown(name: str, root: Path, folder: Path, draw: Callable[[], Face]) -> Face:
    """The chart ``name`` of the course in ``root``: as kept in ``folder``, else drawn and kept.

    A file that cannot be read is drawn anew, a folder that cannot be written is left alone:
    neither is told, because nothing is lost. Raises what ``draw`` raises.
    """
    path = folder / f"{name}.{key(root, os.environ.get('CROSSREAD_LOCALE', ''))}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Face)
    except (OSError, msgspec.DecodeError):
        pass
    face = draw()
    try:
        write_whole(path, msgspec.json.encode(face, enc_hook=str))
        files = sorted(folder.glob(f"{name}.*.json"), key=lambda one: -one.stat().st_mtime_ns)
        for old in files[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        pass
    return face


@functools.cache
def key(root: Path, locale: str) -> str:
    """A digest of everything that a chart is made from, 16 hex digits; read once a process."""
    digest = hashlib.sha256(f"{locale} {sys.version_info[:2]}".encode())
    for name in DRAWN_BY:
        digest.update(f"{name} {_version(name)}\n".encode())
    for name, path in sorted(_sources(root)):
        digest.update(f"{name}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _sources(root: Path) -> Iterator[tuple[str, Path]]:
    """The files that a chart can depend on, each by its name wherever the course lies."""
    for folder, kinds in ((root / "seeds", ("*",)), (PACKAGE, ("*.py", "*.yml", "*.csv"))):
        for kind in kinds:
            yield from ((path.relative_to(folder.parent).as_posix(), path)
                        for path in folder.rglob(kind) if path.is_file())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
