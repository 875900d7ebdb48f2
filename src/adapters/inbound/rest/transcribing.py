"""How the endpoints that transcribe answer: with the transcript, or at once with the job."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import Header, Request
from fastapi.responses import JSONResponse

from adapters.inbound.problem_details import responses
from adapters.inbound.rest.job_body import JobSummaryBody, job_url
from adapters.inbound.rest.transcribe_query import TranscriptionWishes
from adapters.inbound.rest.transcript_body import TranscriptBody
from adapters.inbound.while_connected import while_connected
from application.use_cases.jobs.request_transcription import RequestJob
from application.use_cases.transcripts.transcribe import Transcribe
from domain.audio_clip import ClipId, OwnerId

TRANSCRIBED: Final[Mapping[int | str, dict[str, Any]]] = {
    202: {"model": JobSummaryBody, "description": "The job that makes it."},
    **responses(
        HTTPStatus.NOT_FOUND,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
}
Prefer = Annotated[
    str,
    Header(
        description="`respond-async` is answered at once with the job, as wait=false is.",
        examples=["respond-async"],
    ),
]
_RESPOND_ASYNC: Final = "respond-async"


@dataclass(frozen=True, slots=True)
class Answering:
    """Asks for the transcription of a clip in whichever way its caller wants it."""

    request: Request
    owner: OwnerId
    prefer: str
    transcribe: Transcribe
    request_job: RequestJob

    async def __call__(
        self, clip_id: ClipId, wishes: TranscriptionWishes, model: str
    ) -> TranscriptBody | JSONResponse:
        """With the model that is meant. A caller who waits and goes away cancels the work."""
        levels = wishes.levels()
        if not wishes.waits(prefers_async=self._prefers_async):
            return await self._job(clip_id, wishes, model)
        working = self.transcribe(wishes.to_request(self.owner, clip_id, model))
        stored = await while_connected(self.request, working)
        return TranscriptBody.of(stored, with_words=wishes.word_timestamps, levels=levels)

    async def _job(self, clip_id: ClipId, wishes: TranscriptionWishes, model: str) -> JSONResponse:
        job = await self.request_job(wishes.to_job(self.owner, clip_id, model))
        headers = {"Location": job_url(job)}
        if self._prefers_async:
            headers["Preference-Applied"] = _RESPOND_ASYNC
        body = JobSummaryBody.of(job).model_dump(mode="json")
        return JSONResponse(body, HTTPStatus.ACCEPTED, headers)

    @property
    def _prefers_async(self) -> bool:
        """Names are without regard to case and may have a value and parameters (RFC 7240)."""
        names = [re.split("[;=]", each, maxsplit=1)[0] for each in self.prefer.split(",")]
        return _RESPOND_ASYNC in [name.strip().lower() for name in names]
