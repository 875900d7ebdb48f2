"""Results of finished stages in a dictionary."""

from typing import final

from adapters.outbound.memory.records import Records
from application.ports.stage_results import StageResult, StageResults
from domain.transcription_job import JobId, Stage


@final
class InMemoryStageResults(StageResults):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def put(self, job_id: JobId, stage: Stage, result: StageResult) -> None:
        self._records.job(job_id)
        self._records.stage_results[job_id, stage] = result

    async def of(self, job_id: JobId) -> dict[Stage, StageResult]:
        results = self._records.stage_results.items()
        return {stage: result for (of_job, stage), result in results if of_job == job_id}

    async def remove(self, job_id: JobId) -> None:
        for stage in await self.of(job_id):
            del self._records.stage_results[job_id, stage]
