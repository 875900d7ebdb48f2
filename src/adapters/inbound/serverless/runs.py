"""Taking jobs in, and showing them."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from dependency_injector.wiring import inject
from fastapi import Depends, Response

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.serverless.job_note import note_of
from adapters.inbound.serverless.run_body import run_as_json
from adapters.inbound.serverless.run_request import RunRequest
from application.use_cases.jobs.request_transcription import JobRequest, RequestJob
from application.use_cases.models.choose_model import ChooseModel
from application.use_cases.transcripts.get_job_transcript import GetJobTranscript
from domain.audio_clip import OwnerId
from domain.transcription_job import TranscriptionJob


@dataclass(frozen=True, slots=True)
class TakeRun:
    """Raises all that ChooseModel and RequestJob raise, and InvalidValueError."""

    owner: OwnerId
    choose_model: ChooseModel
    request_job: RequestJob

    async def __call__(self, request: RunRequest, *, somebody_waits: bool) -> TranscriptionJob:
        asked, callback = request.input, request.callback
        options = asked.options(await self.choose_model(asked.model))
        return await self.request_job(
            JobRequest(
                owner=self.owner,
                clip_id=None,
                source_url=asked.audio_file,
                speaker_samples=asked.samples(),
                options=options,
                priority=request.priority(somebody_waits=somebody_waits),
                callback=callback,
                note=note_of(request),
            )
        )


@dataclass(frozen=True, slots=True)
class ShowRun:
    get_transcript: GetJobTranscript

    async def __call__(self, job: TranscriptionJob) -> Response:
        """Raises JobNotFoundError for a job that came by another door."""
        stored = await self.get_transcript(job)
        # Written in a thread: a recording may have as many words as a book.
        body = await asyncio.to_thread(run_as_json, job, stored)
        return Response(body, media_type="application/json")


@inject
def _take_run(owner: Owner, choose_model: use.ChooseModel, request_job: use.RequestJob) -> TakeRun:
    return TakeRun(owner, choose_model, request_job)


@inject
def _show_run(get_transcript: use.GetJobTranscript) -> ShowRun:
    return ShowRun(get_transcript)


Take: TypeAlias = Annotated[TakeRun, Depends(_take_run)]
Show: TypeAlias = Annotated[ShowRun, Depends(_show_run)]
