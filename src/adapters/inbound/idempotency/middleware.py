"""Requests that may be sent again: those that come with an Idempotency-Key.

It stands before every door. Nothing is buffered: bodies and answers pass as they come, and of an
answer a copy is kept (`outgoing_answer.py`). The packages for it, such as asgi-idempotency-header,
take whole bodies into memory and bring stores of their own.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Final, final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.callers import owner_of
from adapters.inbound.dialects import told
from adapters.inbound.idempotency.fingerprints import fingerprint_of
from adapters.inbound.idempotency.incoming_body import IncomingBody
from adapters.inbound.idempotency.key_header import key_in
from adapters.inbound.idempotency.outgoing_answer import OutgoingAnswer
from adapters.inbound.refusals import refusal_of
from adapters.inbound.request_errors import RequestError
from application.errors import ApplicationError, KeyReusedError, RequestOutstandingError
from application.ports.idempotency import Answer, ClaimId, IdempotencyKey, KeptAnswer
from application.use_cases.idempotency.claim_key import ClaimKeyCommand
from application.use_cases.idempotency.keyed_requests import KeyedRequests

REPLAYED: Final = "idempotency-replayed"

_LOG: Final = logging.getLogger(__name__)
_RENEW_EVERY: Final = 8.0
"""Seconds. A claim lasts more than three times as long, so that one renewal may fail."""
_LEEWAY: Final = 64 * 1024
"""Bytes by which a form with another boundary may be longer."""
_HEADERS_OF: Final[Mapping[type[Exception], Mapping[str, str]]] = MappingProxyType(
    {RequestOutstandingError: {"retry-after": "2"}}
)


@final
class IdempotencyKeys:
    """Pure ASGI middleware. `requests` is asked for when the first key comes, not before."""

    def __init__(
        self,
        app: ASGIApp,
        requests: Callable[[], KeyedRequests],
        renew_every: float = _RENEW_EVERY,
    ) -> None:
        self._app = app
        self._requests = requests
        self._renew_every = renew_every

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        try:
            key = key_in(Headers(scope=scope))
            claimed = None if key is None else await self._claimed(scope, receive, key)
        except (ApplicationError, RequestError) as error:
            answer = told(scope, refusal_of(error, _HEADERS_OF.get(type(error))))
            await answer(scope, receive, send)
            return
        if claimed is None:
            await self._app(scope, receive, send)
        elif isinstance(claimed, KeptAnswer):
            await _replay(claimed.answer, send)
        else:
            await self._work(claimed, scope, receive, send)

    async def _claimed(
        self, scope: Scope, receive: Receive, key: IdempotencyKey
    ) -> ClaimId | KeptAnswer:
        command = ClaimKeyCommand(owner=owner_of(scope), key=key, request=fingerprint_of(scope))
        claimed = await self._requests().claim(command)
        if isinstance(claimed, KeptAnswer) and claimed.to_body is not None:
            body = IncomingBody(scope, receive)
            await body.read_on(claimed.to_body.size + _LEEWAY)
            if body.fingerprint != claimed.to_body:
                raise KeyReusedError("This Idempotency-Key was sent with a different body.")
        return claimed

    async def _work(self, claim: ClaimId, scope: Scope, receive: Receive, send: Send) -> None:
        body = IncomingBody(scope, receive)
        claimed = _Claimed(claim, self._requests(), body)
        renewing = asyncio.create_task(claimed.renew(self._renew_every))
        try:
            await self._app(scope, body, OutgoingAnswer(send, claimed.settle))
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing
            # It goes on to its end even when this request is cancelled once more.
            await asyncio.shield(asyncio.ensure_future(claimed.let_go()))


async def _replay(answer: Answer, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    headers.append((REPLAYED.encode(), b"true"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


@final
class _Claimed:
    """A key that is ours while its request is worked on."""

    def __init__(self, claim: ClaimId, requests: KeyedRequests, body: IncomingBody) -> None:
        self._claim = claim
        self._requests = requests
        self._body = body
        self._is_settled = False

    async def settle(self, answer: Answer | None) -> None:
        to_body = self._body.fingerprint
        if answer is None or (to_body is None and not self._body.is_unread):
            await self.let_go()
            return
        completing = self._requests.complete(self._claim, KeptAnswer(answer, to_body))
        self._is_settled = await _tried(completing)

    async def let_go(self) -> None:
        """Once is enough; an answer that is kept stays."""
        if not self._is_settled:
            self._is_settled = await _tried(self._requests.release(self._claim))

    async def renew(self, every: float) -> None:
        while not self._is_settled:
            await asyncio.sleep(every)
            await _tried(self._requests.renew(self._claim))


async def _tried(keeping: Awaitable[object]) -> bool:
    """The answer that a client waits for does not depend on whether it could be kept, and a claim
    that could not be given back expires."""
    try:
        await keeping
    except Exception:  # noqa: BLE001 - whatever a database does, the answer goes its way
        _LOG.exception("an Idempotency-Key could not be kept, renewed or given back")
        return False
    return True
