"""Quotas over moving windows, counted by the library `limits`.

It was chosen because it counts exactly (no burst at the turn of a minute), in memory and in Redis
by one script each, and brings no web framework along; slowapi and fastapi-limiter decorate
endpoints, and ours are to be limited before any of them is reached.
"""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final, final

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError

from application.ports.rate_limiter import RateLimiter
from domain.quota import Allowance, Quota, Verdict

_PATIENCE: Final = 1.0
"""Seconds for an answer of Redis, which every request waits for; it takes a millisecond or so."""


class StoreGoneError(Exception):
    """What counts is out of reach. It stays in this package."""


@final
class MovingWindows(RateLimiter):
    """Raises StoreGoneError, which RedisOrMemory deals with."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._windows = MovingWindowRateLimiter(storage)

    async def take(self, caller: str, quotas: Sequence[Quota]) -> Verdict:
        async with _translated():
            is_allowed = await self._have_room(caller, quotas) and await self._hit(caller, quotas)
            return Verdict(is_allowed, await self._allowances(caller, quotas))

    async def look(self, caller: str, quotas: Sequence[Quota]) -> Verdict:
        async with _translated():
            allowances = await self._allowances(caller, quotas)
        return Verdict(all(each.remaining > 0 for each in allowances), allowances)

    async def close(self) -> None:
        bridge = getattr(self._storage, "bridge", None)
        if isinstance(bridge, RedispyBridge):
            # The library's own Protocol of a client leaves its end out.
            await bridge.get_connection().aclose()  # type: ignore[attr-defined]

    async def _have_room(self, caller: str, quotas: Sequence[Quota]) -> bool:
        """Asked of all before any is used: what is refused counts nowhere."""
        return all([await self._windows.test(_item(quota), caller) for quota in quotas])

    async def _hit(self, caller: str, quotas: Sequence[Quota]) -> bool:
        """Fails where others have come in between. The shortest stretch first, since that is the
        least that such a request can use up."""
        for quota in sorted(quotas, key=lambda each: each.seconds):
            if not await self._windows.hit(_item(quota), caller):
                return False
        return True

    async def _allowances(self, caller: str, quotas: Sequence[Quota]) -> tuple[Allowance, ...]:
        return tuple([await self._allowance(caller, quota) for quota in quotas])

    async def _allowance(self, caller: str, quota: Quota) -> Allowance:
        stats = await self._windows.get_window_stats(_item(quota), caller)
        # The clock that the library reads, too.
        renewed_in = min(max(0.0, stats.reset_time - time.time()), float(quota.seconds))
        return Allowance(quota, max(0, stats.remaining), renewed_in)


def in_memory() -> MovingWindows:
    return MovingWindows(MemoryStorage())


def in_redis(url: str) -> MovingWindows:
    """Connects when it is first used."""
    storage = RedisStorage(
        f"async+{url}",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="hexavox",
        socket_timeout=_PATIENCE,
        socket_connect_timeout=_PATIENCE,
    )
    return MovingWindows(storage)


def _item(quota: Quota) -> RateLimitItem:
    return RateLimitItemPerSecond(quota.amount, quota.seconds, namespace="requests")


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except StorageError as error:
        # Without its words, which may have the address in them, and that a password.
        raise StoreGoneError(type(error.storage_error).__name__) from None
