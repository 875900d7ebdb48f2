"""Limits, at a server that stands behind a proxy."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.server.hexavox import RunningServer, serving
from tests.server.patience import PATIENCE


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("limits")
    with serving(
        folder,
        DATA_DIR=str(folder / "data"),
        SERVER_RUNS_JOBS="0",
        RATE_LIMIT="2/day",
        BODY_TIMEOUT_SECONDS="0.2",
        TRUSTED_PROXIES="127.0.0.1",
    ) as server:
        yield server


def test_each_client_of_a_proxy_is_counted_alone(server: RunningServer) -> None:
    with server.client() as client:
        statuses = [
            client.get("/api/jobs", headers={"x-forwarded-for": address}).status_code
            for address in ("203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.8")
        ]
    assert statuses == [200, 200, 429, 200]


def test_no_client_says_itself_who_it_is(server: RunningServer) -> None:
    """The proxy adds who it heard from; what stood there before is the client's own invention."""
    with server.client() as client:
        statuses = [
            client.get(
                "/api/jobs", headers={"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9"}
            ).status_code
            for number in range(3)
        ]
    assert statuses == [200, 200, 429]


def test_behind_https_a_browser_is_told_to_stay_with_it(server: RunningServer) -> None:
    with server.client() as client:
        secure = client.get("/health", headers={"x-forwarded-proto": "https"})
        plain = client.get("/health")
    assert "strict-transport-security" in secure.headers
    assert "strict-transport-security" not in plain.headers


def test_a_body_that_falls_silent_loses_its_connection(server: RunningServer) -> None:
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), PATIENCE) as line:
        line.sendall(
            b"POST /api/audio HTTP/1.1\r\nHost: hexavox\r\nX-Forwarded-For: 203.0.113.10\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n"
        )
        answer = b"".join(iter(lambda: line.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"body-timeout" in answer
