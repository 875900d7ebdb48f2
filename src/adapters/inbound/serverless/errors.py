"""Errors as the worker answers them."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from adapters.inbound.described_errors import errors_like
from adapters.inbound.refusals import Refusal
from application.advice import with_advice


class RunErrorBody(BaseModel):
    error: str


RESPONSES: Final = errors_like(RunErrorBody)
_STATUS_HERE: Final[Mapping[HTTPStatus, HTTPStatus]] = MappingProxyType(
    {HTTPStatus.UNPROCESSABLE_ENTITY: HTTPStatus.BAD_REQUEST}
)


def as_run_error(refusal: Refusal, _request_id: str) -> JSONResponse:
    return JSONResponse(
        RunErrorBody(error=with_advice(refusal.detail, refusal.advice)).model_dump(),
        _STATUS_HERE.get(refusal.status, refusal.status),
        headers=refusal.headers,
    )
