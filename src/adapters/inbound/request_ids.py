"""The id that a request goes by: in its answer, and in what is said of its failure."""

import re
from typing import Final, final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from application.errand import Errand, on_errand

HEADER: Final = "X-Request-ID"

_STATE: Final = "state"
_KEY: Final = "request_id"
_PLAIN: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
"""Anything else might be meant to confuse who reads a log."""


@final
class RequestIds:
    """Pure ASGI middleware: takes the id that a client sends, or else draws one, and answers it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = request_id_of(scope)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with on_errand(Errand(request_id=request_id)):
            await self._app(scope, receive, send_with_id)


def request_id_of(scope: Scope) -> str:
    """The same for as long as the request lasts."""
    state = scope.setdefault(_STATE, {})
    if _KEY not in state:
        sent = Headers(scope=scope).get(HEADER, "")
        state[_KEY] = sent if _PLAIN.fullmatch(sent) else str(uuid4())
    request_id: str = state[_KEY]
    return request_id
