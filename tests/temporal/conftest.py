"""A Temporal server for all tests, and a service of their own for each."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.fakes.environment import unset_everything
from tests.temporal.dev_server import DevServer
from tests.temporal.workplace import Workplace


@pytest.fixture(scope="session")
def temporal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevServer]:
    server = DevServer(tmp_path_factory.mktemp("temporal"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def temporal_of_its_own(tmp_path: Path) -> Iterator[DevServer]:
    """Not started yet."""
    server = DevServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture
async def place(
    temporal: DevServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Workplace]:
    unset_everything(monkeypatch, tmp_path)
    place = Workplace(temporal.address, tmp_path)
    yield place
    await place.close()
