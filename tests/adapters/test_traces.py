"""Traces as OpenTelemetry has them: a request, its job, and the job's stages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext, StatusCode

from adapters.outbound.tracing.open_telemetry import TracedJobs, TracedRequests
from application.errand import current_errand
from domain.audio_clip import ClipId
from domain.transcription_job import Failure, Stage
from tests.fakes.clips import a_clip
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import a_job

CLIENTS = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
def sent() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def provider(sent: InMemorySpanExporter) -> TracerProvider:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(sent))
    return provider


def by_name(sent: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in sent.get_finished_spans()}


def context_of(span: ReadableSpan) -> SpanContext:
    context = span.get_span_context()
    assert context is not None
    return context


def parents_of(spans: Sequence[ReadableSpan]) -> list[int | None]:
    return [span.parent and span.parent.span_id for span in spans]


@pytest.fixture
def clip_id() -> ClipId:
    return a_clip().id


def test_a_request_goes_on_with_its_clients_trace(
    provider: TracerProvider, sent: InMemorySpanExporter
) -> None:
    with TracedRequests(provider).of_request("POST", CLIENTS) as span:
        assert span.traceparent is not None
        assert span.traceparent.startswith(CLIENTS[:36])
        assert span.traceparent != CLIENTS
        span.answered("/api/jobs/{job_id}", 200)
    (made,) = sent.get_finished_spans()
    assert made.name == "POST /api/jobs/{job_id}"
    assert made.parent is not None
    assert f"{made.parent.span_id:016x}" in CLIENTS
    assert made.status.status_code is StatusCode.UNSET
    assert dict(made.attributes or {})["http.response.status_code"] == 200


@pytest.mark.parametrize("traceparent", [None, "", "nonsense", "00-0-0-00"])
def test_a_request_without_a_trace_begins_one(
    traceparent: str | None, provider: TracerProvider, sent: InMemorySpanExporter
) -> None:
    with TracedRequests(provider).of_request("GET", traceparent) as span:
        span.answered("/health", 503)
    (made,) = sent.get_finished_spans()
    assert made.parent is None
    assert made.status.status_code is StatusCode.ERROR


def test_a_job_hangs_on_its_request_in_another_process(
    provider: TracerProvider, sent: InMemorySpanExporter, clip_id: ClipId
) -> None:
    with TracedRequests(provider).of_request("POST", None) as request:
        queued = replace(a_job(clip_id), request_id="r-1", traceparent=request.traceparent)
        request.answered("/asr", 200)
    jobs = TracedJobs(provider)
    job = queued.start(now=NEW_YEAR)
    with jobs.working_on(job):
        assert (current_errand().request_id, current_errand().job_id) == ("r-1", job.id)
        jobs.stage_finished(Stage.TRANSCRIBE, 3.0)
        jobs.stage_finished(Stage.ALIGN_WORDS, 0.5)
        jobs.job_ended(job.succeed(now=NEW_YEAR + timedelta(seconds=4)), sound_seconds=60.0)
    spans = by_name(sent)
    asked, worked = spans["POST /asr"], spans["job full_process"]
    stages = [spans["stage transcribe"], spans["stage align_words"]]
    assert {context_of(span).trace_id for span in spans.values()} == {context_of(asked).trace_id}
    assert parents_of([worked]) == [context_of(asked).span_id]
    assert parents_of(stages) == [context_of(worked).span_id] * 2
    heard = stages[0]
    assert heard.end_time is not None
    assert heard.start_time is not None
    assert heard.end_time - heard.start_time == 3_000_000_000
    assert dict(worked.attributes or {})["hexavox.outcome"] == "succeeded"


def test_a_failed_job_has_a_span_that_says_so(
    provider: TracerProvider, sent: InMemorySpanExporter, clip_id: ClipId
) -> None:
    jobs, job = TracedJobs(provider), a_job(clip_id).start(now=NEW_YEAR)
    failed = job.fail(Failure(code="not-audio", detail="No sound."), now=NEW_YEAR)
    with jobs.working_on(job):
        jobs.job_ended(failed)
    (made,) = sent.get_finished_spans()
    assert made.status.status_code is StatusCode.ERROR
    assert made.status.description == "not-audio"
