"""/api/audio/{clip_id}/link: a URL of a clip's bytes, for whoever is given it."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.clips import ClipIdPath
from application.use_cases.clips.link_clip import ClipLink
from domain.audio_clip import ClipId

router = APIRouter(prefix="/audio", tags=["clips"])

_NEVER_KEPT: Final = {"cache-control": "no-store"}


class ClipLinkBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "url": "https://storage.example.org/hexavox/clips/talk.wav?X-Amz-Expires=3600&X-Amz-Signature=9f2c",
                    "expires_at": "2026-01-31T13:00:00Z",
                }
            ]
        }
    )

    url: str = Field(description="Answers `GET` with the bytes, also in part, and needs no key.")
    expires_at: datetime

    @classmethod
    def of(cls, link: ClipLink) -> "ClipLinkBody":
        return cls(url=link.url, expires_at=link.expires_at)


@router.get(
    "/{clip_id}/link",
    summary="Link to a clip's file",
    response_model=ClipLinkBody,
    responses={
        307: {"description": "For `redirect=true`: the URL is the `Location`."},
        **responses(
            HTTPStatus.NOT_FOUND,
            HTTPStatus.CONFLICT,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    },
)
@inject
async def get_clip_link(
    owner: Owner,
    clip_id: ClipIdPath,
    get: use.GetClip,
    link: use.LinkClip,
    *,
    redirect: Annotated[bool, Query(description="Be sent to the file, as players like.")] = False,
) -> ClipLinkBody | RedirectResponse:
    """A URL in the object store, where clips are kept in one; a conflict where they are not."""
    made = await link(await get(owner, ClipId(clip_id)))
    if redirect:
        return RedirectResponse(made.url, headers=_NEVER_KEPT)
    return ClipLinkBody.of(made)
