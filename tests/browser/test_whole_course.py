"""Every lesson of the course in JupyterLab: by keys alone, after a reload, in both colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from support.answering import STATE, ByKeyboard, chosen, item_of
from support.items import PROJECT
from support.looking import AXE, CUT, FOLLOW, FOLLOWED, OVERLAID, PARTS, UNROLL, WORDED, theme

from crossread.kinds import kind_of
from crossread.seeds import Seeds
from crossread.strings import STRINGS

pytestmark = pytest.mark.browser

LESSONS = sorted(path.name for path in (PROJECT / "notebooks").glob("[0-9]*.ipynb"))
OUTPUTS = ".jp-OutputArea-output, .jp-MarkdownOutput"
MOST_TABS = 700  # the longest lesson has about 400 places where Tab stops
BESIDE = "li:first-child > .cr-chip"
# The texts are looked at whole in test_room.py: here two paragraphs of each are enough.
SHORT_TEXTS = """() => document.querySelectorAll(".cr-text").forEach((text) =>
  [...text.querySelectorAll(".cr-par")].slice(2).forEach((one) => one.remove()))"""
STOPS_IN_PAGE = "document.activeElement.closest('.jp-Notebook .jp-Cell') !== null"


@pytest.fixture(scope="module")
def desk(course_lab: Any, open_book: Any) -> Any:
    """One window for the whole course, so that its second page comes from the cache."""
    return open_book(course_lab, LESSONS[0])


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request: pytest.FixtureRequest, desk: Any) -> Iterator[Any]:
    """One lesson after another in the same window, run; without JupyterLab's list of files."""
    from support.lab import Book

    book = desk if desk.notebook == request.param else Book(desk.page, desk.lab, request.param)
    if book is not desk:
        book.open()
    hide_files(book)
    book.run_all()
    yield book
    book.lab.end_kernels()


def hide_files(book: Any) -> None:
    """Close the list of files with JupyterLab's key for it: a telephone has no room for it."""
    from playwright.sync_api import expect

    book.page.set_viewport_size({"width": 1280, "height": 1000})
    files = book.page.locator("#jp-left-stack")
    if files.is_visible():
        book.page.keyboard.press("Control+b")
    expect(files).to_be_hidden()


def picked(book: Any, seeds: Seeds) -> dict[str, str]:
    """Of every kind on the page the first item to be answered and the second for a draft.

    A question that this page recalls may have its answer from an earlier lesson already.
    """
    plan: dict[str, str] = {}
    met: dict[type, int] = {}
    for name in book.items():
        if not name.removeprefix("x").startswith(book.notebook[:2]):
            continue
        kind = type(item_of(seeds, name)[0])
        met[kind] = met.get(kind, 0) + 1
        if met[kind] <= 2:
            plan[name] = "answer" if met[kind] == 1 else "draft"
    return plan


def work_through(book: Any, seeds: Seeds) -> list[str]:
    """Go down the page once with Tab, answering on the way; the items that were answered."""
    from playwright.sync_api import expect

    book.page.evaluate(FOLLOW, OUTPUTS)
    book.page.evaluate("document.querySelector('.jp-Notebook .jp-Cell').focus()")
    plan = picked(book, seeds)
    for n, (name, what) in enumerate(plan.items()):
        item, _ = item_of(seeds, name)
        form = book.form(name)
        way = ByKeyboard(book.page, form, name)
        if what == "draft":
            way.fill(kind_of(item).gather, chosen(item, n))
        else:
            way.answer(kind_of(item).gather, chosen(item, n))
            expect(form.locator(".cr-saved")).to_have_text(re.compile("^Saved"))
        if form.locator(BESIDE).count():
            way.go(BESIDE)  # the arrow keys jumped over the addresses beside the options
    for name in (name for name, what in plan.items() if what == "draft"):
        expect(book.form(name).locator(".cr-saved")).to_have_text(STRINGS["draft_saved"])
    for _ in range(MOST_TABS):
        if not book.page.evaluate(STOPS_IN_PAGE):
            break
        book.page.keyboard.press("Tab")
    return list(plan)


def kept(book: Any, names: list[str]) -> dict[str, Any]:
    """Per item what its form holds and the verdict under it."""
    return {name: [book.form(name).evaluate(STATE),
                   book.form(name).locator(".cr-verdict").text_content()] for name in names}


def test_every_lesson_is_worked_through_by_keys_alone_and_is_whole_again_after_a_reload(lesson):
    from playwright.sync_api import expect

    names = work_through(lesson, Seeds(lesson.lab.course))
    followed = lesson.page.evaluate(FOLLOWED)
    assert followed["missed"] == [], "Tab does not come to these"
    assert followed["unseen"] == [], "nobody sees where the focus is"
    assert followed["reached"] > 50
    before = kept(lesson, names)
    lesson.reload()
    hide_files(lesson)
    lesson.run_all()
    for name in names:
        saved = lesson.form(name).locator(".cr-saved")
        expect(saved).to_have_text(STRINGS["restored"])
    assert kept(lesson, names) == before


def test_axe_finds_nothing_in_any_lesson_and_nothing_is_cut_off_in_light_and_dark(
        lesson, axe_source):
    lesson.page.evaluate(axe_source)
    lesson.page.evaluate(UNROLL)
    lesson.page.evaluate(SHORT_TEXTS)
    lesson.page.evaluate("document.querySelectorAll('.cr-hint').forEach((one) => one.open = true)")
    was_dark = lesson.page.evaluate("document.body.dataset.jpThemeName") == "JupyterLab Dark"
    for colours in ("Dark", "Light") if was_dark else ("Light", "Dark"):
        theme(lesson, colours)
        # test_room.py looks at every form in all four ways; a page that is cut off is so in both.
        looks_right(lesson, 1280 if colours == "Light" else 400)
    lesson.page.set_viewport_size({"width": 1280, "height": 1000})


def looks_right(book: Any, width: int) -> None:
    """One look at the whole page by all rules of axe, and for what is cut off or overlaid."""
    book.page.set_viewport_size({"width": width, "height": 1000})
    for _ in range(4):  # a menu that is closing may lie on the page
        found = book.page.evaluate(AXE, [PARTS, ""])
        if not found["unlooked"]:
            break
    assert found["violations"] == []
    assert found["unlooked"] == [], "colours were not looked at"
    assert book.page.evaluate(CUT, PARTS) == []
    assert book.page.evaluate(OVERLAID, WORDED) == []
