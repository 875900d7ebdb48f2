"""/api/uploads/{upload_id}: an upload that has begun."""

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import Path, Request, Response

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.example_ids import UPLOAD_ID
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.tus.described import (
    answered,
    asked,
    asked_with_bytes,
    checksum_mismatch,
)
from adapters.inbound.rest.tus.door import PROGRESS, SPEAKING_TUS, UNUSABLE, tus_router
from adapters.inbound.rest.tus.request_headers import (
    checksum_in,
    number_in,
    offset_in,
    require_bytes_of_upload,
)
from adapters.inbound.rest.tus.upload_body import (
    UploadBody,
    description_headers,
    progress_headers,
)
from application.use_cases.uploads.continue_upload import ContinueUploadCommand
from domain.partial_upload import UploadId

_UNKNOWN: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY)
_HELD: Final = (HTTPStatus.CONFLICT, HTTPStatus.LOCKED)

UploadIdPath = Annotated[
    UUID, Path(description="The last part of the Location of the upload.", examples=[UPLOAD_ID])
]

router = tus_router()


@router.head(
    "/{upload_id}",
    summary="Ask how much of an upload has arrived",
    response_class=Response,
    dependencies=SPEAKING_TUS,
    openapi_extra=asked(),
    responses={
        **answered(HTTPStatus.OK, *PROGRESS, "Upload-Length", "Upload-Metadata"),
        **responses(*_UNKNOWN, *UNUSABLE, HTTPStatus.LOCKED),
    },
)
@inject
async def look_at_upload(owner: Owner, upload_id: UploadIdPath, look: use.LookAtUpload) -> Response:
    """Where to go on after a line was cut, and of a complete upload the clip that it became."""
    upload = await look(owner, UploadId(upload_id))
    return Response(headers=description_headers(upload))


@router.get(
    "/{upload_id}",
    summary="Look at an upload",
    responses=responses(*_UNKNOWN, *UNUSABLE, HTTPStatus.LOCKED),
)
@inject
async def get_upload(
    owner: Owner, upload_id: UploadIdPath, response: Response, look: use.LookAtUpload
) -> UploadBody:
    """The same as JSON. It answers for some time after the upload is complete too, so that a
    client which lost the last answer learns its `clip_id`."""
    upload = await look(owner, UploadId(upload_id))
    response.headers["Cache-Control"] = "no-store"
    return UploadBody.of(upload)


@router.patch(
    "/{upload_id}",
    summary="Send the next bytes of an upload",
    status_code=HTTPStatus.NO_CONTENT,
    dependencies=SPEAKING_TUS,
    openapi_extra=asked_with_bytes(
        "Upload-Offset", "Upload-Length", "Upload-Checksum", required=True
    ),
    responses={
        **answered(HTTPStatus.NO_CONTENT, *PROGRESS),
        **responses(*_UNKNOWN, *UNUSABLE, *_HELD),
        **checksum_mismatch(),
    },
)
@inject
async def continue_upload(
    owner: Owner, request: Request, upload_id: UploadIdPath, go_on: use.ContinueUpload
) -> Response:
    """What arrives is kept, however the request ends. The last byte makes the file a clip, whose
    id is in `Hexavox-Clip-Id`; a file that is no sound is refused then, and forgotten."""
    require_bytes_of_upload(request)
    command = ContinueUploadCommand(
        owner=owner,
        upload_id=UploadId(upload_id),
        offset=offset_in(request),
        content=request.stream(),
        length=number_in(request, "Upload-Length"),
        checksum=checksum_in(request),
        size=number_in(request, "Content-Length"),
    )
    upload = await go_on(command)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=progress_headers(upload))


@router.delete(
    "/{upload_id}",
    summary="Give an upload up",
    status_code=HTTPStatus.NO_CONTENT,
    dependencies=SPEAKING_TUS,
    openapi_extra=asked(),
    responses={
        **answered(HTTPStatus.NO_CONTENT),
        **responses(*_UNKNOWN, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.LOCKED),
    },
)
@inject
async def give_up_upload(
    owner: Owner, upload_id: UploadIdPath, give_up: use.GiveUpUpload
) -> Response:
    """Forget what has arrived. A clip that the file became already stays."""
    await give_up(owner, UploadId(upload_id))
    return Response(status_code=HTTPStatus.NO_CONTENT)
