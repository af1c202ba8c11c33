"""How long a learner waits from the click to the verdict: in the browser, and in the kernel."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ITEM = "01-2"
MEASURE = """
async (times) => {
  const form = document.querySelector('form[data-item="ITEM"]');
  const verdict = form.querySelector(".cr-verdict");
  const taken = [];
  for (let n = 0; n < times; n++) {
    const options = form.querySelectorAll(".cr-options input");
    options[n % options.length].click();
    const changed = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        if (verdict.textContent) { watch.disconnect(); resolve(); }
      });
      watch.observe(verdict, { childList: true, subtree: true });
    });
    const start = performance.now();
    form.querySelector(".cr-check").click();
    await changed;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    taken.push((performance.now() - start) / 1000);
    await new Promise((resolve) => setTimeout(resolve, 1200));
  }
  return taken;
}
""".replace("ITEM", ITEM)


def click_to_verdict(times: int) -> list[float]:
    """Seconds from the click on Check to the frame that shows the verdict."""
    from playwright.sync_api import sync_playwright
    from support.lab import Book, Lab

    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        for part in ("seeds", "notebooks", "exercises"):
            shutil.copytree(ROOT / part, course / part)
        notebook = next((course / "notebooks").glob("01_*.ipynb")).name
        (Path(folder) / "state").mkdir()
        lab = Lab(course, Path(folder) / "state").start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1280, "height": 9000})
                book = Book(page, lab, notebook).open()
                book.run_all()
                book.form(ITEM).wait_for(state="attached", timeout=60_000)
                taken: list[float] = page.evaluate(MEASURE, times)
                browser.close()
        finally:
            lab.stop()
    return taken


def kernel_time(times: int) -> list[float]:
    """Seconds that Python takes from the message to the reply, fsync included."""
    from crossread.faces import Faces
    from crossread.journal import Journal
    from crossread.kinds import kind_of
    from crossread.seeds import Seeds
    from crossread.widgets.item import ItemWidget

    seeds = Seeds()
    item = seeds.item(ITEM)
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        widget = ItemWidget(item, Journal(Path(folder), "01"), Faces.of(seeds), str)
        answers: list[Any] = [kind_of(item).right(item), *kind_of(item).wrongs(item)]
        for n in range(times):
            start = time.perf_counter()
            widget._on_message(None, {"op": "answer", "n": n, "value": answers[n % len(answers)]})
            taken.append(time.perf_counter() - start)
    return taken
