"""Taking jobs from runners that are gone."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from application.failures import abandoned, failure_of
from application.ports.clock import Clock
from application.ports.job_news import JobNews
from application.ports.meters import UNMETERED, JobMeter
from application.ports.runners import RunnerRegister
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.use_cases.jobs.end_job import AnnounceEnd, record_end
from domain.job_history import Happening, JobEvent
from domain.transcription_job import TranscriptionJob

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAbandonedJobs:
    """Queue again what was running when its runner was lost; how many jobs there were. Each goes
    on after the stages whose results are kept.

    A job that was lost often enough is set aside: it fails, so that it cannot end another runner.
    """

    unit_of_work: UnitOfWorkFactory
    runners: RunnerRegister
    clock: Clock
    news: JobNews
    announce: AnnounceEnd
    meter: JobMeter = UNMETERED

    async def __call__(self) -> int:
        async with self.unit_of_work() as uow:
            running = await uow.jobs.running()
            abandoned = [job for job in running if await self._is_abandoned(job)]
            released = [await self._release(uow, job) for job in abandoned]
            await uow.commit()
        for job in released:
            if job.status.is_final:
                self.meter.job_ended(job)
            self.news.tell(job.id)
        return len(abandoned)

    async def _is_abandoned(self, job: TranscriptionJob) -> bool:
        if job.lease is None or job.lease.has_expired(now=self.clock.now()):
            return True
        return await asyncio.to_thread(self.runners.is_gone, job.lease.runner)

    async def _release(self, uow: UnitOfWork, job: TranscriptionJob) -> TranscriptionJob:
        if job.survives_another_loss:
            _LOG.warning("job %s was lost with its runner and is queued again", job.id)
            queued = job.requeue()
            await uow.jobs.save(queued)
            await uow.history.add(
                JobEvent(
                    job_id=job.id,
                    at=self.clock.now(),
                    what=Happening.RUNNER_LOST,
                    attempt=job.attempts,
                )
            )
            return queued
        error = abandoned(job)
        _LOG.error("job %s failed: %s", job.id, error)
        now = self.clock.now()
        failed = job.fail(failure_of(error), now=now)
        await record_end(uow, failed, now, self.announce)
        return failed
