"""What happened to jobs, in lists."""

from collections.abc import Sequence
from dataclasses import replace
from typing import final

from adapters.outbound.memory.records import Records
from application.ports.job_history import JobHistory
from domain.job_history import JobEvent
from domain.transcription_job import JobId


@final
class InMemoryJobHistory(JobHistory):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def add(self, event: JobEvent) -> None:
        self._records.job(event.job_id)
        known = self._records.history.get(event.job_id, ())
        numbered = replace(event, number=len(known) + 1)
        self._records.history[event.job_id] = (*known, numbered)

    async def of(self, job_id: JobId, *, after: int = 0) -> Sequence[JobEvent]:
        return self._records.history.get(job_id, ())[after:]
