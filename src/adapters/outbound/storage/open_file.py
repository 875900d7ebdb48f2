"""Files that are opened and closed in threads, and closed whoever is cancelled meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from typing import Protocol, TypeVar


class Closable(Protocol):
    async def close(self) -> None: ...


F = TypeVar("F", bound=Closable)
T = TypeVar("T")


@asynccontextmanager
async def opened(opening: Awaitable[F]) -> AsyncIterator[F]:
    """The file, for as long as the context lasts."""
    running = asyncio.ensure_future(opening)
    try:
        yield await to_its_end(running)
    finally:
        if running.exception() is None:
            await to_its_end(running.result().close())


async def to_its_end(work: Awaitable[T]) -> T:
    """Await work that goes on in a thread, and if cancelled meanwhile, be cancelled only after
    it: a file that is opened late would otherwise outlive its removal."""
    running = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({running})
        raise
