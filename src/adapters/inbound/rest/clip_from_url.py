"""POST /api/audio/from-url: a recording that lies elsewhere becomes a clip."""

from http import HTTPStatus
from typing import Annotated, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.clips import UploadedBody

router = APIRouter(prefix="/audio", tags=["clips"])

_LONGEST_URL: Final = 8192


class ClipUrlBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"url": "https://example.org/talk.mp3"}]},
    )

    url: Annotated[
        str,
        Field(
            min_length=1,
            max_length=_LONGEST_URL,
            description="Where the recording can be had: http://, https://, or s3://bucket/key "
            "where that is set up.",
            examples=["https://example.org/talk.mp3"],
        ),
    ]


@router.post(
    "/from-url",
    summary="Fetch a recording by its URL",
    responses=responses(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.INSUFFICIENT_STORAGE,
    ),
)
@inject
async def import_clip(owner: Owner, body: ClipUrlBody, import_it: use.ImportClip) -> UploadedBody:
    """Keep a recording that can be downloaded, to be transcribed with `POST /api/transcribe`.

    It answers when all of the recording has arrived. URLs that lead to private addresses are
    refused, and so are redirects to them.
    """
    imported = await import_it(owner, body.url)
    message = "File fetched successfully." if imported.is_new else "This file was uploaded before."
    return UploadedBody(clip_id=imported.clip.id, message=message)
