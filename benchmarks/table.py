"""What every benchmark shares: a row, the figures in it, and the table as Markdown."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
HEADS = ("what", "crossread", "beside it", "ratio", "goal")


@dataclass(frozen=True)
class Figure:
    """One row: what was measured, ours, the other's, ours divided by the other's, the goal."""

    what: str
    ours: str
    other: str = ""
    ratio: str = ""
    goal: str = ""


Part = Callable[[], list[Figure]]


def share(values: Iterable[float], at: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(at * len(ordered)))]


def ms(seconds: float) -> str:
    """Seconds as milliseconds, to two or three figures."""
    return f"{1000 * seconds:.1f} ms" if seconds < 0.1 else f"{1000 * seconds:,.0f} ms"


def spread(values: list[float]) -> str:
    """The middle and the slow end of some times."""
    return f"p50 {ms(share(values, 0.5))}, p95 {ms(share(values, 0.95))}"


def run(title: str, parts: Iterable[tuple[str, Part]]) -> None:
    """Print one table, row by row as it is measured; a part that fails says so in its row."""
    print(f"{title}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; Python {platform.python_version()}, "
          f"{os.cpu_count()} cores.\n")
    print("| " + " | ".join(HEADS) + " |\n|" + "---|" * len(HEADS), flush=True)
    for name, part in parts:
        start = time.perf_counter()
        try:
            rows = part()
        except Exception as error:  # one broken part must not hide the others
            said = " ".join(str(error).split())[:160]
            rows = [Figure(name, f"failed: {type(error).__name__}: {said}")]
        for row in rows:
            cells = (row.what, row.ours, row.other, row.ratio, row.goal)
            print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |", flush=True)
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    if hasattr(os, "getloadavg"):
        print(f"\nLoad of the machine at the end: {os.getloadavg()[0]:.1f}.")
