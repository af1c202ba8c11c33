"""Pointing in the printed text of an attached copy, in JupyterLab: by mouse, by keyboard, saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from support.lake import LAKE, copy_lake
from support.lake import page as notebook

from crossread.attach import attach
from crossread.seeds import Seeds

pytestmark = pytest.mark.browser

PAGE, ITEM = "pointing.ipynb", "01-15"
WORD = '[data-at="Q1.1"] [data-word="{}"]'
PRESSED = '[data-at="Q1.1"] [aria-pressed="true"]'


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """JupyterLab on a page with one such question, copies of both made-up texts attached."""
    from support.lab import Lab

    folder = tmp_path_factory.mktemp("pointing")
    course = copy_lake(folder / "course")
    nbformat.write(notebook("# Point", ["from crossread import quiz", f'quiz("{ITEM}")'], "pt"),
                   course / "notebooks" / PAGE)
    (folder / "state").mkdir()
    started = Lab(course, folder / "state")
    for text in ("P.txt", "Q.txt"):
        assert attach(LAKE / "texts" / text, Seeds(LAKE), started.home).attached
    try:
        yield started.start()
    finally:
        started.stop()


@pytest.fixture
def book(lab: Any, open_book: Any) -> Any:
    """The page in a new window, run."""
    opened = open_book(lab, PAGE)
    opened.run_all()
    opened.form(ITEM).locator(WORD.format(1)).wait_for()
    return opened


def test_words_are_marked_by_mouse_judged_and_saved_without_the_printed_text(book, lab):
    from playwright.sync_api import expect

    form = book.form(ITEM)
    expect(form.locator(".cr-option").first).to_be_hidden()
    form.locator(WORD.format(12)).click()
    form.locator(WORD.format(13)).click()
    form.locator(".cr-check").click()
    expect(form.locator(".cr-verdict")).to_contain_text("Correct: The name of the speaker.")
    saved = json.dumps(book.save(), ensure_ascii=False)
    kept = "".join(one.read_text("utf-8") for one in lab.home.rglob("*.jsonl"))
    assert "Point to the words" in saved
    for text in (saved, kept):
        assert "Ostmere" not in text and "Brük" not in text
    assert '"words":[12,13]' in kept.replace(" ", "")


def test_words_are_marked_by_keyboard_alone_and_are_back_after_a_reload(book):
    from playwright.sync_api import expect
    from support.answering import ByKeyboard

    form = book.form(ITEM)
    keys = book.page.keyboard
    by = ByKeyboard(book.page, form, ITEM)
    form.locator(".cr-clear").focus()
    keys.press("Enter")
    by.go('[data-at="Q1.1"] [data-word][tabindex="0"]')
    keys.press("Home")
    for _ in range(9):
        keys.press("ArrowRight")
    for _ in range(3):
        keys.press("Shift+ArrowRight")
    expect(form.locator(PRESSED)).to_have_text(["their", "speaker", "Ana", "Brük"])
    by.check()
    expect(form.locator(".cr-verdict")).to_contain_text("Office and name of the speaker.")
    book.reload()
    book.run_all()
    expect(book.form(ITEM).locator(PRESSED)).to_have_text(["their", "speaker", "Ana", "Brük"])
    expect(book.form(ITEM).locator(".cr-verdict")).to_contain_text("Correct:")
