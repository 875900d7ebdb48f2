"""One transaction and the repositories that take part in it."""

from abc import abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from application.ports.repositories import ClipRepository, JobRepository, TranscriptRepository
from application.ports.stage_results import StageResults


class UnitOfWork(Protocol):
    """`async with` it; nothing is kept unless `commit` was called before leaving.

    Units that write exclude each other, so what one has read stays true until it commits.
    """

    clips: ClipRepository
    jobs: JobRepository
    transcripts: TranscriptRepository
    stage_results: StageResults

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
