"""No request takes longer than REQUEST_TIMEOUT_SECONDS."""

import asyncio
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, final

from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.dialects import told
from adapters.inbound.limits.free_paths import is_free, is_openai
from adapters.inbound.limits.sending import Noting
from adapters.inbound.refusals import Refusal
from adapters.inbound.request_ids import request_id_of

_LOG: Final = logging.getLogger(__name__)
_NOT_AGAIN: Final[Mapping[str, str]] = {"x-should-retry": "false"}
"""The OpenAI clients send anything from 500 on again by themselves, to wait as long once more."""


@final
class RequestTimeout:
    """Pure ASGI middleware. What the request waits for is cancelled, as when its client leaves. An
    answer that has begun is broken off, so that nobody takes it for whole."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_free(scope):
            await self._app(scope, receive, send)
            return
        noting = Noting(send)
        limit = asyncio.timeout(self._seconds)
        try:
            async with limit:
                await self._app(scope, receive, noting)
        except TimeoutError:
            if not limit.expired():
                raise
            _LOG.warning(
                "%s %s took longer than %g s and was ended (request %s)",
                scope["method"],
                scope["path"],
                self._seconds,
                request_id_of(scope),
            )
            if noting.status is None:
                await told(scope, self._refusal(scope))(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal:
        return Refusal(
            code="request-timeout",
            status=HTTPStatus.GATEWAY_TIMEOUT,
            detail=f"The request took longer than {self._seconds:g} seconds.",
            advice="Ask for a job and look at it from time to time, as with "
            "POST /api/transcribe?wait=false, or have REQUEST_TIMEOUT_SECONDS raised.",
            headers=_NOT_AGAIN if is_openai(scope) else {},
        )
