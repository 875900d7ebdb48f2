"""Errors as whisper.cpp's server answers them: {"error": ...}."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from adapters.inbound.described_errors import errors_like
from adapters.inbound.refusals import Refusal
from adapters.inbound.request_errors import MissingFileError, NotMultipartError, UnnamedFileError
from application.advice import with_advice
from application.errors import KeyReusedError


class ErrorBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"error": "no 'file' field in the request"}]}
    )

    error: str


RESPONSES: Final = errors_like(ErrorBody)
_STATUS_HERE: Final[Mapping[HTTPStatus, HTTPStatus]] = MappingProxyType(
    {
        HTTPStatus.UNPROCESSABLE_ENTITY: HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: HTTPStatus.BAD_REQUEST,
    }
)
_NO_PART: Final = (MissingFileError, NotMultipartError, UnnamedFileError)


def as_inference_error(refusal: Refusal, _request_id: str) -> JSONResponse:
    return _told(refusal, "no 'file' field in the request")


def as_load_error(refusal: Refusal, _request_id: str) -> JSONResponse:
    return _told(refusal, "no 'model' field in the request")


def _told(refusal: Refusal, lacks: str) -> JSONResponse:
    """That a field is missing is said in that server's own words."""
    if refusal.cause is not None and issubclass(refusal.cause, _NO_PART):
        return JSONResponse({"error": lacks}, HTTPStatus.BAD_REQUEST, refusal.headers)
    status = refusal.status
    if refusal.cause is not KeyReusedError:
        status = _STATUS_HERE.get(status, status)
    body = ErrorBody(error=with_advice(refusal.detail, refusal.advice))
    return JSONResponse(body.model_dump(), status, refusal.headers)
