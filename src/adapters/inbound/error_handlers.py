"""Every error of the app, whatever raised it, answered in the dialect of the door it came to."""

import logging
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from adapters.inbound.allowed_methods import allowed_methods
from adapters.inbound.body_limit import BodyTooLargeError
from adapters.inbound.dialects import told
from adapters.inbound.errors import KnownError
from adapters.inbound.limits.body_timeout import SilentBodyError
from adapters.inbound.refusals import (
    BROKEN_OFF,
    INTERNAL,
    refusal_of,
    refusal_of_fields,
    refusal_of_framework,
)
from adapters.inbound.request_errors import RequestError
from adapters.inbound.request_ids import HEADER, request_id_of
from adapters.inbound.safety.security_headers import make_safe
from application.errors import ApplicationError
from domain.errors import DomainError

_LOG: Final = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    for kind in (DomainError, ApplicationError, RequestError):
        app.exception_handler(kind)(_known)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_refused)
    app.exception_handler(BodyTooLargeError)(_too_large)
    app.exception_handler(SilentBodyError)(_too_slow)
    app.exception_handler(ClientDisconnect)(_gone)
    app.exception_handler(Exception)(_unexpected)


async def _known(request: Request, error: KnownError) -> Response:
    return told(request.scope, refusal_of(error))


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    return told(request.scope, refusal_of_fields(error))


async def _refused(request: Request, error: HTTPException) -> Response:
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        error.headers = {"Allow": ", ".join(allowed_methods(request))}
    return told(request.scope, refusal_of_framework(request, error))


async def _too_large(request: Request, error: BodyTooLargeError) -> Response:
    return told(request.scope, error.refusal)


async def _too_slow(request: Request, error: SilentBodyError) -> Response:
    return told(request.scope, error.refusal)


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
    make_safe(answer.headers, request.scope)
    return answer
