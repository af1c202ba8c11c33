"""A screen of a known width: rich measures the real one, which differs between runs of tests."""

from __future__ import annotations

import pytest

from crossread.commands.shell import err, out


def wide(monkeypatch: pytest.MonkeyPatch, columns: int = 220) -> None:
    """Let the commands print as on a screen of so many columns, until the test ends."""
    for console in (out, err):
        monkeypatch.setattr(console, "_width", columns)
