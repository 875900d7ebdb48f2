"""Taking up the jobs that a restart cut off."""

import logging
from dataclasses import dataclass
from typing import Final

from application.errors import TranscriptionAbandonedError
from application.failures import failure_of
from application.ports.clock import Clock
from application.ports.job_engine import JobEngine
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.transcription_job import JobStatus, TranscriptionJob

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeJobs:
    """Queue again what was running when this process's predecessor was lost, and submit all that
    is queued; how many jobs there were. Each goes on after the stages whose results are kept.

    A job that has been tried often enough fails, so that it cannot end this process too.
    """

    unit_of_work: UnitOfWorkFactory
    jobs: JobEngine
    clock: Clock

    async def __call__(self) -> int:
        async with self.unit_of_work() as uow:
            for job in await uow.jobs.active():
                if job.status is JobStatus.RUNNING:
                    await self._decide(uow, job)
            queued = await uow.jobs.active()
            await uow.commit()
        for job in queued:
            await self.jobs.submit(job.id)
        return len(queued)

    async def _decide(self, uow: UnitOfWork, cut_off: TranscriptionJob) -> None:
        if cut_off.may_be_tried_again:
            await uow.jobs.save(cut_off.requeue())
            return
        error = TranscriptionAbandonedError(
            f"The server ended {cut_off.attempts} times while it worked on this recording."
        )
        _LOG.error("job %s failed: %s", cut_off.id, error)
        await uow.jobs.save(cut_off.fail(failure_of(error), now=self.clock.now()))
        await uow.stage_results.remove(cut_off.id)
