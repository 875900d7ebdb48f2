"""Running one job to its end, whatever that is."""

import logging
from dataclasses import dataclass
from typing import Final

from application.errors import ApplicationError, TranscriptionFailedError
from application.failures import failure_of
from application.ports.clip_storage import ClipStorage
from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.progress import ReportStage
from application.ports.repositories import StoredTranscript, TranscriptId
from application.ports.stage_results import StageResult
from application.ports.unit_of_work import UnitOfWorkFactory
from application.transcription_pipeline import PipelineRun, TranscriptionPipeline
from domain.audio_clip import ContentHash
from domain.transcript import Transcript
from domain.transcription_job import JobId, JobStatus, Stage, TranscriptionJob

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunJob:
    """Take a queued job through the pipeline and record how it ended. Raises nothing that a
    recording can cause: that is kept as the job's failure.

    Results of finished stages are kept on the way, so that a job whose runner was lost goes on
    after them.
    """

    pipeline: TranscriptionPipeline
    storage: ClipStorage
    unit_of_work: UnitOfWorkFactory
    clock: Clock
    new_id: NewId

    async def __call__(self, job_id: JobId, report: ReportStage) -> None:
        started = await self._started(job_id)
        if started is None:
            return
        job, content_hash = started
        try:
            transcript = await self._transcript(job, content_hash, report)
        except ApplicationError as error:
            _LOG.warning("job %s failed: %s", job.id, error)
            await self._failed(job, error)
        except Exception:  # noqa: BLE001 - whatever an engine does, the job must record it
            _LOG.exception("job %s failed", job.id)
            await self._failed(job, TranscriptionFailedError("The transcription failed."))
        else:
            await self._succeeded(job, transcript)

    async def _started(self, job_id: JobId) -> tuple[TranscriptionJob, ContentHash] | None:
        """None where there is nothing to do: it has ended, or it was deleted while it waited."""
        async with self.unit_of_work() as uow:
            if not await uow.jobs.exists(job_id):
                return None
            job = await uow.jobs.get(job_id)
            content_hash = await uow.clips.content_of(job.clip_id)
            if job.status is JobStatus.QUEUED:
                job = job.start(now=self.clock.now())
                await uow.jobs.save(job)
                await uow.commit()
        return (job, content_hash) if job.status is JobStatus.RUNNING else None

    async def _transcript(
        self, job: TranscriptionJob, content_hash: ContentHash, report: ReportStage
    ) -> Transcript:
        async with self.unit_of_work() as uow:
            done = await uow.stage_results.of(job.id)

        async def keep(stage: Stage, result: StageResult) -> None:
            async with self.unit_of_work() as uow:
                await uow.stage_results.put(job.id, stage, result)
                await uow.commit()

        async with self.storage.as_file(content_hash) as source:
            run = PipelineRun(
                source=source, options=job.options, report=report, keep=keep, done=done
            )
            return await self.pipeline(run)

    async def _succeeded(self, job: TranscriptionJob, transcript: Transcript) -> None:
        stored = StoredTranscript(
            id=TranscriptId(self.new_id()),
            clip_id=job.clip_id,
            job_id=job.id,
            options=job.options,
            transcript=transcript,
            created_at=self.clock.now(),
        )
        await self._ended(job.succeed(now=self.clock.now()), stored)

    async def _failed(self, job: TranscriptionJob, error: ApplicationError) -> None:
        await self._ended(job.fail(failure_of(error), now=self.clock.now()), None)

    async def _ended(self, job: TranscriptionJob, stored: StoredTranscript | None) -> None:
        async with self.unit_of_work() as uow:
            if not await uow.jobs.exists(job.id):
                return  # its clip was deleted meanwhile, and the job with it
            if stored is not None:
                await uow.transcripts.put(stored)
            await uow.jobs.save(job)
            await uow.stage_results.remove(job.id)
            await uow.commit()
