"""The learner's room in JupyterLab: keys, places, the pane, colours, widths, a dead kernel."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from PIL import Image
from support.lake import ITEMS, copy_lake
from support.lake import page as notebook
from support.looking import AXE, CUT, OVERLAID, PARTS, WORDED, theme

from crossread.model.item import Text
from crossread.places import PlaceBook
from crossread.seeds import Seeds
from crossread.strings import STRINGS
from crossread.texts import Copies

pytestmark = pytest.mark.browser

PAGE, LESSON, READER = "01_every_kind.ipynb", "01_what_is_in_the_file.ipynb", "reader.ipynb"
HIGHEST = 30_000  # pixels; no lesson is longer
PIECE = 5_000  # pixels of one picture
STOLEN = ("ArrowDown", "ArrowUp", "a", "b", "x", "z", "m", "d", "d", "0", "0")

CELLS = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map((cell) =>
  [cell.className.match(/jp-(Code|Markdown|Raw)Cell/)[1],
   cell.querySelector(".jp-InputArea-editor")?.textContent])"""


@pytest.fixture(scope="module")
def lake(lake_lab: Any, open_book: Any) -> Any:
    """The made-up lesson, run: one form of every kind, a card, a pane, a chart."""
    book = open_book(lake_lab, PAGE)
    book.run_all()
    return book


@pytest.fixture(scope="module")
def lesson(course_lab: Any, open_book: Any) -> Any:
    """Lesson 01 of the real course, run."""
    book = open_book(course_lab, LESSON)
    book.run_all()
    return book


def tall(book: Any, width: int) -> None:
    """Make the window as high as the page, so that everything is drawn."""
    from playwright.sync_api import expect

    book.page.set_viewport_size({"width": width, "height": 1000})
    book.page.set_viewport_size({"width": width, "height": HIGHEST})
    end = book.page.evaluate("""async () => {
      for (const one of document.querySelectorAll(".jp-WindowedPanel-outer")) one.scrollTop = 0;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const cells = [...document.querySelectorAll(".jp-Notebook .jp-Cell")];
      return Math.max(...cells.map((one) => one.getBoundingClientRect().bottom));
    }""")
    assert end < HIGHEST, "the page is higher than the window can be"
    book.page.set_viewport_size({"width": width, "height": int(end) + 60})
    expect(book.page.locator(".jp-Notebook h1").first).to_be_in_viewport()


def narrow(book: Any) -> None:
    """A window of 400 pixels without JupyterLab's list of files, as one has on a telephone."""
    book.page.keyboard.press("Escape")
    book.menu("View", "Appearance", "Show Left Sidebar")
    tall(book, 400)


# --- keys ----------------------------------------------------------------------------------------


def press_stolen_keys(book: Any, item: str) -> None:
    """Give the form's first control the focus, and press what JupyterLab would act on."""
    form = book.form(item)
    form.scroll_into_view_if_needed()
    form.locator("fieldset input, fieldset select, fieldset textarea, [data-word], [data-move]") \
        .first.focus()
    for key in STOLEN:
        book.page.keyboard.press(key)


@pytest.mark.parametrize("item", ITEMS)
def test_keys_pressed_inside_a_form_change_no_cell(item, lake):
    before = lake.page.evaluate(CELLS)
    press_stolen_keys(lake, item)
    assert lake.page.evaluate(CELLS) == before
    assert lake.page.evaluate("document.activeElement.closest('form').dataset.item") == item


def test_keys_pressed_in_the_reading_pane_change_no_cell(lake):
    before = lake.page.evaluate(CELLS)
    lake.page.locator(".cr-reader button.cr-address").first.focus()
    for key in STOLEN:
        lake.page.keyboard.press(key)
    assert lake.page.evaluate(CELLS) == before


def test_outside_a_form_the_keys_do_what_jupyterlab_makes_of_them(lake):
    cells = lake.page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    cells.nth(1).locator(".jp-InputPrompt").click()
    lake.page.keyboard.press("b")
    cells.nth(before).wait_for(state="attached")
    lake.page.keyboard.press("d")
    lake.page.keyboard.press("d")
    lake.page.wait_for_function(
        f"document.querySelectorAll('.jp-Notebook .jp-Cell').length === {before}")


# --- places --------------------------------------------------------------------------------------


def summary(seeds: Seeds, locator: str, tmp_path: Path) -> str:
    """What a panel says of a place, without a copy attached."""
    panel = PlaceBook(seeds, Copies(tmp_path)).plain(locator)
    return " ".join(panel.split("\n", 1)[1].split())


def test_a_link_in_the_prose_opens_a_panel_and_escape_gives_the_focus_back(lesson, tmp_path):
    from playwright.sync_api import expect

    links = lesson.page.locator(".jp-MarkdownOutput a[href^='#A']")
    places = links.evaluate_all("all => all.map((one) => one.getAttribute('href').slice(1))")
    n = next(n for n, place in enumerate(places) if ":" not in place)
    link, locator = links.nth(n), places[n]
    link.scroll_into_view_if_needed()
    link.click()
    panel = lesson.page.locator(".cr-panel:visible")
    expect(panel.locator(".cr-place-close")).to_be_visible()
    shown = " ".join(panel.inner_text().split())
    assert summary(Seeds(lesson.lab.course), locator, tmp_path) in shown
    lesson.page.keyboard.press("Escape")
    expect(lesson.page.locator(".cr-panel:visible")).to_have_count(0)
    assert link.evaluate("(one) => one === document.activeElement")


def test_a_term_in_the_prose_opens_its_entry_by_keyboard_alone(lesson):
    from playwright.sync_api import expect

    link = lesson.page.locator(".jp-MarkdownOutput a[href^='#term-']").first
    link.scroll_into_view_if_needed()
    link.focus()
    lesson.page.keyboard.press("Enter")
    expect(lesson.page.locator(".cr-panel:visible")).to_contain_text("Take care:")
    lesson.page.keyboard.press("Tab")
    assert lesson.page.evaluate("document.activeElement.className") == "cr-place-close"
    lesson.page.keyboard.press("Enter")
    expect(lesson.page.locator(".cr-panel:visible")).to_have_count(0)
    assert link.evaluate("(one) => one === document.activeElement")


def test_a_chip_in_a_question_opens_what_stands_there_below_it(lesson, tmp_path):
    from playwright.sync_api import expect

    chip = lesson.page.locator("form.cr-item .cr-chips button[data-loc^='A']").first
    chip.scroll_into_view_if_needed()
    locator = chip.get_attribute("data-loc") or ""
    chip.click()
    place = lesson.page.locator(".cr-place:visible")
    expect(place).to_contain_text(summary(Seeds(lesson.lab.course), locator, tmp_path)[:60])
    expect(place).to_be_focused()
    said = re.escape(summary(Seeds(lesson.lab.course), locator, tmp_path)[:60])
    dialog = lesson.page.get_by_role("dialog", name=STRINGS["panel"])
    expect(dialog).to_have_accessible_description(re.compile(said))
    lesson.page.keyboard.press("Tab")
    expect(place.locator(".cr-place-close")).to_be_focused()
    lesson.page.keyboard.press("Tab")
    assert lesson.page.evaluate("document.activeElement.form?.dataset.item") == chip.evaluate(
        "(one) => one.form.dataset.item"), "the next stop is in the same question"
    lesson.page.keyboard.press("Escape")
    expect(place).to_have_count(0)
    assert chip.evaluate("(one) => one === document.activeElement")


# --- the reading pane ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pane(course_lab: Any, open_book: Any) -> Any:
    """Both real texts side by side, and two written questions below."""
    seeds = Seeds(course_lab.course)
    page = notebook("# Reading\n\nGo to [A5.2](#A5.2) and to [K10](#K10).", [
        "from crossread import lesson, read, quiz", 'lesson("01")', 'read("A", "K")',
        *(f'quiz("{item}")' for item in written(seeds)[:2])], "rd")
    nbformat.write(page, course_lab.course / "notebooks" / READER)
    book = open_book(course_lab, READER)
    book.run_all()
    return book


def written(seeds: Seeds) -> list[str]:
    """The questions that are answered in words."""
    return [one.id for ref in seeds.course.lessons for one in seeds.items(ref.id)
            if isinstance(one, Text)]


def test_the_pane_filters_by_voice_and_says_how_many_match(pane):
    from playwright.sync_api import expect

    seeds = Seeds(pane.lab.course)
    quoted = sum(c.voice == "quotes" for text in "AK" for c in seeds.annotation(text).claims)
    pane.page.locator(".cr-reader select[name=voice]").select_option("quotes")
    expect(pane.page.locator(".cr-count")).to_have_text(
        re.compile(rf"^Matches: {quoted} \(A \d+, K \d+\)\.$"))
    assert pane.page.locator(".cr-claim.cr-hit").count() == quoted
    pane.page.get_by_label(STRINGS["reader_only"]).check()
    assert pane.page.locator(".cr-par:visible").count() < len(seeds.annotation("A").paragraphs)
    pane.page.get_by_role("button", name=STRINGS["reader_reset"]).click()
    expect(pane.page.locator(".cr-hit")).to_have_count(0)


def test_a_link_goes_to_a_pane_in_view_and_else_opens_below_its_line(pane):
    from playwright.sync_api import expect

    pane.page.set_viewport_size({"width": 1280, "height": 2400})
    for place in ("A5.2", "K10"):
        pane.page.locator(f".jp-MarkdownOutput a[href='#{place}']").click()
        expect(pane.page.locator(".cr-here")).to_have_attribute("id", f"cr-at-{place}")
        expect(pane.page.locator(".cr-here")).to_be_in_viewport()
        expect(pane.page.locator(".cr-here")).to_be_focused()
    expect(pane.page.locator(".cr-panel:visible")).to_have_count(0)
    pane.page.set_viewport_size({"width": 1280, "height": 380})
    pane.page.locator(".jp-MarkdownOutput a[href='#A5.2']").click()
    expect(pane.page.locator(".cr-panel:visible")).to_contain_text("A5.2")
    pane.page.locator(".cr-place-close:visible").click()
    pane.page.set_viewport_size({"width": 1280, "height": 1000})


def test_the_texts_are_kept_beside_the_lesson_by_keys_and_links_lead_there(pane):
    from playwright.sync_api import expect

    button = pane.page.get_by_role("button", name=STRINGS["reader_beside"])
    button.focus()
    pane.page.keyboard.press("Enter")
    view = pane.page.locator(".jp-LinkedOutputView")
    expect(view.locator(".cr-reader")).to_be_visible()
    expect(pane.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")).to_be_focused()  # work goes on
    expect(pane.page.locator(".jp-Notebook .cr-count")).to_have_text(STRINGS["reader_kept"])
    expect(view.get_by_text(STRINGS["reader_tools"])).to_be_visible()
    expect(view.locator(".cr-filter")).to_be_hidden()  # folded away: the view is low
    link = pane.page.locator(".jp-MarkdownOutput a[href='#K10']")
    link.focus()
    pane.page.keyboard.press("Enter")
    expect(view.locator(".cr-here")).to_be_focused()
    expect(view.locator(".cr-here")).to_be_in_viewport()
    pane.page.keyboard.press("Escape")
    expect(link).to_be_focused()
    button.focus()
    pane.page.keyboard.press("Enter")  # pressed again: into the texts, and no second view
    expect(view.locator(":focus")).to_have_count(1)
    pane.page.keyboard.press("Escape")
    expect(pane.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")).to_be_focused()
    expect(view).to_have_count(1)
    pane.page.locator(".lm-TabBar-tab", has_text="Output View").locator(
        ".lm-TabBar-tabCloseIcon").click()
    expect(view).to_have_count(0)


def test_a_sentence_is_cited_into_the_question_used_last_and_into_no_other(pane):
    from playwright.sync_api import expect

    first, second = (pane.page.locator("form.cr-item textarea").nth(n) for n in (0, -1))
    assert pane.page.locator("form.cr-item textarea").count() == 2
    first.click()
    pane.page.keyboard.type("one")
    second.click()
    pane.page.keyboard.type("see")
    pane.page.locator("button[data-cite='K1.1']").click()
    expect(second).to_have_value("see K1.1")
    expect(first).to_have_value("one")
    expect(pane.page.locator(".cr-count")).to_have_text("K1.1 is now in your answer.")


def test_the_pane_works_by_keyboard_alone(pane):
    from playwright.sync_api import expect

    page = pane.page
    page.locator(".cr-reader input[type=search]").focus()
    page.keyboard.type("sanctions")
    expect(page.locator(".cr-count")).to_have_text(
        re.compile(r"^Matches: [1-9]\d* \(A \d+, K \d+\)\.$"))
    here = page.locator(":focus")
    for _ in range(5):  # two boxes, two buttons, the first text, where it was left
        page.keyboard.press("Tab")
    page.keyboard.press("Home")
    expect(here).to_have_attribute("data-loc", re.compile("^term-"))  # in the first summary
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowDown")
    second = here.get_attribute("data-cite")
    assert second == "A2.1"
    expect(here).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.cr-text').dataset.text") == "K"
    page.keyboard.press("Shift+Tab")
    expect(here).to_have_attribute("data-cite", second)
    page.keyboard.press("End")
    expect(here).to_be_in_viewport()
    assert page.evaluate("document.activeElement.closest('.cr-par').dataset.loc") == "A19"
    page.locator(".cr-filter").get_by_role("button", name=STRINGS["reader_reset"]).click()


# --- colours and widths --------------------------------------------------------------------------


@pytest.fixture(params=["lake", "pane"])
def looked_at(request: pytest.FixtureRequest) -> tuple[str, Any]:
    """A page to look at, by name."""
    return request.param, request.getfixturevalue(request.param)


def fill_with_verdicts(book: Any) -> None:
    """Make verdicts, hints, places and the panel visible, as in the middle of the work."""
    from playwright.sync_api import expect

    link = book.page.locator(".jp-MarkdownOutput a[href^='#term-']")
    for item in book.items()[:13]:
        form = book.form(item)
        form.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
        form.locator(".cr-check").click()
        expect(form.locator(".cr-verdict")).not_to_be_empty()
    if link.count():
        link.first.click()
        expect(book.page.locator(".cr-panel:visible .cr-place-close")).to_be_visible()


def photograph(book: Any, stem: Path) -> None:
    """The whole page in pictures that a person can look at."""
    whole = Image.open(io.BytesIO(book.page.screenshot()))
    for n, top in enumerate(range(0, whole.height, PIECE), 1):
        whole.crop((0, top, whole.width, min(top + PIECE, whole.height))).save(f"{stem}-{n}.png")


@pytest.mark.parametrize("colours", ["Light", "Dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off_at_1280_and_at_400_pixels(
        colours, looked_at, axe_source, artefacts):
    name, book = looked_at
    theme(book, colours)
    if not book.page.evaluate("typeof axe !== 'undefined'"):
        book.page.evaluate(axe_source)
    fill_with_verdicts(book)
    tall(book, 1280)
    found = book.page.evaluate(AXE, [PARTS, "" if colours == "Light" else "color-contrast"])
    assert found["violations"] == []
    assert found["contrast"] == found["parts"] > 3, "colours were not looked at"
    assert book.page.evaluate(CUT, PARTS) == []
    assert book.page.evaluate(OVERLAID, WORDED) == []
    photograph(book, artefacts / f"{name}-1280-{colours.lower()}")
    narrow(book)
    assert book.page.evaluate(CUT, PARTS) == []
    assert book.page.evaluate(OVERLAID, WORDED) == []
    photograph(book, artefacts / f"{name}-400-{colours.lower()}")
    book.page.set_viewport_size({"width": 1280, "height": 1000})
    book.menu("View", "Appearance", "Show Left Sidebar")


def test_axe_and_the_width_check_would_notice_a_change_for_the_worse(lake, axe_source):
    if not lake.page.evaluate("typeof axe !== 'undefined'"):
        lake.page.evaluate(axe_source)
    theme(lake, "Light")
    tall(lake, 1280)
    style = lake.page.add_style_tag(
        content=".cr-item legend { color: #ccc !important } .cr-item { min-width: 2000px }"
                ".cr-bar { margin-top: -2rem !important }")
    found = lake.page.evaluate(AXE, [PARTS, ""])
    assert any(one.startswith("color-contrast") for one in found["violations"])
    assert lake.page.evaluate(CUT, PARTS) != []
    assert lake.page.evaluate(OVERLAID, WORDED) != []
    style.evaluate("(one) => one.remove()")
    lake.page.set_viewport_size({"width": 1280, "height": 1000})


@pytest.fixture
def longer(lake_lab: Any, open_book: Any) -> Any:
    """Every question of the made-up course with each of the package's strings 40 % longer."""
    page = notebook("# Longer", [
        "import os; os.environ['CROSSREAD_LOCALE'] = 'pseudo'",
        "from crossread import lesson, quiz, read, progress", 'lesson("01")', 'read("P", "Q")',
        *(f'quiz("{item}")' for item in ITEMS), "progress()"], "long")
    nbformat.write(page, lake_lab.course / "notebooks" / "longer.ipynb")
    book = open_book(lake_lab, "longer.ipynb")
    book.run_all()
    return book


def test_no_layout_breaks_when_every_string_is_two_fifths_longer(longer, artefacts):
    theme(longer, "Light")
    assert longer.page.locator(".cr-check").first.inner_text() == "⟦Check~~⟧"
    fill_with_verdicts(longer)
    tall(longer, 1280)
    assert longer.page.evaluate(CUT, PARTS) == []
    assert longer.page.evaluate(OVERLAID, WORDED) == []
    narrow(longer)
    assert longer.page.evaluate(CUT, PARTS) == []
    assert longer.page.evaluate(OVERLAID, WORDED) == []
    photograph(longer, artefacts / "longer-400-light")


# --- what JupyterLab may do to a page ------------------------------------------------------------


def go_down_to(book: Any, source: str) -> None:
    """Go with the arrow keys from the first cell to the one that holds ``source``."""
    book.top()
    active = book.page.locator(".jp-Notebook .jp-Cell.jp-mod-active .jp-InputArea-editor")
    for _ in range(60):
        if source in (active.text_content() or ""):
            return
        book.page.keyboard.press("ArrowDown")
    raise AssertionError(f"no cell with {source}")


def cells_in_file(book: Any) -> list[str]:
    """The sources of all cells, as they are saved; the page itself holds a part of them."""
    return [cell["source"] for cell in book.save()["cells"]]


@pytest.fixture
def windowed(tmp_path: Path, open_book: Any) -> Iterator[Any]:
    """The made-up lesson where JupyterLab keeps only visible cells on the page."""
    from support.lab import running

    for lab in running(copy_lake(tmp_path / "course"), tmp_path / "state", windowingMode="full"):
        book = open_book(lab, PAGE, height=700)
        book.run_all()
        yield book


def test_forms_and_links_work_after_they_were_scrolled_off_the_page_and_back(windowed):
    from playwright.sync_api import expect

    page = windowed.page
    go_down_to(windowed, 'quiz("01-1")')
    form = windowed.form("01-1")
    form.get_by_text("Jon Veld").click()
    form.locator(".cr-check").click()
    expect(form.locator(".cr-verdict")).to_contain_text(STRINGS["correct"])
    go_down_to(windowed, "review()")
    expect(form).to_be_hidden()
    go_down_to(windowed, 'quiz("01-1")')
    expect(form).to_be_visible()
    before = cells_in_file(windowed)
    press_stolen_keys(windowed, "01-1")
    assert cells_in_file(windowed) == before
    windowed.top()
    page.locator(".jp-MarkdownOutput a[href='#term-pull_quote']").click()
    expect(page.locator(".cr-panel:visible")).to_contain_text("Words of the text, repeated")


def test_words_typed_just_before_a_cell_is_run_again_stay_until_newer_ones_come(lake):
    from playwright.sync_api import expect

    fresh = lake.form("01-11").locator("textarea:not([data-before])")
    for typed, shown in (("old words", "old words"), ("newer words", "newer words"),
                         (None, "newer words")):
        fresh.scroll_into_view_if_needed()
        if typed:
            fresh.fill(typed)
        else:
            fresh.focus()
        fresh.evaluate("field => { field.dataset.before = 'yes'; }")
        lake.page.keyboard.press("Shift+Enter")
        expect(fresh).to_have_value(shown, timeout=10_000)
        lake.idle()


def test_a_kernel_that_died_is_told_in_words_and_the_cell_run_again_saves(lake):
    from playwright.sync_api import expect

    form = lake.form("01-1")
    form.scroll_into_view_if_needed()
    form.get_by_text("The boatmen").click()
    for kernel in lake.lab.kernels():
        kernel.kill()
    # JupyterLab's own dialog may cover the page before the press: give it to the button itself.
    form.locator(".cr-check").dispatch_event("click")
    expect(form.locator(".cr-saved")).to_have_text(STRINGS["lost_kernel"], timeout=10_000)
    expect(form.locator(".cr-saved")).to_have_css("font-weight", "700")
    dialog = lake.page.locator(".jp-Dialog")
    dialog.wait_for()
    dialog.get_by_role("button").last.click()
    lake.idle()
    lake.run_all()
    form = lake.form("01-1")
    expect(form.locator(".cr-saved")).not_to_have_class(re.compile("cr-lost"))
    form.get_by_text("Jon Veld").click()
    form.locator(".cr-check").click()
    expect(form.locator(".cr-saved")).to_have_text(re.compile("^Saved"))
