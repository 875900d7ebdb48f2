"""Traces with OpenTelemetry's own SDK: a span for each request, job and stage.

Importing this loads the SDK, so it is imported only where traces are wanted. FastAPI's own
telemetry was turned down: it notes paths with their queries, which may hold what is somebody's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import time_ns
from typing import Final, final

from opentelemetry.context import Context
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from application.errand import Errand, current_errand, on_errand
from application.ports.meters import Found, JobMeter
from application.ports.tracing import RequestSpan, RequestTracer
from domain.transcription_job import Failure, Stage, TranscriptionJob

_W3C: Final = TraceContextTextMapPropagator()
_HEADER: Final = "traceparent"
_NANOSECONDS: Final = 1_000_000_000
_FIRST_SERVER_ERROR: Final = 500


@final
class TracedRequests(RequestTracer):
    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("hexavox")

    @contextmanager
    def of_request(self, method: str, traceparent: str | None) -> Iterator[RequestSpan]:
        with self._tracer.start_as_current_span(
            method,
            context=_context_of(traceparent),
            kind=SpanKind.SERVER,
            attributes={
                "http.request.method": method,
                "hexavox.request_id": current_errand().request_id or "",
            },
        ) as span:
            yield _Request(method, span)


@final
class _Request(RequestSpan):
    def __init__(self, method: str, span: Span) -> None:
        self._method = method
        self._span = span
        self.traceparent = _traceparent()

    def answered(self, endpoint: str, status: int | None) -> None:
        self._span.update_name(f"{self._method} {endpoint}")
        self._span.set_attribute("http.route", endpoint)
        if status is not None:
            self._span.set_attribute("http.response.status_code", status)
        if status is None or status >= _FIRST_SERVER_ERROR:
            self._span.set_status(Status(StatusCode.ERROR))


@final
class TracedJobs(JobMeter):
    """A job's span lasts as long as a runner works on it, and hangs on that of its request; the
    spans of its stages are recorded when these have ended."""

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("hexavox")

    @contextmanager
    def working_on(self, job: TranscriptionJob) -> Iterator[None]:
        with self._tracer.start_as_current_span(
            f"job {job.kind}",
            context=_context_of(job.traceparent),
            kind=SpanKind.CONSUMER,
            attributes={
                "hexavox.job_id": str(job.id),
                "hexavox.request_id": job.request_id or "",
                "hexavox.attempt": job.attempts,
                "hexavox.model": job.options.model,
            },
        ):
            errand = Errand(request_id=job.request_id, job_id=job.id, traceparent=_traceparent())
            with on_errand(errand):
                yield

    def stage_finished(self, stage: Stage, seconds: float) -> None:
        now = time_ns()
        begun = now - int(seconds * _NANOSECONDS)
        span = self._tracer.start_span(f"stage {stage}", start_time=begun)
        span.end(now)

    def job_ended(self, job: TranscriptionJob, *, sound_seconds: float | None = None) -> None:
        span = get_current_span()
        span.set_attribute("hexavox.outcome", job.status.value)
        if sound_seconds is not None:
            span.set_attribute("hexavox.sound_seconds", sound_seconds)
        if job.failure is not None:
            self._failed(job.failure)

    def attempt_failed(self, failure: Failure) -> None:
        self._failed(failure)

    def transcript_looked_for(self, found: Found) -> None:
        get_current_span().set_attribute("hexavox.transcript_cache", found.value)

    def _failed(self, failure: Failure) -> None:
        get_current_span().set_status(Status(StatusCode.ERROR, failure.code))


def _context_of(traceparent: str | None) -> Context:
    return _W3C.extract({_HEADER: traceparent} if traceparent else {}, Context())


def _traceparent() -> str | None:
    """Of the current span."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get(_HEADER)
