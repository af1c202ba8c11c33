"""``python -m crossread``: the same as the ``crossread`` command."""

from .cli import main

main()
