"""Transcribing while the caller waits."""

from dataclasses import dataclass

from application.errors import TranscriptionFailedError
from application.failures import error_of
from application.ports.job_engine import JobEngine
from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.request_transcription import (
    RequestTranscription,
    TranscriptionRequest,
)
from domain.transcription_job import JobId, JobStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribe:
    """The transcript of a clip, from the store if it is there, made now if it is not.

    Raises ClipNotFoundError, ServiceStoppingError, and whatever error the job failed with.
    """

    request: RequestTranscription
    jobs: JobEngine
    unit_of_work: UnitOfWorkFactory

    async def __call__(self, request: TranscriptionRequest) -> StoredTranscript:
        answer = await self.request(request)
        if isinstance(answer, StoredTranscript):
            return answer
        await self.jobs.wait(answer.id)
        return await self._result(request, answer.id)

    async def _result(self, request: TranscriptionRequest, job_id: JobId) -> StoredTranscript:
        async with self.unit_of_work() as uow:
            await uow.clips.get(request.owner, request.clip_id)
            job = await uow.jobs.get(job_id)
            stored = await uow.transcripts.find(request.clip_id, request.options)
        if job.status is JobStatus.SUCCEEDED and stored is not None:
            return stored
        if job.failure is not None:
            raise error_of(job.failure)
        raise TranscriptionFailedError("The job ended without a transcript.")
