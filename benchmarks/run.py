"""The project itself: import time, the notebooks' own run, and set-up from nothing."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import ROOT, Figure, Part, run


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
    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"} | {"HOME": home}
    where = shutil.which("uv")
    if not uv and where:
        environment["PATH"] = os.pathsep.join(
            p for p in environment["PATH"].split(os.pathsep) if Path(p) != Path(where).parent)
    return environment


PARTS: dict[str, Part] = {"import": import_time, "notebooks": notebooks, "setup": setup}


def main() -> None:
    """Run the parts named, or all, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    chosen = parser.parse_args().parts or list(PARTS)
    run("The project itself", [(name, PARTS[name]) for name in chosen])


if __name__ == "__main__":
    main()
