"""The names that this service goes by.

A page of somebody else's can have a browser look its own name up again and find this service there
(DNS rebinding); the Host header then still says the other name. Starlette's TrustedHostMiddleware
does this, and answers in no dialect of ours.
"""

from collections.abc import Collection
from http import HTTPStatus
from typing import Final, final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.dialects import told
from adapters.inbound.refusals import Refusal
from adapters.inbound.requested_paths import path_of

_PROBED: Final = frozenset({"/health", "/health/live", "/health/ready", "/metrics"})
"""Kubernetes and Prometheus ask by address, and learn nothing here that is anybody's secret."""
_REFUSAL: Final = Refusal(
    code="unknown-host",
    status=HTTPStatus.MISDIRECTED_REQUEST,
    detail="This service does not go by the name in the Host header.",
    advice="Use an address that TRUSTED_HOSTS names, or have it added there.",
)


@final
class TrustedHosts:
    """Pure ASGI middleware. `*.example.org` stands for every name that ends so."""

    def __init__(self, app: ASGIApp, *, names: Collection[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names if not name.startswith("*"))
        self._endings = tuple(name[1:].lower() for name in names if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_known = scope["type"] != "http" or path_of(scope) in _PROBED or self._is_ours(scope)
        app = self._app if is_known else told(scope, _REFUSAL)
        await app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        host = _without_port(Headers(scope=scope).get("host", "").lower())
        return host in self._names or host.endswith(self._endings)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
