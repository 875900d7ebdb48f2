"""Stands before every door and lets in who has a key for what they ask for."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.callers import note_key
from adapters.inbound.dialects import told
from adapters.inbound.keys.key_headers import secret_in
from adapters.inbound.keys.needed_scopes import needed_scope
from adapters.inbound.keys.open_paths import is_open
from adapters.inbound.refusals import refusal_of
from adapters.inbound.request_errors import RequestError
from adapters.inbound.requested_paths import path_of
from application.errors import ApplicationError, MissingKeyError
from application.use_cases.keys.check_key import CheckKey, require_scope

_HEADERS_OF: Final[Mapping[type[Exception], Mapping[str, str]]] = MappingProxyType(
    {MissingKeyError: {"WWW-Authenticate": "Bearer"}}
)
_PREFLIGHT: Final = "OPTIONS"
"""A browser sends no key with it."""
_AS_WRITING: Final = "POST"
"""What opens a line that stays open has no method."""
_NOT_ALLOWED: Final = 1008
"""As RFC 6455 numbers the reasons for which a line is closed."""


@final
class ApiKeys:
    """Pure ASGI middleware. While there is no key at all everybody is let in, whatever they send:
    clients of OpenAI must send one."""

    def __init__(self, app: ASGIApp, check: Callable[[], CheckKey]) -> None:
        self._app = app
        self._check = check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_guarded(scope):
            await self._app(scope, receive, send)
            return
        try:
            await self._let_in(scope)
        except (ApplicationError, RequestError) as error:
            await _refuse(error, scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _let_in(self, scope: Scope) -> None:
        check = self._check()
        if await check.is_open():
            return
        key = await check(secret_in(Headers(scope=scope)))
        if key is not None:
            note_key(scope, key)
            require_scope(key, needed_scope(scope.get("method", _AS_WRITING), path_of(scope)))


def _is_guarded(scope: Scope) -> bool:
    if scope["type"] not in {"http", "websocket"}:
        return False
    return scope.get("method") != _PREFLIGHT and not is_open(path_of(scope))


async def _refuse(
    error: ApplicationError | RequestError, scope: Scope, receive: Receive, send: Send
) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _NOT_ALLOWED})
        return
    await told(scope, refusal_of(error, _HEADERS_OF.get(type(error))))(scope, receive, send)
