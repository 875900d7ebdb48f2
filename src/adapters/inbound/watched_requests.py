"""Every request, watched from outside: counted, traced and told in the log."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final, final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.inbound.endpoints import endpoint_of
from adapters.inbound.idempotency.middleware import REPLAYED
from adapters.inbound.transcribing_requests import note_counter
from application.errand import current_errand, on_errand
from application.ports.meters import RequestMeter
from application.ports.tracing import RequestSpan, RequestTracer

_LOG: Final = logging.getLogger(__name__)
_OFTEN: Final = ("/health", "/metrics", "/ping")
"""Asked every few seconds by machines, so that a log of them hides the rest."""


@dataclass(slots=True)
class _Answer:
    status: int | None = None
    is_replayed: bool = False


@dataclass(slots=True)
class _Transcribing:
    """Whether a request counts as one that waits for a transcription; once is enough."""

    meter: RequestMeter
    has_begun: bool = False

    def begin(self) -> None:
        if not self.has_begun:
            self.has_begun = True
            self.meter.transcribing(1)

    def end(self) -> None:
        if self.has_begun:
            self.meter.transcribing(-1)


@final
class WatchedRequests:
    """Pure ASGI middleware. It goes around all others but the one that draws request ids, so that
    what they refuse is counted, too. `meter` and `tracer` are asked for when they are needed."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        meter: Callable[[], RequestMeter],
        tracer: Callable[[], RequestTracer],
        told: bool = True,
    ) -> None:
        self._app = app
        self._meter = meter
        self._tracer = tracer
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer()

        async def send_and_look(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.is_replayed = REPLAYED in Headers(raw=message["headers"])
            await send(message)

        with self._watched(scope, answer):
            await self._app(scope, receive, send_and_look)

    @contextmanager
    def _watched(self, scope: Scope, answer: _Answer) -> Iterator[None]:
        meter, begun = self._meter(), perf_counter()
        transcribing = _Transcribing(meter)
        note_counter(scope, transcribing.begin)
        with self._span(scope) as span:
            try:
                yield
            except BaseException:
                answer.status = None
                raise
            finally:
                seconds, endpoint = perf_counter() - begun, endpoint_of(scope)
                transcribing.end()
                meter.request_answered(endpoint, answer.status, seconds)
                if answer.is_replayed:
                    meter.request_replayed()
                span.answered(endpoint, answer.status)
                self._tell(scope["method"], endpoint, answer, seconds)

    @contextmanager
    def _span(self, scope: Scope) -> Iterator[RequestSpan]:
        sent = Headers(scope=scope).get("traceparent")
        with self._tracer().of_request(scope["method"], sent) as span:
            errand = replace(current_errand(), traceparent=span.traceparent)
            with on_errand(errand):
                yield span

    def _tell(self, method: str, endpoint: str, answer: _Answer, seconds: float) -> None:
        """The template and never the path itself, which may name what is somebody's own."""
        if not self._told:
            return
        level = logging.DEBUG if endpoint.startswith(_OFTEN) else logging.INFO
        told = {
            "method": method,
            "endpoint": endpoint,
            "status": answer.status,
            "duration_ms": round(seconds * 1000),
        }
        _LOG.log(
            level,
            "%s %s %s in %d ms",
            method,
            endpoint,
            answer.status or "error",
            told["duration_ms"],
            extra=told,
        )
