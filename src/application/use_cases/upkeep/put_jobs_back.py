"""Putting the jobs back that a process leaves when it is told to end."""

from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.runners import RunnerRegister
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.job_history import Happening, JobEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PutJobsBack:
    """Queue again what this process is still running, as if it had not been tried; how many jobs
    there were."""

    unit_of_work: UnitOfWorkFactory
    runners: RunnerRegister
    clock: Clock

    async def __call__(self) -> int:
        async with self.unit_of_work() as uow:
            mine = [
                job
                for job in await uow.jobs.running()
                if job.lease is not None and job.lease.runner == self.runners.me
            ]
            for job in mine:
                await uow.jobs.save(job.put_back())
                event = JobEvent(
                    job_id=job.id,
                    at=self.clock.now(),
                    what=Happening.PUT_BACK,
                    attempt=job.attempts,
                )
                await uow.history.add(event)
            await uow.commit()
        return len(mine)
