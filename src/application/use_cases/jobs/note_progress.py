"""Recording how far a stage has come, where no lease says who works on it."""

from dataclasses import dataclass

from application.ports.progress import NoLongerWantedError
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.begin_job import wanted_job
from domain.transcription_job import JobId, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteProgress:
    """Keep the fraction, 0..1, of a stage; False where the job has ended or is gone, and the work
    is no longer wanted. Stages that run side by side do not disturb each other."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, job_id: JobId, stage: Stage, fraction: float) -> bool:
        async with self.unit_of_work() as uow:
            try:
                job = await wanted_job(uow, job_id)
            except NoLongerWantedError:
                return False
            progress = job.progress.with_stage(stage, fraction)
            if progress != job.progress:
                await uow.jobs.save(job.reached(progress))
                await uow.commit()
        return True
