"""A request's body on its way in."""

from typing import final

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from adapters.inbound.idempotency.fingerprints import BodyHash
from application.ports.idempotency import BodyFingerprint


@final
class IncomingBody:
    """Stands in for the server's `receive`, and fingerprints what passes."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        self._hash = BodyHash(Headers(scope=scope).get("content-type", ""))
        self._is_begun = False
        self._is_complete = False

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request" and not self._is_complete:
            self._is_begun = True
            self._hash.read(message.get("body", b""))
            self._is_complete = not message.get("more_body", False)
        return message

    @property
    def is_unread(self) -> bool:
        """Nobody has asked for it, so nothing that was done depends on it."""
        return not self._is_begun

    @property
    def fingerprint(self) -> BodyFingerprint | None:
        """None for a body that was not read to its end, or is no form although it says so."""
        return self._hash.fingerprint() if self._is_complete else None

    async def read_on(self, at_most: int) -> bool:
        """Read it to its end; False if its client goes away, or it is longer than that."""
        while not self._is_complete:
            message = await self()
            if message["type"] == "http.disconnect" or self._hash.size > at_most:
                return False
        return True
