"""Reading what a job has made."""

from dataclasses import dataclass

from application.errors import TranscriptNotFoundError
from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.cancel_job import job_of
from domain.audio_clip import OwnerId
from domain.transcription_job import JobId, JobKind, JobStatus, TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class GetJobTranscript:
    """The transcript that a job ended with; None for any other job, and where it was deleted."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, job: TranscriptionJob) -> StoredTranscript | None:
        if (job.status, job.kind) != (JobStatus.SUCCEEDED, JobKind.FULL):
            return None
        async with self.unit_of_work() as uow:
            return await uow.transcripts.find(job.sound, job.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadJobTranscript:
    """The transcript that an owner's job ended with.

    Raises JobNotFoundError, also for another owner's job, and TranscriptNotFoundError where it has
    none, or none any more.
    """

    unit_of_work: UnitOfWorkFactory
    transcript_of: GetJobTranscript

    async def __call__(self, owner: OwnerId, job_id: JobId) -> StoredTranscript:
        async with self.unit_of_work() as uow:
            job = await job_of(uow, owner, job_id)
        stored = await self.transcript_of(job)
        if stored is None:
            raise TranscriptNotFoundError(
                f"The job {job_id} is {job.status} and has no transcript."
            )
        return stored
