"""Taking up the jobs that a restart cut off."""

from dataclasses import dataclass

from application.ports.job_engine import JobEngine
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.transcription_job import JobStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeJobs:
    """Queue again what was running when this process's predecessor ended; how many jobs there
    were. Each goes on after the stages whose results are kept."""

    unit_of_work: UnitOfWorkFactory
    jobs: JobEngine

    async def __call__(self) -> int:
        async with self.unit_of_work() as uow:
            cut_off = await uow.jobs.active()
            for job in cut_off:
                if job.status is JobStatus.RUNNING:
                    await uow.jobs.save(job.requeue())
            await uow.commit()
        for job in cut_off:
            await self.jobs.submit(job.id)
        return len(cut_off)
