"""Whether the service can take work now."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from application.errors import DatabaseUnavailableError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.transcription_job import JobId

_NOBODYS: Final = JobId(UUID(int=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    database_answers: bool
    gpu_concurrency: int
    """How many recordings use a GPU at a time, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReadiness:
    """Asks the database something, however little."""

    unit_of_work: UnitOfWorkFactory
    gpu_concurrency: int

    async def __call__(self) -> Readiness:
        try:
            async with self.unit_of_work() as uow:
                await uow.jobs.exists(_NOBODYS)
        except DatabaseUnavailableError:
            return Readiness(database_answers=False, gpu_concurrency=self.gpu_concurrency)
        return Readiness(database_answers=True, gpu_concurrency=self.gpu_concurrency)
