"""A limit for bodies that are read whole: JSON, and what might be meant to be JSON.

Forms and uploads are read as streams and have limits of their own, so they pass. Starlette's own
limit of bodies knows no difference between them, and answers in no dialect of ours.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, final

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.inbound.dialects import told
from adapters.inbound.refusals import Refusal

LARGEST_BODY: Final = 1_000_000
"""Bytes."""

_STREAMED: Final = frozenset({b"multipart/form-data", b"application/offset+octet-stream"})
_CLOSE: Final[Mapping[str, str]] = {"Connection": "close"}
"""The rest of the body is not worth its transfer."""


class BodyTooLargeError(HTTPException):
    """FastAPI would take any other error, while it reads a body, for a body that is broken."""

    def __init__(self, at_most: int) -> None:
        self.refusal = Refusal(
            code="body-too-large",
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            detail=f"The body is larger than {at_most:,} bytes.",
            advice="Send less; recordings are uploaded as multipart/form-data, as `curl -F` does.",
            headers=_CLOSE,
        )
        super().__init__(self.refusal.status, self.refusal.detail)


@final
class BodyLimit:
    """Pure ASGI middleware. Only who reads a body is told that it is too large, so that a door may
    first say that it takes none of that kind."""

    def __init__(self, app: ASGIApp, at_most: int = LARGEST_BODY) -> None:
        self._app = app
        self._at_most = at_most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_streamed(scope):
            await self._app(scope, receive, send)
            return
        counted = _Counted(scope, receive, self._at_most)
        speaking = _Speaking(send)
        try:
            await self._app(scope, counted, speaking)
        except BodyTooLargeError as error:
            if speaking.has_begun:
                raise
            await told(scope, error.refusal)(scope, receive, send)


@final
class _Counted:
    """Stands in for the server's `receive`."""

    def __init__(self, scope: Scope, receive: Receive, at_most: int) -> None:
        declared = Headers(scope=scope).get("content-length", "")
        self._receive = receive
        self._at_most = at_most
        self._size = 0
        self._is_too_large = declared.isdecimal() and int(declared) > at_most

    async def __call__(self) -> Message:
        if self._is_too_large:
            raise BodyTooLargeError(self._at_most)
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._at_most:
            self._is_too_large = True
            raise BodyTooLargeError(self._at_most)
        return message


@final
class _Speaking:
    """Stands in for the server's `send`."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        self.has_begun = True
        await self._send(message)


def _is_streamed(scope: Scope) -> bool:
    return parse_options_header(Headers(scope=scope).get("content-type", ""))[0] in _STREAMED
