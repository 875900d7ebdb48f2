"""Asking for a transcription, which may be there already."""

from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.job_engine import JobEngine
from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.audio_clip import ClipId, OwnerId
from domain.transcription_job import JobId, TranscriptionJob
from domain.transcription_options import TranscriptionOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionRequest:
    owner: OwnerId
    clip_id: ClipId
    options: TranscriptionOptions
    force: bool = False
    """Run it again even if a transcript with these options is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTranscription:
    """Answer with the stored transcript, or else with the job that is going to make it.

    Whoever asks for what is being made already shares that job. Raises ClipNotFoundError.
    """

    unit_of_work: UnitOfWorkFactory
    jobs: JobEngine
    clock: Clock
    new_id: NewId

    async def __call__(self, request: TranscriptionRequest) -> StoredTranscript | TranscriptionJob:
        async with self.unit_of_work() as uow:
            await uow.clips.get(request.owner, request.clip_id)
            if not request.force:
                stored = await uow.transcripts.find(request.clip_id, request.options)
                if stored is not None:
                    return stored
            job = await self._job(uow, request)
            await uow.commit()
        await self.jobs.submit(job.id)
        return job

    async def _job(self, uow: UnitOfWork, request: TranscriptionRequest) -> TranscriptionJob:
        active = await uow.jobs.find_active(request.clip_id, request.options)
        if active is not None:
            return active
        job = TranscriptionJob(
            id=JobId(self.new_id()),
            clip_id=request.clip_id,
            options=request.options,
            requested_at=self.clock.now(),
        )
        await uow.jobs.add(job)
        return job
