"""The marking desk in JupyterLab: two students marked with keys only, the page opened again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.handins import Maker
from support.looking import AXE, CUT, OVERLAID, UNROLL, theme

from crossread.grading import gradebook as g
from crossread.grading.bench import Bench
from crossread.grading.gradebook import Gradebook
from crossread.grading.marking import FIRST
from crossread.grading.office import Office
from crossread.seeds import Seeds

pytestmark = pytest.mark.browser

SCRIPT = "<img src=x onerror=window.crossreadSaw('executed')>"
DESK = ".cr-desk"
TITLE_IN_SIGHT = """() => {
  const row = document.activeElement;
  const top = (one) => one.getBoundingClientRect().top;
  return row.matches(".cr-row") &&
    top(row.querySelector(".cr-aim")) >= top(row.closest(".cr-rubric"));
}"""
PIECES = ".cr-desk .cr-choices, .cr-desk .cr-top, .cr-desk .cr-row"  # the rest scrolls by itself


@pytest.fixture(scope="module")
def book_url(tmp_path_factory: pytest.TempPathFactory, project: Path) -> str:
    """A gradebook of the real course with three students who handed in exercise 03."""
    folder = tmp_path_factory.mktemp("class")
    seeds = Seeds(project)
    maker = Maker(seeds, "03")
    (folder / "inbox").mkdir()
    (folder / "inbox" / "other.json").write_bytes(Maker(seeds, "04").handin(id="s0"))
    for n in range(3):
        rows = [{"text": f"{SCRIPT} The state needs fuel {n}.", "place": "A13.1",
                 "voice": "asserts", "relation": "main", "target": "none"}] * 6
        essay = f"{SCRIPT} At A14.2 one premise is needed {n}. " + "Words that say little. " * 22
        (folder / "inbox" / f"{n}.json").write_bytes(maker.handin(
            maker.right | {"x03-2": rows, "x03-3": essay}, id=f"s{n}", name=f"Name {n}"))
    office = Office(seeds, f"sqlite:///{folder / 'class.db'}", create=True)
    assert office.grade(folder / "inbox").counts["graded"] == 4
    office.close()
    return f"sqlite:///{folder / 'class.db'}"


@pytest.fixture(scope="module")
def marking_lab(tmp_path_factory: pytest.TempPathFactory, project: Path, book_url: str,
                ) -> Iterator[Any]:
    """JupyterLab as ``crossread mark`` opens it."""
    from support.lab import Lab

    folder = tmp_path_factory.mktemp("marking")
    for name in ("seeds", "solutions"):
        shutil.copytree(project / name, folder / "course" / name)
    (folder / "course" / "notebooks").mkdir()
    for path in (project / "solutions" / "marking.ipynb",
                 *(project / "notebooks").glob("00_*.ipynb")):
        shutil.copy(path, folder / "course" / "notebooks")
    (folder / "state").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSREAD_GRADEBOOK", book_url)
        patch.setenv("CROSSREAD_MARKER", "Ada")
        lab = Lab(folder / "course", folder / "state")
        try:
            yield lab.start()
        finally:
            lab.stop()


def marks(url: str) -> list[tuple[int, str, int, str]]:
    """What the gradebook holds: file, row, level, comment."""
    book = Gradebook(url)
    with book.read() as connection:
        found = [tuple(row) for row in connection.execute(sa.select(
            g.mark.c.submission, g.mark.c.criterion, g.mark.c.level, g.mark.c.comment)
            .order_by(g.mark.c.at, g.mark.c.submission, g.mark.c.criterion))]
    book.close()
    return found


def run_by_keys(book: Any) -> None:
    """Run the page's cells with Shift+Enter; the desk takes the keys."""
    from playwright.sync_api import expect

    book.top()
    for _ in range(2):
        book.page.keyboard.press("Shift+Enter")
    book.page.locator(f"{DESK} .cr-row").first.wait_for(timeout=30_000)
    expect(book.page.locator(f"{DESK} .cr-row:focus")).to_have_count(1)
    for name in ("exercise", "task", "show"):  # the desk opens with its menus in sight
        expect(book.page.locator(f'{DESK} select[name="{name}"]')).to_be_in_viewport(ratio=1)
    expect(book.page.locator(f"{DESK} .cr-keys")).to_have_text("Your keys go to the desk.")


def away_and_back(book: Any, artefacts: Path) -> None:
    """Escape leaves the desk, which says so; a press on that line, or Shift+Tab, leads back."""
    from playwright.sync_api import expect

    page, line = book.page, book.page.locator(f"{DESK} .cr-keys")
    inside = f"Boolean(document.activeElement.closest('{DESK}'))"
    page.keyboard.press("Escape")
    expect(line).to_contain_text("Your keys go to JupyterLab now")
    assert not page.evaluate(inside)
    page.locator(DESK).screenshot(path=artefacts / "marking-away.png")
    line.click()
    expect(line).to_have_text("Your keys go to the desk.")
    page.keyboard.press("Escape")
    page.locator(f"{DESK} .cr-title").click()
    expect(line).to_have_text("Your keys go to the desk.")
    page.keyboard.press("Escape")
    book.page.locator(".jp-MarkdownCell").last.click()
    expect(line).to_contain_text("Your keys go to JupyterLab now")
    for _ in range(60):
        if page.evaluate(inside):
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError("the desk cannot be reached with Shift+Tab")


def at(book: Any) -> str:
    """The code of the work on the desk."""
    found = re.search(r"Work (\w+)", book.page.locator(f"{DESK} .cr-top h3").inner_text())
    assert found
    return found[1]


def test_two_students_are_marked_with_keys_only_and_stand_there_after_reopening(
        marking_lab: Any, open_book: Any, book_url: str, axe_source: str, artefacts: Path):
    from playwright.sync_api import expect

    book = open_book(marking_lab, "marking.ipynb")
    saved = " ".join(book.page.locator(".jp-OutputArea").all_inner_texts())
    assert "The desk appears here when you run this cell" in saved
    run_by_keys(book)
    away_and_back(book, artefacts)
    page, desk = book.page, book.page.locator(DESK)
    page.locator(f'{DESK} select[name="exercise"]').focus()
    page.keyboard.press("ArrowDown")  # from 03 to 04, and back
    expect(desk.locator(".cr-progress")).to_contain_text("0 of 3 rows marked")
    page.keyboard.press("ArrowUp")
    expect(desk.locator(".cr-progress")).to_contain_text("0 of 9 rows marked")
    for _ in range(5):  # past the other menus and the keys, to the first button
        page.keyboard.press("Tab")
    text = desk.inner_text()
    assert not re.search(r"Name \d", text) and SCRIPT in text
    first = at(book)
    page.keyboard.type("43")
    expect(desk.locator(".cr-progress")).to_contain_text("2 of 9")
    assert page.evaluate(TITLE_IN_SIGHT), "one sees which row the keys reach"
    page.keyboard.press("c")  # of the row that was marked last
    page.keyboard.type("n and p are letters here, 4 a digit.")
    page.keyboard.press("n")
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(desk.locator(".cr-said")).to_have_text(re.compile(r"^Saved: level 2, Ada, \d\d:\d\d"))
    page.keyboard.press("n")
    expect(desk.locator(".cr-top h3")).not_to_contain_text(first)
    page.keyboard.type("123")
    page.keyboard.press("f")
    expect(desk.locator(".cr-progress")).to_contain_text("6 of 9")
    expect(desk.locator(".cr-flag")).to_have_attribute("aria-pressed", "true")
    assert [(row, level) for _, row, level, _ in marks(book_url)] in (
        [("r1", 4), ("r2", 3), ("r3", 2), ("r1", 1), ("r2", 2), ("r3", 3)],
        [("r1", 1), ("r2", 2), ("r3", 3), ("r1", 4), ("r2", 3), ("r3", 2)])
    assert [(row, said) for _, row, _, said in marks(book_url) if said] == [
        ("r2", "n and p are letters here, 4 a digit.")]
    page.keyboard.press("p")
    expect(desk.locator(".cr-top h3")).to_contain_text(first)
    desk.locator(".cr-reveal").click()
    expect(desk.locator(".cr-name")).to_contain_text("Name")
    expect(desk.locator(".cr-row:focus")).to_have_count(1)
    look(book, axe_source, artefacts)

    book.save()
    assert SCRIPT not in book.path.read_text("utf-8"), "no student's words in the saved page"
    again = open_book(marking_lab, "marking.ipynb")
    run_by_keys(again)
    desk = again.page.locator(DESK)
    expect(desk.locator(".cr-progress")).to_contain_text("6 of 9")
    assert at(again) != first, "it opens where work still waits"
    again.page.keyboard.press("p")
    again.page.keyboard.press("p")
    expect(desk.locator(".cr-top h3")).to_contain_text(first)
    assert desk.locator(".cr-levels input:checked").evaluate_all("all => all.map(i => i.value)") \
        == ["4", "3", "2"]


def test_another_s_mark_is_asked_about_and_jupyterlab_s_own_chord_works_at_the_desk(
        marking_lab: Any, open_book: Any, book_url: str, project: Path):
    from playwright.sync_api import expect

    book = open_book(marking_lab, "marking.ipynb")
    run_by_keys(book)
    page, desk = book.page, book.page.locator(DESK)
    bench = Bench(Seeds(project), book_url, "Ben")
    work = next(page.work for page in bench.open("04").pages)
    row = bench.open("04").key.exercise.rubric[0].id
    bench.mark("04", FIRST, work.submission, row, 4, "Well put.", None)
    bench.close()
    before = marks(book_url)
    desk.locator('select[name="exercise"]').select_option("04")
    first = desk.locator(".cr-row").first
    expect(first.locator(".cr-holds")).to_have_text("Level 4, Ben")
    first.locator("legend").click()
    first.focus()
    page.keyboard.press("Control+b")
    expect(page.locator("#jp-left-stack")).to_be_hidden()
    page.keyboard.press("3")
    expect(first.locator(".cr-clash")).to_contain_text("holds level 4, chosen by Ben")
    expect(first.locator("[data-decide]:focus")).to_have_text("Keep level 4, Ben")
    assert marks(book_url) == before
    page.keyboard.press("Enter")
    expect(first.locator(".cr-levels input:checked")).to_have_value("4")
    page.keyboard.press("c")
    page.keyboard.type(" And short.")
    expect(first.locator("textarea")).to_have_value("Well put. And short.")
    page.keyboard.press("Control+b")
    page.wait_for_timeout(300)
    expect(page.locator("#jp-left-stack")).to_be_hidden()
    expect(first.locator(".cr-clash")).to_contain_text("Your change of the comment is not saved")
    expect(first.locator("textarea")).to_be_focused()
    assert marks(book_url) == before
    first.locator('[data-decide="mine"]').click()
    expect(first.locator(".cr-row-saved")).to_contain_text("Comment saved. Saved: level 4, Ada")
    assert marks(book_url)[-1] == (work.submission, row, 4, "Well put. And short.")


def look(book: Any, axe_source: str, artefacts: Path) -> None:
    """Axe finds nothing, nothing is cut off, no words lie on words: both themes, both widths."""
    page = book.page
    page.evaluate(axe_source)
    page.locator(f"{DESK} .cr-see").first.click()
    page.locator(f"{DESK} .cr-bank summary").first.click()
    page.locator(f"{DESK} .cr-sample h4").wait_for()
    page.evaluate(UNROLL)
    for name in ("Light", "Dark"):
        theme(book, name)
        for width in (1280, 400):
            if width == 400:
                book.menu("View", "Appearance", "Show Left Sidebar")
            page.set_viewport_size({"width": width, "height": 2400})
            page.wait_for_timeout(300)
            page.locator(DESK).screenshot(path=artefacts / f"marking-{width}-{name.lower()}.png")
            result = page.evaluate(AXE, [DESK, None])
            assert result["violations"] == [] and result["contrast"] == 1
            assert page.evaluate(CUT, DESK) == []
            assert page.evaluate(OVERLAID, PIECES) == []
            if width == 400:
                page.set_viewport_size({"width": 1280, "height": 1000})
                book.menu("View", "Appearance", "Show Left Sidebar")
