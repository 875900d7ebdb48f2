"""How long the other side may take."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import final


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """In seconds: `idle` until an answer begins and between its pieces, `overall` for all of it, so
    that whoever sends one byte at a time comes to an end as well."""

    idle: float
    overall: float

    def begin(self) -> "Deadline":
        return Deadline(self.idle, asyncio.get_running_loop().time() + self.overall)


@final
@dataclass(frozen=True, slots=True)
class Deadline:
    idle: float
    ends: float
    """On the clock of the event loop."""

    def step(self) -> asyncio.Timeout:
        """Raises TimeoutError in the block that it is for."""
        soon = asyncio.get_running_loop().time() + self.idle
        return asyncio.timeout_at(min(soon, self.ends))

    async def keep(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The same pieces. Raises TimeoutError; only waiting for the other side counts, and what is
        done with a piece is never cut short, unless time is over when the next is asked for."""
        while True:
            async with self.step():
                piece = await anext(pieces, None)
            if piece is None:
                return
            yield piece
