"""Bulk downloads of assignments, named as the source code of Canvas and Moodle names them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """What one student uploaded: name as “First Last”, number on the platform, the file."""

    name: str
    number: int
    file: str
    raw: bytes
    late: bool = False


def canvas(sent: Iterable[Sent], *, anonymous: bool = False) -> bytes:
    """As ContentZipper#add_submission: everything flat, names unique by -1, -2 …"""
    files: dict[str, bytes] = {}
    for n, one in enumerate(sent):
        first, _, last = one.name.rpartition(" ")
        user = re.sub(r"_(\d+)_", r"\1", f"{last}, {first}").lower()
        who = f"anon_{'aB3xZ'[n % 5:]}{'q' * (n % 5)}" if anonymous else str(one.number)
        parts = ([] if anonymous else [user]) + (["LATE"] if one.late else []) + [who]
        begin = re.sub(r"\W", "", "_".join(parts))
        shown = re.sub(r"[\x00/\\:*?\"<>|]+", "_", one.file)
        name, again = f"{begin}_{990_000 + n}_{shown}", 0
        while name in files:
            again += 1
            stem, dot, ending = f"{begin}_{990_000 + n}_{shown}".rpartition(".")
            name = f"{stem}-{again}{dot}{ending}"
        files[name] = one.raw
    return _zip(files)


def moodle(sent: Iterable[Sent], *, folders: bool = True, blind: bool = False,
           version: float = 4.4, word: str = "") -> bytes:
    """As mod_assign\\downloader: a folder for every student, or the same before the name.

    ``word`` is “Participant” in the language of the site.
    """
    files: dict[str, bytes] = {}
    for one in sent:
        full = word or ("Participant" if blind else one.name)
        prefix = re.sub(r"[\x00-\x1f&<>\"`|':\\/]", "", f"{full.replace('_', ' ')}_{one.number}")
        plugin = f"{prefix}_assignsubmission_file"
        if folders:
            files[f"{plugin}{'' if version >= 4.1 else '_'}/{one.file}"] = one.raw
        else:
            files[f"{plugin}_{one.file}"] = one.raw
    return _zip(files)


def participant(path: str, known: Mapping[int, str]) -> tuple[str, str, str] | None:
    """As assignfeedback_file_zip_importer: student, plugin and file name of a path."""
    if path.rsplit("/", 1)[-1].startswith((".", "~")):
        return None
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) < 4 or not info[1].isdigit() or int(info[1]) not in known:
            continue
        if info[2:4] != ["assignsubmission", "file"]:
            continue
        return known[int(info[1])], "_".join(info[2:4]), "/".join([*info[4:], *parts])
    return None


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return out.getvalue()
