"""One transaction and the repositories that take part in it."""

from abc import abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from application.ports.api_keys import ApiKeyRepository
from application.ports.heard_segments import HeardSegments
from application.ports.idempotency import IdempotencyRecords
from application.ports.job_history import JobHistory
from application.ports.repositories import ClipRepository, JobRepository, TranscriptRepository
from application.ports.speakers import SpeakerRepository
from application.ports.stage_results import StageResults
from application.ports.webhooks import WebhookOutbox, WebhookRepository


class UnitOfWork(Protocol):
    """`async with` it; nothing is kept unless `commit` was called before leaving.

    Units that write exclude each other, so what one has read stays true until it commits.
    Everything in it may raise DatabaseUnavailableError; where `commit` does, it may have been kept.
    """

    clips: ClipRepository
    jobs: JobRepository
    history: JobHistory
    transcripts: TranscriptRepository
    stage_results: StageResults
    heard: HeardSegments
    webhooks: WebhookRepository
    deliveries: WebhookOutbox
    idempotency: IdempotencyRecords
    speakers: SpeakerRepository
    keys: ApiKeyRepository

    @abstractmethod
    async def __aenter__(self) -> Self: ...

    @abstractmethod
    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    @abstractmethod
    async def commit(self) -> None: ...


UnitOfWorkFactory: TypeAlias = Callable[[], UnitOfWork]
