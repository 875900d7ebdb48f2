"""A web server on this machine that says what a test has written down, to the byte."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Page: TypeAlias = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]

_LOOPBACK: Final = "127.0.0.1"


@dataclass
class FakeSite:
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """The head of each request."""
    address: str = ""
    """The host and the port."""


def page(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """With underscores for hyphens in names, and a Content-Length of `None` for none."""
    fields = {"Content-Length": str(len(body)), **_with_hyphens(headers)}
    lines = [f"{name}: {value}" for name, value in fields.items() if value != "None"]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def redirect(url: str, status: str = "302 Found") -> bytes:
    return page(status=status, Location=url)


@asynccontextmanager
async def serving(
    site: FakeSite, *, host: str = _LOOPBACK, tls: ssl.SSLContext | None = None
) -> AsyncIterator[FakeSite]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            site.asked.append(head)
            await _send(site.pages.get(head.split()[1].partition("?")[0]), writer)
        except (OSError, asyncio.IncompleteReadError):
            """The other side has heard enough."""
        finally:
            writer.close()

    async with await asyncio.start_server(answer, host, 0, ssl=tls) as server:
        name, port, *_ = server.sockets[0].getsockname()
        site.address = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
        yield site


async def _send(content: Page | None, writer: asyncio.StreamWriter) -> None:
    if callable(content):
        await content(writer)
    else:
        writer.write(page(status="404 Not Found") if content is None else content)
        await writer.drain()


def _with_hyphens(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
