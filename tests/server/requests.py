"""What the tests ask of a running server, and what it keeps."""

from pathlib import Path
from typing import Final, TypeAlias

import httpx

from tests.server.hexavox import RunningServer

Parameters: TypeAlias = dict[str, str | bool]

ANSWERED: Final = 200


def uploaded(client: httpx.Client, filename: str, content: bytes) -> str:
    """The clip's id."""
    answer = client.post("/api/audio", files={"file": (filename, content)})
    assert answer.status_code == ANSWERED, answer.text
    return str(answer.json()["clip_id"])


def uploaded_file(client: httpx.Client, file: Path) -> str:
    return uploaded(client, file.name, file.read_bytes())


def transcribed(server: RunningServer, wanted: Parameters) -> httpx.Response:
    """For threads: with a connection of its own."""
    with server.client() as client:
        return client.post("/api/transcribe", params=wanted)


def kept_files(data: Path) -> list[str]:
    """The names of all files among the clips."""
    return [path.name for path in (data / "clips").rglob("*") if path.is_file()]
