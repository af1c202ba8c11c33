"""What is long or wide in a lesson, on the width of a telephone: each has a box of its own."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

BOX = """() => {
  const box = document.querySelector(".cr-explorer .cr-long");
  return { shown: box.clientHeight, whole: box.scrollHeight,
    wide: box.scrollWidth - box.clientWidth };
}"""
# Letters of 10.5 points in a picture of 704 px are 16 px high.
PICTURES = """() => [...document.querySelectorAll(".jp-OutputArea figure img")]
  .map((one) => 16 * one.getBoundingClientRect().width / 704)"""
CAPTIONS = """() => [...document.querySelectorAll(".jp-OutputArea caption > span")]
  .filter((one) => one.getBoundingClientRect().right
    > one.closest("[role=group]").getBoundingClientRect().right + 1)
  .map((one) => one.textContent)"""


@pytest.fixture(scope="module")
def lesson(course_lab: Any, open_book: Any) -> Any:
    """Lesson 02, run, at 400 px and without JupyterLab's list of files."""
    book = open_book(course_lab, "02_who_is_speaking_and_when.ipynb")
    if book.page.locator("#jp-left-stack").is_visible():
        book.page.keyboard.press("Control+b")
    book.run_all()
    book.page.set_viewport_size({"width": 400, "height": 900})
    return book


def test_a_long_table_scrolls_in_its_box_by_keys_and_is_whole_on_paper(lesson):
    page = lesson.page
    box = page.locator(".cr-explorer .cr-long")
    page.wait_for_function("""() => {  // what stands above grows while it is scrolled past
      const box = document.querySelector(".cr-long");
      box.scrollIntoView({ block: "center" });
      return box.scrollTop > 0;
    }""")
    seen = page.evaluate(BOX)
    assert seen["shown"] <= 0.75 * 900 < seen["whole"]
    assert seen["wide"] <= 1  # cells stand below each other, so nothing has to move sideways
    box.focus()
    page.keyboard.press("Home")
    page.wait_for_function("document.querySelector('.cr-long').scrollTop === 0")
    page.keyboard.press("PageDown")
    page.wait_for_function("document.querySelector('.cr-long').scrollTop > 200")
    page.emulate_media(media="print")
    paper = page.evaluate(BOX)
    page.emulate_media(media="screen")
    assert paper["shown"] == paper["whole"] > 2000


def test_the_letters_of_a_picture_stay_large_enough_and_its_table_keeps_its_caption(lesson):
    sizes = lesson.page.evaluate(PICTURES)
    assert len(sizes) >= 2
    assert min(sizes) >= 10
    assert lesson.page.evaluate(CAPTIONS) == []


# Boxes that can move sideways, boxes that say so, and those of which only one is true.
SIDEWAYS = """() => {
  const boxes = [...document.querySelectorAll(".cr-slide")].map((one) => one.parentElement);
  const wide = (one) => one.scrollWidth > one.clientWidth + 1;
  const says = (one) => one.querySelector(".cr-slide").getBoundingClientRect().height > 8;
  return { wide: boxes.filter(wide).length, says: boxes.filter(says).length,
    silent: boxes.filter((one) => wide(one) && !says(one)).map((one) => one.ariaLabel),
    in_vain: boxes.filter((one) => !wide(one) && says(one)).map((one) => one.ariaLabel) };
}"""


def test_a_picture_or_table_that_is_wider_than_the_page_says_so_above_it(lesson):
    page = lesson.page
    seen = page.evaluate(SIDEWAYS)
    assert seen["wide"] >= 4
    assert seen["silent"] == []
    assert len(seen["in_vain"]) <= 1  # the width of a table is guessed from its longest words
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function(f"({SIDEWAYS})().wide === 0")
    assert page.evaluate(SIDEWAYS)["says"] == 0
    page.set_viewport_size({"width": 400, "height": 900})
