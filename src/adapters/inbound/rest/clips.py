"""/api/audio: clips that are kept."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.example_ids import CLIP_ID
from adapters.inbound.known_parts import refuse_unknown_parts
from adapters.inbound.problem_details import responses
from adapters.inbound.uploads import upload_in
from application.use_cases.clips.upload_clip import UploadClipCommand
from domain.audio_clip import AudioClip, ClipId

router = APIRouter(prefix="/audio", tags=["clips"])

ClipIdPath = Annotated[
    UUID, Path(description="The clip_id that the upload answered.", examples=[CLIP_ID])
]

FORM_WITH_FILE: Final[Mapping[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "A sound or video file of any common format.",
                        }
                    },
                }
            }
        },
    }
}
"""The body is read as a stream, so FastAPI does not see it and cannot describe it."""
_ONLY_A_FILE: Final = "the form has the part `file` and nothing else"


_CLIP: Final[JsonDict] = {
    "clip_id": CLIP_ID,
    "filename": "talk.wav",
    "size_bytes": 64_044,
    "duration": 2.0,
    "sample_rate": 16_000,
    "channels": 1,
    "codec": "pcm_s16le",
    "content_hash": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    "created_at": "2026-01-31T12:00:00Z",
}


class UploadedBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "clip_id": CLIP_ID,
                    "message": "File uploaded successfully.",
                }
            ]
        }
    )

    clip_id: UUID
    message: str


class MessageBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"message": "File deleted successfully."}]}
    )

    message: str


class ClipBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [_CLIP]})

    clip_id: UUID
    filename: str
    size_bytes: int
    duration: float = Field(description="Seconds.")
    sample_rate: int = Field(description="Hertz.")
    channels: int
    codec: str
    content_hash: str = Field(description="SHA-256 of the file, in hexadecimal.")
    created_at: datetime

    @classmethod
    def of(cls, clip: AudioClip) -> "ClipBody":
        return cls(
            clip_id=clip.id,
            filename=clip.filename,
            size_bytes=clip.size_bytes,
            duration=round(clip.format.duration, 3),
            sample_rate=clip.format.sample_rate,
            channels=clip.format.channels,
            codec=clip.format.codec,
            content_hash=clip.content_hash.hex,
            created_at=clip.created_at,
        )


class ClipPageBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [_CLIP], "total": 1, "offset": 0, "limit": 50}]}
    )

    items: list[ClipBody]
    total: int = Field(description="How many clips there are on all pages.")
    offset: int
    limit: int


@router.post(
    "",
    summary="Upload a recording",
    openapi_extra=dict(FORM_WITH_FILE),
    responses=responses(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.INSUFFICIENT_STORAGE,
    ),
)
@inject
async def upload_clip(owner: Owner, request: Request, upload: use.UploadClip) -> UploadedBody:
    """Keep a recording, to be transcribed with `POST /api/transcribe`.

    The same file sent again answers with the clip that is kept already.
    """
    file = await upload_in(request, part="file", at_most=upload.largest_bytes)

    async def check() -> None:
        refuse_unknown_parts(file.form, advice=_ONLY_A_FILE)

    await check()
    uploaded = await upload(
        UploadClipCommand(owner=owner, filename=file.filename, content=file.content_then(check))
    )
    message = "File uploaded successfully." if uploaded.is_new else "This file was uploaded before."
    return UploadedBody(clip_id=uploaded.clip.id, message=message)


@router.get("", summary="List the clips", responses=responses(HTTPStatus.UNPROCESSABLE_ENTITY))
@inject
async def list_clips(
    owner: Owner,
    list_them: use.ListClips,
    offset: Annotated[int, Query(ge=0, le=10**9, description="How many to leave out.")] = 0,
    limit: Annotated[int, Query(ge=1, le=200, description="How many to answer with.")] = 50,
) -> ClipPageBody:
    """The clips that are kept, newest first."""
    page = await list_them(owner, offset=offset, limit=limit)
    items = [ClipBody.of(clip) for clip in page.items]
    return ClipPageBody(items=items, total=page.total, offset=offset, limit=limit)


@router.get(
    "/{clip_id}",
    summary="Look at a clip",
    responses=responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
@inject
async def get_clip(owner: Owner, clip_id: ClipIdPath, get: use.GetClip) -> ClipBody:
    """What is known of a clip: its name, its size, and what sound it holds."""
    return ClipBody.of(await get(owner, ClipId(clip_id)))


@router.delete(
    "/{clip_id}",
    summary="Delete a clip",
    responses=responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
@inject
async def delete_clip(owner: Owner, clip_id: ClipIdPath, delete: use.DeleteClip) -> MessageBody:
    """Forget a clip with its transcripts and its file."""
    await delete(owner, ClipId(clip_id))
    return MessageBody(message="File deleted successfully.")
