"""Errors as FastAPI's own services answer them: {"detail": ...}."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.described_errors import errors_like
from adapters.inbound.refusals import Refusal
from adapters.inbound.request_errors import MissingFileError, NotMultipartError, UnnamedFileError
from application.advice import with_advice
from application.errors import KeyReusedError

PART: Final = "audio_file"
"""Of the form: the recording."""


class FaultBody(BaseModel):
    type: str
    loc: list[str | int]
    msg: str


class DetailBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"detail": "unknown language 'xx'; choose one of af, am, ar ..."},
                {"detail": [{"type": "missing", "loc": ["body", PART], "msg": "Field required"}]},
            ]
        }
    )

    detail: str | list[FaultBody] = Field(
        description="What is wrong and what to do; a list where there is no recording."
    )


RESPONSES: Final = errors_like(DetailBody)
_NO_RECORDING: Final = (MissingFileError, NotMultipartError, UnnamedFileError)
_STATUS_HERE: Final[Mapping[HTTPStatus, HTTPStatus]] = MappingProxyType(
    {HTTPStatus.UNPROCESSABLE_ENTITY: HTTPStatus.BAD_REQUEST}
)
"""422 is only what FastAPI says of a field that is missing."""


def as_detail(refusal: Refusal, _request_id: str) -> JSONResponse:
    if refusal.cause is not None and issubclass(refusal.cause, _NO_RECORDING):
        return _missing(refusal)
    status = refusal.status
    if refusal.cause is not KeyReusedError:
        status = _STATUS_HERE.get(status, status)
    body = DetailBody(detail=with_advice(refusal.detail, refusal.advice))
    return JSONResponse(body.model_dump(), status, headers=refusal.headers)


def _missing(refusal: Refusal) -> JSONResponse:
    message = f"Field required. {with_advice(refusal.detail, refusal.advice)}"
    body = DetailBody(detail=[FaultBody(type="missing", loc=["body", PART], msg=message)])
    return JSONResponse(body.model_dump(), HTTPStatus.UNPROCESSABLE_ENTITY, headers=refusal.headers)
