"""The learner's room: one command, one table. What a learner waits for, beside jupyterquiz."""

from __future__ import annotations

import argparse
import functools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from table import ROOT, Figure, run, share, spread

from crossread.journal import Journal, line_digest
from crossread.kinds import kind_of
from crossread.model.record import Entry
from crossread.scoring import item_digest
from crossread.seeds import Seeds

LESSON, ITEM = "01", "01-2"
LINES = 10_000
RSS = """
with open('/proc/self/status') as status:
    print([line.split()[1] for line in status if line.startswith('VmRSS')][0])
"""
BARE = ("import ipywidgets, io\nfrom matplotlib.figure import Figure\n"
        "f = Figure(); f.add_subplot().plot([1, 2]); f.savefig(io.BytesIO())")
PROGRESS = """
import time, crossread
crossread.lesson("01"); crossread.quiz("01-2")
for _ in range(4):
    start = time.perf_counter()
    crossread.progress()
    print(time.perf_counter() - start)
"""


class Room:
    """The measurements, with the sizes that were asked for."""

    def __init__(self, small: bool, peers: bool) -> None:
        self.seeds = Seeds(ROOT)
        self.small = small
        self.quiz: nbformat.NotebookNode | None = None
        self.absent = "not asked for (--peers)"
        if peers:
            from peers import Absent, library

            try:
                self.quiz = self._quiz(library("jupyterquiz"))
            except Absent as why:
                self.absent = f"could not be installed: {why}"

    def _quiz(self, folder: Path) -> nbformat.NotebookNode:
        """The lesson's questions with options as a notebook for jupyterquiz, one a cell."""
        v4 = nbformat.v4
        cells = [v4.new_code_cell(f"import sys; sys.path.insert(0, {str(folder)!r})\n"
                                  "from jupyterquiz import display_quiz")]
        for item in self.seeds.items(LESSON):
            if hasattr(item, "options"):
                answers = [{"answer": o.text, "correct": o.verdict == "correct",
                            "feedback": o.feedback} for o in item.options]
                cells.append(v4.new_code_cell("display_quiz(" + repr([{
                    "question": item.stem, "type": "multiple_choice", "answers": answers}]) + ")"))
        return v4.new_notebook(cells=cells)

    def browser(self) -> list[Figure]:
        """Run all, click to verdict and the pane, in one JupyterLab."""
        from browser import look

        seen = look(ITEM, self.quiz, clicks=5 if self.small else 60,
                    turns=1 if self.small else 5)
        kernel = self._kernel_clicks(20 if self.small else 300)
        return [
            Figure("click to verdict in the browser", spread(seen.click), self._peer(
                seen.quiz_click, "answers in the page, keeps nothing"),
                _ratio(seen.click, seen.quiz_click), "p95 100 ms"),
            Figure("… in the kernel, the answer on disk (fsync)", spread(kernel), "", "",
                   "p95 10 ms"),
            Figure(f"run all of lesson {LESSON}, menu to last cell, new kernel, charts drawn for "
                   "the first time", spread(seen.first), "", _ratio(seen.first, seen.quiz), "3 s"),
            Figure("… charts drawn before: at set-up, or by an earlier opening",
                   spread(seen.lesson), self._peer(seen.quiz, f"{self._count()} of the same "
                                                   "questions, no charts or cards"),
                   _ratio(seen.lesson, seen.quiz), "3 s"),
            Figure("reading pane with both texts attached, key to painted frame",
                   spread(seen.pane) if seen.pane else f"not measured: {seen.why['pane']}",
                   "jupyterquiz has none", "", "300 ms")]

    def _count(self) -> int:
        return len(self.quiz.cells) - 1 if self.quiz else 0

    def _peer(self, taken: list[float], remark: str) -> str:
        return f"jupyterquiz {spread(taken)} ({remark})" if taken else f"jupyterquiz {self.absent}"

    def _kernel_clicks(self, times: int) -> list[float]:
        """Seconds that Python takes from the message to the reply."""
        from crossread.faces import Faces
        from crossread.widgets.item import ItemWidget

        item = self.seeds.item(ITEM)
        answers: list[Any] = [kind_of(item).right(item), *kind_of(item).wrongs(item)]
        taken = []
        with tempfile.TemporaryDirectory() as folder:
            widget = ItemWidget(item, Journal(Path(folder), LESSON), Faces.of(self.seeds), str)
            for n in range(times):
                start = time.perf_counter()
                widget._on_message(None, {"op": "answer", "n": n,
                                          "value": answers[n % len(answers)]})
                taken.append(time.perf_counter() - start)
        return taken

    def progress(self) -> list[Figure]:
        """progress() after many answers: the first call of a kernel, and the later ones."""
        first, later = [], []
        with tempfile.TemporaryDirectory() as folder:
            self._write_journal(Path(folder))
            for _ in range(2 if self.small else 5):
                done = subprocess.run(
                    [sys.executable, "-c", PROGRESS], cwd=ROOT, capture_output=True, text=True,
                    check=True, env={**os.environ, "CROSSREAD_HOME": folder})
                times = [float(line) for line in done.stdout.split()]
                first.append(times[0])
                later += times[1:]
        return [Figure(f"progress() with {LINES:,} journal lines, first call in a kernel (reads "
                       "the questions of all lessons)", spread(first), "jupyterquiz keeps no "
                       "answers", "", "200 ms"),
                Figure("… later calls", spread(later), "", "", "200 ms")]

    def _write_journal(self, home: Path) -> None:
        lessons = [ref.id for ref in self.seeds.course.lessons if self.seeds.items(ref.id)]
        for lesson in lessons:
            items, lines = self.seeds.items(lesson), [b""]
            for n in range(LINES // len(lessons)):
                item = items[n % len(items)]
                lines.append(msgspec.json.encode(Entry(
                    v=1, seq=n + 1, kind="response", item=item.id, digest=item_digest(item),
                    answer=kind_of(item).right(item), at="2031-05-04T09:00:00Z",
                    prev=line_digest(lines[-1]) if n else "", attempt=1, seconds=5.0)))
            file = home / "journal" / lesson / "20310504T090000Z-00000001.jsonl"
            file.parent.mkdir(parents=True)
            file.write_bytes(b"\n".join(lines[1:]) + b"\n")

    def memory(self) -> list[Figure]:
        """A kernel after the lesson, beside a bare one and beside jupyterquiz's notebook."""
        lesson = nbformat.read(next((ROOT / "notebooks").glob(f"{LESSON}_*.ipynb")), as_version=4)
        with tempfile.TemporaryDirectory() as home:
            drawing = _rss(lesson, "", home)
            ours = _rss(lesson, "", home)
            bare = _rss(None, BARE, home)
        beside = f"bare kernel with ipywidgets and a Figure {_mib(bare)}"
        rows = [Figure(f"kernel memory after lesson {LESSON}, charts drawn at set-up", _mib(ours),
                       beside, f"{ours / bare:.2f}×", "1.15×"),
                Figure("… in a kernel that draws them itself", _mib(drawing), beside,
                       f"{drawing / bare:.2f}×", "1.15×")]
        if self.quiz is None:
            return [*rows, Figure("… beside jupyterquiz", _mib(ours), self.absent)]
        with tempfile.TemporaryDirectory() as home:
            other = _rss(self.quiz, "", home)
        return [*rows, Figure("… beside jupyterquiz", _mib(ours), f"jupyterquiz {_mib(other)} "
                              "(no widgets, no charts)", f"{ours / other:.2f}×")]


def _mib(kib: float) -> str:
    return f"{kib / 1024:.0f} MiB"


def _ratio(ours: list[float], other: list[float]) -> str:
    return f"{share(ours, 0.5) / share(other, 0.5):.1f}× (p50)" if other else ""


def _rss(notebook: nbformat.NotebookNode | None, code: str, home: str) -> float:
    """KiB of a kernel of the learner ``home`` after the code cells of a notebook, one by one."""
    from jupyter_client.manager import start_new_kernel

    cells = [c.source for c in notebook.cells if c.cell_type == "code"] if notebook else [code]
    manager, client = start_new_kernel(kernel_name="python3", env={
        **os.environ, "CROSSREAD_HOME": home, "PYTHONPATH": str(ROOT)})
    said: list[str] = []
    try:
        for cell in cells:
            client.execute_interactive(cell, timeout=120, output_hook=lambda _: None)
        client.execute_interactive(RSS, timeout=60, output_hook=lambda message: said.append(
            message["content"].get("text", "")))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return float("".join(said).split()[-1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true",
                        help="also install and run jupyterquiz (needs the network once)")
    parser.add_argument("--small", action="store_true", help="small sizes, to try the benchmark")
    chosen = parser.parse_args()
    room = functools.cache(lambda: Room(chosen.small, chosen.peers))
    run("The learner's room", [("browser", lambda: room().browser()),
                               ("progress", lambda: room().progress()),
                               ("memory", lambda: room().memory())])


if __name__ == "__main__":
    main()
