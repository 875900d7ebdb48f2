"""Looking at a task with what it has made."""

from dataclasses import dataclass

from application.formats.task_document import Task, TaskResult
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.use_cases.jobs.cancel_job import job_of
from domain.audio_clip import OwnerId
from domain.transcript import Diarization, Transcription
from domain.transcription_job import RESULT_STAGE, JobId, JobKind, JobStatus, TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class GetTask:
    """Raises JobNotFoundError, also for another owner's task."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, job_id: JobId) -> Task:
        async with self.unit_of_work() as uow:
            job = await job_of(uow, owner, job_id)
            clips = await uow.clips.those([job.clip_id] if job.clip_id else [])
            clip = None if job.clip_id is None else clips.get(job.clip_id)
            return Task(job=job, result=await result_in(uow, job), clip=clip)


async def result_in(uow: UnitOfWork, job: TranscriptionJob) -> TaskResult | None:
    """None where the job has made nothing, or nothing of it is kept."""
    if job.status is not JobStatus.SUCCEEDED:
        return None
    if job.kind is JobKind.FULL:
        stored = await uow.transcripts.find(job.sound, job.options)
        return None if stored is None else stored.transcript
    result = (await uow.stage_results.of(job.id)).get(RESULT_STAGE[job.kind])
    return result if isinstance(result, Transcription | Diarization) else None
