"""Following a job until it has ended."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.ports.job_news import JobNews
from application.ports.repositories import JobGlance
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.look_at_jobs import GetJob, JobView
from domain.audio_clip import OwnerId
from domain.transcription_job import JobId, JobStatus, TranscriptionJob

_LOOK_EVERY: Final = timedelta(seconds=0.5)
"""For what other processes do to a job. What this one does is told at once."""
_GLANCES: Final = 4
"""After so many a job that waits is looked at closely, for its place depends on others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchJob:
    """A job now, and again whenever something has changed, the last time when it has ended.

    Raises JobNotFoundError, also for another owner's job and for one that is deleted meanwhile,
    and ServiceStoppingError.
    """

    look: GetJob
    news: JobNews
    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, job_id: JobId) -> AsyncIterator[JobView]:
        seen: JobView | None = None
        while True:
            glance = await self._glance(job_id)
            view = await self.look(owner, job_id)
            if seen is None or _has_changed(seen, view):
                yield view
            if view.job.status.is_final:
                return
            seen = view
            await self._change_of(job_id, glance)

    async def _change_of(self, job_id: JobId, seen: JobGlance) -> None:
        """Returns when it is worth having a closer look, which costs a lot more."""
        glances = 0
        while glances < _GLANCES:
            await self.news.of(job_id, at_most=_LOOK_EVERY)
            now = await self._glance(job_id)
            if (now.version, now.status, now.progress) != (
                seen.version,
                seen.status,
                seen.progress,
            ):
                return
            glances += seen.status is JobStatus.QUEUED

    async def _glance(self, job_id: JobId) -> JobGlance:
        async with self.unit_of_work() as uow:
            return await uow.jobs.glance(job_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitJob:
    """The job once it has ended. Raises JobNotFoundError, ServiceStoppingError."""

    unit_of_work: UnitOfWorkFactory
    news: JobNews

    async def __call__(self, job_id: JobId) -> TranscriptionJob:
        while True:
            async with self.unit_of_work() as uow:
                if (await uow.jobs.glance(job_id)).status.is_final:
                    return await uow.jobs.get(job_id)
            await self.news.of(job_id, at_most=_LOOK_EVERY)


def _has_changed(seen: JobView, now: JobView) -> bool:
    return (seen.version, seen.place, seen.job.progress, seen.job.status) != (
        now.version,
        now.place,
        now.job.progress,
        now.job.status,
    )
