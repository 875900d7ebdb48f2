"""Whether the service can take work now."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from application.errors import DatabaseUnavailableError
from application.impatience import PATIENCE, within
from application.ports.engines.description import Engine, EngineDescription
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.service.report_health import NEEDED, described
from domain.transcription_job import JobId, Stage

_NOBODYS: Final = JobId(UUID(int=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    database_answers: bool
    gpu_concurrency: int
    """How many recordings use a GPU at a time, where there is one."""
    engines: Mapping[Stage, EngineDescription]
    """Those of this process; none where it leaves all jobs to others."""

    @property
    def missing(self) -> Mapping[Stage, EngineDescription]:
        """What there is no transcript without, and cannot run."""
        return {
            stage: engine
            for stage, engine in self.engines.items()
            if stage in NEEDED and not engine.can_run
        }

    @property
    def is_ready(self) -> bool:
        return self.database_answers and not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReadiness:
    """Asks the database something, however little, and the engines to describe themselves, which
    loads nothing and waits for none of them."""

    unit_of_work: UnitOfWorkFactory
    gpu_concurrency: int
    engines: Mapping[Stage, Engine]
    patience: float = PATIENCE
    """Seconds that the database has."""

    async def __call__(self) -> Readiness:
        return Readiness(
            database_answers=await self._database_answers(),
            gpu_concurrency=self.gpu_concurrency,
            engines=await asyncio.to_thread(described, self.engines),
        )

    async def _database_answers(self) -> bool:
        try:
            await within(self.patience, self._ask())
        except DatabaseUnavailableError:
            return False
        return True

    async def _ask(self) -> None:
        async with self.unit_of_work() as uow:
            await uow.jobs.exists(_NOBODYS)
