"""Jobs in a dictionary."""

from collections.abc import Sequence
from typing import final

from adapters.outbound.memory.records import Records
from application.ports.repositories import JobRepository
from domain.audio_clip import ClipId
from domain.transcription_job import JobId, TranscriptionJob
from domain.transcription_options import TranscriptionOptions


@final
class InMemoryJobRepository(JobRepository):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def add(self, job: TranscriptionJob) -> None:
        self._records.clip(job.clip_id)
        self._records.jobs[job.id] = job

    async def get(self, job_id: JobId) -> TranscriptionJob:
        return self._records.job(job_id)

    async def exists(self, job_id: JobId) -> bool:
        return job_id in self._records.jobs

    async def save(self, job: TranscriptionJob) -> None:
        self._records.job(job.id)
        self._records.jobs[job.id] = job

    async def find_active(
        self, clip_id: ClipId, options: TranscriptionOptions
    ) -> TranscriptionJob | None:
        active = await self.active()
        same = (job for job in active if job.clip_id == clip_id and job.options == options)
        return next(same, None)

    async def active(self) -> Sequence[TranscriptionJob]:
        jobs = [job for job in self._records.jobs.values() if not job.status.is_final]
        return sorted(jobs, key=lambda job: (job.requested_at, job.id))
