"""Following a job until it has ended."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.ports.job_news import JobNews
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.look_at_jobs import GetJob, JobView
from domain.audio_clip import OwnerId
from domain.transcription_job import JobId, TranscriptionJob

_LOOK_EVERY: Final = timedelta(seconds=0.5)
"""For what other processes do to a job. What this one does is told at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchJob:
    """A job now, and again whenever something has changed, the last time when it has ended.

    Raises JobNotFoundError, also for another owner's job and for one that is deleted meanwhile,
    and ServiceStoppingError.
    """

    look: GetJob
    news: JobNews

    async def __call__(self, owner: OwnerId, job_id: JobId) -> AsyncIterator[JobView]:
        seen: JobView | None = None
        while True:
            view = await self.look(owner, job_id)
            if seen is None or _has_changed(seen, view):
                seen = view
                yield view
            if view.job.status.is_final:
                return
            await self.news.of(job_id, at_most=_LOOK_EVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitJob:
    """The job once it has ended. Raises JobNotFoundError, ServiceStoppingError."""

    unit_of_work: UnitOfWorkFactory
    news: JobNews

    async def __call__(self, job_id: JobId) -> TranscriptionJob:
        while True:
            async with self.unit_of_work() as uow:
                job = await uow.jobs.get(job_id)
            if job.status.is_final:
                return job
            await self.news.of(job_id, at_most=_LOOK_EVERY)


def _has_changed(seen: JobView, now: JobView) -> bool:
    return (seen.version, seen.place, seen.job.progress, seen.job.status) != (
        now.version,
        now.place,
        now.job.progress,
        now.job.status,
    )
