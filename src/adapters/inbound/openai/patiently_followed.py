"""Reading what comes when it comes, without silence for long."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Generic, TypeVar, final

T = TypeVar("T")


@final
class PatientlyFollowed(Generic[T]):
    """An iterator that may be asked again when it has nothing to tell yet."""

    def __init__(self, items: AsyncIterator[T], silence: float) -> None:
        self._items = items
        self._silence = silence
        self._next: asyncio.Future[T] | None = None

    async def next(self) -> T | None:
        """None after a stretch of silence, in seconds; ask again. Raises what the iterator
        raises."""
        if self._next is None:
            self._next = asyncio.ensure_future(anext(self._items))
        done, _ = await asyncio.wait({self._next}, timeout=self._silence)
        if not done:
            return None
        heard, self._next = self._next, None
        return heard.result()

    async def close(self) -> None:
        """Goes on to its end also where whoever closes is cancelled."""
        closing = asyncio.ensure_future(self._close())
        await asyncio.shield(closing)

    async def _close(self) -> None:
        if self._next is not None:
            self._next.cancel()
            await asyncio.gather(self._next, return_exceptions=True)
        if isinstance(self._items, AsyncGenerator):
            await self._items.aclose()
