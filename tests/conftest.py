"""What a test may need from outside the repository, and what happens where it is missing.

A test says what it needs with a marker: ``texts``, ``browser`` or ``node``. Where the thing is
missing the test is skipped with a sentence that names it; where ``CROSSREAD_REQUIRE`` lists it
(``CROSSREAD_REQUIRE=texts,browser``, as continuous integration does) the test fails instead.
"""

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
NODE_MODULES = PROJECT / "tests" / "browser" / "node_modules"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def texts_path() -> Path:
    """Return the folder with the full texts; it may not exist."""
    return Path(os.environ.get("CROSSREAD_TEXTS") or PROJECT.parent / "shared" / "seeds")


def chromium_path() -> str | None:
    """Return the browser for the tests: CROSSREAD_CHROMIUM, else the first on the path."""
    names = (os.environ.get("CROSSREAD_CHROMIUM", ""), *CHROMIUM_NAMES)
    return next(filter(None, (shutil.which(name) for name in names if name)), None)


def lacks_texts() -> str:
    """Say what is missing of the full texts, or nothing."""
    folder = texts_path()
    if any(folder.glob("*.txt")):
        return ""
    return f"the full texts are not in {folder}: set CROSSREAD_TEXTS to the folder that has them"


def lacks_node() -> str:
    """Say what is missing of Node.js and its packages, or nothing."""
    if not shutil.which("node"):
        return "Node.js is not installed"
    missing = [name for name in ("axe-core", "jsdom") if not (NODE_MODULES / name).is_dir()]
    if missing:
        return f"{' and '.join(missing)} missing: run `npm ci` in tests/browser"
    return ""


def lacks_browser() -> str:
    """Say what is missing for tests in a real browser, or nothing."""
    if not importlib.util.find_spec("playwright"):
        return "the Python package playwright is not installed"
    if not chromium_path():
        return "Chromium is not installed (or set CROSSREAD_CHROMIUM to its path)"
    if not (NODE_MODULES / "axe-core").is_dir():
        return "axe-core is missing: run `npm ci` in tests/browser"
    return ""


# Marker → what says what is missing, and the word in CROSSREAD_REQUIRE that forbids skipping.
NEEDS: dict[str, tuple[Callable[[], str], str]] = {
    "texts": (lacks_texts, "texts"),
    "browser": (lacks_browser, "browser"),
    "node": (lacks_node, "browser"),
}


def required() -> set[str]:
    """Return the words of CROSSREAD_REQUIRE; a misspelt one stops the run."""
    words = {word.strip() for word in os.environ.get("CROSSREAD_REQUIRE", "").split(",")} - {""}
    known = {word for _, word in NEEDS.values()}
    if words - known:
        raise pytest.UsageError(
            f"CROSSREAD_REQUIRE names {', '.join(sorted(words - known))}, "
            f"which is not one of {', '.join(sorted(known))}"
        )
    return words


def pytest_configure() -> None:
    """Refuse a misspelt CROSSREAD_REQUIRE before anything runs."""
    required()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose need is missing, or fail it where the need is required."""
    for marker, (lacks, word) in NEEDS.items():
        if item.get_closest_marker(marker) and (what := lacks()):
            if word in required():
                pytest.fail(f"{what} (CROSSREAD_REQUIRE asks for {word})", pytrace=False)
            pytest.skip(what)


@pytest.fixture(autouse=True)
def learner_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty learner's home and return its path."""
    home = tmp_path / "crossread-home"
    monkeypatch.setenv("CROSSREAD_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the folder of the checkout."""
    return PROJECT


@pytest.fixture(scope="session")
def texts_folder() -> Path:
    """Return the folder with the full texts, for tests marked ``texts``."""
    return texts_path()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium, for tests marked ``browser``."""
    path = chromium_path()
    assert path, "mark the test with pytest.mark.browser"
    return path


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Return axe-core's JavaScript, to be run in a page, for tests marked ``browser``."""
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
