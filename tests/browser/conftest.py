"""JupyterLab servers and pages for the tests in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
COURSE = ("notebooks", "seeds", "exercises", "solutions")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
OPEN: list[Any] = []  # every page on the screen now


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Keep a picture of every open page when a test fails."""
    report = yield
    if report.failed and call.when != "teardown":
        ARTEFACTS.mkdir(exist_ok=True)
        name = re.sub(r"[^a-z0-9]+", "-", item.name.lower()).strip("-")[:70]
        for n, page in enumerate(page for page in OPEN if not page.is_closed()):
            page.screenshot(path=ARTEFACTS / f"failed-{name}-{n}.png")
    return report


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """The folder for screenshots, made anew by each run."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """Debian's Chromium without a window; gone with the module, since its loop stops others."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def lake_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """JupyterLab on the made-up course: one question of every kind."""
    from support.lab import running
    from support.lake import copy_lake

    folder = tmp_path_factory.mktemp("lake")
    yield from running(copy_lake(folder / "course"), folder / "state")


@pytest.fixture(scope="module")
def course_lab(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Any]:
    """JupyterLab on a copy of the real course, notebooks as they are committed."""
    from support.lab import running

    folder = tmp_path_factory.mktemp("course")
    for name in COURSE:
        if (project / name).exists():
            shutil.copytree(project / name, folder / "course" / name)
    yield from running(folder / "course", folder / "state")


@pytest.fixture(scope="module")
def open_book(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a notebook in a new window; at the end nothing bad may have been on any page."""
    from support.lab import NO_VIEW, WATCH, Book

    seen: list[str] = []
    outside: list[str] = []
    contexts = []

    def open_(lab: Any, notebook: str, width: int = 1280, height: int = 1000) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        context.expose_function("crossreadSaw", lambda text: seen.append(text))
        context.add_init_script(WATCH)
        page = context.new_page()
        OPEN.append(page)
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: seen.append(f"an error in the page: {error}"))
        page.on("request", lambda request: outside.append(request.url)
                if not request.url.startswith((f"http://127.0.0.1:{lab.port}/", "ws://127.0.0.1",
                                               "data:", "blob:")) else None)
        return Book(page, lab, notebook).open()

    yield open_
    for context in contexts:
        context.close()
    assert seen == [], f"shown on a page: {seen[:3]} (nobody may ever meet “{NO_VIEW}”)"
    assert outside == [], f"the pages called other machines: {outside[:3]}"
