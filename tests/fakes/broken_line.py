"""A line to a server that breaks or stands still on the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit


class Line:
    """What goes to the server on all connections, counted."""

    def __init__(self, server: str, *, breaks_after: int | None) -> None:
        self._server = urlsplit(server)
        self._breaks_after = breaks_after
        self._carried = 0
        self._ends: list[asyncio.StreamWriter] = []
        self._stops_after: int | None = None
        self._stopped = asyncio.Event()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.is_broken = False
        self.url = ""

    def break_now(self, *, for_good: bool = True) -> None:
        self.is_broken = for_good
        for end in self._ends:
            end.transport.abort()

    async def stands_still(self, *, after: int) -> None:
        """Returns once so many bytes have come; they and all that follow wait for `go_on`."""
        self._stops_after = after
        async with asyncio.timeout(60):
            await self._stopped.wait()

    def go_on(self) -> None:
        self._stops_after = None
        self._flowing.set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, there = await asyncio.open_connection(self._server.hostname, self._server.port)
        self._ends += writer, there
        if self.is_broken:
            self.break_now()
        answering = asyncio.create_task(_carry(back, writer))
        try:
            while data := await _some_of(reader):
                self._count(len(data))
                await self._flowing.wait()
                there.write(data)
                await there.drain()
        except ConnectionError:
            pass
        finally:
            there.close()
            await answering

    def _count(self, size: int) -> None:
        self._carried += size
        if self._stops_after is not None and self._carried > self._stops_after:
            self._flowing.clear()
            self._stopped.set()
        if self._breaks_after is not None and self._carried > self._breaks_after:
            self.break_now()


@asynccontextmanager
async def line_to(server: str, *, breaks_after: int | None = None) -> AsyncIterator[Line]:
    line = Line(server, breaks_after=breaks_after)
    listening = await asyncio.start_server(line.connected, "127.0.0.1", 0)
    async with listening:
        line.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        yield line
        line.break_now()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await _some_of(reader):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def _some_of(reader: asyncio.StreamReader) -> bytes:
    return await reader.read(1 << 16)
