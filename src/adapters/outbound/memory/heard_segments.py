"""What has been heard, in a dictionary."""

from collections.abc import Mapping, Sequence
from typing import final

from adapters.outbound.memory.records import Records
from application.ports.heard_segments import HeardSegments
from domain.transcript import Segment
from domain.transcription_job import JobId


@final
class InMemoryHeardSegments(HeardSegments):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def put(self, job_id: JobId, heard: Mapping[int, Segment]) -> None:
        self._records.job(job_id)
        kept = self._records.heard.get(job_id, {})
        self._records.heard[job_id] = {**heard, **kept}

    async def of(self, job_id: JobId, *, start: int = 0) -> Sequence[Segment]:
        kept = self._records.heard.get(job_id, {})
        return [segment for number, segment in sorted(kept.items()) if number >= start]

    async def remove(self, job_id: JobId) -> None:
        self._records.heard.pop(job_id, None)
