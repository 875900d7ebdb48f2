"""An object store that speaks S3 over HTTP, as a process of its own: moto's."""

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from queue import Queue
from threading import Thread
from typing import Final
from uuid import uuid4

import httpx
from obstore.store import S3Store

from adapters.outbound.storage.s3_bucket import open_bucket

_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+")
_PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class S3Server:
    url: str

    def new_bucket(self) -> str:
        name = f"clips-{uuid4()}"
        httpx.put(f"{self.url}/{name}", timeout=_PATIENCE).raise_for_status()
        return name

    def opened(
        self,
        bucket: str,
        *,
        prefix: str = "kept/here",
        endpoint: str | None = None,
        secret_key: str = "a-secret",  # noqa: S107 - it opens nothing
    ) -> S3Store:
        return open_bucket(
            bucket,
            prefix=prefix,
            endpoint=endpoint or self.url,
            region="eu-central-1",
            access_key="an-access-key",
            secret_key=secret_key,
            retries=1,
        )

    def unfinished_uploads(self, bucket: str) -> int:
        answer = httpx.get(f"{self.url}/{bucket}?uploads", timeout=_PATIENCE).raise_for_status()
        return answer.text.count("<UploadId>")

    @contextmanager
    def refusing_everybody(self) -> Iterator[None]:
        """As if the keys had been withdrawn."""
        self._allow("0")
        try:
            yield
        finally:
            self._allow("inf")

    def _allow(self, requests: str) -> None:
        url = f"{self.url}/moto-api/reset-auth"
        httpx.post(url, content=requests, timeout=_PATIENCE).raise_for_status()


@contextmanager
def running_s3_server() -> Iterator[S3Server]:
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    addresses: Queue[str | None] = Queue()
    listening = Thread(target=_listen, args=(process, addresses))
    listening.start()
    try:
        address = addresses.get(timeout=_PATIENCE)
        assert address is not None, "moto's server ended before it listened"
        yield S3Server(address)
    finally:
        process.kill()
        process.wait(_PATIENCE)
        listening.join(_PATIENCE)


@asynccontextmanager
async def refusing(status: int, code: str) -> AsyncIterator[str]:
    """A store without objects, which refuses whatever is sent to it; its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        asked = request.startswith(b"GET")
        body = f"<Error><Code>{'NoSuchKey' if asked else code}</Code></Error>"
        head = f"HTTP/1.1 {404 if asked else status} No\r\ncontent-length: {len(body)}"
        writer.write(f"{head}\r\nconnection: close\r\n\r\n{body}".encode())
        await writer.drain()
        while await reader.read(1 << 16):  # a close before that would hide the answer
            pass
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


def _listen(process: subprocess.Popen[str], addresses: Queue[str | None]) -> None:
    """Tell the address once the server says it, or None if it ends without; then read on, or the
    server would wait for a reader."""
    assert process.stderr is not None
    with process.stderr as lines:
        for line in lines:
            if found := _ADDRESS.search(line):
                addresses.put(found[0])
    addresses.put(None)
