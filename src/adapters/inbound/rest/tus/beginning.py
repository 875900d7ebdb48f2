"""/api/uploads: what resumable uploads can do, and beginning one."""

from http import HTTPStatus
from typing import Final

from dependency_injector.wiring import inject
from fastapi import Request, Response

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.tus.described import answered, asked_with_bytes, checksum_mismatch
from adapters.inbound.rest.tus.door import PROGRESS, SPEAKING_TUS, UNUSABLE, tus_router
from adapters.inbound.rest.tus.request_headers import (
    checksum_in,
    filename_in,
    has_body,
    metadata_in,
    number_in,
    require_bytes_of_upload,
    whole_length_in,
)
from adapters.inbound.rest.tus.route import VERSION
from adapters.inbound.rest.tus.upload_body import progress_headers
from application.ports.partial_uploads import ChecksumAlgorithm
from application.use_cases.uploads.begin_upload import BeginUploadCommand
from application.use_cases.uploads.continue_upload import ContinueUploadCommand

_EXTENSIONS: Final = (
    "creation",
    "creation-with-upload",
    "creation-defer-length",
    "termination",
    "expiration",
    "checksum",
)
_ABOUT_UPLOADS: Final = {
    "Tus-Version": VERSION,
    "Tus-Extension": ",".join(_EXTENSIONS),
    "Tus-Checksum-Algorithm": ",".join(ChecksumAlgorithm),
}

router = tus_router()


@router.options("/", include_in_schema=False)
@router.options(
    "",
    summary="Ask what resumable uploads can do",
    status_code=HTTPStatus.NO_CONTENT,
    responses={
        **answered(HTTPStatus.NO_CONTENT, *_ABOUT_UPLOADS, "Tus-Max-Size"),
        **responses(HTTPStatus.UNPROCESSABLE_ENTITY),
    },
)
async def describe_uploads() -> Response:
    """The versions, extensions and limits of the tus protocol here."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=_ABOUT_UPLOADS)


@router.post("/", include_in_schema=False, dependencies=SPEAKING_TUS)
@router.post(
    "",
    summary="Begin a resumable upload",
    status_code=HTTPStatus.CREATED,
    response_class=Response,
    dependencies=SPEAKING_TUS,
    openapi_extra=asked_with_bytes(
        "Upload-Length", "Upload-Defer-Length", "Upload-Metadata", required=False
    ),
    responses={
        **answered(HTTPStatus.CREATED, "Location", *PROGRESS),
        **responses(*UNUSABLE),
        **checksum_mismatch(),
    },
)
@inject
async def begin_upload(
    owner: Owner, request: Request, begin: use.BeginUpload, go_on: use.ContinueUpload
) -> Response:
    """Make a place for a file's bytes, and take those that come with this request.

    The `Location` is relative, so that it is right behind any proxy. An upload is forgotten at the
    time of `Upload-Expires`, which each PATCH moves on.
    """
    if has_body(request):
        require_bytes_of_upload(request)
    metadata = metadata_in(request)
    command = BeginUploadCommand(
        owner=owner,
        filename=filename_in(metadata),
        length=whole_length_in(request),
        note=metadata,
    )
    checksum = checksum_in(request)
    upload = await begin(command)
    if has_body(request):
        upload = await go_on(
            ContinueUploadCommand(
                owner=owner,
                upload_id=upload.id,
                offset=0,
                content=request.stream(),
                checksum=checksum,
                size=number_in(request, "Content-Length"),
            )
        )
    folder = "" if request.url.path.endswith("/") else "uploads/"
    headers = {"Location": f"{folder}{upload.id}", **progress_headers(upload)}
    return Response(status_code=HTTPStatus.CREATED, headers=headers)
