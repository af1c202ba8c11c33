"""A page that opens from disk, in a browser: what it loads and says, and what axe finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def opened(browser: Any, file: Path, **window: Any) -> tuple[Any, list[str], list[str]]:
    """The page, the addresses that were loaded with it, and what it wrote to the console."""
    page = browser.new_page(**window)
    loaded: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    return page, loaded, complaints


def axe(browser: Any, file: Path, source: str, first: str = "", **window: Any) -> dict[str, Any]:
    """What axe says of the page, whose own policy would let no other script in.

    ``first`` is JavaScript to run before.
    """
    page = browser.new_page(bypass_csp=True, **window)
    page.goto(file.as_uri())
    if first:
        page.evaluate(first)
    page.add_script_tag(content=source)
    found: dict[str, Any] = page.evaluate("axe.run()")
    return found
