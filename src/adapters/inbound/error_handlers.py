"""Every error of the app, whatever raised it, answered in the dialect of the door it came to."""

import logging
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from adapters.inbound.dialects import told
from adapters.inbound.errors import KnownError
from adapters.inbound.refusals import (
    BROKEN_OFF,
    INTERNAL,
    refusal_of,
    refusal_of_fields,
    refusal_of_framework,
)
from adapters.inbound.request_errors import RequestError
from adapters.inbound.request_ids import HEADER, request_id_of
from application.errors import ApplicationError
from domain.errors import DomainError

_LOG: Final = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    for kind in (DomainError, ApplicationError, RequestError):
        app.exception_handler(kind)(_known)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_refused)
    app.exception_handler(ClientDisconnect)(_gone)
    app.exception_handler(Exception)(_unexpected)


async def _known(request: Request, error: KnownError) -> Response:
    return told(request.scope, refusal_of(error))


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    return told(request.scope, refusal_of_fields(error))


async def _refused(request: Request, error: HTTPException) -> Response:
    return told(request.scope, refusal_of_framework(request, error))


async def _gone(request: Request, _error: ClientDisconnect) -> Response:
    """Nobody will read this answer; it keeps a broken-off upload from counting as our failure."""
    _LOG.info("the client broke off %s %s", request.method, request.url.path)
    return told(request.scope, BROKEN_OFF)


async def _unexpected(request: Request, error: Exception) -> Response:
    """The answer passes no middleware on its way out."""
    request_id = request_id_of(request.scope)
    _LOG.error(
        "%s %s failed (request %s)", request.method, request.url.path, request_id, exc_info=error
    )
    answer = told(request.scope, INTERNAL)
    answer.headers[HEADER] = request_id
    return answer
