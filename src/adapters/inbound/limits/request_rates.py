"""No caller asks more often than RATE_LIMIT says."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import final

from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.dialects import told
from adapters.inbound.limits.counted_callers import caller_of
from adapters.inbound.limits.free_paths import is_free
from adapters.inbound.limits.rate_headers import rate_headers, wait_for
from adapters.inbound.limits.sending import with_headers
from adapters.inbound.refusals import Refusal
from application.ports.rate_limiter import RateLimiter
from domain.quota import Quota, Verdict


@final
class RequestRates:
    """Pure ASGI middleware. `limiter` is asked for when the first request comes, not before."""

    def __init__(
        self, app: ASGIApp, *, limiter: Callable[[], RateLimiter], quotas: Sequence[Quota]
    ) -> None:
        self._app = app
        self._limiter = limiter
        self._quotas = quotas

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_free(scope):
            await self._app(scope, receive, send)
            return
        verdict = await self._limiter().take(caller_of(scope), self._quotas)
        counted = with_headers(send, rate_headers(scope, verdict))
        app = self._app if verdict.is_allowed else told(scope, _refusal(verdict))
        await app(scope, receive, counted)


def _refusal(verdict: Verdict) -> Refusal:
    return Refusal(
        code="rate-limited",
        status=HTTPStatus.TOO_MANY_REQUESTS,
        detail=f"More than {verdict.tightest.quota}.",
        advice="Wait as long as Retry-After says, then send the request again.",
        headers={"Retry-After": str(wait_for(verdict))},
    )
