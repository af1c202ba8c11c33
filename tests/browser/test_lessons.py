"""Working through a lesson with every kind of question in JupyterLab, by mouse, and a restart."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from support.answering import STATE, ByMouse, chosen, item_of

from crossread.kinds import kind_of
from crossread.scoring import score
from crossread.seeds import Seeds
from crossread.strings import STRINGS

pytestmark = pytest.mark.browser

LAKE_PAGE = "01_every_kind.ipynb"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def answer_all(book: Any, seeds: Seeds) -> dict[str, str]:
    """Answer every item of a page; item → the verdict that was read."""
    from playwright.sync_api import expect

    told = {}
    for n, name in enumerate(book.items()):
        item, graded = item_of(seeds, name)
        answer = chosen(item, n)
        form = book.form(name)
        ByMouse(book.page, form, name).answer(kind_of(item).gather, answer)
        expect(form.locator(".cr-saved")).to_have_text(re.compile("^Saved"))
        told[name] = form.locator(".cr-verdict").text_content()
        kept = graded or item.withheld
        word = STRINGS["recorded" if kept else score(item, answer).status]
        assert told[name].startswith(word), (name, told[name])
    return told


def state_of(book: Any, name: str) -> Any:
    """Everything that a learner put into a form."""
    return book.form(name).evaluate(STATE)


def static_outputs(book: Any) -> list[str]:
    """The text of every output that JupyterLab shows, live forms left out."""
    outputs = book.page.locator(".jp-OutputArea-output:not(:has(.cr-root))")
    return [" ".join(text.split()) for text in outputs.all_text_contents()]


def reads_whole(book: Any, names: list[str]) -> None:
    """Before anything is run, every question stands on the page as text."""
    page = "\n".join(static_outputs(book))
    for name in names:
        assert f"Question {name}" in page
    assert page.count(STRINGS["paper_answer"].split(",")[0]) >= len(names)
    assert book.page.locator("form.cr-item").count() == 0


def test_a_lesson_is_answered_saved_and_whole_again_after_a_restart(lake_lab, open_book):
    lab, notebook, seeds = lake_lab, LAKE_PAGE, Seeds(lake_lab.course)
    book = open_book(lab, notebook)
    committed = json.loads(book.path.read_text("utf-8"))
    if any(cell.get("outputs") for cell in committed["cells"]):
        asked = re.findall(r'quiz\(\\?"([\w-]+)', book.path.read_text("utf-8"))
        reads_whole(book, asked)
    book.run_all()
    book.top()
    names = book.items()
    assert len(names) > 8
    told = answer_all(book, seeds)
    filled = {name: state_of(book, name) for name in names}
    on_disk = book.save()
    assert [mime for cell in on_disk["cells"] for output in cell.get("outputs", ())
            for mime in output.get("data", {}) if mime == WIDGET_VIEW] == []
    book.page.context.close()
    lab.stop()

    book = open_book(lab.start(), notebook)
    reads_whole(book, names)
    book.run_all()
    for name in names:
        restored(book, name, told[name], filled[name])


def restored(book: Any, name: str, verdict: str, filled: Any) -> None:
    """An answer, its verdict and the choice on the screen are back."""
    from playwright.sync_api import expect

    form = book.form(name)
    expect(form.locator(".cr-saved")).to_have_text(STRINGS["restored"])
    assert form.locator(".cr-verdict").text_content() == verdict
    assert state_of(book, name) == filled
