"""Taking the job whose turn it is."""

from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.runners import RunnerRegister
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.fair_order import in_fair_order
from domain.job_history import Happening, JobEvent
from domain.job_lease import LEASE_LASTS, Lease, LeaseId
from domain.transcription_job import JobId, TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeJob:
    """Lease the queued job whose turn it is to this process, and start it; None where nothing
    waits that may be started now.

    A job that may have ended a runner is taken only by one that runs nothing else.
    """

    unit_of_work: UnitOfWorkFactory
    runners: RunnerRegister
    clock: Clock
    new_id: NewId

    async def __call__(self, *, beside: int) -> TranscriptionJob | None:
        """`beside` is the number of jobs that this process runs already."""
        async with self.unit_of_work() as uow:
            now = self.clock.now()
            ready = await uow.jobs.first_in_line(now=now)
            if not ready:
                return None
            first = in_fair_order(ready, await uow.jobs.running_per_owner())[0]
            if first.is_suspect and beside:
                return None
            started = await self._started(uow, first.id)
            await uow.commit()
        return started

    async def _started(self, uow: UnitOfWork, job_id: JobId) -> TranscriptionJob:
        now = self.clock.now()
        lease = Lease(
            id=LeaseId(self.new_id()), runner=self.runners.me, expires_at=now + LEASE_LASTS
        )
        job = (await uow.jobs.get(job_id)).start(now=now, lease=lease)
        await uow.jobs.save(job)
        await uow.history.add(
            JobEvent(
                job_id=job.id,
                at=now,
                what=Happening.STARTED,
                attempt=job.attempts,
                runner=lease.runner,
            )
        )
        return job
