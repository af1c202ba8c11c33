"""Nothing in a lesson calls another machine, and nbval's mask hides picture bytes alone."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path

import nbformat
import pytest

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(p for folder in ("notebooks", "exercises", "solutions")
                   for p in (PROJECT / folder).glob("*.ipynb"))
CALLERS = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl",
           "telnetlib", "tornado", "urllib3", "websockets", "xmlrpc"}
LOADS = re.compile(r"""(?:src|srcset|poster|background|data)\s*=\s*["']?\s*(?:https?:)?//
                       |<(?:script|link|iframe|object|embed|style|base)\b
                       |@import|url\(\s*["']?(?:https?:)?//""", re.IGNORECASE | re.VERBOSE)


def callers(source: str) -> set[str]:
    """The modules for talking to other machines that a Python source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return {one for one in found if one.split(".")[0] in CALLERS or one == "urllib.request"}


def test_no_module_of_the_package_can_call_another_machine():
    assert {path.name: found for path in (PROJECT / "crossread").rglob("*.py")
            if (found := callers(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize("line", ["import requests", "import urllib.request as u", "import os, ssl",
                                  "from urllib import request", "from http.client import HTTP"])
def test_a_module_that_calls_out_would_be_noticed(line):
    assert callers(f"def late():\n    {line}\n")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_no_saved_page_loads_anything_from_another_machine(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", ()):
            html = output.get("data", {}).get("text/html", "")
            assert not LOADS.search(html), cell.id
        if cell.cell_type == "markdown":
            assert not re.search(r"!\[[^]]*\]\(\s*(https?:)?//|<img|<script", cell.source), cell.id


@pytest.mark.parametrize("html", ['<img src="https://example.org/a.png">', "<script>1</script>",
                                  '<p style="background:url(//example.org/a)">', "<link rel=x>"])
def test_a_page_that_loads_something_would_be_noticed(html):
    assert LOADS.search(html)


def mask(text: str) -> str:
    """What nbval compares of an output."""
    rules = configparser.ConfigParser(interpolation=None)
    rules.read(PROJECT / "tests" / "notebooks" / "sanitize.cfg", encoding="utf-8")
    for name in rules.sections():
        text = re.sub(rules[name]["regex"], rules[name]["replace"], text)
    return text


def test_the_mask_hides_the_bytes_of_a_picture_and_nothing_around_them():
    figure = '<figure><img alt="Bars: {}" src="data:image/png;base64,{}"><td>{}</td></figure>'
    assert mask(figure.format("a", "iVBOR/+=", 7)) == mask(figure.format("a", "AAAA", 7))
    assert mask(figure.format("a", "AAAA", 7)) != mask(figure.format("b", "AAAA", 7))
    assert mask(figure.format("a", "AAAA", 7)) != mask(figure.format("a", "AAAA", 8))
    assert mask("Question 01-1") == "Question 01-1"
