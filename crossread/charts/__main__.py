"""``python -m crossread.charts``: draw every chart once, so that lessons open without drawing.

``start.py`` runs it after it has installed the course. What cannot be drawn or kept now is drawn
when a lesson shows it.
"""

from __future__ import annotations

from ..home import home
from ..seeds import Seeds
from .kept import of_course


def main() -> None:
    """Draw what is not kept yet, in the order of the course, and print one line for each."""
    seeds = Seeds()
    for number, spec in enumerate(seeds.charts, 1):
        of_course(spec.id, seeds, home())
        print(f"chart {number} of {len(seeds.charts)}: {spec.id}", flush=True)


if __name__ == "__main__":
    main()
