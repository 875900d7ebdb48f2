"""What a worker, which has no doors, tells of itself."""

import logging
import socket
from collections.abc import Iterator

import httpx
import pytest
from dependency_injector import providers

from infrastructure.container import Container
from infrastructure.doors import wire
from infrastructure.environment import SettingsError
from infrastructure.worker_metrics import telling_of_itself


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture(autouse=True)
def wired_again(wiring: Container) -> Iterator[None]:
    """A worker wires the two endpoints it has to itself."""
    yield
    wire(wiring)


def put_port(container: Container, port: int) -> None:
    settings = container.settings().model_copy(update={"worker_metrics_port": port})
    container.settings.override(providers.Object(settings))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


async def test_a_worker_tells_its_metrics_and_its_health(container: Container) -> None:
    port = free_port()
    put_port(container, port)
    async with (
        telling_of_itself(container),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        metrics = await client.get("/metrics")
        assert metrics.status_code == 200
        assert "hexavox_database_up 1.0" in metrics.text
        assert (await client.get("/health/ready")).json()["status"] == "ok"
        assert (await client.get("/api/jobs")).status_code == 404


async def test_a_worker_that_is_not_asked_tells_nothing_and_says_so(
    container: Container, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with telling_of_itself(container):
        assert "WORKER_METRICS_PORT is 0" in caplog.text


async def test_a_port_that_is_taken_is_an_error_of_the_settings(
    container: Container, taken: int
) -> None:
    put_port(container, taken)
    with pytest.raises(SettingsError, match="WORKER_METRICS_PORT"):
        async with telling_of_itself(container):
            pass
