"""Stopping a job, and forgetting one."""

from collections.abc import Callable
from dataclasses import dataclass

from application.errors import JobNotFoundError
from application.ports.clock import Clock
from application.ports.job_engine import JobEngine
from application.ports.job_news import JobNews
from application.ports.meters import UNMETERED, JobMeter
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.use_cases.jobs.end_job import AnnounceEnd, record_end
from domain.audio_clip import OwnerId
from domain.transcription_job import JobId, JobStatus, TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelJob:
    """Have a job end now, whether it waits or runs; one that is cancelled already stays so.

    Raises JobNotFoundError, also for another owner's job, and IllegalTransitionError for one that
    has ended otherwise.
    """

    unit_of_work: UnitOfWorkFactory
    jobs: JobEngine
    clock: Clock
    news: JobNews
    announce: AnnounceEnd
    meter: JobMeter = UNMETERED

    async def __call__(
        self,
        owner: OwnerId,
        job_id: JobId,
        *,
        unless: Callable[[TranscriptionJob], bool] = lambda _job: False,
    ) -> TranscriptionJob:
        """`unless` is asked while nobody else can change the job, or come to share it."""
        async with self.unit_of_work() as uow:
            job = await job_of(uow, owner, job_id)
            if job.status is JobStatus.CANCELLED or unless(job):
                return job
            now = self.clock.now()
            cancelled = job.cancel(now=now)
            await record_end(uow, cancelled, now, self.announce)
            await uow.commit()
        self.meter.job_ended(cancelled)
        self.news.tell(job_id)
        await self.jobs.cancel(job_id)
        return cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteJob:
    """Forget a job with its history; one that has not ended is cancelled first, so that whoever
    waits to be told of its end is told. Its transcript stays with the clip.

    Raises JobNotFoundError, also for another owner's job.
    """

    unit_of_work: UnitOfWorkFactory
    cancel: CancelJob
    news: JobNews

    async def __call__(self, owner: OwnerId, job_id: JobId) -> None:
        await self.cancel(owner, job_id, unless=has_ended)
        async with self.unit_of_work() as uow:
            job = await job_of(uow, owner, job_id)
            if job.clip_id is not None:  # which was in use until now
                await uow.clips.note_use(job.clip_id, job.requested_at)
            await uow.jobs.remove(job_id)
            await uow.commit()
        self.news.tell(job_id)


def has_ended(job: TranscriptionJob) -> bool:
    return job.status.is_final


async def job_of(uow: UnitOfWork, owner: OwnerId, job_id: JobId) -> TranscriptionJob:
    """Raises JobNotFoundError, also for a job of another owner."""
    job = await uow.jobs.get(job_id)
    if job.owner != owner:
        raise JobNotFoundError(f"There is no job {job_id}.")
    return job
