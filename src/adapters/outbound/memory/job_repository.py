"""Jobs in a dictionary."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import final

from adapters.outbound.memory.records import Records
from application.ports.repositories import (
    JobFilter,
    JobGlance,
    JobRepository,
    Page,
    QueueTally,
)
from domain.audio_clip import ClipId, OwnerId
from domain.fair_order import WaitingJob, first_in_line
from domain.job_lease import Lease
from domain.past_run import PastRun
from domain.transcription_job import (
    JobId,
    JobKind,
    JobStatus,
    Progress,
    TranscriptionJob,
)
from domain.transcription_options import TranscriptionOptions


@final
class InMemoryJobRepository(JobRepository):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def add(self, job: TranscriptionJob) -> None:
        self._put(job)

    async def get(self, job_id: JobId) -> TranscriptionJob:
        return self._records.job(job_id)

    async def glance(self, job_id: JobId) -> JobGlance:
        job = self._records.job(job_id)
        return JobGlance(
            owner=job.owner,
            status=job.status,
            progress=job.progress,
            version=len(self._records.history.get(job_id, ())),
            heard=len(self._records.heard.get(job_id, ())),
        )

    async def exists(self, job_id: JobId) -> bool:
        return job_id in self._records.jobs

    async def save(self, job: TranscriptionJob) -> None:
        self._records.job(job.id)
        self._put(job)

    async def remove(self, job_id: JobId) -> None:
        self._records.remove_job(job_id)

    async def page(
        self, owner: OwnerId, wanted: JobFilter, *, offset: int, limit: int
    ) -> Page[TranscriptionJob]:
        theirs = [job for job in self._oldest_first() if job.owner == owner and _is(job, wanted)]
        theirs.sort(key=lambda job: job.requested_at, reverse=True)
        return Page(theirs[offset : offset + limit], len(theirs))

    async def find_active(
        self, clip_id: ClipId, options: TranscriptionOptions
    ) -> TranscriptionJob | None:
        same = (
            job
            for job in self._oldest_first()
            if not job.status.is_final
            and job.kind is JobKind.FULL
            and (job.clip_id, job.options) == (clip_id, options)
        )
        return next(same, None)

    async def active_of(self, clip_id: ClipId) -> Sequence[TranscriptionJob]:
        theirs = [job for job in self._oldest_first() if job.clip_id == clip_id]
        return [job for job in theirs if not job.status.is_final]

    async def running(self) -> Sequence[TranscriptionJob]:
        return self._with(JobStatus.RUNNING)

    async def running_per_owner(self) -> Mapping[OwnerId, int]:
        return Counter(job.owner for job in self._with(JobStatus.RUNNING))

    async def waiting(self) -> Sequence[WaitingJob]:
        return [
            WaitingJob(
                id=job.id,
                owner=job.owner,
                priority=job.priority,
                requested_at=job.requested_at,
                not_before=job.not_before,
                is_suspect=job.is_suspect,
                duration=self._duration(job),
            )
            for job in self._with(JobStatus.QUEUED)
        ]

    async def first_in_line(self, *, now: datetime) -> Sequence[WaitingJob]:
        return first_in_line([job for job in await self.waiting() if job.is_ready(now=now)])

    async def tally(self) -> QueueTally:
        waiting = self._with(JobStatus.QUEUED)
        return QueueTally(
            waiting=len(waiting),
            running=len(self._with(JobStatus.RUNNING)),
            oldest_waiting=waiting[0].requested_at if waiting else None,
        )

    async def extend(self, job_id: JobId, lease: Lease, progress: Progress) -> bool:
        job = self._records.jobs.get(job_id)
        if job is None or (job.status, job.lease_id) != (JobStatus.RUNNING, lease.id):
            return False
        self._records.jobs[job_id] = replace(job, lease=lease, progress=progress)
        return True

    async def recent_runs(self, model: str, *, limit: int) -> Sequence[PastRun]:
        makers = {stored.job_id for stored in self._records.transcripts.values()}
        past = [
            (job.finished_at, PastRun((job.finished_at - job.started_at).total_seconds(), length))
            for job in self._with(JobStatus.SUCCEEDED)
            if job.id in makers and job.kind is JobKind.FULL and job.options.model == model
            if job.started_at and job.finished_at and (length := self._duration(job))
        ]
        past.sort(key=lambda each: each[0], reverse=True)
        return [run for _, run in past[:limit]]

    async def ended_before(
        self, time: datetime, *, kind: JobKind | None = None, limit: int | None = None
    ) -> Sequence[JobId]:
        ended = [
            (job.finished_at, job.id)
            for job in self._records.jobs.values()
            if job.status.is_final and job.finished_at is not None and job.finished_at < time
            if kind in {None, job.kind}
        ]
        return [job_id for _, job_id in sorted(ended)[:limit]]

    def _put(self, job: TranscriptionJob) -> None:
        if job.clip_id is not None:
            self._records.clip(job.clip_id)
        self._records.jobs[job.id] = job

    def _duration(self, job: TranscriptionJob) -> float:
        return 0.0 if job.clip_id is None else self._records.clip(job.clip_id).format.duration

    def _with(self, status: JobStatus) -> list[TranscriptionJob]:
        return [job for job in self._oldest_first() if job.status is status]

    def _oldest_first(self) -> list[TranscriptionJob]:
        return sorted(self._records.jobs.values(), key=lambda job: (job.requested_at, job.id))


def _is(job: TranscriptionJob, wanted: JobFilter) -> bool:
    asked = (
        (job.status, wanted.status),
        (job.clip_id, wanted.clip_id),
        (job.kind, wanted.kind),
    )
    return all(value == wished for value, wished in asked if wished is not None)
