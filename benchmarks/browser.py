"""What a learner waits for in JupyterLab: run all, click to verdict, the reading pane's paint."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from table import ROOT

TEXTS = ("000_*.txt", "003_*.txt")  # the two articles, where the tests look for them too
READER = 'read("A", "K")'
PATIENCE = 120_000  # ms
DONE = """() => {
  const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")];
  return prompts.length > 0 && prompts.every((one) => /\\[\\d+\\]/.test(one.textContent))
    && document.querySelector("SIGN") !== null;
}"""
# A click, and the frame after the first change of what it says.
CLICK = """async ([times, root, pick, press, says, pause]) => {
  const form = document.querySelector(root), taken = [];
  for (let n = 0; n < times; n++) {
    const options = form.querySelectorAll(pick);
    if (press) options[n % options.length].click();
    const verdict = form.querySelector(says);
    const changed = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        if (verdict.textContent) { watch.disconnect(); resolve(); }
      });
      watch.observe(verdict, { childList: true, subtree: true, characterData: true });
    });
    const start = performance.now();
    (press ? form.querySelector(press) : options[n % options.length]).click();
    await Promise.race([changed, new Promise((_, no) => setTimeout(
      () => no(new Error("no verdict in 20 s")), 20000))]);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    taken.push((performance.now() - start) / 1000);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return taken;
}"""
# From the key that runs the cell to the frame that shows a new pane with paragraphs.
PAINT = """() => {
  window.painted = new Promise((resolve) => {
    let start = 0;
    window.addEventListener("keydown", (event) => {
      if (event.key === "Enter") start ||= performance.now();
    }, true);
    const old = new Set(document.querySelectorAll(".cr-reader"));
    const watch = new MutationObserver(() => {
      const pane = [...document.querySelectorAll(".cr-reader")].find(
        (one) => !old.has(one) && one.querySelector(".cr-par"));
      if (!pane || !start) return;
      watch.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(
        () => resolve((performance.now() - start) / 1000)));
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
}"""


@dataclass
class Seen:
    """Seconds, one a repetition; ``why`` says what could not be measured."""

    first: list[float] = field(default_factory=list)
    lesson: list[float] = field(default_factory=list)
    quiz: list[float] = field(default_factory=list)
    click: list[float] = field(default_factory=list)
    quiz_click: list[float] = field(default_factory=list)
    pane: list[float] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)


def look(item: str, quiz: nbformat.NotebookNode | None, clicks: int, turns: int) -> Seen:
    """Measure everything in one JupyterLab and one browser; ``quiz`` is the peer's notebook."""
    seen = Seen()
    with _lab(quiz) as lab, _page() as page:
        from support.lab import Book

        lesson = next((lab.course / "notebooks").glob("01_*.ipynb")).name
        for _ in range(turns):
            shutil.rmtree(lab.home / "figures", ignore_errors=True)
            for taken in (seen.first, seen.lesson):
                taken.append(_run_all(page, lab, lesson, "form.cr-item"))
        form = f'form[data-item="{item}"]'
        page.locator(form).first.wait_for(state="attached", timeout=PATIENCE)
        seen.click = page.evaluate(CLICK, [clicks, form, ".cr-options input", ".cr-check",
                                           ".cr-verdict", 1200])
        if quiz is not None:
            for _ in range(turns):
                seen.quiz.append(_run_all(page, lab, "quiz.ipynb", ".Quiz .MCButton"))
            seen.quiz_click = page.evaluate(CLICK, [clicks, ".Quiz", ".MCButton", "", ".Feedback",
                                                    200])
        if missing := _attach(lab.home):
            seen.why["pane"] = missing
        else:
            lab.end_kernels()
            book = Book(page, lab, "reader.ipynb").open()
            page.locator(".jp-CodeCell").first.click()
            for n in range(turns + 2):
                page.evaluate(PAINT)
                page.keyboard.press("Control+Enter")
                taken = page.evaluate("() => window.painted")
                book.idle()
                if n:  # the first reads the seeds
                    seen.pane.append(taken)
    return seen


def _run_all(page: Any, lab: Any, notebook: str, sign: str) -> float:
    """Seconds from the menu's Run All to the last cell, in a new kernel."""
    from support.lab import Book

    lab.end_kernels()
    book = Book(page, lab, notebook).open()
    start = time.perf_counter()
    book.menu("Run", "Run All Cells")
    page.wait_for_function(DONE.replace("SIGN", sign), timeout=PATIENCE)
    return time.perf_counter() - start


@contextmanager
def _lab(quiz: nbformat.NotebookNode | None) -> Iterator[Any]:
    """JupyterLab on a copy of the course, with the peer's notebook and one with the pane."""
    from support.lab import Lab

    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        for part in ("seeds", "notebooks", "exercises"):
            shutil.copytree(ROOT / part, course / part)
        v4 = nbformat.v4
        reader = v4.new_notebook(cells=[v4.new_code_cell(f"from crossread import read\n{READER}")])
        nbformat.write(reader, course / "notebooks" / "reader.ipynb")
        if quiz is not None:
            nbformat.write(quiz, course / "notebooks" / "quiz.ipynb")
        (Path(folder) / "state").mkdir()
        lab = Lab(course, Path(folder) / "state", windowingMode="none").start()
        try:
            yield lab
        finally:
            lab.stop()


@contextmanager
def _page() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CROSSREAD_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


def _attach(home: Path) -> str:
    """Attach both texts to a learner's home; why not, where they are not here."""
    where = Path(os.environ.get("CROSSREAD_TEXTS", ROOT.parent / "shared" / "seeds"))
    files = [str(found) for pattern in TEXTS for found in where.glob(pattern)]
    if len(files) != len(TEXTS):
        return "the full texts are not here (CROSSREAD_TEXTS)"
    done = subprocess.run([sys.executable, "-m", "crossread", "texts", "add", *files], cwd=ROOT,
                          env={**os.environ, "CROSSREAD_HOME": str(home)}, capture_output=True,
                          text=True, check=False)
    return "" if done.returncode == 0 else f"texts add: {done.stderr.strip()[-100:]}"
