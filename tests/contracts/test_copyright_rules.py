"""The articles are other people's copyright: the rules that keep their words out."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import msgspec
import pytest

from crossread.attach import kept_spans, look
from crossread.checks.copyright import copyright_slips
from crossread.seeds import Seeds
from crossread.spans import (
    LONGEST_RUN,
    SHARE,
    Words,
    own_words,
    readable,
    readable_files,
    recovered,
    repository,
    verbatim,
)
from crossread.texts import decode, tokens

replace = msgspec.structs.replace


@cache
def seeds() -> Seeds:
    return Seeds()


@pytest.fixture(scope="module")
def printed(texts_folder: Path) -> dict[str, dict[str, str]]:
    """Text id → locator → printed sentence, from the full texts."""
    found = {}
    for path in sorted(texts_folder.glob("*.txt")):
        text = decode(path.read_bytes())
        for ref in seeds().course.texts:
            seen = look(text, seeds().annotation(ref.id))
            if seen.share == 1.0:
                found[ref.id] = seen.sentences
    return found


@pytest.mark.texts
def test_every_stored_span_is_verbatim_own_words_are_own_and_the_budget_is_kept(
        printed: dict[str, dict[str, str]]) -> None:
    assert sorted(printed) == sorted(t.id for t in seeds().course.texts)
    assert copyright_slips(seeds(), printed) == []


def test_without_the_texts_every_stored_span_has_its_digest() -> None:
    for ref in seeds().course.texts:
        kept = kept_spans(seeds().folder / ref.folder)
        assert kept
        assert list(verbatim(seeds().annotation(ref.id), {}, kept)) == []


def test_without_the_texts_a_changed_span_is_noticed() -> None:
    ref = seeds().course.texts[0]
    annotation = seeds().annotation(ref.id)
    n = next(n for n, c in enumerate(annotation.claims) if c.quote)
    claims = list(annotation.claims)
    claims[n] = replace(claims[n], quote=claims[n].quote + " changed")
    found = list(verbatim(replace(annotation, claims=tuple(claims)), {},
                          kept_spans(seeds().folder / ref.folder)))
    assert [record for record, _ in found] == [claims[n].id]


@pytest.mark.texts
def test_a_span_that_is_not_in_its_sentence_is_noticed(
        printed: dict[str, dict[str, str]]) -> None:
    text = seeds().course.texts[0].id
    annotation = seeds().annotation(text)
    claims = (replace(annotation.claims[0], quote="words that nobody printed"),
              *annotation.claims[1:])
    found = list(verbatim(replace(annotation, claims=claims), printed[text]))
    assert [record for record, _ in found] == [annotation.claims[0].id]


@pytest.mark.texts
def test_a_summary_that_repeats_seven_words_of_the_text_is_noticed(
        printed: dict[str, dict[str, str]]) -> None:
    text = seeds().course.texts[0].id
    annotation = seeds().annotation(text)
    words = Words.of(text, printed[text])
    copied = " ".join(words.words[40:47])
    paragraphs = (replace(annotation.paragraphs[0], summary=f"He says {copied} and more."),
                  *annotation.paragraphs[1:])
    found = list(own_words(replace(annotation, paragraphs=paragraphs), words))
    assert any(record == annotation.paragraphs[0].id for record, _ in found)
    quoted = (replace(annotation.paragraphs[0], summary=f"He says “{copied}” and more."),
              *annotation.paragraphs[1:])
    found = list(own_words(replace(annotation, paragraphs=quoted), words))
    assert not any(record == annotation.paragraphs[0].id for record, _ in found)


@pytest.mark.texts
@pytest.mark.parametrize("name", ["a.md", "a.yml", "a.ipynb", "a.py"])
def test_a_file_with_a_long_run_of_an_article_is_noticed_whatever_its_kind(
        name: str, tmp_path: Path, printed: dict[str, dict[str, str]]) -> None:
    text = seeds().course.texts[0].id
    words = Words.of(text, printed[text])
    run = " ".join(words.words[:LONGEST_RUN + 1])
    (tmp_path / name).write_text(
        '{"cells": [{"source": ["' + run.replace(" ", " ", 1) + '"]}]}' if name.endswith("ipynb")
        else f"# {run}\n", "utf-8")
    found = repository(tmp_path, [words], {text: seeds().annotation(text)})
    assert any(where == name for where, _ in found)


@pytest.mark.texts
def test_a_repository_over_the_budget_is_noticed(
        tmp_path: Path, printed: dict[str, dict[str, str]]) -> None:
    text = seeds().course.texts[0].id
    words = Words.of(text, printed[text])
    size = int(len(words.words) * SHARE) + 40
    for start in range(0, size, 12):
        (tmp_path / f"{start}.md").write_text(
            "“" + " ".join(words.words[start:start + 12]) + "”", "utf-8")
    found = repository(tmp_path, [words], {text: seeds().annotation(text)})
    assert any(where == "repository" for where, _ in found)


@pytest.mark.texts
def test_nothing_stored_gives_the_text_back_to_somebody_who_tries() -> None:
    """Every run of words in the repository is tried against every stored sentence digest."""
    pieces = [tokens(readable(path)) for path in readable_files(seeds().root / "seeds")
              if path.suffix in (".yml", ".csv", ".md")]
    for ref in seeds().course.texts:
        annotation = seeds().annotation(ref.id)
        known = {s.digest: f"{p.id}.{s.n}" for p in annotation.paragraphs for s in p.sentences}
        found = recovered(known, pieces, longest=LONGEST_RUN)
        assert len(found) <= 1, found


@pytest.mark.texts
def test_somebody_who_tries_would_succeed_if_a_sentence_were_stored(
        printed: dict[str, dict[str, str]]) -> None:
    ref = seeds().course.texts[0]
    annotation = seeds().annotation(ref.id)
    known = {s.digest: f"{p.id}.{s.n}" for p in annotation.paragraphs for s in p.sentences}
    short = min(printed[ref.id].values(), key=lambda s: len(tokens(s)))
    assert recovered(known, [["before", *tokens(short), "after"]], longest=60)


def test_spans_csv_belongs_to_the_annotation_as_it_is(tmp_path: Path) -> None:
    from crossread.attach import spans_csv

    for ref in seeds().course.texts:
        folder = seeds().folder / ref.folder
        assert (folder / "spans.csv").read_text("utf-8") == spans_csv(seeds().annotation(ref.id)), \
            "run: crossread texts index FILE --article " + ref.id
        shutil.copy(folder / "spans.csv", tmp_path / f"{ref.id}.csv")
