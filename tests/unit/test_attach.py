"""Attaching a copy: what the reader is told, and what is kept; measuring a text anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.lake import LAKE

from crossread.attach import attach, kept_spans, reindex
from crossread.seeds import Seeds
from crossread.texts import Copies, TextError

TEXTS = LAKE / "texts"


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    """A copy of the made-up course."""
    shutil.copytree(LAKE, tmp_path / "lake")
    return Seeds(tmp_path / "lake")


def test_a_copy_is_recognised_by_its_content_whatever_its_name(seeds, learner_home, tmp_path):
    path = tmp_path / "download (3).html.txt"
    shutil.copy(TEXTS / "Q.txt", path)
    told = attach(path, seeds, learner_home)
    assert told.attached
    assert told.sentence.startswith("download (3).html.txt: recognised as Q (")
    assert "4 of 4 sentences (100%)" in told.sentence
    assert Copies(learner_home).attached() == {"Q": 4}


def test_what_is_missing_of_a_copy_is_told(seeds, learner_home, tmp_path):
    path = tmp_path / "part.txt"
    text = (TEXTS / "P.txt").read_text("utf-8")
    path.write_text(text.replace("40 crowns", "fifty crowns"), "utf-8")
    told = attach(path, seeds, learner_home)
    assert told.attached and "6 of 7 sentences (86%)" in told.sentence
    assert told.sentence.endswith("Not found: P3.1.")


def test_another_text_is_refused_with_a_sentence_and_a_remedy(seeds, learner_home, tmp_path):
    path = tmp_path / "story.txt"
    path.write_text("Once upon a time there was a lake. " * 40, "utf-8")
    told = attach(path, seeds, learner_home)
    assert not told.attached
    assert "not recognised" in told.sentence and "at least 50% are needed" in told.sentence
    assert told.sentence.endswith("Save the whole article as plain text and try again.")
    assert not learner_home.exists()


def test_a_file_that_is_too_large_is_refused_unread(seeds, learner_home, tmp_path):
    path = tmp_path / "film.txt"
    with path.open("wb") as out:
        out.truncate(5_000_001)
    told = attach(path, seeds, learner_home)
    assert (told.attached, told.sentence) == (
        False, "film.txt: too large for an article. Give a text file.")


def test_a_newer_copy_takes_the_place_of_the_older(seeds, learner_home, tmp_path):
    path = tmp_path / "part.txt"
    path.write_text("\n".join((TEXTS / "P.txt").read_text("utf-8").splitlines()[:11]), "utf-8")
    attach(path, seeds, learner_home)
    attach(TEXTS / "P.txt", seeds, learner_home)
    assert Copies(learner_home).attached() == {"P": 7}


# --- texts index ---------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["P", "Q"])
def test_measuring_again_changes_nothing(letter, seeds):
    assert reindex(TEXTS / f"{letter}.txt", seeds, letter, check=False) == []


def test_measures_that_were_spoiled_are_told_and_then_mended(seeds):
    path = seeds.folder / "lake" / "paragraphs.yml"
    good = path.read_text("utf-8")
    path.write_text(good.replace("words: 17", "words: 71"), "utf-8")
    spoiled = path.read_text("utf-8")
    assert spoiled != good
    assert reindex(TEXTS / "P.txt", Seeds(seeds.root), "P", check=True) == ["paragraphs.yml"]
    assert path.read_text("utf-8") == spoiled, "check changes nothing"
    assert reindex(TEXTS / "P.txt", Seeds(seeds.root), "P", check=False) == ["paragraphs.yml"]
    assert path.read_text("utf-8") == good


def test_a_text_with_too_few_lines_is_refused(seeds, tmp_path):
    path = tmp_path / "short.txt"
    path.write_text("One line.\n", "utf-8")
    with pytest.raises(TextError, match=r"has 1 lines and lines\.csv 15"):
        reindex(path, seeds, "P", check=False)


def test_a_paragraph_with_another_number_of_sentences_is_refused(seeds, tmp_path):
    path = tmp_path / "other.txt"
    text = (TEXTS / "P.txt").read_text("utf-8")
    path.write_text(text.replace("Veld added. Whether", "Veld added, whether"), "utf-8")
    with pytest.raises(TextError, match="P3 has 1 sentences in the file and 2 in paragraphs"):
        reindex(path, seeds, "P", check=False)


def test_a_letter_that_is_no_text_is_refused_with_those_that_are(seeds):
    with pytest.raises(TextError, match="There is no text 'Z'; this course has P, Q"):
        reindex(TEXTS / "P.txt", seeds, "Z", check=False)


def test_a_new_text_gets_a_first_list_of_lines_to_be_corrected_by_hand(seeds):
    (seeds.folder / "lake" / "lines.csv").unlink()
    assert reindex(TEXTS / "P.txt", seeds, "P", check=False) == ["lines.csv"]
    rows = (seeds.folder / "lake" / "lines.csv").read_text("utf-8").splitlines()
    assert len(rows) == 16
    assert rows[1].startswith("1,7,heading,") and rows[2].startswith("2,0,blank,")


def test_kept_spans_are_digests_and_a_missing_list_is_empty(seeds):
    assert len(kept_spans(seeds.folder / "lake")) == 2
    assert kept_spans(seeds.folder / "nowhere") == frozenset()
