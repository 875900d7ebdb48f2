"""Starting a job for whoever works on one of its stages, where the job engine itself knows who
that is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from application.ports.clock import Clock
from application.ports.progress import NoLongerWantedError
from application.ports.runners import RunnerRegister
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.job_history import ENDS_ATTEMPT, Happening, JobEvent
from domain.transcription_job import JobId, JobStatus, TranscriptionJob

Start: TypeAlias = Callable[[TranscriptionJob, datetime], TranscriptionJob]


def _first(job: TranscriptionJob, now: datetime) -> TranscriptionJob:
    return job.start(now=now)


def _after_failure(job: TranscriptionJob, now: datetime) -> TranscriptionJob:
    return job.try_again(not_before=now).start(now=now)


def _after_stop(job: TranscriptionJob, now: datetime) -> TranscriptionJob:
    return job.put_back().start(now=now)


def after_loss(job: TranscriptionJob, now: datetime) -> TranscriptionJob:
    """Once more, with the loss counted."""
    return job.requeue().start(now=now)


def _counted_already(job: TranscriptionJob, _now: datetime) -> TranscriptionJob:
    return job


_STARTS: Final[Mapping[Happening, Start]] = MappingProxyType(
    {
        Happening.ATTEMPT_FAILED: _after_failure,
        Happening.PUT_BACK: _after_stop,
        Happening.RUNNER_LOST: _counted_already,
    }
)
"""By what the last attempt of a running job has come to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginJob:
    """Start a job that waits, and one that is recorded as running after its last attempt is over;
    one that is under way stays as it is, since its stages may be worked on side by side.

    There is no lease: the job engine knows who works on what. Raises NoLongerWantedError for a job
    that has ended or is gone, and for one that a runner with a lease still works on.
    """

    unit_of_work: UnitOfWorkFactory
    runners: RunnerRegister
    clock: Clock

    async def __call__(self, job_id: JobId) -> TranscriptionJob:
        now = self.clock.now()
        async with self.unit_of_work() as uow:
            job = await wanted_job(uow, job_id)
            start = await self._start(uow, job, now)
            if start is None:
                return job
            started = start(job, now)
            await uow.jobs.save(started)
            await uow.history.add(self._event(started, now))
            await uow.commit()
        return started

    async def _start(self, uow: UnitOfWork, job: TranscriptionJob, now: datetime) -> Start | None:
        if job.status is JobStatus.QUEUED:
            return _first
        if job.lease is not None:
            # Of another job engine, which was replaced by this one.
            if not job.lease.has_expired(now=now):
                raise NoLongerWantedError
            return after_loss
        turn = last_turn(await uow.history.of(job.id))
        return None if turn is None else _STARTS.get(turn)

    def _event(self, job: TranscriptionJob, now: datetime) -> JobEvent:
        return JobEvent(
            job_id=job.id,
            at=now,
            what=Happening.STARTED,
            attempt=job.attempts,
            runner=self.runners.me,
        )


def last_turn(history: Sequence[JobEvent]) -> Happening | None:
    """STARTED where an attempt is under way, else how the last one ended."""
    turns = (e.what for e in history if e.what is Happening.STARTED or e.what in ENDS_ATTEMPT)
    return next(reversed(list(turns)), None)


async def wanted_job(uow: UnitOfWork, job_id: JobId) -> TranscriptionJob:
    """Raises NoLongerWantedError for one that has ended or is gone."""
    if not await uow.jobs.exists(job_id):
        raise NoLongerWantedError
    job = await uow.jobs.get(job_id)
    if job.status.is_final:
        raise NoLongerWantedError
    return job
