"""Telling the speakers of a recording apart while the caller waits."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from application.errors import (
    ApplicationError,
    JobNotFoundError,
    TranscriptionCancelledError,
    TranscriptionFailedError,
)
from application.failures import error_of
from application.gallery import Gallery
from application.ports.stage_results import StageResult
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.cancel_job import CancelJob, has_ended
from application.use_cases.jobs.request_transcription import (
    JobRequest,
    RequestJob,
    TranscriptionRequest,
)
from application.use_cases.jobs.watch_job import AwaitJob
from application.use_cases.transcripts.transcribe import Transcribe
from domain.audio_clip import ClipId, OwnerId
from domain.known_voices import KnownVoices
from domain.transcript import Diarization, Transcript
from domain.transcription_job import (
    RESULT_STAGE,
    JobId,
    JobKind,
    JobStatus,
    Priority,
    Stage,
    TranscriptionJob,
)
from domain.transcription_options import TranscriptionOptions

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiarizationRequest:
    owner: OwnerId
    clip_id: ClipId
    options: TranscriptionOptions
    known: KnownVoices | None = None
    """Voices to recognise that came along."""
    text: TranscriptionOptions | None = None
    """How to transcribe it as well, for those who want to read what was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldApart:
    diarization: Diarization
    transcript: Transcript | None
    """None where nobody asked for text."""
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diarize:
    """Who spoke when in a clip. It is a job like any other, so it waits for its turn and is taken
    up again by whoever is there; text is a second job beside it, whose transcript is kept. A
    caller who leaves, which is told by cancelling the call, cancels what nobody else waits for.

    Raises ClipNotFoundError, QueueFullError, ServiceStoppingError, TranscriptionCancelledError,
    and whatever error a job failed with.
    """

    request: RequestJob
    wait: AwaitJob
    cancel: CancelJob
    transcribe: Transcribe
    gallery: Gallery
    unit_of_work: UnitOfWorkFactory

    async def __call__(self, request: DiarizationRequest) -> ToldApart:
        working: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._diarized(request))]
        if request.text is not None:
            working.append(asyncio.ensure_future(self._written(request, request.text)))
        try:
            (diarization, warnings), *written = await asyncio.gather(*working)
        finally:
            for each in working:
                each.cancel()
            await asyncio.gather(*working, return_exceptions=True)
        transcript: Transcript | None = written[0] if written else None
        also = () if transcript is None else transcript.warnings
        return ToldApart(
            diarization=diarization,
            transcript=transcript,
            warnings=list(dict.fromkeys((*warnings, *also))),
        )

    async def _written(
        self, request: DiarizationRequest, options: TranscriptionOptions
    ) -> Transcript:
        wanted = TranscriptionRequest(owner=request.owner, clip_id=request.clip_id, options=options)
        return (await self.transcribe(wanted)).transcript

    async def _diarized(self, request: DiarizationRequest) -> tuple[Diarization, Sequence[str]]:
        job = await self.request(self._job(request))
        try:
            ended = await self.wait(job.id)
        except asyncio.CancelledError:
            await asyncio.shield(asyncio.ensure_future(self._leave(request.owner, job.id)))
            raise
        except JobNotFoundError as error:
            raise TranscriptionCancelledError("The job was deleted.") from error
        return await self._result(ended), ended.warnings

    def _job(self, request: DiarizationRequest) -> JobRequest:
        options, given = request.options, dict[Stage, StageResult]()
        if request.known is not None:
            naming = replace(options.naming, samples=self.gallery.version_of(request.known))
            options, given = replace(options, naming=naming), {Stage.FETCH: request.known}
        return JobRequest(
            owner=request.owner,
            clip_id=request.clip_id,
            options=options,
            kind=JobKind.DIARIZATION,
            priority=Priority.INTERACTIVE,
            given=given,
        )

    async def _leave(self, owner: OwnerId, job_id: JobId) -> None:
        try:
            await self.cancel(owner, job_id, unless=has_ended)
        except ApplicationError as error:
            _LOG.info("job %s goes on without its caller: %s", job_id, error)

    async def _result(self, job: TranscriptionJob) -> Diarization:
        if job.failure is not None:
            raise error_of(job.failure)
        if job.status is JobStatus.CANCELLED:
            raise TranscriptionCancelledError("The job was cancelled.")
        async with self.unit_of_work() as uow:
            result = (await uow.stage_results.of(job.id)).get(RESULT_STAGE[job.kind])
        if isinstance(result, Diarization):
            return result
        raise TranscriptionFailedError("The job ended without telling speakers apart.")
