"""The page of similar answers in a browser: axe finds nothing, nothing is loaded or cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.handins import Maker
from support.lake import LAKE
from support.looking import OVERLAID
from support.sealed import axe, opened

from crossread.grading.office import Office
from crossread.grading.similar_page import similar_page
from crossread.seeds import Seeds

pytestmark = pytest.mark.browser
SEEDS = Seeds(LAKE)
SHARED = ("I looked at who is speaking before I looked at any number. One page quotes a person who "
          "was there in spring, while the other never names anybody it relies on, which makes it "
          "much harder for me as a reader to check what it says about the autumn. ") * 3
NAMES = ("<script>alert(1)</script>", "N" * 300, "اسم طويل", "Ana Brük")
OWN = ("<img src=x onerror=alert(1)> ", "w" * 3_000 + " ", "كتبت هذا بنفسي. ", "")
HIGH = """() => [...document.querySelectorAll("mark")].map((one) => {
  const look = getComputedStyle(one);
  return [look.color, look.backgroundColor, look.textDecorationLine];
})"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four students who share a passage, each with something unfriendly in name or text."""
    folder = tmp_path_factory.mktemp("similar")
    inbox = folder / "inbox"
    inbox.mkdir()
    maker = Maker(SEEDS)
    for n in range(16):  # words of a third of the class would be left out
        text = OWN[n] + SHARED if n < len(NAMES) else f"P2.1 and Q2.1 say what {n} of us read."
        (inbox / f"{n}.json").write_bytes(maker.handin(
            maker.right | {"x01-4": text}, id=f"s{n}",
            name=NAMES[n] if n < len(NAMES) else f"Name {n}"))
    office = Office(SEEDS, f"sqlite:///{folder / 'g.db'}", create=True)
    office.grade(inbox)
    pairs = office.report().similar
    office.close()
    assert len(pairs) == 6
    (folder / "pairs.html").write_text(similar_page(pairs, SEEDS.course.title), "utf-8")
    return folder / "pairs.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_similar_answers_are_accessible_and_load_nothing(
        page_file: Path, browser: Any, axe_source: str, artefacts: Path, width: int, scheme: str):
    size = {"width": width, "height": 900}
    page, loaded, complaints = opened(browser, page_file, viewport=size, color_scheme=scheme)
    assert loaded == [page_file.as_uri()]
    assert complaints == []  # the policy lets its own style through
    page.screenshot(path=artefacts / f"similar-{width}-{scheme}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERLAID, "main") == []
    marks = page.evaluate(HIGH)
    assert len(marks) >= 12 and {line for _, _, line in marks} == {"underline"}
    assert page.evaluate("document.querySelectorAll('script, img').length") == 0
    result = axe(browser, page_file, axe_source, viewport=size, color_scheme=scheme)
    assert [(v["id"], v["help"], v["nodes"][0]["html"][:200])
            for v in result["violations"]] == []
    assert "color-contrast" in {one["id"] for one in result["passes"]}
