"""What every answer tells browsers, so that no page of somebody else's misuses it."""

from collections.abc import Mapping
from typing import Final, final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.inbound.requested_paths import path_of

_ALWAYS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
_UNFRAMED: Final = "frame-ancestors 'none'"
_NOTHING: Final = f"default-src 'none'; {_UNFRAMED}"
"""An answer is data. Pages that load something say so themselves, as /docs does."""
_MEDIA: Final = ("audio/", "video/")
"""A browser shows these in a page of its own, which loads them."""
_DOCUMENTATION: Final = ("/docs", "/openapi.json")
_STATE: Final = "state"
_KEY: Final = "security_headers"


@final
class SecurityHeaders:
    """Pure ASGI middleware. What an answer says itself stays."""

    def __init__(
        self, app: ASGIApp, *, hsts_seconds: int = 0, is_for_other_origins: bool = False
    ) -> None:
        self._app = app
        self._hsts_seconds = hsts_seconds
        self._policy = "cross-origin" if is_for_other_origins else "same-origin"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault(_STATE, {})[_KEY] = self

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.complete(MutableHeaders(scope=message), scope)
            await send(message)

        await self._app(scope, receive, send_safely)

    def complete(self, headers: MutableHeaders, scope: Scope) -> None:
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        headers.setdefault("Cross-Origin-Resource-Policy", self._policy)
        headers["Content-Security-Policy"] = _content_policy(headers)
        if scope.get("scheme") == "https" and self._hsts_seconds:
            headers.setdefault("Strict-Transport-Security", f"max-age={self._hsts_seconds}")
        if _is_private(headers, scope):
            headers.setdefault("Cache-Control", "no-store")


def make_safe(headers: MutableHeaders, scope: Scope) -> None:
    """For the one answer that passes no middleware: that of an accident."""
    middleware = scope.get(_STATE, {}).get(_KEY)
    if isinstance(middleware, SecurityHeaders):
        middleware.complete(headers, scope)


def _content_policy(headers: MutableHeaders) -> str:
    own = headers.get("content-security-policy")
    if own is not None:
        return own if "frame-ancestors" in own else f"{own}; {_UNFRAMED}"
    is_media = headers.get("content-type", "").startswith(_MEDIA)
    return _UNFRAMED if is_media else _NOTHING


def _is_private(headers: MutableHeaders, scope: Scope) -> bool:
    """What may hold somebody's words is in no cache; a recording says how long it may be kept."""
    is_media = headers.get("content-type", "").startswith(_MEDIA)
    return not is_media and not path_of(scope).startswith(_DOCUMENTATION)
