"""An upload with an Idempotency-Key that a crash of the server cut off."""

import socket
import sqlite3
import wave
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
import pytest

from tests.server.hexavox import RunningServer, serving
from tests.server.patience import until

KEY: Final = {"Idempotency-Key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}


@pytest.fixture
def recording() -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(32_000))
    return file.getvalue()


def upload(client: httpx.Client, recording: bytes) -> httpx.Response:
    return client.post("/api/audio", files={"file": ("talk.wav", recording)}, headers=KEY)


@contextmanager
def half_an_upload(server: RunningServer, recording: bytes) -> Iterator[None]:
    """It goes no further, and is not given up."""
    whole = httpx.Request(
        "POST", f"{server.url}/api/audio", files={"file": ("talk.wav", recording)}, headers=KEY
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in whole.headers.items())
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(f"POST /api/audio HTTP/1.1\r\n{head}\r\n".encode() + whole.read()[:20_000])
        yield


def keys_in(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM idempotency_keys").fetchone()
        return int(count)


def test_the_key_of_a_server_that_was_killed_is_free_for_the_next(
    tmp_path: Path, recording: bytes
) -> None:
    with (
        serving(tmp_path, DATA_DIR=str(tmp_path)) as killed,
        killed.client() as client,
        half_an_upload(killed, recording),
    ):
        until(lambda: keys_in(tmp_path / "hexavox.db") == 1)
        assert upload(client, recording).status_code == 409
        killed.kill()
    with serving(tmp_path, DATA_DIR=str(tmp_path)) as server, server.client() as client:
        first, again = upload(client, recording), upload(client, recording)
        assert (first.status_code, again.status_code) == (200, 200)
        assert first.json() == again.json()
        assert "idempotency-replayed" not in first.headers
        assert again.headers["idempotency-replayed"] == "true"
        assert client.get("/api/audio").json()["total"] == 1
