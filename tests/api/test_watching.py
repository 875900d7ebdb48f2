"""What can be seen of a service from outside: whose work is done, what was answered, and whether it
is ready."""

import asyncio
import logging
from threading import Event

import pytest
from dependency_injector import providers
from httpx import AsyncClient
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from adapters.outbound.tracing.open_telemetry import TracedJobs, TracedRequests
from application.errand import Errand, current_errand
from application.ports.meters import RequestMeter
from infrastructure.container import Container
from infrastructure.tracing import Tracing
from tests.fakes.service import Service

ID = "7d1c-of-the-client"
CLIENTS = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def test_engines_work_for_a_request_and_a_job(
    client: AsyncClient, clip_id: str, service: Service
) -> None:
    heard: list[Errand] = []
    told_apart: list[Errand] = []
    service.transcriber.before_answering = lambda: heard.append(current_errand())
    service.diarizer.before_answering = lambda: told_apart.append(current_errand())
    await client.post("/api/transcribe", params={"clip_id": clip_id}, headers={"X-Request-ID": ID})
    (job,) = (await client.get("/api/jobs")).json()["items"]
    assert heard == told_apart
    assert [(each.request_id, str(each.job_id)) for each in heard] == [(ID, job["id"])]


async def test_a_line_of_the_log_tells_of_each_answer_but_not_what_is_somebodys(
    client: AsyncClient, clip_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "adapters.inbound.watched_requests")
    await client.get(f"/api/audio/{clip_id}", headers={"Authorization": "Bearer secret"})
    await client.get("/api/jobs?token=secret")
    await client.get("/health/live")
    told = [
        (vars(record)["method"], vars(record)["endpoint"], vars(record)["status"])
        for record in caplog.records
    ]
    assert told == [("GET", "/api/audio/{clip_id}", 200), ("GET", "/api/jobs", 422)]
    assert "in " in caplog.records[0].getMessage()
    assert "secret" not in caplog.text
    assert clip_id not in caplog.text


@pytest.fixture
def spans(container: Container) -> InMemorySpanExporter:
    """Of a service that traces."""
    sent, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(sent))
    jobs = TracedJobs(provider)
    traced = Tracing(requests=TracedRequests(provider), working_on=jobs.working_on, jobs=jobs)
    container.tracing.override(providers.Object(traced))
    return sent


async def test_a_transcription_is_one_trace_from_its_client_to_its_stages(
    spans: InMemorySpanExporter, client: AsyncClient, clip_id: str
) -> None:
    spans.clear()
    headers = {"traceparent": CLIENTS}
    await client.post("/api/transcribe", params={"clip_id": clip_id}, headers=headers)
    ended = spans.get_finished_spans()
    ids = {span.name: span.context.span_id for span in ended if span.context}
    parents = {span.name: span.parent.span_id for span in ended if span.parent}
    assert f"{parents['POST /api/transcribe']:016x}" in CLIENTS
    assert parents["job full_process"] == ids["POST /api/transcribe"]
    stages = {name for name, parent in parents.items() if parent == ids["job full_process"]}
    assert stages == {
        "stage decode",
        "stage detect_speech",
        "stage transcribe",
        "stage align_words",
        "stage diarize",
        "stage assign_speakers",
    }


async def test_a_service_that_can_work_is_ready(client: AsyncClient, service: Service) -> None:
    service.diarizer.problem = "It is not installed."
    answer = await client.get("/health/ready")
    assert answer.status_code == 200
    body = answer.json()
    assert body.keys() == {"status", "database", "gpu", "message", "engines"}
    assert (body["status"], body["database"]) == ("ok", "connected")
    assert body["engines"]["diarize"] == {
        "engine": "scripted",
        "can_run": False,
        "problem": "It is not installed.",
    }


async def test_a_service_that_cannot_transcribe_is_not_ready_and_says_why(
    client: AsyncClient, service: Service
) -> None:
    service.transcriber.problem = "ctranslate2 is not installed."
    answer = await client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["status"] == "error"
    assert answer.json()["message"] == "transcribe: scripted cannot run"
    assert answer.json()["engines"]["transcribe"]["problem"] == "ctranslate2 is not installed."


async def test_a_server_that_leaves_jobs_to_workers_needs_no_engines(
    client: AsyncClient, service: Service, container: Container
) -> None:
    settings = container.settings().model_copy(update={"server_runs_jobs": False})
    container.settings.override(providers.Object(settings))
    service.transcriber.problem = "ctranslate2 is not installed."
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["engines"]) == (200, {})


async def test_everything_is_told_while_the_engines_are_busy(
    client: AsyncClient, clip_id: str, service: Service
) -> None:
    begun, may_end = asyncio.Event(), Event()
    loop = asyncio.get_running_loop()

    def be_busy() -> None:
        loop.call_soon_threadsafe(begun.set)
        may_end.wait()

    service.transcriber.before_answering = be_busy
    asked = asyncio.create_task(client.post("/api/transcribe", params={"clip_id": clip_id}))
    try:
        await begun.wait()
        told = (await client.get("/metrics")).text
        assert "whisperx_active_transcriptions 1.0" in told
        assert "hexavox_jobs_running 1.0" in told
        assert (await client.get("/health/ready")).is_success
    finally:
        may_end.set()
    assert (await asked).is_success


class Counted(RequestMeter):
    def __init__(self) -> None:
        self.changes: list[int] = []

    def transcribing(self, change: int) -> None:
        self.changes.append(change)

    def request_answered(self, endpoint: str, status: int | None, seconds: float) -> None:
        pass

    def request_replayed(self) -> None:
        pass


@pytest.mark.parametrize(
    "path",
    [
        "/asr",
        "/inference",
        "/v1/audio/transcriptions",
        "/v1/audio/translations",
        "/v1/audio/diarization",
        "/api/transcribe",
        "/api/transcribe/stream",
        "/api/upload+transcribe",
        "/api/upload-and-transcribe",
        "/runsync",
        "/v2/any/runsync",
    ],
)
async def test_requests_that_last_as_long_as_their_transcription_are_counted(
    client: AsyncClient, container: Container, path: str
) -> None:
    counted = Counted()
    container.meters.override(providers.Object(counted))
    await client.post(path)
    assert counted.changes == [1, -1]


async def test_other_requests_are_not(client: AsyncClient, container: Container) -> None:
    counted = Counted()
    container.meters.override(providers.Object(counted))
    await client.get("/api/jobs")
    await client.post("/run", json={})
    assert counted.changes == []
