"""Nobody holds a request open by sending nothing."""

import asyncio
from http import HTTPStatus
from typing import final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.inbound.dialects import told
from adapters.inbound.limits.sending import Noting
from adapters.inbound.refusals import Refusal


class SilentBodyError(HTTPException):
    """FastAPI would take any other error, while it reads a body, for a body that is broken."""

    def __init__(self, seconds: float) -> None:
        self.refusal = Refusal(
            code="body-timeout",
            status=HTTPStatus.REQUEST_TIMEOUT,
            detail=f"No byte of the body has come for {seconds:g} seconds.",
            advice="Send the request again; uploads to /api/uploads go on where they stopped.",
            headers={"Connection": "close"},
        )
        super().__init__(self.refusal.status, self.refusal.detail)


@final
class BodyTimeout:
    """Pure ASGI middleware. Only who waits for bytes is told that none came."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        noting = Noting(send)
        try:
            await self._app(scope, _Arriving(receive, self._seconds), noting)
        except SilentBodyError as error:
            if noting.status is not None:
                raise
            await told(scope, error.refusal)(scope, receive, send)


@final
class _Arriving:
    """Stands in for the server's `receive`. After the body it is waited for the client to leave,
    which may take as long as it likes."""

    def __init__(self, receive: Receive, seconds: float) -> None:
        self._receive = receive
        self._seconds = seconds
        self._is_complete = False

    async def __call__(self) -> Message:
        if self._is_complete:
            return await self._receive()
        limit = asyncio.timeout(self._seconds)
        try:
            async with limit:
                message = await self._receive()
        except TimeoutError:
            if limit.expired():
                raise SilentBodyError(self._seconds) from None
            raise
        self._is_complete = not message.get("more_body", False)
        return message
