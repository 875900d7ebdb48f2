"""Errors as RFC 9457 problem documents."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from adapters.inbound.errors import KnownError, code_of, status_of
from adapters.inbound.request_errors import RequestError
from application.errors import ApplicationError
from domain.errors import DomainError

MEDIA_TYPE: Final = "application/problem+json"

_LOG: Final = logging.getLogger(__name__)
_ADVICE_OF_STATUS: Final[Mapping[int, str]] = {
    HTTPStatus.NOT_FOUND: "The endpoints are listed at /docs.",
    HTTPStatus.METHOD_NOT_ALLOWED: "The endpoints and their methods are listed at /docs.",
}


class FieldError(BaseModel):
    """What is wrong with one field of a request."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong, and what to do about it (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:hexavox:problem:empty-file",
                    "title": "Empty file",
                    "status": 422,
                    "detail": "The file is empty.",
                    "advice": "Check that the recording was saved completely, "
                    "then upload it again.",
                }
            ]
        }
    )

    type: str = Field(description="A stable name for this kind of problem.")
    title: str
    status: int
    detail: str
    advice: str | None = Field(default=None, description="What the caller can do about it.")
    errors: list[FieldError] | None = Field(
        default=None, description="The fields of the request that are wrong."
    )


def problem(
    code: str,
    status: HTTPStatus,
    detail: str,
    *,
    advice: str = "",
    errors: list[FieldError] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    body = Problem(
        type=f"urn:hexavox:problem:{code}",
        title=code.replace("-", " ").capitalize(),
        status=status,
        detail=detail,
        advice=advice or None,
        errors=errors,
    )
    return JSONResponse(
        body.model_dump(exclude_none=True),
        status_code=status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


def responses(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """How an endpoint documents the problems it can answer with."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        int(status): {"description": status.phrase, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Have every error answered with a problem document, and describe those in the OpenAPI."""
    for kind in (DomainError, ApplicationError, RequestError):
        app.exception_handler(kind)(_known)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_refused)
    app.exception_handler(ClientDisconnect)(_gone)
    app.exception_handler(Exception)(_unexpected)
    _describe_problems(app)


async def _known(_request: Request, error: KnownError) -> JSONResponse:
    kind = type(error)
    return problem(code_of(kind), status_of(kind), str(error), advice=error.advice)


async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
    errors = [
        FieldError(field=".".join(map(str, each["loc"][1:])) or "request", message=each["msg"])
        for each in error.errors()
    ]
    return problem(
        "invalid-request",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "; ".join(f"{each.field}: {each.message}" for each in errors),
        advice="Correct the fields that are named and send the request again.",
        errors=errors,
    )


async def _refused(request: Request, error: HTTPException) -> JSONResponse:
    """What the framework refuses itself: unknown paths, wrong methods."""
    status = HTTPStatus(error.status_code)
    detail = error.detail
    if detail == status.phrase:
        detail = f"{request.method} {request.url.path}: {status.phrase.lower()}."
    code = status.phrase.lower().replace(" ", "-")
    advice = _ADVICE_OF_STATUS.get(status, "")
    return problem(code, status, detail, advice=advice, headers=error.headers)


async def _gone(request: Request, _error: ClientDisconnect) -> JSONResponse:
    """Nobody will read this answer; it keeps a broken-off upload from counting as our failure."""
    _LOG.info("the client broke off %s %s", request.method, request.url.path)
    return problem("broken-off", HTTPStatus.BAD_REQUEST, "The request was broken off.")


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(
        "internal-error",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong inside the service.",
        advice="Send the request again; the server's log has the details.",
    )


def _describe_problems(app: FastAPI) -> None:
    """`responses` refers to a schema that FastAPI cannot know of, because it takes the models of
    documented answers for application/json."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts = schema.pop("$defs", {})
        document.setdefault("components", {}).setdefault("schemas", {}).update(
            {**parts, Problem.__name__: schema}
        )
        return document

    app.openapi = openapi  # type: ignore[method-assign]
