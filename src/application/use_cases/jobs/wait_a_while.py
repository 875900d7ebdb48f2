"""Waiting for a job, but not for ever."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from application.errors import ServiceStoppingError
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.watch_job import AwaitJob
from domain.transcription_job import JobId, TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitAWhile:
    """The job once it has ended, or as it is after that time, or when the service stops: whoever
    has waited so long can come back for it. Raises JobNotFoundError."""

    wait: AwaitJob
    unit_of_work: UnitOfWorkFactory

    async def __call__(self, job_id: JobId, *, at_most: timedelta) -> TranscriptionJob:
        with suppress(TimeoutError, ServiceStoppingError):
            async with asyncio.timeout(at_most.total_seconds()):
                return await self.wait(job_id)
        async with self.unit_of_work() as uow:
            return await uow.jobs.get(job_id)
