"""Small applications to put a middleware before."""

import asyncio
from dataclasses import dataclass, field
from typing import final
from uuid import NAMESPACE_OID, uuid5

from httpx import ASGITransport, AsyncClient
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.callers import note_key
from domain.api_key import ApiKey, KeyId, Secret, digest_of, hint_of
from domain.audio_clip import OwnerId
from tests.fakes.clock import NEW_YEAR


@final
@dataclass
class Gated:
    """Answers once its gate is open; what came in is counted."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    cancelled: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.arrived.release()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        await PlainTextResponse("done")(scope, receive, send)


def key_of(owner: str) -> ApiKey:
    secret = Secret(f"hvx_{owner}")
    return ApiKey(
        id=KeyId(uuid5(NAMESPACE_OID, owner)),
        name=owner,
        owner=OwnerId(owner),
        hint=hint_of(secret),
        digest=digest_of(secret),
        created_at=NEW_YEAR,
    )


@final
@dataclass
class Keyed:
    """As the keys do it: notes the key of whom the header X-Owner names."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for name, value in scope["headers"]:
            if name == b"x-owner":
                note_key(scope, key_of(value.decode()))
        await self.app(scope, receive, send)


def client_of(app: ASGIApp) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://hexavox")
