"""No caller has more requests under way than MAX_CONCURRENT_REQUESTS."""

from collections import Counter
from http import HTTPStatus
from typing import Final, final

from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.dialects import told
from adapters.inbound.limits.counted_callers import caller_of
from adapters.inbound.limits.free_paths import is_free
from adapters.inbound.refusals import Refusal

_RETRY_AFTER: Final = 5
"""Seconds. When one of the others ends is not known."""


@final
class RequestsAtOnce:
    """Pure ASGI middleware. A request counts until its answer has ended, a stream among them.
    Nobody waits here: one too many is refused. Each server counts its own."""

    def __init__(self, app: ASGIApp, *, at_most: int) -> None:
        self._app = app
        self._at_most = at_most
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_free(scope):
            await self._app(scope, receive, send)
            return
        caller = caller_of(scope)
        if self._under_way[caller] >= self._at_most:
            await told(scope, self._refusal())(scope, receive, send)
            return
        self._under_way[caller] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= Counter({caller: 1})  # which forgets those who have none

    def _refusal(self) -> Refusal:
        return Refusal(
            code="too-many-at-once",
            status=HTTPStatus.TOO_MANY_REQUESTS,
            detail=f"{self._at_most} of your requests are under way already.",
            advice="Wait for one of them to end, then send the request again.",
            headers={"Retry-After": str(_RETRY_AFTER)},
        )
