"""Submitting jobs that nobody may know of."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.ports.clock import Clock
from application.ports.job_engine import JobEngine
from application.ports.unit_of_work import UnitOfWorkFactory

_UNDER_WAY: Final = timedelta(seconds=5)
"""So long whoever asked for a job may still be submitting it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAgain:
    """Submit every job that has not ended; how many there were. The job engine is told by whoever
    asks for a job, but it may have been out of reach then, or have lost what it knew. To one that
    knows the job this is nothing new."""

    unit_of_work: UnitOfWorkFactory
    jobs: JobEngine
    clock: Clock

    async def __call__(self) -> int:
        before = self.clock.now() - _UNDER_WAY
        async with self.unit_of_work() as uow:
            waiting = await uow.jobs.waiting()
            running = await uow.jobs.running()
        known = [job.id for job in waiting if job.requested_at < before]
        known += [job.id for job in running if job.lease is None or job.lease.expires_at < before]
        for job_id in known:
            await self.jobs.submit(job_id)
        return len(known)
