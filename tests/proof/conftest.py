"""A real server for the database of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.server import Server


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Server]:
    """Not started yet; what it says will be in its log."""
    server = Server(tmp_path / "server.log")
    yield server
    server.stop()
