"""An answer on its way out."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final, TypeAlias, final

from starlette.datastructures import Headers
from starlette.types import Message, Send

from application.ports.idempotency import Answer

LARGEST: Final = 5_000_000
"""Bytes. A longer answer is not kept, and a request for it is not answered from what is kept."""

Settle: TypeAlias = Callable[[Answer | None], Awaitable[None]]

_OF_THE_MOMENT: Final = frozenset(
    {"connection", "date", "keep-alive", "server", "set-cookie", "transfer-encoding"}
)
"""Headers that belong to one answer and not to its repetition."""
_STREAMS: Final = ("text/event-stream", "application/x-ndjson")
"""Of these it is not known at the beginning how they end."""


@final
class OutgoingAnswer:
    """Stands in for the server's `send` and copies what passes, as long as it may be kept.

    The end is held back until `settle` is done: who has seen it may send the request again at
    once. An error is not kept. What was refused has created nothing, so its client may correct
    what was wrong and use the key again; what failed may be tried again.
    """

    def __init__(self, send: Send, settle: Settle) -> None:
        self._send = send
        self._settle = settle
        self._body = bytearray()
        self._status = 0
        self._headers: tuple[tuple[str, str], ...] = ()
        self._may_be_kept = True

    async def __call__(self, message: Message) -> None:
        match message["type"]:
            case "http.response.start":
                self._begin(message["status"], Headers(raw=list(message.get("headers", []))))
            case "http.response.body":
                self._copy(message.get("body", b""))
                if not message.get("more_body", False):
                    await self._settle(self._answer())
            case _:  # the server would send a file by itself, or something newer than this
                self._may_be_kept = False
        await self._send(message)

    def _begin(self, status: int, headers: Headers) -> None:
        self._status = status
        self._headers = tuple(
            (name, value) for name, value in headers.items() if name not in _OF_THE_MOMENT
        )
        is_stream = headers.get("content-type", "").startswith(_STREAMS)
        self._may_be_kept = status < HTTPStatus.BAD_REQUEST and not is_stream

    def _copy(self, chunk: bytes) -> None:
        if len(self._body) + len(chunk) > LARGEST:
            self._may_be_kept = False
        if self._may_be_kept:
            self._body += chunk
        else:
            self._body.clear()

    def _answer(self) -> Answer | None:
        if not self._may_be_kept:
            return None
        return Answer(self._status, self._headers, bytes(self._body))
