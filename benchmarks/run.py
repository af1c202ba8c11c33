"""One command, one table: this project beside what it is compared with, in one run."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


@dataclass(frozen=True)
class Figure:
    """One row: what was measured, ours, the other's, their ratio, and the goal."""

    what: str
    ours: str
    other: str
    ratio: str
    goal: str


def seconds(command: list[str], runs: int = 5, **kwargs: object) -> float:
    """Median wall time of a command over ``runs``, after one that is not counted."""
    times = []
    for n in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, **kwargs)  # type: ignore[call-overload]
        if n:
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def import_time() -> list[Figure]:
    """``import crossread`` against an interpreter that imports nothing."""
    bare = seconds([sys.executable, "-c", "pass"])
    ours = seconds([sys.executable, "-c", "import crossread"])
    code = ("import crossread, sys; "
            "print([m for m in ('ipywidgets', 'matplotlib') if m in sys.modules])")
    heavy = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                           cwd=ROOT, check=True).stdout.strip()
    return [Figure("import crossread", f"{(ours - bare) * 1000:.0f} ms over bare Python",
                   f"bare Python {bare * 1000:.0f} ms", f"{ours / bare:.2f}",
                   f"150 ms; neither ipywidgets nor matplotlib (loaded: {heavy})")]


MEMORY = """
import os
{code}
with open('/proc/self/status') as status:
    print([line.split()[1] for line in status if line.startswith('VmRSS')][0])
"""


def memory() -> list[Figure]:
    """A kernel after lesson 01 against one with ipywidgets and a Figure drawn."""
    import nbformat

    lesson = nbformat.read(next((ROOT / "notebooks").glob("01_*.ipynb")), as_version=4)
    cells = "\n".join(c.source for c in lesson.cells if c.cell_type == "code")
    shown = "\n".join(f"_keep = ({line})" if "(" in line and not line.startswith("from") else line
                      for line in cells.splitlines())
    bare = ("import ipywidgets\nfrom matplotlib.figure import Figure\nimport io\n"
            "f = Figure(); f.add_subplot().plot([1, 2]); f.savefig(io.BytesIO())")
    ours, other = _kernel_memory(shown), _kernel_memory(bare)
    return [Figure("kernel memory after lesson 01", f"{ours / 1024:.0f} MiB",
                   f"ipywidgets and Figure {other / 1024:.0f} MiB", f"{ours / other:.2f}",
                   "within 1.15×")]


def _kernel_memory(code: str) -> float:
    from jupyter_client.manager import start_new_kernel

    with tempfile.TemporaryDirectory() as home:
        manager, client = start_new_kernel(kernel_name="python3", env={
            **__import__("os").environ, "CROSSREAD_HOME": home, "PYTHONPATH": str(ROOT)})
        found: list[str] = []
        try:
            client.execute_interactive(
                MEMORY.format(code=code), timeout=120,
                output_hook=lambda m: found.append(m["content"].get("text", "")))
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    return float("".join(found).split()[-1])


def notebooks() -> list[Figure]:
    """nbval over every notebook."""
    folders = [f for f in ("notebooks", "exercises", "solutions") if (ROOT / f).exists()]
    count = sum(len(list((ROOT / f).glob("*.ipynb"))) for f in folders)
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "--nbval",
                           "--nbval-sanitize-with=tests/notebooks/sanitize.cfg", *folders],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-80:]
    return [Figure(f"nbval of {count} notebooks", f"{time.perf_counter() - start:.1f} s", last, "",
                   "60 s for ten lessons on two cores")]


def setup() -> list[Figure]:
    """Set-up in an empty folder with uv and with pip, from a clean copy."""
    found = []
    for tool in ("uv", "pip"):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "crossread"
            subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
            start = time.perf_counter()
            done = subprocess.run([sys.executable, "start.py", "setup"], cwd=copy, check=False,
                                  capture_output=True, text=True,
                                  env=_environment(folder, uv=tool == "uv"))
            took = time.perf_counter() - start
            found.append(f"{took:.1f} s" if done.returncode == 0 else
                         f"failed: {done.stderr.strip()[-80:]}")
    return [Figure("set-up from nothing", f"uv {found[0]}", f"pip {found[1]}", "", "")]


def _environment(home: str, *, uv: bool) -> dict[str, str]:
    import os
    import shutil

    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"} | {"HOME": home}
    where = shutil.which("uv")
    if not uv and where:
        environment["PATH"] = os.pathsep.join(
            p for p in environment["PATH"].split(os.pathsep) if Path(p) != Path(where).parent)
    return environment


def grading(students: int = 2000) -> list[Figure]:
    """The whole evening on one exercise's hand-ins, against json.loads of the same files."""
    import json

    from crossread.grading.demo import make_class, write_class
    from crossread.grading.office import Office
    from crossread.handin import open_handin
    from crossread.scoring import score
    from crossread.seeds import Seeds

    seeds = Seeds()
    exercise = seeds.exercise(seeds.course.exercises[0].id)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_class(make_class(seeds, [exercise.id], students, 1), home)
        files = sorted((home / "inbox").glob("*.json"))
        whole, plain, opened = [], [], []
        for n in range(3):
            office = Office(seeds, f"sqlite:///{home}/{n}.db", create=True)
            start = time.perf_counter()
            office.grade(home / "inbox")
            whole.append(time.perf_counter() - start)
            start = time.perf_counter()
            for file in files:
                json.loads(file.read_bytes())
            plain.append(time.perf_counter() - start)
            fields = {f.id: f for f in exercise.fields}
            start = time.perf_counter()
            for file in files:
                for entry in open_handin(file.read_bytes()).answers().values():
                    score(fields[entry.item], entry.answer)
            opened.append(time.perf_counter() - start)
    a, b, c = (statistics.median(times) for times in (whole, opened, plain))
    n = len(files)
    return [
        Figure(f"grade {n:,} hand-ins into a cold SQLite gradebook", f"{n / a:,.0f}/s",
               f"read and json.loads {n / c:,.0f}/s", f"{c / a:.2f}", ""),
        Figure("read, check digest and chain, score", f"{n / b:,.0f}/s",
               f"read and json.loads {n / c:,.0f}/s", f"{c / b:.2f}", "1.3× json.loads")]


def click(times: int = 60) -> list[Figure]:
    """Click to verdict in JupyterLab in headless Chromium, and the kernel's share of it."""
    sys.path.insert(0, str(ROOT / "tests"))
    from clicks import click_to_verdict, kernel_time  # beside this file

    taken, kernel = sorted(click_to_verdict(times)), sorted(kernel_time(300))

    def ms(values: list[float], share: float) -> str:
        return f"{1000 * values[int(share * (len(values) - 1))]:.1f} ms"

    return [Figure("click to verdict in the browser", f"p50 {ms(taken, 0.5)}, p95 "
                   f"{ms(taken, 0.95)}", f"in the kernel p50 {ms(kernel, 0.5)}, p95 "
                   f"{ms(kernel, 0.95)}", "", "p95 100 ms; 10 ms in the kernel")]


PARTS: dict[str, Callable[[], list[Figure]]] = {
    "import": import_time, "memory": memory, "notebooks": notebooks, "grading": grading,
    "click": click, "setup": setup,
}


def main() -> None:
    """Run the parts named, or all, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    chosen = parser.parse_args().parts or list(PARTS)
    table = Table(title="crossread, beside what it is compared with")
    for column in ("what", "ours", "other", "ratio", "goal"):
        table.add_column(column)
    console = Console()
    for name in chosen:
        with console.status(name):
            rows = PARTS[name]()
        for row in rows:
            table.add_row(row.what, row.ours, row.other, row.ratio, row.goal)
    console.print(table)


if __name__ == "__main__":
    main()
