"""Every test, notebook cells included, starts with an empty learner's home (CROSSREAD_HOME).

nbval's cells know no fixtures, so the variable is set here, before any kernel starts; the
fixture in tests/conftest.py gives each Python test a home of its own.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Point CROSSREAD_HOME to an empty folder for the whole run."""
    home = Path(tempfile.mkdtemp(prefix="crossread-test-home-"))
    os.environ["CROSSREAD_HOME"] = str(home)
    os.environ.pop("CROSSREAD_GRADEBOOK", None)  # an instructor's own class is nobody's test
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
