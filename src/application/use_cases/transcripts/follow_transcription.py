"""Transcribing while the caller reads along."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeAlias

from application.errors import JobNotFoundError
from application.ports.repositories import StoredTranscript
from application.retelling import Retelling
from application.use_cases.jobs.hear_job import HearJob, JobHeard
from application.use_cases.jobs.request_transcription import TranscriptionRequest
from application.use_cases.transcripts.transcribe import Transcribe
from domain.transcript import Segment
from domain.transcription_job import JobId, TranscriptionJob


@dataclass(frozen=True, slots=True)
class Heard:
    """What has been heard since the last of these: in order of time, and never taken back.

    Its words are those of the transcript. Their times are the transcriber's, before they are
    aligned; there are no speakers yet; and segments are as they were decoded, up to half a minute
    long, not yet sentences. Only what was kept, or could not be told before the end, comes as it
    stands in the transcript.
    """

    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Underway:
    """Nothing new was heard, but the job has come on. The first of all, where there is a job."""

    job: TranscriptionJob


@dataclass(frozen=True, slots=True)
class Made:
    """The last of all."""

    stored: StoredTranscript


Following: TypeAlias = Heard | Underway | Made


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowTranscription:
    """What `Transcribe` does, told as it happens, wherever the job is run and whoever asked for it
    first: who comes late is told first what was heard so far. All that is heard is told before it
    is Made, also of a transcript that was kept.

    A job that is attempted anew tells nothing twice. Where it then hears something else than
    before, what was told stands, and may differ from the transcript.

    A caller who leaves closes the iterator, or is cancelled; that cancels work that nobody else
    waits for. Raises what Transcribe raises: what keeps a job from being asked for the first time
    something is asked for, and what becomes of it later.
    """

    transcribe: Transcribe
    hear: HearJob

    async def __call__(self, request: TranscriptionRequest) -> AsyncGenerator[Following]:
        answer = await self.transcribe.request(request)
        if isinstance(answer, StoredTranscript):
            stored, rest = answer, answer.transcript.segments
        else:
            told: list[Segment] = []
            job = answer
            async with aclosing(self._while_wanted(request, answer.id)) as following:
                async for now in following:
                    job = now.job
                    told += now.heard
                    if now.heard:
                        yield Heard(tuple(now.heard))
                    elif not job.status.is_final:
                        yield Underway(job)
            stored = await self.transcribe.result(request, job)
            rest = tuple(Retelling.after(told).new_in(stored.transcript.segments))
        if rest:
            yield Heard(rest)
        yield Made(stored)

    async def _while_wanted(
        self, request: TranscriptionRequest, job_id: JobId
    ) -> AsyncGenerator[JobHeard]:
        try:
            with self.transcribe.audience.joined(job_id):
                async with aclosing(self.hear(job_id)) as hearing:
                    async for now in hearing:
                        yield now
        except (asyncio.CancelledError, GeneratorExit):
            leaving = self.transcribe.leave(request, job_id)
            await asyncio.shield(asyncio.ensure_future(leaving))
            raise
        except JobNotFoundError as error:
            raise await self.transcribe.loss(request) from error
