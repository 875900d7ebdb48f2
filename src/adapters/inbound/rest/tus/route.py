"""What every answer of the tus protocol says, errors included."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.routing import Match
from starlette.types import Message, Receive, Scope, Send

from adapters.inbound.problem_details import MEDIA_TYPE, Problem
from application.errors import ChecksumMismatchError

VERSION: Final = "1.0.0"
LARGEST: Final = "hexavox.largest_upload"
"""Where an endpoint's dependency leaves that number in the request's scope."""
CHECKSUM_MISMATCH: Final = 460
"""A status of tus alone, which the table of HTTP's own statuses cannot hold."""

_OVERRIDE: Final = b"x-http-method-override"


class TusRoute(APIRoute):
    """Takes the method from X-HTTP-Method-Override, for lines that let no PATCH through."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return super().matches(_overridden(scope))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope = _overridden(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Tus-Resumable"] = VERSION
                headers["Tus-Version"] = VERSION
                if LARGEST in scope:
                    headers["Tus-Max-Size"] = str(scope[LARGEST])
            await send(message)

        await super().handle(scope, receive, send_with_headers)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await answer(request)
            except ChecksumMismatchError as error:
                return _mismatch(error)

        return answered


def _overridden(scope: Scope) -> Scope:
    method = dict(scope["headers"]).get(_OVERRIDE, b"").decode("latin-1").strip().upper()
    return {**scope, "method": method} if method else scope


def _mismatch(error: ChecksumMismatchError) -> JSONResponse:
    body = Problem(
        type=f"urn:hexavox:problem:{error.code}",
        title="Checksum mismatch",
        status=CHECKSUM_MISMATCH,
        detail=str(error),
        advice=error.advice,
    )
    return JSONResponse(
        body.model_dump(exclude_none=True), status_code=CHECKSUM_MISMATCH, media_type=MEDIA_TYPE
    )
