"""A feedback page in a browser: axe finds nothing, nothing is loaded, nothing overflows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.handins import Maker
from support.lake import LAKE
from support.sealed import axe, opened

from crossread.grading.office import Office
from crossread.seeds import Seeds

pytestmark = pytest.mark.browser
SEEDS = Seeds(LAKE)
ANSWERS = {"x01-1": ["a", "b"], "x01-4": "<img src=x onerror=alert(1)> P2.1 " + "w" * 3_000}


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    """The feedback of one student who typed unfriendly things."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.json").write_bytes(
        Maker(SEEDS).handin(ANSWERS, id="s1", name="<script>alert(1)</script>"))
    office = Office(SEEDS, f"sqlite:///{tmp_path / 'g.db'}", create=True)
    office.grade(tmp_path / "inbox")
    return next(office.write_feedback(tmp_path / "feedback"))


@pytest.mark.parametrize("width", [1280, 400])
def test_a_feedback_page_is_accessible_and_loads_nothing(page_file: Path, browser: Any,
                                                        axe_source: str, width: int):
    size = {"width": width, "height": 900}
    page, loaded, complaints = opened(browser, page_file, viewport=size)
    assert loaded == [page_file.as_uri()]
    assert complaints == []  # the policy lets its own style through
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = axe(browser, page_file, axe_source)["violations"]
    assert [(v["id"], v["help"]) for v in violations] == []
