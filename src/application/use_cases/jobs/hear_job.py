"""Reading along with a job until it has ended."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.ports.job_news import JobNews
from application.ports.repositories import JobGlance
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.transcript import Segment
from domain.transcription_job import JobId, TranscriptionJob

_LOOK_EVERY: Final = timedelta(seconds=0.5)
"""For what is heard in other processes. What is heard in this one is told at once."""


@dataclass(frozen=True, slots=True)
class JobHeard:
    job: TranscriptionJob
    """As it is now, as far as its state and its progress go."""
    heard: Sequence[Segment]
    """What was not told before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearJob:
    """A job now with what was heard so far, and again whenever there is more or it has come on, the
    last time when it has ended. What was heard just before the end may be missing: it is in what
    the job has made.

    Raises JobNotFoundError, also for one that is deleted meanwhile, and ServiceStoppingError.
    """

    unit_of_work: UnitOfWorkFactory
    news: JobNews

    async def __call__(self, job_id: JobId) -> AsyncGenerator[JobHeard]:
        seen: _Seen | None = None
        told = 0
        while seen is None or not seen.job.status.is_final:
            async with self.unit_of_work() as uow:
                now = await _looked_at(uow, job_id, seen)
                heard = await uow.heard.of(job_id, start=told) if now.glance.heard > told else ()
            if seen is None or now.glance != seen.glance:
                told += len(heard)
                yield JobHeard(now.job, heard)
            seen = now
            if not seen.job.status.is_final:
                await self.news.of(job_id, at_most=_LOOK_EVERY)


@dataclass(frozen=True, slots=True)
class _Seen:
    glance: JobGlance
    job: TranscriptionJob


async def _looked_at(uow: UnitOfWork, job_id: JobId, seen: _Seen | None) -> _Seen:
    """Read as a whole only where something has happened to it: its progress is in the glance."""
    now = await uow.jobs.glance(job_id)
    if seen is None or (now.version, now.status) != (seen.glance.version, seen.glance.status):
        return _Seen(now, await uow.jobs.get(job_id))
    return _Seen(now, seen.job.reached(now.progress))
