"""What a learning platform writes into the name of a downloaded file: who sent it, and LATE.

Canvas, “Download Submissions”: ``[name_][LATE_]user_attachment_original``, the name in small
letters, last name first, nothing between the words; ``anon_`` and five letters where the
assignment is anonymous (``lib/content_zipper.rb``). A file of a name that is taken gets -1,
-2 … before its ending (``Attachment.make_unique_filename``).

Moodle, “Download all submissions”: a folder ``Full name_number_assignsubmission_file``, up
to Moodle 4.0 with one more ``_``, or the same as the beginning of the file's name;
“Participant”, in the language of the site, stands for the name where submissions are
anonymous. The number is that of the student in this one assignment
(``mod/assign/classes/downloader.php``). Where groups hand in together, name and number are
those of the group; up to Moodle 4.0 the group stands before the name, “Group A-Kim Olsen”.
It is not taken off, since “Anne-Marie Lee” looks the same.

Both were read in 2026. None of it is proof: it helps only where a hand-in does not name a
student of the class, and a contradiction is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

import msgspec

_CANVAS = re.compile(r"(?:(?P<name>\w+?)_)??(?P<late>LATE_)?(?:(?P<number>\d+)|anon_[0-9A-Za-z]{5})"
                     r"_(?:\d+_.+|text\.html|link\.html)", re.S)
_MOODLE = re.compile(r"(?P<name>[^_/]*)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_.*)?", re.S)
# “Participant” as Moodle's language packs have it, without what a file name may not hold.
ANONYMOUS = ("participant", "participante", "teilnehmer", "teilnehmerin", "teilnehmerinnen",
             "deelnemer", "参加者")


class Sender(msgspec.Struct, frozen=True):
    """Who sent a file, as the platform writes it. ``name`` is "" where it is hidden."""

    platform: str
    name: str
    number: str  # the user of Canvas, the participant of one Moodle assignment; "" when hidden
    late: bool = False  # Canvas: after the deadline that is set there


def sender(path: str) -> Sender | None:
    """What the platform says of a file of an inbox, None where no platform named it."""
    if "_" not in path:
        return None
    parts = path.split("/")
    if "_assignsubmission_" in path:
        for part in parts:
            if found := _MOODLE.fullmatch(part):
                name = found["name"].strip()
                hidden = name.rpartition("-")[2].casefold() in ANONYMOUS
                return Sender("Moodle", "" if hidden else name, found["number"])
    if found := _CANVAS.fullmatch(parts[-1]):
        return Sender("Canvas", found["name"] or "", found["number"] or "", bool(found["late"]))
    return None


def meant(said: Sender, names: Container[str]) -> bool:
    """Can the number be a student's? Not where the name is nobody's, such as that of a group.

    ``names`` are those of the students, as ``turned`` writes them.
    """
    return not said.name or squeezed(said.name) in names


def squeezed(name: str) -> str:
    """The letters and digits of a name, without case, accents and spaces."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]+", "", "".join(c for c in parts if not unicodedata.combining(c)))


def turned(name: str) -> frozenset[str]:
    """A name squeezed, beginning with each of its words in turn: last name first is one of them."""
    words = [word for word in map(squeezed, re.split(r"[\s,]+", name)) if word]
    return frozenset("".join(words[n:] + words[:n]) for n in range(len(words)))
