"""Transcribing while the caller waits."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from application.errors import (
    ApplicationError,
    JobNotFoundError,
    TranscriptionCancelledError,
    TranscriptionFailedError,
)
from application.failures import error_of
from application.job_audience import JobAudience
from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.cancel_job import CancelJob
from application.use_cases.jobs.request_transcription import (
    RequestTranscription,
    TranscriptionRequest,
)
from application.use_cases.jobs.watch_job import AwaitJob
from domain.errors import IllegalTransitionError
from domain.transcription_job import JobId, JobStatus, TranscriptionJob

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribe:
    """The transcript of a clip, from the store if it is there, made now if it is not.

    A caller who leaves, which is told by cancelling the call, cancels work that nobody else waits
    for. Raises ClipNotFoundError, QueueFullError, ServiceStoppingError,
    TranscriptionCancelledError, and whatever error the job failed with.
    """

    request: RequestTranscription
    wait: AwaitJob
    cancel: CancelJob
    audience: JobAudience
    unit_of_work: UnitOfWorkFactory

    async def __call__(self, request: TranscriptionRequest) -> StoredTranscript:
        answer = await self.request(request)
        if isinstance(answer, StoredTranscript):
            return answer
        try:
            with self.audience.joined(answer.id):
                ended = await self.wait(answer.id)
        except asyncio.CancelledError:
            await asyncio.shield(asyncio.ensure_future(self.leave(request, answer.id)))
            raise
        except JobNotFoundError as error:
            raise await self.loss(request) from error
        return await self.result(request, ended)

    async def leave(self, request: TranscriptionRequest, job_id: JobId) -> None:
        """As a caller who waits no more, and has left the audience."""
        try:
            job = await self.cancel(request.owner, job_id, unless=self._is_wanted)
            if job.status is JobStatus.CANCELLED:
                _LOG.info("job %s was cancelled: nobody waits for it any more", job_id)
        except (ApplicationError, IllegalTransitionError) as error:
            _LOG.info("job %s goes on without its caller: %s", job_id, error)

    def _is_wanted(self, job: TranscriptionJob) -> bool:
        return job.detached or self.audience.waits_for(job.id)

    async def loss(self, request: TranscriptionRequest) -> TranscriptionCancelledError:
        """What became of a job that is gone. Raises ClipNotFoundError where its clip is, too."""
        async with self.unit_of_work() as uow:
            await uow.clips.get(request.owner, request.clip_id)
        return TranscriptionCancelledError("The job was deleted.")

    async def result(
        self, request: TranscriptionRequest, job: TranscriptionJob
    ) -> StoredTranscript:
        """Of a job that has ended. Raises what it failed with."""
        async with self.unit_of_work() as uow:
            await uow.clips.get(request.owner, request.clip_id)
            stored = await uow.transcripts.find(request.clip_id, job.options)
        if job.status is JobStatus.SUCCEEDED and stored is not None:
            return stored
        if job.failure is not None:
            raise error_of(job.failure)
        if job.status is JobStatus.CANCELLED:
            raise TranscriptionCancelledError("The job was cancelled.")
        raise TranscriptionFailedError("The job ended without a transcript.")
