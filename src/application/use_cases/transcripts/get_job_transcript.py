"""Reading what a job has made."""

from dataclasses import dataclass

from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.transcription_job import JobKind, JobStatus, TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class GetJobTranscript:
    """The transcript that a job ended with; None for any other job, and where it was deleted."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, job: TranscriptionJob) -> StoredTranscript | None:
        if (job.status, job.kind) != (JobStatus.SUCCEEDED, JobKind.FULL):
            return None
        async with self.unit_of_work() as uow:
            return await uow.transcripts.find(job.sound, job.options)
