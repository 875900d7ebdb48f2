"""/api/upload+transcribe: a recording in, its transcript or its job out, in one request."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from adapters.inbound import dependencies as use
from adapters.inbound.rest.clips import FORM_WITH_FILE
from adapters.inbound.rest.problem_details import responses
from adapters.inbound.rest.transcribe_query import TranscriptionWishes
from adapters.inbound.rest.transcribing import TRANSCRIBED, Answering, Prefer
from adapters.inbound.rest.transcript_body import TranscriptBody
from adapters.inbound.uploads import upload_in
from application.use_cases.clips.upload_clip import UploadClipCommand
from domain.audio_clip import EVERYONE

router = APIRouter(tags=["transcripts"])

_RESPONSES: Final = {
    **TRANSCRIBED,
    **responses(HTTPStatus.BAD_REQUEST, HTTPStatus.INSUFFICIENT_STORAGE),
}


@router.post(
    "/upload-and-transcribe",
    include_in_schema=False,
    response_model=TranscriptBody,
    response_model_exclude_unset=True,
)
@router.post(
    "/upload+transcribe",
    summary="Upload a recording and transcribe it",
    response_model=TranscriptBody,
    response_model_exclude_unset=True,
    openapi_extra=dict(FORM_WITH_FILE),
    responses=_RESPONSES,
)
@inject
async def upload_and_transcribe(
    request: Request,
    query: Annotated[TranscriptionWishes, Query()],
    upload: use.UploadClip,
    transcribe: use.Transcribe,
    request_job: use.RequestJob,
    choose_model: use.ChooseModel,
    prefer: Prefer = "",
) -> TranscriptBody | JSONResponse:
    """Both in one request. With a `callback_url` the answer is the job (202), and the transcript is
    sent there when it is ready. `/api/upload-and-transcribe` is the same.

    The wishes may also stand in the form, as fields; the query wins. The recording is kept as a
    clip, and is named by the transcript's `clip_id`.
    """
    await choose_model(query.model)  # what is wrong with it is told before the file is taken in
    file = await upload_in(request, part="file", at_most=upload.largest_bytes)
    uploaded = await upload(
        UploadClipCommand(owner=EVERYONE, filename=file.filename, content=file.content)
    )
    wishes = _with_fields(query, file.fields)
    model = await choose_model(wishes.model)
    answering = Answering(request, prefer, transcribe, request_job)
    return await answering(uploaded.clip.id, wishes, model)


def _with_fields(
    query: TranscriptionWishes, fields: Mapping[str, list[str]]
) -> TranscriptionWishes:
    """Raises RequestValidationError for fields that make no sense, or stand there twice."""
    twice = [name for name, values in fields.items() if len(values) > 1]
    if twice:
        raise RequestValidationError([_problem(name, "given more than once") for name in twice])
    said: dict[str, Any] = {name: values[0] for name, values in fields.items()}
    asked = query.model_dump(exclude_unset=True)
    try:
        return TranscriptionWishes.model_validate({**said, **asked})
    except ValidationError as error:
        problems = [_problem(".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
        raise RequestValidationError(problems) from error


def _problem(field: str, message: str) -> dict[str, object]:
    return {"type": "form_field", "loc": ("body", field), "msg": message}
