"""Errors as OpenAI answers them.

https://developers.openai.com/api/docs/guides/error-codes, and openai-python's `_base_client.py`,
which repeats requests by itself unless it is told not to.
"""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.described_errors import errors_like
from adapters.inbound.errors import KnownError
from adapters.inbound.refusals import Refusal
from adapters.inbound.request_errors import MissingFileError, RepeatedPartError, UnnamedFileError
from application.advice import with_advice
from application.errors import (
    TooMuchAudioError,
    UnknownModelError,
    UnusableAudioError,
)

SHOULD_RETRY: Final = "x-should-retry"
FILE: Final = "file"
BAD_AUDIO: Final = "Invalid or unsupported audio file."
"""Clients look for these words."""

_INVALID: Final = "invalid_request_error"
_SERVER: Final = "server_error"


class ErrorDetails(BaseModel):
    message: str
    type: str = Field(description="The kind of error.")
    param: str | None = Field(description="The field of the request that is wrong.")
    code: str | None = Field(description="A stable name for what is wrong.")


class OpenaiErrorBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "error": {
                        "message": "temperature: Input should be less than or equal to 1.",
                        "type": _INVALID,
                        "param": "temperature",
                        "code": "invalid_value",
                    }
                }
            ]
        }
    )

    error: ErrorDetails


RESPONSES: Final = errors_like(OpenaiErrorBody)

_STATUS_HERE: Final[Mapping[HTTPStatus, HTTPStatus]] = MappingProxyType(
    {
        HTTPStatus.UNPROCESSABLE_ENTITY: HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: HTTPStatus.BAD_REQUEST,
    }
)
_TYPE_OF: Final[Mapping[HTTPStatus, str]] = MappingProxyType(
    {
        HTTPStatus.FORBIDDEN: "permission_error",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _SERVER,
        HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error",
    }
)
_CODE_OF_STATUS: Final[Mapping[HTTPStatus, str]] = MappingProxyType(
    {
        HTTPStatus.UNAUTHORIZED: "invalid_api_key",
        HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_exceeded",
    }
)
_CODE_OF: Final[Mapping[type[KnownError], str]] = MappingProxyType(
    {UnknownModelError: "model_not_found"}
)
_ABOUT_THE_FILE: Final = (
    UnusableAudioError,
    TooMuchAudioError,
    MissingFileError,
    UnnamedFileError,
    RepeatedPartError,
)


def as_openai_error(refusal: Refusal, _request_id: str) -> JSONResponse:
    headers = {**refusal.headers, SHOULD_RETRY: "true" if _may_pass(refusal) else "false"}
    return JSONResponse(error_document(refusal), status_here(refusal), headers=headers)


def error_document(refusal: Refusal) -> dict[str, Any]:
    status = status_here(refusal)
    usual = _INVALID if status < HTTPStatus.INTERNAL_SERVER_ERROR else _SERVER
    details = ErrorDetails(
        message=_message(refusal),
        type=_TYPE_OF.get(status, usual),
        param=_param(refusal),
        code=_code(refusal, status),
    )
    return OpenaiErrorBody(error=details).model_dump()


def status_here(refusal: Refusal) -> HTTPStatus:
    if _is(refusal, UnknownModelError):
        return HTTPStatus.NOT_FOUND
    return _STATUS_HERE.get(refusal.status, refusal.status)


def _message(refusal: Refusal) -> str:
    told = with_advice(refusal.detail, refusal.advice)
    return f"{BAD_AUDIO} {told}" if _is(refusal, UnusableAudioError) else told


def _param(refusal: Refusal) -> str | None:
    if refusal.faults:
        return refusal.faults[0].field
    return FILE if _is(refusal, *_ABOUT_THE_FILE) else None


def _code(refusal: Refusal, status: HTTPStatus) -> str:
    if refusal.faults:
        return "invalid_value"
    own = next((code for kind, code in _CODE_OF.items() if _is(refusal, kind)), None)
    return own or _CODE_OF_STATUS.get(status) or refusal.code.replace("-", "_")


def _may_pass(refusal: Refusal) -> bool:
    """Whether the same request is worth sending again. A transcription that failed was tried again
    here already."""
    if refusal.status is HTTPStatus.TOO_MANY_REQUESTS or "Retry-After" in refusal.headers:
        return True
    may_pass = bool(getattr(refusal.cause, "may_pass", False))
    return refusal.status is HTTPStatus.SERVICE_UNAVAILABLE and may_pass


def _is(refusal: Refusal, *kinds: type[Exception]) -> bool:
    return refusal.cause is not None and issubclass(refusal.cause, kinds)
