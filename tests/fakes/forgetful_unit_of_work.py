"""A database that is lost whenever something is to be kept."""

from types import TracebackType
from typing import Self, final

from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from application.errors import DatabaseUnavailableError
from application.ports.unit_of_work import UnitOfWork


@final
class ForgetfulUnitOfWork(UnitOfWork):
    def __init__(self, database: InMemoryDatabase) -> None:
        self._inner = InMemoryUnitOfWork(database)

    async def __aenter__(self) -> Self:
        await self._inner.__aenter__()
        self.clips = self._inner.clips
        self.jobs = self._inner.jobs
        self.history = self._inner.history
        self.transcripts = self._inner.transcripts
        self.stage_results = self._inner.stage_results
        self.heard = self._inner.heard
        self.idempotency = self._inner.idempotency
        self.webhooks = self._inner.webhooks
        self.deliveries = self._inner.deliveries
        self.speakers = self._inner.speakers
        self.keys = self._inner.keys
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._inner.__aexit__(exc_type, exc, traceback)

    async def commit(self) -> None:
        raise DatabaseUnavailableError("The database is gone.")
