"""What happened to jobs, as rows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.mapping import event_from_row, event_to_row
from adapters.outbound.persistence.tables import JobEventRow
from application.errors import JobNotFoundError
from application.ports.job_history import JobHistory
from domain.job_history import JobEvent
from domain.transcription_job import JobId


@final
class SqlJobHistory(JobHistory):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, event: JobEvent) -> None:
        last = await self._session.scalar(
            select(func.max(JobEventRow.number)).where(JobEventRow.job_id == event.job_id)
        )
        no_job = JobNotFoundError(f"There is no job {event.job_id}.")
        with translating_errors(orphaned=no_job):
            self._session.add(event_to_row(replace(event, number=(last or 0) + 1)))
            await self._session.flush()

    async def of(self, job_id: JobId, *, after: int = 0) -> Sequence[JobEvent]:
        rows = await self._session.scalars(
            select(JobEventRow)
            .where(JobEventRow.job_id == job_id, JobEventRow.number > after)
            .order_by(JobEventRow.number)
        )
        return [event_from_row(row) for row in rows]
