"""Errors as the task API tells them."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from adapters.inbound.errors import KnownError
from adapters.inbound.refusals import Refusal
from adapters.inbound.request_errors import (
    InvalidFileError,
    MissingFileError,
    UnnamedFileError,
    UnsupportedExtensionError,
)
from application.errors import (
    ForbiddenAddressError,
    JobNotFoundError,
    StorageFullError,
    TooMuchAudioError,
    UnusableAudioError,
)
from domain.errors import DomainError

_FILE: Final = (HTTPStatus.UNPROCESSABLE_ENTITY, "FILE_VALIDATION_ERROR")
_STATUS_AND_CODE: Final[Mapping[type[KnownError], tuple[HTTPStatus, str | None]]] = (
    MappingProxyType(
        {
            JobNotFoundError: (HTTPStatus.NOT_FOUND, "TASK_NOT_FOUND"),
            UnsupportedExtensionError: (
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "UNSUPPORTED_FILE_EXTENSION",
            ),
            InvalidFileError: _FILE,
            MissingFileError: _FILE,
            UnnamedFileError: _FILE,
            UnusableAudioError: _FILE,
            TooMuchAudioError: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "FILE_VALIDATION_ERROR"),
            ForbiddenAddressError: (HTTPStatus.UNPROCESSABLE_ENTITY, "SSRF_BLOCKED"),
            StorageFullError: (HTTPStatus.SERVICE_UNAVAILABLE, None),
            DomainError: (HTTPStatus.BAD_REQUEST, None),
        }
    )
)
"""Where this API differs from the service's own door. None: the name of the error, in capitals."""
_CODES: Final[Mapping[str, str]] = MappingProxyType({"invalid-request": "VALIDATION_ERROR"})


class FaultBody(BaseModel):
    field: str
    message: str


class ErrorBody(BaseModel):
    message: str
    code: str = Field(examples=["TASK_NOT_FOUND"])
    correlation_id: str = Field(description="The request's X-Request-ID.")
    advice: str | None = Field(default=None, description="What the caller can do about it.")
    details: list[FaultBody] | None = Field(
        default=None, description="The fields of the request that are wrong."
    )


class TaskErrorBody(BaseModel):
    error: ErrorBody


def as_task_error(refusal: Refusal, request_id: str) -> JSONResponse:
    status, code = _status_and_code(refusal)
    faults = [FaultBody(field=each.field, message=each.message) for each in refusal.faults]
    body = TaskErrorBody(
        error=ErrorBody(
            message=refusal.detail,
            code=code,
            correlation_id=request_id,
            advice=refusal.advice or None,
            details=faults or None,
        )
    )
    return JSONResponse(
        body.model_dump(exclude_none=True), status_code=status, headers=refusal.headers
    )


def responses(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """How an endpoint documents the errors it can answer with."""
    return {
        int(status): {"description": status.phrase, "model": TaskErrorBody} for status in statuses
    }


def _status_and_code(refusal: Refusal) -> tuple[HTTPStatus, str]:
    plain = _CODES.get(refusal.code) or refusal.code.replace("-", "_").upper()
    ancestry = () if refusal.cause is None else refusal.cause.__mro__
    kind = next((kind for kind in ancestry if kind in _STATUS_AND_CODE), None)
    status, code = (refusal.status, None) if kind is None else _STATUS_AND_CODE[kind]
    return status, code or plain
