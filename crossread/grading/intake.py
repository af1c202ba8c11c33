"""The inbox: a folder, a file or an archive → a stream of files, each accounted for.

Archives are read in memory, never extracted. Nothing that stands in a name or a
header is believed: sizes are counted while reading, links are not followed, and a
name that leads out of the inbox is refused like any other bad file.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..handin import MAX_BYTES
from .plain import plain


@dataclass(frozen=True)
class Caps:
    """How much an inbox may hold; all in one place, so that tests can lower them."""

    file: int = MAX_BYTES  # bytes of one hand-in
    archive: int = 200_000_000  # bytes of an archive inside an archive
    unpacked: int = 2_000_000_000  # bytes read out of one archive, archives in it included
    members: int = 500_000  # files in one archive
    archives: int = 3  # archives inside archives
    folders: int = 20  # folders inside folders


class Received(msgspec.Struct, frozen=True):
    """One file of an inbox: its path inside it, and its bytes or why there are none."""

    name: str
    raw: bytes = b""
    refusal: str = ""


CAPS = Caps()
SEND = "Please send the file that hand_in wrote."
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?", re.I)
COMPUTERS_OWN = frozenset({".ds_store", "thumbs.db", "desktop.ini", "__macosx"})
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OFFICE = "[Content_Types].xml"
OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"This is a PDF. {SEND}"),
    (b"\xd0\xcf\x11\xe0", f"This is an Office document. {SEND}"),
    (b"\x1f\x8b", f"This is a gzip archive; only zip archives are opened. {SEND}"),
    (b"7z\xbc\xaf", f"This is a 7z archive; only zip archives are opened. {SEND}"),
    (b"Rar!", f"This is a rar archive; only zip archives are opened. {SEND}"),
    (b"\x89PNG", f"This is a picture. {SEND}"),
    (b"\xff\xd8\xff", f"This is a picture. {SEND}"),
)
_CHUNK = 65_536


def inbox(path: Path, caps: Caps = CAPS) -> Iterator[Received]:
    """Every file of an inbox, in the order of the names, one at a time.

    Raises OSError when ``path`` itself cannot be opened; whatever is wrong with a
    file inside becomes its refusal.
    """
    if path.is_dir():
        yield from _folder(path, "", caps, 0)
    else:
        with path.open("rb") as stream:
            start = stream.read(4)
        yield from _open_zip(path, path.name, caps, 0) if start in ZIP \
            else iter([_read(path, path.name, caps)])


def count(path: Path) -> int | None:
    """About how many files there are, for a progress bar; None where it takes too long to say."""
    try:
        if path.is_dir():
            return sum(len(files) for _, _, files in os.walk(path))
        with zipfile.ZipFile(path) as archive:
            return len(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return None


def _folder(folder: Path, inside: str, caps: Caps, depth: int) -> Iterator[Received]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield Received(inside or folder.name, refusal=_cannot(error, "folder"))
        return
    entries.reverse()
    while entries:
        entry = entries.pop()  # let go of: a long list of files would weigh as much as their marks
        name = plain(f"{inside}{entry.name}", 400)
        if entry.is_symlink():
            yield Received(name, refusal="This is a link to another place; links are not "
                                         f"followed. {SEND}")
        elif entry.is_dir(follow_symlinks=False):
            if depth >= caps.folders:
                yield Received(name, refusal=f"More than {caps.folders} folders inside one "
                                             "another; put the files into one folder.")
            else:
                yield from _folder(Path(entry.path), f"{name}/", caps, depth + 1)
        elif not entry.is_file(follow_symlinks=False):
            yield Received(name, refusal=f"This is not a file that can be read. {SEND}")
        else:
            yield from _file(entry.path, name, caps)


def _file(path: str, name: str, caps: Caps) -> Iterator[Received]:
    received = _read(path, name, caps)
    if received.raw[:4] in ZIP or (received.refusal and _is_zip(path)):
        yield from _open_zip(path, name, caps, 0)
    else:
        yield received


def _read(path: str | Path, name: str, caps: Caps) -> Received:
    """A file from disk, opened without following a link or waiting for a device."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) \
        | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
        try:
            raw = os.read(handle, _CHUNK)
            if len(raw) == _CHUNK:
                pieces = [raw]
                while pieces[-1] and sum(map(len, pieces)) <= caps.file:
                    pieces.append(os.read(handle, 1_000_000))
                raw = b"".join(pieces)
        finally:
            os.close(handle)
    except OSError as error:
        return Received(name, refusal=_cannot(error, "file"))
    return _looked_at(name, raw, caps)


def _looked_at(name: str, raw: bytes, caps: Caps) -> Received:
    """Refuse what is seen at once to be something else; anything else is for the grader."""
    if len(raw) > caps.file:
        return Received(name, refusal=f"The file has more than {caps.file:,} bytes; a hand-in has "
                                      f"fewer. {SEND}")
    if raw.startswith(b"{"):
        if raw[:400].lstrip(b"{ \r\n\t").startswith((b'"cells"', b'"nbformat"', b'"metadata"')):
            return Received(name, refusal=f"This is a notebook. {SEND}")
        return Received(name, raw)
    for magic, sentence in OTHER_KINDS:
        if raw.startswith(magic):
            return Received(name, refusal=sentence)
    if COMPUTERS_OWN & set(name.lower().split("/")) or name.rsplit("/", 1)[-1].startswith("._"):
        return Received(name, refusal="A file that a computer keeps for itself; nothing to grade.")
    return Received(name, raw)


def _is_zip(path: str) -> bool:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(4) in ZIP
    except OSError:
        return False


def _open_zip(source: str | Path | bytes, name: str, caps: Caps, depth: int,
              spent: list[int] | None = None) -> Iterator[Received]:
    """Every member of an archive; the archive itself is one file when it cannot be read."""
    if depth >= caps.archives:
        yield Received(name, refusal=f"More than {caps.archives} archives inside one another; "
                                     "unpack the outer ones.")
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except Exception:  # whatever zipfile makes of a stranger's bytes, the other files go on
        yield Received(name, refusal="The zip archive is damaged or cut short. Get it again.")
        return
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        if any(member.filename == OFFICE for member in members):
            yield Received(name, refusal=f"This is an Office document. {SEND}")
        elif not members:
            yield Received(name, refusal=f"The zip archive is empty. {SEND}")
        elif len(members) > caps.members:
            yield Received(name, refusal=f"The zip archive holds more than {caps.members:,} files; "
                                         "split it.")
        else:
            spent = [0] if spent is None else spent
            seen: Counter[str] = Counter()
            for member in sorted(members, key=lambda m: m.filename):
                seen[member.filename] += 1
                again = f" ({n})" if (n := seen[member.filename]) > 1 else ""
                yield from _member(archive, member, plain(f"{name}/{member.filename}{again}", 400),
                                   caps, depth, spent)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, caps: Caps, depth: int,
            spent: list[int]) -> Iterator[Received]:
    """One member; ``spent`` counts the bytes read so far out of the outermost archive."""
    if refusal := _bad_name(member):
        yield Received(name, refusal=refusal)
        return
    if spent[0] >= caps.unpacked:
        yield Received(name, refusal=f"The archive unpacks to more than {caps.unpacked:,} bytes; "
                                     "the rest of it was not read. Split it.")
        return
    try:
        with archive.open(member) as stream:
            start = stream.read(4)
            limit = caps.archive if start in ZIP else caps.file
            raw = start + stream.read(limit + 1 - len(start))
        spent[0] += len(raw)
    except Exception as error:  # as above; a wrong check sum and a password end here too
        why = "is locked with a password" if "password" in str(error) else "is damaged"
        yield Received(name, refusal=f"This part of the archive {why}. {SEND}")
        return
    if raw[:4] in ZIP and len(raw) <= limit:
        yield from _open_zip(raw, name, caps, depth + 1, spent)
    else:
        yield _looked_at(name, raw, caps)


def _bad_name(member: zipfile.ZipInfo) -> str:
    """Why a member is refused before it is read, "" when it may be."""
    if stat.S_ISLNK(member.external_attr >> 16):
        return f"This is a link to another place; links are not followed. {SEND}"
    parts = re.split(r"[/\\]", member.filename)
    if ".." in parts or parts[0] == "" or re.match(r"[A-Za-z]:", member.filename):
        return f"The name leads out of the archive; the file was not read. {SEND}"
    if any(DEVICES.fullmatch(part.strip()) for part in parts):
        return f"The name is that of a device; the file was not read. {SEND}"
    if len(parts) > 20:
        return "More than 20 folders inside one another; put the files into one folder."
    return ""


def _cannot(error: OSError, what: str) -> str:
    return f"The {what} cannot be read ({error.strerror or error}). Mend that, then grade again."
