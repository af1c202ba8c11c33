"""Bad hand-ins as data: what lies in the inbox, and the status and words each file must get.

To add a case: one line in the table. ``made`` writes into an empty inbox, beside which
the test puts one good hand-in; ``expect`` gives name → (status, words of the reason).
"""

from __future__ import annotations

import io
import os
import pickle
import socket
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from support.handins import MADE, Maker, edited, redone, with_body
from support.lake import LAKE

from crossread.handin import MAX_BYTES, MAX_LINES
from crossread.seeds import Seeds

MAKER = Maker(Seeds(LAKE))
GOOD = MAKER.handin()
BESIDE = MAKER.handin(id="beside", name="Student Beside")
NAME = "hand-in.json"
RIGHT = MAKER.right
ESSAY = "P2.1 and Q2.1 do not agree."


@dataclass(frozen=True)
class Case:
    """One thing that may lie in an inbox."""

    name: str
    made: Callable[[Path], None]
    expect: dict[str, tuple[str, str]]
    points: float = 0.0  # keyed points of the one file, as it is by itself


def one(name: str, raw: bytes, status: str, words: str = "", *, file: str = NAME,
        points: float = 0.0) -> Case:
    """A case of one file."""
    return Case(name, lambda inbox: void((inbox / file).write_bytes(raw)),
                {file: (status, words)}, points)


def some(name: str, files: dict[str, bytes], expect: dict[str, tuple[str, str]]) -> Case:
    """A case of several files."""
    def made(inbox: Path) -> None:
        for file, raw in files.items():
            (inbox / file).parent.mkdir(parents=True, exist_ok=True)
            (inbox / file).write_bytes(raw)

    return Case(name, made, expect)


def void(_: object) -> None:
    """Nothing, from a call that gives something."""


def answered(answers: dict[str, Any], **changes: Any) -> bytes:
    """A hand-in with these answers."""
    return MAKER.handin(lines=MAKER.lines(answers.items(), **changes))


def swapped(old: bytes, new: bytes) -> bytes:
    """The good hand-in with its body changed and the digest redone."""
    return with_body(GOOD, lambda body: body.replace(old, new, 1))


def signed(name: str, **more: Any) -> bytes:
    """A hand-in under this name."""
    return MAKER.handin(id="", name=name, **more)


def zipped(members: dict[str, bytes], **changes: Any) -> bytes:
    """A zip archive; ``changes`` are attributes of every member's header."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in changes.items():
                setattr(info, key, value)
            archive.writestr(info, raw)
    return out.getvalue()


def nested(depth: int) -> bytes:
    """The good hand-in in an archive in an archive …"""
    raw, name = GOOD, "good.json"
    for _ in range(depth):
        raw, name = zipped({name: raw}), "inner.zip"
    return raw


def locked() -> bytes:
    """An archive that says it is encrypted."""
    raw = bytearray(zipped({"a.json": GOOD}))
    raw[6] |= 1
    central = raw.index(b"PK\x01\x02")
    raw[central + 8] |= 1
    return bytes(raw)


def rotten() -> bytes:
    """An archive whose content does not fit its check sum."""
    raw = bytearray(zipped({"a.json": GOOD}))
    raw[len(raw) // 2] ^= 0xFF
    return bytes(raw)


def odd_method() -> bytes:
    """An archive packed in a way that Python does not know."""
    raw = bytearray(zipped({"a.json": GOOD}))
    struct.pack_into("<H", raw, 8, 97)
    struct.pack_into("<H", raw, raw.index(b"PK\x01\x02") + 10, 97)
    return bytes(raw)


def bomb() -> bytes:
    """An archive of a few kilobytes whose member unpacks to a gigabyte of spaces, or says so."""
    raw = bytearray(zipped({"a.json": b" " * 50_000_000}))
    central = raw.index(b"PK\x01\x02")
    struct.pack_into("<I", raw, central + 24, 1_000_000_000)
    return bytes(raw)


def same_names() -> bytes:
    """An archive with two members of one name."""
    return zipped({"a.json": b"", "b.json": GOOD}).replace(b"b.json", b"a.json")


class Trap:
    """An object whose pickle would write a file when it is read."""

    def __reduce__(self) -> tuple[Any, ...]:
        return open, ("/tmp/crossread-was-tricked", "w")


def link(to: str) -> Callable[[Path], None]:
    """A symbolic link in the inbox."""
    return lambda inbox: (inbox / "link.json").symlink_to(to)


def door(inbox: Path) -> None:
    """A socket in the inbox."""
    with socket.socket(socket.AF_UNIX) as one_end:
        here = Path.cwd()
        os.chdir(inbox)  # the address of a socket may have 107 characters
        try:
            one_end.bind("door.json")
        finally:
            os.chdir(here)


def deep_folders(inbox: Path) -> None:
    """Thirty folders inside one another."""
    folder = inbox.joinpath(*["d"] * 30)
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(GOOD)


def deep_answer() -> bytes:
    """An answer of a hundred thousand brackets."""
    return swapped(b'"answer":["a"]', b'"answer":' + b"[" * 100_000 + b"]" * 100_000)


SIX = {"x01-1": ["a"], "x01-2": [6, 6], "x01-3": ["one", "two"]}
UNGRADABLE, TAMPERED, PARTIAL, GRADED = "ungradable", "tampered", "partial", "graded"

CASES: list[Case] = [
    # not a hand-in at all
    one("an empty file", b"", UNGRADABLE, "empty"),
    one("white space only", b" \r\n\t", UNGRADABLE, "empty"),
    one("words", b"Here is my homework.", UNGRADABLE, "hand_in wrote"),
    one("a hand-in cut short", GOOD[:-30], UNGRADABLE, "cut short"),
    one("a number", b"12", UNGRADABLE, "form of a hand-in"),
    one("null", b"null", UNGRADABLE, "form of a hand-in"),
    one("a list", b'[{"format":"crossread-handin/1"}]', UNGRADABLE, "form of a hand-in"),
    one("another JSON file", b'{"name":"package","version":"1.0"}', UNGRADABLE, "not a hand-in"),
    one("a format and nothing else", b'{"format":"crossread-handin/1"}', UNGRADABLE, "form"),
    one("a hundred thousand brackets", b"[" * 100_000, UNGRADABLE),
    one("a hundred thousand objects", b'{"format":' * 100_000, UNGRADABLE),
    one("NUL bytes", b"\x00" * 4_000, UNGRADABLE, "hand_in wrote"),
    one("no UTF-8", GOOD.replace(b"Student", b"\xc3\x28"), UNGRADABLE, "hand_in wrote"),
    one("UTF-16", GOOD.decode().encode("utf-16"), UNGRADABLE, "hand_in wrote"),
    one("half a surrogate pair", GOOD.replace(b"Student", b"\\ud800"), UNGRADABLE),
    one("more bytes than a hand-in has", b'{"a":"' + b"x" * MAX_BYTES + b'"}', UNGRADABLE,
        "bytes"),
    one("a notebook", b'{"cells": [], "metadata": {}, "nbformat": 4}', UNGRADABLE, "notebook",
        file="01.ipynb"),
    one("a PDF", b"%PDF-1.7\n%\xe2\xe3", UNGRADABLE, "PDF", file="essay.pdf"),
    one("a Word document", zipped({"[Content_Types].xml": b"<x/>", "word/a.xml": b"<x/>"}),
        UNGRADABLE, "Office", file="essay.docx"),
    one("an old Office file", b"\xd0\xcf\x11\xe0\xa1\xb1", UNGRADABLE, "Office", file="essay.doc"),
    one("a photograph", b"\xff\xd8\xff\xe0", UNGRADABLE, "picture", file="page.jpg"),
    one("a rar archive", b"Rar!\x1a\x07", UNGRADABLE, "rar", file="all.rar"),
    one("a gzip archive", b"\x1f\x8b\x08", UNGRADABLE, "gzip", file="all.tar.gz"),
    one("a web page with a script", b"<html><script>alert(1)</script></html>", UNGRADABLE,
        "hand_in wrote", file="online_text.html"),
    one("a program", b"import os; os.abort()", UNGRADABLE, "hand_in wrote", file="conftest.py"),
    one("a pickle", pickle.dumps(Trap()), UNGRADABLE, "hand_in wrote", file="answers.pkl"),
    one("a file of the computer's own", b"\x00\x00\x00\x01Bud1", UNGRADABLE, "computer",
        file=".DS_Store"),

    # the envelope
    one("a newer format", GOOD.replace(b"handin/1", b"handin/2"), UNGRADABLE, "Update crossread"),
    one("an older format", GOOD.replace(b"handin/1", b"handin/0"), UNGRADABLE, "format"),
    one("another course", MAKER.handin(course="pond"), UNGRADABLE, "course"),
    one("an exercise that there is not", MAKER.handin(exercise="07"), UNGRADABLE, "exercise"),
    one("an exercise named like a path", MAKER.handin(exercise="../../01"), UNGRADABLE,
        "exercise"),
    one("a field that nobody knows", edited(GOOD, b'"made":', b'"points":100,"made":'),
        UNGRADABLE, "form"),
    one("a number out of range", edited(GOOD, b'"made":', b'"made":1e999,"made":'), UNGRADABLE),
    one("NaN", edited(GOOD, b'"install":', b'"install":NaN,"install":'), UNGRADABLE),
    one("a time that is none", edited(GOOD, b"2031-05-04T10:00:00Z", b"2031-13-44T10:00:00Z"),
        UNGRADABLE, "when it was made"),
    one("a time of another kind", edited(GOOD, b"2031-05-04T10:00:00Z", b"yesterday"),
        UNGRADABLE, "when it was made"),
    one("a time in the future", MAKER.handin(made=datetime(2999, 1, 1, tzinfo=UTC)), GRADED,
        points=6),
    one("digest edited", edited(GOOD, b'"digest":"', b'"digest":"0'), TAMPERED, "digest"),
    one("two bodies", edited(GOOD, b',"body":', b',"body":{},"body":'), TAMPERED, "digest"),

    # who hands in
    one("a formula as name", signed('=HYPERLINK("http://x.example","me")'), GRADED, points=6),
    one("a script as name", signed("<script>alert(1)</script>"), GRADED, points=6),
    one("SQL as name", signed("Robert'); DROP TABLE submission;--"), GRADED, points=6),
    one("console markup as name", signed("[bold red]x[/bold red]\x1b[2J"), GRADED, points=6),
    one("a name of 5,000 characters", signed("N" * 5_000), GRADED, points=6),
    one("a name that turns the line round", signed("\u202egnp.exe"), GRADED, points=6),
    one("a name with a NUL", signed("Ana\x00Admin"), GRADED, points=6),
    one("a name under a heap of accents", signed("a" + "\u0301" * 3_000), GRADED, points=6),
    one("a name like a path", signed("../../etc/passwd"), GRADED, points=6),
    one("neither name nor id", signed(""), "unmatched", "names no student", points=6),
    one("a name of spaces and marks", signed(" \u202e\u2028 ."), "unmatched", "names no student",
        points=6),
    one("a hand-in renamed by Canvas", MAKER.handin(id="s007", name=""), "late",
        "Canvas calls it late", file="olsenkim_LATE_48213_990012_crossread-01-s007-1 (2).json",
        points=6),
    one("a file that only its platform names", MAKER.handin(id="", name=""), GRADED,
        "Moodle named it after “Kim Olsen”", points=6,
        file="Kim Olsen_48213_assignsubmission_file_crossread-01.json"),
    one("a formula in the name of a platform's file", MAKER.handin(id="", name=""), GRADED,
        "named it after", points=6,
        file='=HYPERLINK("x","y")_48213_assignsubmission_file_crossread-01.json'),
    one("a script in the name of a platform's file", MAKER.handin(id="", name=""), GRADED,
        "named it after", points=6,
        file="<script>alert(1)<script>_7_assignsubmission_file_a.json"),
    one("a platform's name of 150 underscores", MAKER.handin(id="", name=""), "unmatched",
        "names no student", file="_" * 150 + "1_2_3_4_5_6_a.json", points=6),
    one("an anonymous file of Canvas", MAKER.handin(id="s007", name=""), "late",
        "Canvas calls it late", file="LATE_anon_a1B2c_990012_a.json", points=6),
    one("an anonymous file that names nobody", MAKER.handin(id="", name=""), "unmatched",
        "names no student", file="Participant_990012_assignsubmission_file_a.json", points=6),

    # answers
    one("nothing answered", MAKER.handin({}), "not_attempted", "Nothing is answered"),
    one("a draft only", MAKER.handin(lines=MAKER.lines([("x01-4", ESSAY)], kind="draft")),
        "not_attempted", "draft of x01-4"),
    one("empty answers", answered({"x01-1": [], "x01-2": None, "x01-4": "  "}), "not_attempted"),
    one("a kind of line that there is not", answered(SIX, kind="points"), "not_attempted"),
    one("a question that there is not", answered(SIX | {"x01-99": "a"}), PARTIAL,
        "x01-99: not a question", points=6),
    one("a question of a lesson", answered({"01-1": "a"}), PARTIAL, "01-1"),
    one("a question id of 5,000 characters", answered({"x" * 5_000: "a"}), PARTIAL, "xxx"),
    one("a question that has changed", answered(SIX, digest="0123456789ab"), PARTIAL, "changed"),
    one("a letter where a list is asked", answered({"x01-1": "a"}), PARTIAL, "list"),
    one("an object where a list is asked", answered({"x01-2": {"a": 1}}), PARTIAL, "x01-2"),
    one("true where a number is asked", answered({"x01-2": [True, True]}), PARTIAL, "x01-2"),
    one("an option that is not offered", answered({"x01-1": ["z"]}), PARTIAL, "not offered"),
    one("every option at once", answered({"x01-1": ["a", "b"]}), GRADED),
    one("one option a thousand times", answered({"x01-1": ["a"] * 1_000}), PARTIAL, "twice"),
    one("words out of the text", answered({"x01-2": [1, 10**30]}), PARTIAL, "numbered"),
    one("words before the text", answered({"x01-2": [-5, 6]}), PARTIAL, "numbered"),
    one("a card twice", answered({"x01-3": ["one", "one"]}), PARTIAL, "every card"),
    one("a number where words are asked", answered({"x01-4": 42}), PARTIAL, "x01-4"),
    one("an essay of 30,000 characters", answered({"x01-4": "a " * 15_000}), PARTIAL, "longer"),
    one("an essay of accents", answered({"x01-4": "e" + "\u0301" * 19_000}), GRADED),
    one("ten megabytes of accents", answered({"x01-4": "\u0301" * 5_000_000}), UNGRADABLE),
    one("an essay that is a web page", answered({"x01-4": "<img src=x onerror=alert(1)>"}),
        GRADED),
    one("an answer of a hundred thousand brackets", deep_answer(), UNGRADABLE, "cannot be read"),
    one("right at first, wrong at last", MAKER.handin(lines=MAKER.lines(
        [("x01-1", ["a"]), ("x01-1", ["b"])])), GRADED),

    # the journal lines
    one("answer edited", edited(GOOD, b'["a"]', b'["b"]'), TAMPERED, "digest"),
    one("answer edited, digest redone", swapped(b'["a"]', b'["b"]'), TAMPERED, "follow"),
    one("a line taken out", swapped(b'{"v":1,"seq":1', b'{"v":1,"seq":9'), TAMPERED, "follow"),
    one("an answer twice in a line", swapped(b'"answer":["a"]', b'"answer":["b"],"answer":["a"]'),
        TAMPERED, "writes"),
    one("a line of a newer version", swapped(b'"v":1,"seq":1', b'"v":9,"seq":1'), UNGRADABLE,
        "newer"),
    one("a foreign line", swapped(b'"kind":"response"', b'"kind":["response"]'), UNGRADABLE),
    one("seconds as words", swapped(b'"attempt":1', b'"attempt":1,"seconds":"long"'), UNGRADABLE),
    one("more attempts than a learner makes", MAKER.handin(lines=MAKER.lines(
        [("x01-1", ["a"])] * (MAX_LINES + 1))), UNGRADABLE, "more than"),
    one("practice lines that do not follow", MAKER.handin(practice={"01/a": [
        MAKER.lines([("01-1", "a"), ("01-2", "b")])[1]]}), TAMPERED, "follow"),
    one("sequence numbers below zero", MAKER.handin(lines=MAKER.lines(
        SIX.items(), first=-(2**62))), GRADED, points=6),

    # several files
    some("one file twice", {"a.json": MAKER.handin(id="s5"), "b.json": MAKER.handin(id="s5")},
         {"a.json": (GRADED, ""), "b.json": ("duplicate", "same file")}),
    some("an older and a newer file",
         {"a.json": MAKER.handin(id="s5", made=MADE - timedelta(days=1)),
          "b.json": MAKER.handin(id="s5")},
         {"a.json": ("duplicate", "b.json"), "b.json": (GRADED, "")}),
    some("a blank file after a full one",
         {"a.json": MAKER.handin(id="s5"),
          "b.json": MAKER.handin({}, id="s5", made=MADE + timedelta(days=1))},
         {"a.json": (GRADED, ""), "b.json": ("duplicate", "Nothing is answered")}),
    some("a spoiled file after a full one",
         {"a.json": MAKER.handin(id="s5"),
          "b.json": edited(MAKER.handin(id="s5", made=MADE + timedelta(days=1)), b'["a"]',
                           b'["b"]')},
         {"a.json": (GRADED, ""), "b.json": (TAMPERED, "digest")}),
    some("two students and one installation",
         {"a.json": MAKER.handin(id="s5"), "b.json": MAKER.handin(id="s6")},
         {"a.json": (GRADED, ""), "b.json": (GRADED, "")}),
    some("one essay from two students",
         {"a.json": MAKER.handin({"x01-4": ESSAY}, id="s5"),
          "b.json": MAKER.handin({"x01-4": ESSAY}, id="s6")},
         {"a.json": (GRADED, ""), "b.json": (GRADED, "")}),
    some("folders as a learning platform makes them",
         {"Kim Olsen_48213_assignsubmission_file_/crossread-01-s5.json": MAKER.handin(id="s5"),
          "Kim Olsen_48213_assignsubmission_onlinetext_/onlinetext.html": b"<p>see file</p>"},
         {"Kim Olsen_48213_assignsubmission_file_/crossread-01-s5.json": (GRADED, ""),
          "Kim Olsen_48213_assignsubmission_onlinetext_/onlinetext.html":
              (UNGRADABLE, "hand_in wrote")}),

    # archives
    one("an archive of no bytes", b"", UNGRADABLE, "empty", file="all.zip"),
    one("an archive of no files", zipped({}), UNGRADABLE, "empty", file="all.zip"),
    one("an archive cut short", zipped({"a.json": GOOD})[:-30], UNGRADABLE, "damaged",
        file="all.zip"),
    one("four bytes of an archive", b"PK\x03\x04", UNGRADABLE, "damaged", file="all.zip"),
    some("an archive in an archive", {"all.zip": nested(2)},
         {"all.zip/inner.zip/good.json": (GRADED, "")}),
    some("five archives in one another", {"all.zip": nested(5)},
         {"all.zip/inner.zip/inner.zip/inner.zip": (UNGRADABLE, "archives inside")}),
    some("a way out of the archive", {"all.zip": zipped({"../../evil.json": GOOD})},
         {"all.zip/../../evil.json": (UNGRADABLE, "leads out")}),
    some("an absolute path", {"all.zip": zipped({"/tmp/evil.json": GOOD})},
         {"all.zip//tmp/evil.json": (UNGRADABLE, "leads out")}),
    some("a drive", {"all.zip": zipped({"C:\\evil.json": GOOD})},
         {"all.zip/C:\\evil.json": (UNGRADABLE, "leads out")}),
    some("a way out for Windows", {"all.zip": zipped({"a\\..\\..\\evil.json": GOOD})},
         {"all.zip/a\\..\\..\\evil.json": (UNGRADABLE, "leads out")}),
    some("a device", {"all.zip": zipped({"aux.json": GOOD})},
         {"all.zip/aux.json": (UNGRADABLE, "device")}),
    some("a link in an archive", {"all.zip": zipped(
        {"link.json": b"/etc/passwd"}, external_attr=(stat.S_IFLNK | 0o777) << 16)},
         {"all.zip/link.json": (UNGRADABLE, "link")}),
    some("a locked archive", {"all.zip": locked()}, {"all.zip/a.json": (UNGRADABLE, "password")}),
    some("a rotten archive", {"all.zip": rotten()}, {"all.zip/a.json": (UNGRADABLE, "damaged")}),
    some("a strange way of packing", {"all.zip": odd_method()},
         {"all.zip/a.json": (UNGRADABLE, "damaged")}),
    some("a bomb", {"all.zip": bomb()}, {"all.zip/a.json": (UNGRADABLE, "bytes")}),
    some("two members of one name", {"all.zip": same_names()},
         {"all.zip/a.json": (UNGRADABLE, "empty"), "all.zip/a.json (2)": (GRADED, "")}),
    some("sixty folders in an archive", {"all.zip": zipped({"d/" * 60 + "a.json": GOOD})},
         {"all.zip/" + "d/" * 60 + "a.json": (UNGRADABLE, "folders")}),

    # the folder itself
    Case("a link to a file", link("/etc/passwd"), {"link.json": (UNGRADABLE, "link")}),
    Case("a link to a folder", link("/"), {"link.json": (UNGRADABLE, "link")}),
    Case("a link to itself", link("link.json"), {"link.json": (UNGRADABLE, "link")}),
    Case("a pipe", lambda inbox: os.mkfifo(inbox / "pipe.json"),
         {"pipe.json": (UNGRADABLE, "not a file")}),
    Case("a socket", door, {"door.json": (UNGRADABLE, "not a file")}),
    Case("thirty folders in one another", deep_folders,
         {"/".join(["d"] * 21): (UNGRADABLE, "folders")}),
]

assert len({case.name for case in CASES}) == len(CASES)
assert redone(GOOD) == GOOD
