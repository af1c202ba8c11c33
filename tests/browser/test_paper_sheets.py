"""The sheets for a class without computers, as a printer and a narrow screen get them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from crossread.publish.paper import paper
from crossread.seeds import Seeds

pytestmark = pytest.mark.browser
A4 = (595, 842)  # points


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paper")
    paper(Seeds(), folder)
    return folder


@pytest.mark.parametrize("name", ["tally", "record"])
def test_a_sheet_prints_on_two_pages_of_a4_so_that_it_fits_one_leaf(
        twin: Path, browser: Any, name: str) -> None:
    page = browser.new_page()
    page.goto((twin / f"{name}.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True).decode("latin-1")
    assert len(re.findall(r"/Type /Page\b", printed)) == 2
    sizes = re.findall(r"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert sizes and {(round(float(x)), round(float(y))) for x, y in sizes} == {A4}


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("name", ["tally", "record"])
def test_a_sheet_is_accessible_and_nothing_is_cut_off(
        twin: Path, browser: Any, axe_source: str, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((twin / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.add_script_tag(content=axe_source)
    violations = page.evaluate("axe.run()")["violations"]
    assert [(one["id"], [node["html"][:90] for node in one["nodes"]][:3])
            for one in violations] == []
