"""The keys as they were a moment ago, so that no request has to wait for the database."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, final

from application.errors import DatabaseUnavailableError
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.api_key import ApiKey, key_with

READ_EVERY: Final = timedelta(seconds=5)
"""How long a key that was revoked may open the service still: a chore of the server reads them."""
FRESH: Final = timedelta(seconds=1)
"""Strangers cannot have the keys read more often than this."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """To read the keys."""

    at: datetime
    failure: DatabaseUnavailableError | None = None

    def is_since(self, time: datetime | None) -> bool:
        return time is not None and self.at >= time


@final
class KnownKeys:
    """Those of the settings, and those of the database as they were read last.

    Everything in it raises DatabaseUnavailableError where the answer is only in the database, and
    that is gone.
    """

    def __init__(
        self, configured: Sequence[ApiKey], unit_of_work: UnitOfWorkFactory, clock: Clock
    ) -> None:
        self._configured = tuple(configured)
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._read: tuple[ApiKey, ...] | None = None
        self._last: _Attempt | None = None
        self._turn = asyncio.Lock()

    async def all(self) -> Sequence[ApiKey]:
        if self._read is None:
            await self.read()
        return self._as_read()

    async def with_secret(self, secret: str) -> ApiKey | None:
        """One that was made a moment ago is found, too."""
        known = key_with(await self.all(), secret)
        if known is not None:
            return known
        await self.read(unless_since=self._clock.now() - FRESH)
        return key_with(self._as_read(), secret)

    async def read(self, *, unless_since: datetime | None = None) -> None:
        """From the database. Those who ask while it is being read share what comes of it."""
        before = self._last
        async with self._turn:
            last = self._last
            if last is None or (last is before and not last.is_since(unless_since)):
                self._last = last = await self._attempt()
        if last.failure is not None:
            raise last.failure

    async def _attempt(self) -> _Attempt:
        try:
            async with self._unit_of_work() as uow:
                self._read = tuple(await uow.keys.all())
        except DatabaseUnavailableError as error:
            return _Attempt(self._clock.now(), error)
        return _Attempt(self._clock.now())

    def _as_read(self) -> Sequence[ApiKey]:
        return (*self._configured, *(self._read or ()))
