"""The report of a class in a browser: axe finds nothing, nothing is loaded, nothing overflows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.handins import Maker
from support.lake import LAKE
from support.sealed import axe, opened

from crossread.grading.demo import exercises_here, make_class, write_class
from crossread.grading.looks import looks
from crossread.grading.office import Office
from crossread.insight.page import report_page
from crossread.seeds import Seeds

pytestmark = pytest.mark.browser
PROJECT = LAKE.parents[1]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a made-up class, and of one student who typed unfriendly things."""
    folder = tmp_path_factory.mktemp("report") / "class"
    seeds = Seeds(PROJECT)
    write_class(make_class(seeds, exercises_here(seeds), 24, 1, planted=True), folder)
    (folder / "inbox" / "<img src=x onerror=alert(1)>.json").write_bytes(
        Maker(seeds).handin({}, id="<script>", name="<script>alert(1)</script>" + "w" * 300))
    office = Office(seeds, f"sqlite:///{folder / 'g.db'}", create=True, keys_in=folder / "keys")
    office.grade(folder / "inbox")
    office.take_marks(folder / "truth.json")
    found, figures = office.report(), office.analysis()
    (folder / "report.html").write_text(
        report_page(found, figures, looks(figures, found), office.title), "utf-8")
    return folder / "report.html"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
def test_the_report_is_accessible_and_loads_nothing(page_file: Path, browser: Any,
                                                    axe_source: str, width: int, scheme: str):
    size = {"width": width, "height": 900}
    page, loaded, complaints = opened(browser, page_file, viewport=size, color_scheme=scheme)
    assert [url for url in loaded if not url.startswith("data:image/png")] == [
        page_file.as_uri()]
    assert complaints == []  # the policy lets its own style and pictures through
    assert page.evaluate("document.querySelectorAll('img').length") >= 5
    assert page.evaluate("[...document.images].every(i => i.naturalWidth > 0 && i.alt)")
    assert page.evaluate("document.querySelectorAll('script, img[onerror]').length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = axe(browser, page_file, axe_source,
                     "document.querySelectorAll('details').forEach(d => d.open = true)",
                     viewport=size, color_scheme=scheme)["violations"]
    assert [(v["id"], v["help"], v["nodes"][0]["html"][:200]) for v in violations] == []
