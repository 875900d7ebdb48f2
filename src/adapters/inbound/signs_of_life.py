"""Telling what comes when it comes, without silence for long."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TypeVar

T = TypeVar("T")


async def with_signs_of_life(items: AsyncIterator[T], silence: float) -> AsyncGenerator[T | None]:
    """None for each stretch of so many seconds in which nothing came.

    `items` is closed with it, and to its end, also where whoever closes is cancelled meanwhile.
    """
    asking = asyncio.ensure_future(anext(items))
    try:
        while True:
            done, _ = await asyncio.wait({asking}, timeout=silence)
            if not done:
                yield None
                continue
            try:
                item = asking.result()
            except StopAsyncIteration:
                return
            yield item
            asking = asyncio.ensure_future(anext(items))
    finally:
        await asyncio.shield(asyncio.ensure_future(_closed(items, asking)))


async def _closed(items: AsyncIterator[T], asking: asyncio.Future[T]) -> None:
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    if isinstance(items, AsyncGenerator):
        await items.aclose()
