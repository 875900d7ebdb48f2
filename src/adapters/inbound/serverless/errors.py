"""Errors as the worker answers them."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from adapters.inbound.refusals import Refusal
from application.advice import with_advice


class RunErrorBody(BaseModel):
    error: str


RESPONSES: Final[Mapping[int | str, dict[str, Any]]] = MappingProxyType(
    {
        "4XX": {"model": RunErrorBody, "description": "What is wrong with the request."},
        "5XX": {"model": RunErrorBody, "description": "What went wrong."},
    }
)
_STATUS_HERE: Final[Mapping[HTTPStatus, HTTPStatus]] = MappingProxyType(
    {HTTPStatus.UNPROCESSABLE_ENTITY: HTTPStatus.BAD_REQUEST}
)


def as_run_error(refusal: Refusal, _request_id: str) -> JSONResponse:
    return JSONResponse(
        RunErrorBody(error=with_advice(refusal.detail, refusal.advice)).model_dump(),
        _STATUS_HERE.get(refusal.status, refusal.status),
        headers=refusal.headers,
    )
