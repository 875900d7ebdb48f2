"""What all endpoints of resumable uploads have in common."""

from http import HTTPStatus
from typing import Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Depends, Request

from adapters.inbound import dependencies as use
from adapters.inbound.rest.tus.request_headers import refuse_what_is_not_offered, require_version
from adapters.inbound.rest.tus.route import LARGEST, TusRoute

PROGRESS: Final = ("Upload-Offset", "Upload-Expires", "Hexavox-Clip-Id")
UNUSABLE: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INSUFFICIENT_STORAGE,
)
SPEAKING_TUS: Final = (Depends(require_version), Depends(refuse_what_is_not_offered))


@inject
async def tell_largest(request: Request, begin: use.BeginUpload) -> None:
    request.scope[LARGEST] = begin.largest_bytes


def tus_router() -> APIRouter:
    return APIRouter(
        prefix="/uploads",
        tags=["uploads"],
        route_class=TusRoute,
        dependencies=[Depends(tell_largest)],
    )
