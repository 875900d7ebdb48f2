"""The HTTP server of somebody who receives webhooks, well-behaved or not."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Answer: TypeAlias = bytes | Callable[[StreamReader, StreamWriter], Awaitable[None]]
"""To the byte, or whatever else it does."""

_LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    answers: list[Answer] = field(default_factory=list)
    """One for each request in turn."""
    received: list[Received] = field(default_factory=list)
    url: str = ""
    left_alone: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a connection has ended."""

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            self.received.append(await _request(reader))
            answer = self.answers.pop(0)
            if callable(answer):
                await answer(reader, writer)
            else:
                writer.write(answer)
                await writer.drain()
        except OSError:
            """The other side has heard enough."""
        finally:
            writer.close()
            self.left_alone.set()


@asynccontextmanager
async def receiving(*answers: Answer) -> AsyncIterator[Receiver]:
    receiver = Receiver(list(answers))
    async with await asyncio.start_server(receiver.serve, _LOOPBACK, 0) as server:
        port = server.sockets[0].getsockname()[1]
        receiver.url = f"http://{_LOOPBACK}:{port}/hook"
        yield receiver


async def _request(reader: StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(first.split()[1], headers, body)


async def silence(reader: StreamReader, _writer: StreamWriter) -> None:
    """Says nothing until the other side is gone."""
    await reader.read()


async def endless(_reader: StreamReader, writer: StreamWriter) -> None:
    """200, and then zeros for as long as somebody listens."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"0" * 65536 + b"\r\n")
        await writer.drain()


async def endless_headers(_reader: StreamReader, writer: StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"x-more: and more\r\n")
        await writer.drain()
