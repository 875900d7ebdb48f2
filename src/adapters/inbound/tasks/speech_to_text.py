"""/speech-to-text: from a recording to who said what, in one task."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request

from adapters.inbound.tasks.asking import Ask, TaskTakenBody
from adapters.inbound.tasks.errors import responses
from adapters.inbound.tasks.forms import FORM_WITH_FILE, FORM_WITH_URL
from adapters.inbound.tasks.recordings import TakeRecording
from adapters.inbound.tasks.task_parameters import FullParameters
from domain.transcription_job import JobKind

router = APIRouter(tags=["task API"])

REFUSALS: Final = responses(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


@router.post(
    "/speech-to-text",
    summary="Process a recording",
    openapi_extra=FORM_WITH_FILE,
    responses=REFUSALS,
)
async def speech_to_text(
    request: Request,
    query: Annotated[FullParameters, Query()],
    recordings: TakeRecording,
    asking: Ask,
) -> TaskTakenBody:
    """Transcribe, align, diarize and combine. Answers at once with the task, for
    `GET /task/{identifier}`."""
    asked = await asking.ask(JobKind.FULL, query)
    return await asking.queue(asked, (await recordings.uploaded(request)).source)


@router.post(
    "/speech-to-text-url",
    summary="Process a recording by its URL",
    openapi_extra=FORM_WITH_URL,
    responses={**REFUSALS, **responses(HTTPStatus.BAD_GATEWAY)},
)
async def speech_to_text_url(
    request: Request,
    query: Annotated[FullParameters, Query()],
    recordings: TakeRecording,
    asking: Ask,
) -> TaskTakenBody:
    """The same with a recording that can be downloaded. Answers when it has arrived."""
    asked = await asking.ask(JobKind.FULL, query)
    return await asking.queue(asked, await recordings.fetched(request))
