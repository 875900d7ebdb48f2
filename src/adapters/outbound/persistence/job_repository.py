"""Jobs as rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, final

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.codecs.options import options_key
from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.mapping import (
    job_from_row,
    job_to_row,
    progress_from_json,
    progress_to_json,
)
from adapters.outbound.persistence.tables import (
    ClipRow,
    HeardSegmentRow,
    JobEventRow,
    JobRow,
    TranscriptRow,
)
from application.errors import ClipNotFoundError, JobNotFoundError
from application.ports.repositories import (
    JobFilter,
    JobGlance,
    JobRepository,
    Page,
    QueueTally,
)
from domain.audio_clip import ClipId, OwnerId
from domain.fair_order import WaitingJob
from domain.job_lease import Lease
from domain.past_run import PastRun
from domain.transcription_job import (
    JobId,
    JobKind,
    JobStatus,
    Priority,
    Progress,
    TranscriptionJob,
)
from domain.transcription_options import TranscriptionOptions

_ACTIVE: Final = tuple(status.value for status in JobStatus if not status.is_final)
_ENDED: Final = tuple(status.value for status in JobStatus if status.is_final)


@final
class SqlJobRepository(JobRepository):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, job: TranscriptionJob) -> None:
        self._session.add(job_to_row(job))
        with translating_errors(orphaned=ClipNotFoundError(f"There is no clip {job.clip_id}.")):
            await self._session.flush()

    async def get(self, job_id: JobId) -> TranscriptionJob:
        row = await self._session.scalar(select(JobRow).where(JobRow.id == job_id))
        if row is None:
            raise JobNotFoundError(f"There is no job {job_id}.")
        return job_from_row(row)

    async def glance(self, job_id: JobId) -> JobGlance:
        events = select(func.max(JobEventRow.number)).where(JobEventRow.job_id == JobRow.id)
        heard = select(func.max(HeardSegmentRow.number)).where(HeardSegmentRow.job_id == JobRow.id)
        found = await self._session.execute(
            select(
                JobRow.owner,
                JobRow.status,
                JobRow.progress,
                func.coalesce(events.scalar_subquery(), 0),
                func.coalesce(heard.scalar_subquery(), -1),
            ).where(JobRow.id == job_id)
        )
        row = found.first()
        if row is None:
            raise JobNotFoundError(f"There is no job {job_id}.")
        owner, status, progress, version, last_heard = row
        return JobGlance(
            owner=OwnerId(owner),
            status=JobStatus(status),
            progress=progress_from_json(progress),
            version=version,
            heard=last_heard + 1,
        )

    async def exists(self, job_id: JobId) -> bool:
        return await self._session.scalar(select(JobRow.id).where(JobRow.id == job_id)) is not None

    async def save(self, job: TranscriptionJob) -> None:
        if not await self.exists(job.id):
            raise JobNotFoundError(f"There is no job {job.id}.")
        with translating_errors(orphaned=ClipNotFoundError(f"There is no clip {job.clip_id}.")):
            await self._session.merge(job_to_row(job))
            await self._session.flush()

    async def remove(self, job_id: JobId) -> None:
        with translating_errors():
            await self._session.execute(delete(JobRow).where(JobRow.id == job_id))

    async def page(
        self, owner: OwnerId, wanted: JobFilter, *, offset: int, limit: int
    ) -> Page[TranscriptionJob]:
        theirs = (JobRow.owner == owner, *_conditions(wanted))
        total = await self._session.scalar(select(func.count(JobRow.id)).where(*theirs))
        newest_first = select(JobRow).where(*theirs).order_by(JobRow.requested_at.desc(), JobRow.id)
        rows = await self._session.scalars(newest_first.offset(offset).limit(limit))
        return Page([job_from_row(row) for row in rows], total or 0)

    async def find_active(
        self, clip_id: ClipId, options: TranscriptionOptions
    ) -> TranscriptionJob | None:
        theirs = select(JobRow).where(
            JobRow.status.in_(_ACTIVE),
            JobRow.kind == JobKind.FULL.value,
            JobRow.clip_id == clip_id,
            JobRow.options_key == options_key(options),
        )
        oldest_first = theirs.order_by(JobRow.requested_at, JobRow.id)
        row = await self._session.scalar(oldest_first.limit(1))
        return None if row is None else job_from_row(row)

    async def active_of(self, clip_id: ClipId) -> Sequence[TranscriptionJob]:
        rows = await self._session.scalars(
            select(JobRow).where(JobRow.clip_id == clip_id, JobRow.status.in_(_ACTIVE))
        )
        return [job_from_row(row) for row in rows]

    async def running(self) -> Sequence[TranscriptionJob]:
        rows = await self._session.scalars(
            select(JobRow).where(_is(JobStatus.RUNNING)).order_by(JobRow.requested_at, JobRow.id)
        )
        return [job_from_row(row) for row in rows]

    async def running_per_owner(self) -> Mapping[OwnerId, int]:
        counts = await self._session.execute(
            select(JobRow.owner, func.count(JobRow.id))
            .where(_is(JobStatus.RUNNING))
            .group_by(JobRow.owner)
        )
        return {OwnerId(owner): count for owner, count in counts}

    async def waiting(self) -> Sequence[WaitingJob]:
        return await self._waiting(_is(JobStatus.QUEUED))

    async def first_in_line(self, *, now: datetime) -> Sequence[WaitingJob]:
        is_ready = or_(JobRow.not_before.is_(None), JobRow.not_before <= now)
        place = func.row_number().over(
            partition_by=(JobRow.owner, JobRow.priority),
            order_by=(JobRow.requested_at, JobRow.id),
        )
        line = (
            select(JobRow.id, place.label("place"))
            .where(_is(JobStatus.QUEUED), is_ready)
            .subquery()
        )
        return await self._waiting(JobRow.id.in_(select(line.c.id).where(line.c.place == 1)))

    async def _waiting(self, which: ColumnElement[bool]) -> Sequence[WaitingJob]:
        rows = await self._session.execute(
            select(
                JobRow.id,
                JobRow.owner,
                JobRow.priority,
                JobRow.requested_at,
                JobRow.not_before,
                JobRow.times_lost,
                func.coalesce(ClipRow.duration, 0.0),
            )
            .outerjoin(ClipRow, ClipRow.id == JobRow.clip_id)
            .where(which)
        )
        return [
            WaitingJob(
                id=JobId(job_id),
                owner=OwnerId(owner),
                priority=Priority(priority),
                requested_at=requested_at,
                not_before=not_before,
                is_suspect=times_lost > 0,
                duration=duration,
            )
            for job_id, owner, priority, requested_at, not_before, times_lost, duration in rows
        ]

    async def tally(self) -> QueueTally:
        of_status = await self._session.execute(
            select(JobRow.status, func.count(JobRow.id), func.min(JobRow.requested_at))
            .where(JobRow.status.in_(_ACTIVE))
            .group_by(JobRow.status)
        )
        found = {status: (count, oldest) for status, count, oldest in of_status}
        waiting, oldest = found.get(JobStatus.QUEUED.value, (0, None))
        running, _ = found.get(JobStatus.RUNNING.value, (0, None))
        return QueueTally(waiting=waiting, running=running, oldest_waiting=oldest)

    async def extend(self, job_id: JobId, lease: Lease, progress: Progress) -> bool:
        mine = (JobRow.id == job_id, JobRow.lease_id == lease.id, _is(JobStatus.RUNNING))
        changes = update(JobRow).where(*mine)
        with translating_errors():
            kept = await self._session.execute(
                changes.values(
                    lease_expires_at=lease.expires_at, progress=progress_to_json(progress)
                ).returning(JobRow.id)
            )
        return kept.first() is not None

    async def recent_runs(self, model: str, *, limit: int) -> Sequence[PastRun]:
        rows = await self._session.execute(
            select(JobRow.started_at, JobRow.finished_at, ClipRow.duration)
            .join(ClipRow, ClipRow.id == JobRow.clip_id)
            .join(
                TranscriptRow,
                and_(TranscriptRow.clip_id == ClipRow.id, TranscriptRow.job_id == JobRow.id),
            )
            .where(
                _is(JobStatus.SUCCEEDED),
                JobRow.kind == JobKind.FULL.value,
                JobRow.model == model,
                JobRow.started_at.is_not(None),
            )
            .order_by(JobRow.finished_at.desc())
            .limit(limit)
        )
        return [
            PastRun((finished - started).total_seconds(), duration)
            for started, finished, duration in rows
            if started is not None and finished is not None
        ]

    async def ended_before(
        self, time: datetime, *, kind: JobKind | None = None, limit: int | None = None
    ) -> Sequence[JobId]:
        ended = select(JobRow.id).where(JobRow.status.in_(_ENDED), JobRow.finished_at < time)
        if kind is not None:
            ended = ended.where(JobRow.kind == kind.value)
        ids = await self._session.scalars(
            ended.order_by(JobRow.finished_at, JobRow.id).limit(limit)
        )
        return [JobId(job_id) for job_id in ids]


def _is(status: JobStatus) -> ColumnElement[bool]:
    return JobRow.status == status.value


def _conditions(wanted: JobFilter) -> Sequence[ColumnElement[bool]]:
    asked = (
        (JobRow.status, wanted.status),
        (JobRow.clip_id, wanted.clip_id),
        (JobRow.kind, wanted.kind),
    )
    return [column == value for column, value in asked if value is not None]
