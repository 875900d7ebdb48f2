"""Keeping what a finished stage found."""

from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.meters import UNMETERED, JobMeter
from application.ports.stage_results import StageResult
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.job_history import Happening, JobEvent
from domain.transcription_job import Stage, TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepResult:
    """Keep the result of a stage, so that it need not be computed again, and note how long it
    took. Nothing is kept for a job that was deleted, or that another runner has taken over."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    meter: JobMeter = UNMETERED

    async def __call__(
        self, job: TranscriptionJob, stage: Stage, result: StageResult, *, seconds: float
    ) -> None:
        async with self.unit_of_work() as uow:
            if not await uow.jobs.exists(job.id):
                return
            current = await uow.jobs.get(job.id)
            if not current.is_still(job):
                return
            if stage not in await uow.stage_results.of(job.id):
                await uow.jobs.save(current.got_on())
            await uow.stage_results.put(job.id, stage, result)
            await uow.history.add(
                JobEvent(
                    job_id=job.id,
                    at=self.clock.now(),
                    what=Happening.STAGE_FINISHED,
                    attempt=job.attempts,
                    stage=stage,
                    seconds=seconds,
                )
            )
            await uow.commit()
        self.meter.stage_finished(stage, seconds)
