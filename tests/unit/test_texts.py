"""Words, sentences and digests, and a text that is recognised whatever was done to its file."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.lake import LAKE

from crossread.attach import look
from crossread.seeds import Seeds
from crossread.texts import (
    Copies,
    Recognised,
    clean,
    count_words,
    decode,
    digest,
    find_span,
    recognise,
    sentences,
    tokens,
)

PROJECT = Path(__file__).resolve().parents[2]


# --- words and sentences -------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "wanted"), [
    ("Iran’s nuclear-powered “plan”", ["iran's", "nuclear", "powered", "plan"]),
    ("Brük, café — naïve…", ["bruk", "cafe", "naive"]),
    ("*very* **bold**", ["very", "bold"]),
    ("1,000 km; 3.5 %", ["1", "000", "km", "3", "5"]),
    ("ﬁsh in a non\u00a0breaking space", ["fish", "in", "a", "non", "breaking", "space"]),
    ("", []),
])
def test_tokens_are_plain_small_words(text, wanted):
    assert tokens(text) == wanted


def test_counted_words_are_those_of_a_printed_count():
    assert count_words("A well-known writer’s notes, 12 of them – all lost.") == 9


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_tokens_do_not_mind(text: str):
    assert clean(clean(text)) == clean(text)
    assert tokens(clean(text)) == tokens(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["fish", "the", "Brük", "lake’s"]), min_size=1, max_size=8),
       st.sampled_from([" ", "  ", "\n", " – ", "\t"]))
def test_a_digest_depends_on_the_words_and_not_on_what_stands_between(words, between):
    assert digest(tokens(between.join(words))) == digest(tokens(" ".join(words)))


@pytest.mark.parametrize(("paragraph", "count"), [
    ("One. Two! Three? Four.", 4),
    ("Pres. Veld and Dr. Brük came. They left.", 2),
    ("It closed at 5 p.m. Monday. It rained.", 2),
    ("“Nobody wants this.” He left.", 2),
    ("“Why?” she asked. No one knew…", 2),
    ("No stop at all", 1),
    ("J. Veld, i.e. The council, said so.", 1),
    ("It rained in Sept. A dry month came.", 1),
    ("Let them accept. All came to the XSept. All left.", 3),
    ("One. Sept. A dry month came.", 2),
    ("", 0),
])
def test_sentences_end_at_stops_that_no_abbreviation_explains(paragraph, count):
    assert len(sentences(paragraph)) == count


@settings(deadline=None)
@given(st.text(alphabet="ab. !?”“\"'AB1", max_size=60))
def test_sentences_lose_no_word(text: str):
    assert tokens(" ".join(sentences(text))) == tokens(text)


@pytest.mark.parametrize(("printed", "quote", "there"), [
    ("The lake will close for a year.", "will close", True),
    ("The lake will close for a year.", "The lake … a year", True),
    ("The lake will close for a year.", "a year … The lake", False),
    ("“Nobody wants this,” he said.", "nobody wants this", True),
    ("The lake will close.", "the lakes", False),
    ("The lake will close.", "", True),
])
def test_a_quotation_is_found_word_for_word_and_in_order(printed, quote, there):
    assert find_span(printed, quote) is there


# --- recognising a file --------------------------------------------------------------------------


def rewrapped(text: str) -> str:
    """Lines of 40 characters."""
    return "\n\n".join(textwrap.fill(part, 40) for part in text.split("\n\n"))


def straight(text: str) -> str:
    """Typewriter quotation marks and dashes."""
    for old, new in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("–", "-"), ("—", "--")):
        text = text.replace(old, new)
    return text


def furniture(text: str) -> str:
    """Another page around it: menus, a banner, advertising between paragraphs."""
    parts = text.split("\n\n")
    for n in (n for n, part in enumerate(parts) if re.search(r"[.!?][”\"]?$", part.strip())):
        parts[n] += "\n\nADVERTISEMENT · Read more: Ten boats you must see"
    return "Accept all cookies\nHome | News | Sport\n\n" + "\n\n".join(parts) + "\n\n© 2031"


def without_emphasis(text: str) -> str:
    """No Markdown."""
    return re.sub(r"[*#_]+", "", text)


def without_pull_quotes(text: str) -> str:
    """Lines in italics alone on their line are gone, as a reading view leaves them out."""
    return "\n".join(line for line in text.splitlines()
                     if not re.fullmatch(r"\*[^*]+\*", line.strip()))


def one_line(text: str) -> str:
    """Everything on one line."""
    return " ".join(text.split())


CHANGES: list[Callable[[str], str]] = [
    str, rewrapped, straight, furniture, without_emphasis, without_pull_quotes, one_line,
    lambda text: text.replace("\n", "\r\n"), lambda text: text.replace(" ", "\u00a0"),
    lambda text: rewrapped(straight(furniture(without_pull_quotes(text)))), str.upper]
NAMES = ["as it is", "re-wrapped", "straight quotes", "other furniture", "no emphasis",
         "no pull quotes", "one line", "CRLF", "no-break spaces", "all at once", "capitals"]
CODES = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


def lake_text(letter: str) -> str:
    """A text of the made-up course."""
    return (LAKE / "texts" / f"{letter}.txt").read_text("utf-8")


@pytest.mark.parametrize("change", CHANGES, ids=NAMES)
@pytest.mark.parametrize("letter", ["P", "Q"])
def test_a_text_is_recognised_whole_whatever_was_done_to_its_file(letter, change):
    seen = look(change(lake_text(letter)), Seeds(LAKE).annotation(letter))
    assert seen.share == 1.0


@pytest.mark.parametrize("code", CODES)
def test_a_text_is_recognised_in_any_usual_encoding(code):
    raw = lake_text("P").encode(code)
    assert look(decode(raw), Seeds(LAKE).annotation("P")).share == 1.0


def test_each_sentence_is_given_back_as_printed():
    seen = look(lake_text("P"), Seeds(LAKE).annotation("P"))
    assert seen.sentences["P1.2"] == "“Nobody wants this,” said Jon Veld, who leads the council."
    assert seen.sentences["P2.1"] == (
        "The closing has one reason, in the council’s account: the reed beds have shrunk by a "
        "third since 2019, and young fish hide in the reeds – as every child here knows.")
    assert list(seen.sentences) == ["P1.1", "P1.2", "P1.3", "P2.1", "P2.2", "P3.1", "P3.2"]


@pytest.mark.parametrize("text", [lake_text("Q"), "", "Nobody wants this. " * 50,
                                  "\x00\x01\x02", "The town council of Ostmere " * 30])
def test_another_text_is_not_recognised(text):
    assert look(text, Seeds(LAKE).annotation("P")).share == 0.0


def test_half_of_a_text_is_recognised_as_half():
    half = lake_text("P").split("*“The reed")[0]
    assert 0.3 < look(half, Seeds(LAKE).annotation("P")).share < 0.6


def test_a_changed_word_costs_its_sentence_and_no_other():
    seen = look(lake_text("P").replace("40 crowns", "50 crowns"), Seeds(LAKE).annotation("P"))
    assert set(seen.sentences) == {"P1.1", "P1.2", "P1.3", "P2.1", "P2.2", "P3.2"}


SENTENCES = st.lists(st.lists(st.sampled_from(
    ["the", "lake", "Brük", "is", "closed", "fish", "don’t", "swim", "42"]), min_size=3,
    max_size=9).map(" ".join), min_size=1, max_size=6, unique=True)


@settings(max_examples=60, deadline=None)
@given(SENTENCES, st.integers(0, 2**16))
def test_sentences_are_found_between_any_other_lines(found: list[str], seed: int):
    dice = random.Random(seed)
    known = {digest(tokens(one)): f"P1.{n}" for n, one in enumerate(found, 1)}
    page = "\n".join(line for one in found for line in (
        "zebra " * dice.randint(0, 4), textwrap.fill(one + ".", dice.choice([9, 20, 80]))))
    seen = recognise(page, "P", known)
    assert set(seen.sentences) == set(known.values())
    for n, one in enumerate(found, 1):
        if f"P1.{n}" in seen.sentences:
            assert tokens(seen.sentences[f"P1.{n}"]) == tokens(one)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_as_some_text(raw: bytes):
    assert isinstance(decode(raw), str)


# --- the reader's own copies ---------------------------------------------------------------------


def test_copies_are_kept_whole_and_read_by_address(learner_home):
    copies = Copies(learner_home)
    assert copies.attached() == {} and copies.printed("P1") == ""
    copies.attach(Recognised("P", 3, {"P1.1": "One.", "P1.2": "Two.", "P2.1": "Three."}))
    assert copies.attached() == {"P": 3}
    assert copies.printed("P1.2") == "Two."
    assert copies.printed("P1") == "One. Two."
    assert copies.printed("P9") == copies.printed("Q1.1") == ""


def test_a_copy_is_read_again_once_it_has_changed(learner_home):
    copies = Copies(learner_home)
    for words in ("One.", "Two.", "Six!"):  # as long as each other, and in the same moment
        Copies(learner_home).attach(Recognised("P", 1, {"P1.1": words}))
        assert copies.printed("P1.1") == copies.printed("P1") == words


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff", b'{"P1.1": 3}'])
def test_a_damaged_copy_counts_as_none(content, learner_home):
    copies = Copies(learner_home)
    copies.attach(Recognised("P", 1, {"P1.1": "One."})).write_bytes(content)
    assert copies.printed("P1.1") == ""
    assert copies.attached() == {"P": 0}


# --- the real articles ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def articles(texts_folder: Path) -> dict[str, str]:
    """The full texts by letter, as far as the course's digests know them."""
    seeds = Seeds(PROJECT)
    found = {}
    for path in sorted(texts_folder.glob("*.txt")):
        text = decode(path.read_bytes())
        for letter in sorted(seeds.texts):
            if look(text, seeds.annotation(letter)).share == 1.0:
                found[letter] = text
    assert set(found) == set(seeds.texts), "a full text is not recognised whole"
    return found


@pytest.mark.texts
@pytest.mark.parametrize("change", CHANGES, ids=NAMES)
def test_the_articles_are_recognised_whole_whatever_was_done_to_their_files(change, articles):
    for letter, text in articles.items():
        seen = look(change(text), Seeds(PROJECT).annotation(letter))
        assert seen.share == 1.0


@pytest.mark.texts
@pytest.mark.parametrize("code", CODES)
def test_the_articles_are_recognised_in_any_usual_encoding(code, articles):
    for letter, text in articles.items():
        raw = text.encode(code, errors="replace")
        assert look(decode(raw), Seeds(PROJECT).annotation(letter)).share >= 0.97


@pytest.mark.texts
def test_neither_article_is_taken_for_the_other(articles):
    for letter, text in articles.items():
        for other in set(articles) - {letter}:
            assert look(text, Seeds(PROJECT).annotation(other)).share == 0.0
