"""Results of finished stages as rows."""

from typing import final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.codecs.stage_results import (
    stage_result_from_json,
    stage_result_to_json,
)
from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.tables import StageResultRow
from application.errors import JobNotFoundError
from application.ports.stage_results import StageResult, StageResults
from domain.transcription_job import JobId, Stage


@final
class SqlStageResults(StageResults):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, job_id: JobId, stage: Stage, result: StageResult) -> None:
        kind, body = stage_result_to_json(result)
        row = StageResultRow(job_id=job_id, stage=stage.value, kind=kind, body=body)
        with translating_errors(orphaned=JobNotFoundError(f"There is no job {job_id}.")):
            await self._session.merge(row)
            await self._session.flush()

    async def of(self, job_id: JobId) -> dict[Stage, StageResult]:
        rows = await self._session.scalars(
            select(StageResultRow).where(StageResultRow.job_id == job_id)
        )
        read = ((Stage(row.stage), stage_result_from_json(row.kind, row.body)) for row in rows)
        return {stage: result for stage, result in read if result is not None}

    async def remove(self, job_id: JobId) -> None:
        with translating_errors():
            await self._session.execute(
                delete(StageResultRow).where(StageResultRow.job_id == job_id)
            )
