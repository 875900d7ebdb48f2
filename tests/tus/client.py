"""What a tus client sends, and one whose line is cut."""

import base64
import socket
from collections.abc import Mapping
from io import BytesIO
from typing import Final

import httpx
from tusclient.client import TusClient
from tusclient.uploader.uploader import Uploader

from tests.fakes.live_server import LiveServer

TUS: Final = {"Tus-Resumable": "1.0.0"}
BYTES: Final = {**TUS, "Content-Type": "application/offset+octet-stream"}
SOUND: Final = b"RIFF" + bytes(range(256)) * 500
"""What the decoder in memory takes for sound: 128 kB."""


def raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """As they are, where an HTTP library would refuse to send them."""
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def uploader_of(
    server: LiveServer,
    content: bytes,
    *,
    chunk_size: int = 50_000,
    url: str | None = None,
    upload_checksum: bool = False,
) -> Uploader:
    """For an upload of that URL, or for a new one."""
    client = TusClient(f"{server.url}/api/uploads")
    return client.uploader(
        file_stream=BytesIO(content),
        chunk_size=chunk_size,
        url=url,
        upload_checksum=upload_checksum,
    )


def announced(server: LiveServer, content: bytes, *, metadata: dict[str, str]) -> str:
    """The URL of a new upload."""
    client = TusClient(f"{server.url}/api/uploads")
    return str(client.uploader(file_stream=BytesIO(content), metadata=metadata).create_url())


def begun(client: httpx.Client, length: int, **headers: str) -> str:
    """The path of a new upload."""
    answer = client.post("/api/uploads", headers={**TUS, "Upload-Length": str(length), **headers})
    assert answer.status_code == 201, answer.text
    return str(httpx.URL("/api/uploads").join(answer.headers["location"]))


def sent(
    client: httpx.Client, path: str, content: bytes, *, offset: int, **headers: str
) -> httpx.Response:
    return client.patch(
        path, content=content, headers={**BYTES, "Upload-Offset": str(offset), **headers}
    )


def looked_at(client: httpx.Client, path: str) -> httpx.Response:
    return client.head(path, headers=TUS)


def offset_of(client: httpx.Client, path: str) -> int:
    answer = looked_at(client, path)
    assert answer.status_code == 200, answer.status_code
    return int(answer.headers["upload-offset"])


def half_sent(
    server: LiveServer, path: str, content: bytes, *, length: int, offset: int = 0, extra: str = ""
) -> socket.socket:
    """A PATCH that announces more than it sends, on a line that is still open."""
    line = server.connection()
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: hexavox\r\nTus-Resumable: 1.0.0\r\n"
        "Content-Type: application/offset+octet-stream\r\n"
        f"Upload-Offset: {offset}\r\nContent-Length: {length}\r\n{extra}\r\n"
    )
    line.sendall(head.encode() + content)
    return line


def arrived(client: httpx.Client, path: str, size: int) -> None:
    """Returns once that many bytes are there."""
    while offset_of(client, path) < size:
        pass
