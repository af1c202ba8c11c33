"""A key is proven before anybody is graded with it, and an old bad one breaks no report."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.handins import MADE, Maker
from support.lake import copy_lake
from support.screen import wide
from typer.testing import CliRunner, Result

from crossread.cli import app
from crossread.grading import gradebook as g
from crossread.grading.gradebook import Gradebook
from crossread.grading.keys import key_bytes
from crossread.seeds import Seeds

QUESTION = """\
  - type: match
    id: x01-5
    objective: LO-01.1
    stem: Which text says it?
    marks: 2
    choices:
      - {id: in_p, text: text P}
      - {id: in_q, text: text Q}
    rows:
      - {id: third, text: a third, key: in_p, feedback: P says it., wrong: {"*": {feedback: No.}}}
      - {id: tenth, text: a tenth, key: in_q, feedback: Q says it., wrong: {"*": {feedback: No.}}}
"""
MODEL = "  - {field: x01-5, answer: {third: in_p, tenth: in_q}, why: So they say.}\n"
TYPO = ("key: in_q", "key: in_k")
RENAMED = ("{id: tenth,", "{id: tenths,")
BOOK = ("--gradebook", "sqlite:///g.db")


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The source of an exercise with a question of two rows; a class of twelve in an inbox."""
    root = copy_lake(tmp_path / "lake")
    source = root / "solutions" / "source" / "01.yml"
    text = source.read_text().replace("  - type: text\n", QUESTION + "  - type: text\n", 1)
    source.write_text(text.replace("common:\n", MODEL + "common:\n", 1))
    monkeypatch.setenv("CROSSREAD_COURSE", str(root))
    monkeypatch.chdir(tmp_path)
    wide(monkeypatch)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    maker = Maker(Seeds(root))
    for n in range(12):
        (inbox / f"{n}.json").write_bytes(maker.handin(
            id=f"s{n}", name=f"Student {n}", made=MADE + timedelta(minutes=n)))
    return source


def crossread(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def change(source: Path, old: str, new: str) -> int:
    """The line that was changed."""
    text = source.read_text()
    assert old in text
    source.write_text(text.replace(old, new))
    return text[:text.index(old)].count("\n") + 1


@pytest.mark.parametrize(("pair", "words"), [
    (TYPO, "x01-5 row tenth names choice in_k, which is not offered; use in_p, in_q"),
    (RENAMED, ("x01-5 and its worked answer under model do not fit (row 'tenth' is not part of "
              "this item); give rows and choices the ids that they had")),
    (("- type: match\n    id: x01-5", "- type: match\n    id: x01-6"),
     ("the worked answer under model is for x01-5, and there is no such question; give the "
      "question its old id")),
    (("verdict: key, feedback: SECRET it is there", "verdict: not_yet, feedback: no"),
     "x01-1 has no option with verdict key; give at least one"),
])
def test_a_key_that_cannot_be_right_is_refused_with_its_place_and_nothing_is_written(
        pair: tuple[str, str], words: str, source: Path, tmp_path: Path):
    change(source, *pair)
    done = crossread("grade", "inbox", *BOOK)
    assert (done.exit_code, (tmp_path / "g.db").exists()) == (1, False), done.output
    assert words in done.stderr
    assert "Traceback" not in done.output


def test_every_way_to_the_keys_proves_them_and_names_file_and_line(source: Path, tmp_path: Path):
    assert crossread("grade", "inbox", *BOOK).exit_code == 0
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "01.yml").write_text(source.read_text())
    assert crossread("regrade", *BOOK, "--keys", "keys").exit_code == 0
    line = change(keys / "01.yml", *TYPO)
    kept = (tmp_path / "g.db").read_bytes()
    for words in (("grade", "inbox"), ("regrade",), ("regrade", "--apply", "--reason", "x")):
        done = crossread(*words, *BOOK, "--keys", "keys")
        assert (done.exit_code, done.stdout) == (1, ""), done.output
        assert done.stderr.startswith(f"keys/01.yml:{line}: x01-5 row tenth names choice in_k")
    change(source, *TYPO)
    done = crossread("regrade", *BOOK)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"solutions/source/01.yml:{line}: x01-5 row tenth names")
    assert (tmp_path / "g.db").read_bytes() == kept


def test_a_gradebook_that_holds_such_a_key_is_reported_and_can_be_mended(source: Path,
                                                                         tmp_path: Path):
    assert crossread("grade", "inbox", *BOOK).exit_code == 0
    right = source.read_text()
    change(source, *TYPO)
    book = Gradebook("sqlite:///g.db")
    with book.write() as connection:
        connection.execute(g.key_version.update().values(
            key=key_bytes(Seeds(source.parents[2]).exercise("01"))))
    book.close()
    source.write_text(right)
    done = crossread("report", *BOOK, "--html", "r.html")
    assert done.exit_code == 0, done.exception
    assert "1. Mend the key of x01-5, row tenth." in done.output
    assert "No choice counts as right, so nobody has points for it." in done.output
    assert "Mend the key of x01-5, row tenth." in (tmp_path / "r.html").read_text("utf-8")
    for words in (("feedback", "pages"), ("export", "csv", "x.csv")):
        assert crossread(*words, *BOOK).exit_code == 0
    shown = crossread("regrade", *BOOK)
    assert "right was none of the choices and is now “text Q”" in shown.output
    assert "Applied: 12 results moved." in crossread("regrade", *BOOK, "--apply", "--reason",
                                                     "A slip of the pen.").output
    assert "Mend the key" not in crossread("report", *BOOK).output
