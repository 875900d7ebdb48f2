"""What has been heard, as rows."""

from collections.abc import Mapping, Sequence
from typing import final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.codecs.segments import segment_from_json, segment_to_json
from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.tables import HeardSegmentRow
from application.errors import JobNotFoundError
from application.ports.heard_segments import HeardSegments
from domain.transcript import Segment
from domain.transcription_job import JobId


@final
class SqlHeardSegments(HeardSegments):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, job_id: JobId, heard: Mapping[int, Segment]) -> None:
        kept = await self._numbers(job_id, start=min(heard, default=0))
        rows = [
            HeardSegmentRow(job_id=job_id, number=number, segment=segment_to_json(segment))
            for number, segment in heard.items()
            if number not in kept
        ]
        with translating_errors(orphaned=JobNotFoundError(f"There is no job {job_id}.")):
            self._session.add_all(rows)
            await self._session.flush()

    async def of(self, job_id: JobId, *, start: int = 0) -> Sequence[Segment]:
        segments = await self._session.scalars(
            select(HeardSegmentRow.segment)
            .where(HeardSegmentRow.job_id == job_id, HeardSegmentRow.number >= start)
            .order_by(HeardSegmentRow.number)
        )
        return [segment_from_json(segment) for segment in segments]

    async def remove(self, job_id: JobId) -> None:
        with translating_errors():
            await self._session.execute(
                delete(HeardSegmentRow).where(HeardSegmentRow.job_id == job_id)
            )

    async def _numbers(self, job_id: JobId, *, start: int) -> frozenset[int]:
        numbers = await self._session.scalars(
            select(HeardSegmentRow.number).where(
                HeardSegmentRow.job_id == job_id, HeardSegmentRow.number >= start
            )
        )
        return frozenset(numbers)
