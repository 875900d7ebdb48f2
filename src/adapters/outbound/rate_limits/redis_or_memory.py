"""Counting in Redis, and in memory for as long as Redis is gone."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias, final

from adapters.outbound.rate_limits.moving_windows import StoreGoneError
from application.ports.clock import Clock
from application.ports.rate_limiter import RateLimiter
from domain.quota import Quota, Verdict

_LOG: Final = logging.getLogger(__name__)
_AWAY_FOR: Final = timedelta(seconds=10)
"""Until it is asked again: else every request would wait for one that does not answer."""
_WARN_EVERY: Final = timedelta(minutes=1)

_Count: TypeAlias = Callable[[RateLimiter], Awaitable[Verdict]]


@final
class RedisOrMemory(RateLimiter):
    """While Redis is gone, each server counts by itself what comes to it: limits still hold, and
    are as many times as generous as there are servers."""

    def __init__(self, shared: RateLimiter, own: RateLimiter, clock: Clock) -> None:
        self._shared = shared
        self._own = own
        self._clock = clock
        self._ask_again_at: datetime | None = None
        self._warn_again_at: datetime | None = None

    async def take(self, caller: str, quotas: Sequence[Quota]) -> Verdict:
        return await self._counted(lambda limiter: limiter.take(caller, quotas))

    async def look(self, caller: str, quotas: Sequence[Quota]) -> Verdict:
        return await self._counted(lambda limiter: limiter.look(caller, quotas))

    async def close(self) -> None:
        await self._shared.close()
        await self._own.close()

    async def _counted(self, count: _Count) -> Verdict:
        now = self._clock.now()
        if self._ask_again_at is None or now >= self._ask_again_at:
            try:
                verdict = await count(self._shared)
            except StoreGoneError as error:
                self._ask_again_at = now + _AWAY_FOR
                self._warn(now, error)
            else:
                self._welcome_back()
                return verdict
        return await count(self._own)

    def _welcome_back(self) -> None:
        if self._ask_again_at is not None:
            self._ask_again_at = None
            _LOG.info("the Redis of RATE_LIMIT_STORAGE answers again; requests are counted there")

    def _warn(self, now: datetime, error: StoreGoneError) -> None:
        """Without the address, which may hold a password."""
        if self._warn_again_at is None or now >= self._warn_again_at:
            self._warn_again_at = now + _WARN_EVERY
            _LOG.warning(
                "the Redis of RATE_LIMIT_STORAGE does not answer (%s); requests are counted in "
                "this process until it does",
                error,
            )
