"""Remembering in memory: for tests, demos and one-shot command lines."""

from types import TracebackType
from typing import Self, final

from adapters.outbound.memory.api_key_repository import InMemoryApiKeyRepository
from adapters.outbound.memory.clip_repository import InMemoryClipRepository
from adapters.outbound.memory.heard_segments import InMemoryHeardSegments
from adapters.outbound.memory.idempotency_records import InMemoryIdempotencyRecords
from adapters.outbound.memory.job_history import InMemoryJobHistory
from adapters.outbound.memory.job_repository import InMemoryJobRepository
from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.speaker_repository import InMemorySpeakerRepository
from adapters.outbound.memory.stage_results import InMemoryStageResults
from adapters.outbound.memory.transcript_repository import InMemoryTranscriptRepository
from adapters.outbound.memory.webhook_outbox import InMemoryWebhookOutbox
from adapters.outbound.memory.webhook_repository import InMemoryWebhookRepository
from application.ports.unit_of_work import UnitOfWork


@final
class InMemoryUnitOfWork(UnitOfWork):
    """Works on a copy and publishes it on commit, so an uncommitted change stays unseen."""

    def __init__(self, database: InMemoryDatabase) -> None:
        self._database = database

    async def __aenter__(self) -> Self:
        await self._database.lock.acquire()
        self._working = self._database.committed.copy()
        self.clips = InMemoryClipRepository(self._working)
        self.jobs = InMemoryJobRepository(self._working)
        self.history = InMemoryJobHistory(self._working)
        self.transcripts = InMemoryTranscriptRepository(self._working)
        self.stage_results = InMemoryStageResults(self._working)
        self.heard = InMemoryHeardSegments(self._working)
        self.idempotency = InMemoryIdempotencyRecords(self._working)
        self.webhooks = InMemoryWebhookRepository(self._working)
        self.deliveries = InMemoryWebhookOutbox(self._working)
        self.speakers = InMemorySpeakerRepository(self._working)
        self.keys = InMemoryApiKeyRepository(self._working)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._database.lock.release()

    async def commit(self) -> None:
        self._database.committed = self._working.copy()
