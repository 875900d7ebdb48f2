"""Looking at jobs: how far they have come, and what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from application.ports.repositories import JobFilter, Page
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.use_cases.jobs.cancel_job import job_of
from domain.audio_clip import OwnerId
from domain.fair_order import WaitingJob, in_fair_order
from domain.job_history import Attempt, JobEvent, attempts_in, seconds_per_stage
from domain.time_left import Speed
from domain.transcription_job import JobId, JobStatus, Stage, TranscriptionJob

_RUNS: Final = 20
"""How many jobs of late are enough to know how fast this machine is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job as its owner sees it."""

    job: TranscriptionJob
    history: Sequence[JobEvent]
    place: int | None = None
    """How many are taken before it, while it waits; 0 for the next."""
    seconds_left: float | None = None
    """An estimate; None while there is nothing to make one from, and at the end."""

    @property
    def attempts(self) -> Sequence[Attempt]:
        return attempts_in(self.history)

    @property
    def seconds_per_stage(self) -> Mapping[Stage, float]:
        return seconds_per_stage(self.history)

    @property
    def version(self) -> int:
        """Grows whenever something happens to the job, other than that it comes on."""
        return self.history[-1].number if self.history else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GetJob:
    """Raises JobNotFoundError, also for another owner's job."""

    unit_of_work: UnitOfWorkFactory
    at_once: int
    """How many jobs one runner works on together; there is at least one runner."""

    async def __call__(self, owner: OwnerId, job_id: JobId) -> JobView:
        async with self.unit_of_work() as uow:
            job = await job_of(uow, owner, job_id)
            history = await uow.history.of(job_id)
            if job.status.is_final:
                return JobView(job=job, history=history)
            ahead = await self._ahead_of(uow, job)
            speed = Speed.of(await uow.jobs.recent_runs(job.options.model, limit=_RUNS))
            duration = 0.0 if job.clip_id is None else await uow.clips.duration_of(job.clip_id)
        before = sum(other.duration for other in ahead) / self.at_once
        left = before + duration * (1 - job.fraction_done)
        return JobView(
            job=job,
            history=history,
            place=len(ahead) if job.status is JobStatus.QUEUED else None,
            # Nobody knows how long a recording is that is still elsewhere.
            seconds_left=None if speed is None or job.source_url else speed.seconds_for(left),
        )

    async def _ahead_of(self, uow: UnitOfWork, job: TranscriptionJob) -> Sequence[WaitingJob]:
        if job.status is not JobStatus.QUEUED:
            return []
        order = in_fair_order(await uow.jobs.waiting(), await uow.jobs.running_per_owner())
        ids = [each.id for each in order]
        return order[: ids.index(job.id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListJobs:
    """An owner's jobs, newest first, a page at a time."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(
        self, owner: OwnerId, wanted: JobFilter, *, offset: int, limit: int
    ) -> Page[TranscriptionJob]:
        async with self.unit_of_work() as uow:
            return await uow.jobs.page(owner, wanted, offset=offset, limit=limit)
