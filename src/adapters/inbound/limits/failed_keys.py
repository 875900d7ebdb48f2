"""Nobody guesses keys at full speed."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final, final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.callers import key_of
from adapters.inbound.dialects import told
from adapters.inbound.limits.counted_callers import address_of
from adapters.inbound.limits.free_paths import is_free
from adapters.inbound.limits.rate_headers import wait_for
from adapters.inbound.limits.sending import Noting
from adapters.inbound.refusals import Refusal
from application.ports.rate_limiter import RateLimiter
from domain.quota import Quota, Verdict

_KEYS: Final = ("authorization", "x-api-key")
_FAILED: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


@final
class FailedKeys:
    """Pure ASGI middleware, to stand before the keys: an address from which too many keys came
    that are none is refused for a while, whatever key it sends."""

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
        address = f"failed:{address_of(scope)}"
        verdict = await self._limiter().look(address, self._quotas)
        if not verdict.is_allowed:
            await told(scope, _refusal(verdict))(scope, receive, send)
            return
        noting = Noting(send)
        await self._app(scope, receive, noting)
        if noting.status in _FAILED and _was_a_guess(scope):
            await self._limiter().take(address, self._quotas)


def _was_a_guess(scope: Scope) -> bool:
    """Who sent no key has guessed nothing, nor has one whose key is known and may not do this."""
    headers = Headers(scope=scope)
    return key_of(scope) is None and any(name in headers for name in _KEYS)


def _refusal(verdict: Verdict) -> Refusal:
    return Refusal(
        code="too-many-failed-keys",
        status=HTTPStatus.TOO_MANY_REQUESTS,
        detail="Too many keys came from this address that are not known here.",
        advice="Wait as long as Retry-After says, then send a key that is.",
        headers={"Retry-After": str(wait_for(verdict))},
    )
