"""Jobs as rows."""

from collections.abc import Sequence
from typing import Final, final

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.codecs.options import options_key
from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.mapping import job_from_row, job_to_row
from adapters.outbound.persistence.tables import JobRow
from application.errors import ClipNotFoundError, JobNotFoundError
from application.ports.repositories import JobRepository
from domain.audio_clip import ClipId
from domain.transcription_job import JobId, JobStatus, TranscriptionJob
from domain.transcription_options import TranscriptionOptions

_ACTIVE: Final = tuple(status.value for status in JobStatus if not status.is_final)


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

    async def exists(self, job_id: JobId) -> bool:
        return await self._session.scalar(select(JobRow.id).where(JobRow.id == job_id)) is not None

    async def save(self, job: TranscriptionJob) -> None:
        if not await self.exists(job.id):
            raise JobNotFoundError(f"There is no job {job.id}.")
        with translating_errors():
            await self._session.merge(job_to_row(job))
            await self._session.flush()

    async def find_active(
        self, clip_id: ClipId, options: TranscriptionOptions
    ) -> TranscriptionJob | None:
        theirs = _oldest_active_first().where(
            JobRow.clip_id == clip_id, JobRow.options_key == options_key(options)
        )
        row = await self._session.scalar(theirs.limit(1))
        return None if row is None else job_from_row(row)

    async def active(self) -> Sequence[TranscriptionJob]:
        rows = await self._session.scalars(_oldest_active_first())
        return [job_from_row(row) for row in rows]


def _oldest_active_first() -> Select[JobRow]:
    return select(JobRow).where(JobRow.status.in_(_ACTIVE)).order_by(JobRow.requested_at, JobRow.id)
