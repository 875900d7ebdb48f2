"""/api/audio/{clip_id}/content: a clip's bytes, in full or in part, so that a player can seek."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Header, HTTPException, Response
from fastapi.responses import StreamingResponse

from adapters.inbound import dependencies as use
from adapters.inbound.byte_ranges import (
    ByteRange,
    UnsatisfiableRangeError,
    asked_range,
    names_tag,
)
from adapters.inbound.callers import Owner
from adapters.inbound.content_disposition import disposition
from adapters.inbound.media_types import media_type_of
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.clips import ClipIdPath
from domain.audio_clip import AudioClip, ClipId

router = APIRouter(prefix="/audio", tags=["clips"])

_TAG: Final = '"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"'
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/{clip_id}/content",
    summary="Play or download a clip",
    response_class=Response,
    responses={
        200: {"description": "The file.", "content": {"audio/*": _BYTES, "video/*": _BYTES}},
        206: {"description": "The bytes asked for with `Range`.", "content": {"audio/*": _BYTES}},
        304: {"description": "The client has the file already."},
        **responses(
            HTTPStatus.NOT_FOUND,
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
        ),
    },
)
@inject
async def get_clip_content(
    owner: Owner,
    clip_id: ClipIdPath,
    get: use.GetClip,
    read: use.ReadClip,
    asked: Annotated[str | None, Header(alias="range", examples=["bytes=0-65535"])] = None,
    if_range: Annotated[str | None, Header(examples=[_TAG])] = None,
    if_none_match: Annotated[str | None, Header(examples=[_TAG])] = None,
) -> Response:
    """The file as it was uploaded. One byte range at a time can be asked for; several are answered
    with the whole file."""
    clip = await get(owner, ClipId(clip_id))
    headers = _headers(clip)
    if names_tag(if_none_match, headers["etag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if if_range not in {None, headers["etag"]}:
        asked = None
    part = _part(asked, clip.size_bytes)
    status = HTTPStatus.OK
    if part is None:
        part = ByteRange(0, clip.size_bytes)
    else:
        status = HTTPStatus.PARTIAL_CONTENT
        headers["content-range"] = part.of_size(clip.size_bytes)
    headers["content-length"] = str(part.stop - part.start)
    content = await _begun(read(clip, start=part.start, stop=part.stop))
    return StreamingResponse(
        content, status_code=status, headers=headers, media_type=media_type_of(clip)
    )


@router.head("/{clip_id}/content", include_in_schema=False)
@inject
async def head_clip_content(owner: Owner, clip_id: ClipIdPath, get: use.GetClip) -> Response:
    clip = await get(owner, ClipId(clip_id))
    headers = {**_headers(clip), "content-length": str(clip.size_bytes)}
    return Response(headers=headers, media_type=media_type_of(clip))


def _headers(clip: AudioClip) -> dict[str, str]:
    return {
        "accept-ranges": "bytes",
        "cache-control": "private, no-cache",
        "content-disposition": disposition("inline", clip.filename),
        "etag": f'"{clip.content_hash}"',
        "x-content-type-options": "nosniff",
    }


def _part(asked: str | None, size: int) -> ByteRange | None:
    try:
        return asked_range(asked, size)
    except UnsatisfiableRangeError:
        raise HTTPException(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            f"The file has {size} bytes, and the range begins after them.",
            headers={"content-range": f"bytes */{size}"},
        ) from None


async def _begun(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes, once the first have been read: an answer that has begun cannot become 404."""
    first = await anext(content, b"")

    async def again() -> AsyncIterator[bytes]:
        yield first
        async for chunk in content:
            yield chunk

    return again()
