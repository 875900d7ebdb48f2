"""/api/transcribe and /api/transcription: making, reading and forgetting transcripts."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.example_ids import CLIP_ID
from adapters.inbound.no_body import refuse_body
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.transcribe_query import TranscribeQuery
from adapters.inbound.rest.transcribing import TRANSCRIBED, Answering, Prefer
from adapters.inbound.rest.transcript_body import TranscriptBody
from adapters.inbound.rest.transcript_file import DOCUMENTED_FILES, InForm
from adapters.inbound.transcribing_requests import LASTS
from domain.audio_clip import ClipId

router = APIRouter(tags=["transcripts"])

TranscribedClipPath = Annotated[
    UUID, Path(description="The clip that was transcribed.", examples=[CLIP_ID])
]


@router.post(
    "/transcribe",
    summary="Transcribe a clip",
    response_model=TranscriptBody,
    response_model_exclude_unset=True,
    responses=dict(TRANSCRIBED),
    dependencies=[Depends(refuse_body), LASTS],
)
@inject
async def transcribe_clip(
    request: Request,
    owner: Owner,
    query: Annotated[TranscribeQuery, Query()],
    transcribe: use.Transcribe,
    request_job: use.RequestJob,
    choose_model: use.ChooseModel,
    prefer: Prefer = "",
) -> TranscriptBody | JSONResponse:
    """Who said what, and when. Answers when the transcript is ready, or at once with the job that
    makes it, with `wait=false` or a `callback_url`.

    The same request again is answered from what is kept; `force=true` makes it anew. A caller who
    waits and goes away cancels work that nobody else waits for.
    """
    model = await choose_model(query.model, query.engines())
    answering = Answering(request, owner, prefer, transcribe, request_job)
    return await answering(ClipId(query.clip_id), query, model)


@router.get(
    "/transcription/{clip_id}",
    summary="Read a clip's transcript",
    response_model=TranscriptBody,
    response_model_exclude_unset=True,
    responses={
        200: {"description": "The latest transcript.", "content": DOCUMENTED_FILES},
        **responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    },
)
@inject
async def get_transcript(
    owner: Owner,
    clip_id: TranscribedClipPath,
    get: use.GetTranscript,
    wanted: InForm,
) -> TranscriptBody | Response:
    """The clip's latest transcript, as JSON, as text, or as subtitles."""
    stored = await get(owner, ClipId(clip_id))
    return await wanted.answer(stored)


@router.delete(
    "/transcription/{clip_id}",
    summary="Delete a clip's transcripts",
    status_code=HTTPStatus.NO_CONTENT,
    responses=responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
@inject
async def delete_transcripts(
    owner: Owner, clip_id: TranscribedClipPath, delete: use.DeleteTranscripts
) -> None:
    """Forget every transcript of a clip; the clip itself stays."""
    await delete(owner, ClipId(clip_id))
