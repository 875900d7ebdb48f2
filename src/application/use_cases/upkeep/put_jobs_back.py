"""Putting the jobs back that a process leaves when it is told to end."""

from dataclasses import dataclass

from application.ports.unit_of_work import UnitOfWorkFactory
from domain.transcription_job import JobStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PutJobsBack:
    """Queue again what is still running, as if it had not been tried; how many jobs there were.

    What its successor finds running was therefore cut off by a crash.
    """

    unit_of_work: UnitOfWorkFactory

    async def __call__(self) -> int:
        async with self.unit_of_work() as uow:
            running = [job for job in await uow.jobs.active() if job.status is JobStatus.RUNNING]
            for job in running:
                await uow.jobs.save(job.put_back())
            await uow.commit()
        return len(running)
