"""A SQLAlchemy session as a unit of work."""

import asyncio
from types import TracebackType
from typing import Self, final

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from adapters.outbound.persistence.api_key_repository import SqlApiKeyRepository
from adapters.outbound.persistence.clip_repository import SqlClipRepository
from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.heard_segments import SqlHeardSegments
from adapters.outbound.persistence.idempotency_records import SqlIdempotencyRecords
from adapters.outbound.persistence.job_history import SqlJobHistory
from adapters.outbound.persistence.job_repository import SqlJobRepository
from adapters.outbound.persistence.speaker_repository import SqlSpeakerRepository
from adapters.outbound.persistence.stage_results import SqlStageResults
from adapters.outbound.persistence.transcript_repository import SqlTranscriptRepository
from adapters.outbound.persistence.webhook_outbox import SqlWebhookOutbox
from adapters.outbound.persistence.webhook_repository import SqlWebhookRepository
from application.errors import DatabaseUnavailableError
from application.ports.unit_of_work import UnitOfWork


@final
class SqlUnitOfWork(UnitOfWork):
    def __init__(self, new_session: async_sessionmaker[AsyncSession]) -> None:
        self._new_session = new_session

    async def __aenter__(self) -> Self:
        self._session = self._new_session()
        self.clips = SqlClipRepository(self._session)
        self.jobs = SqlJobRepository(self._session)
        self.history = SqlJobHistory(self._session)
        self.transcripts = SqlTranscriptRepository(self._session)
        self.stage_results = SqlStageResults(self._session)
        self.heard = SqlHeardSegments(self._session)
        self.idempotency = SqlIdempotencyRecords(self._session)
        self.webhooks = SqlWebhookRepository(self._session)
        self.deliveries = SqlWebhookOutbox(self._session)
        self.speakers = SqlSpeakerRepository(self._session)
        self.keys = SqlApiKeyRepository(self._session)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # Closing rolls back what was not committed. It goes on to its end even when the task is
        # cancelled once more, or else every other unit would wait for this one's lock.
        await asyncio.shield(asyncio.ensure_future(self._close()))

    async def commit(self) -> None:
        with translating_errors():
            await self._session.commit()

    async def _close(self) -> None:
        try:
            await self._session.close()
        except DatabaseUnavailableError:
            # The connection was lost, and with it all that was not committed, as it should be.
            # What is left of it must not stay lent, or the pool would have one less for ever.
            await self._session.invalidate()
