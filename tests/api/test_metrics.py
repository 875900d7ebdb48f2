"""What a service tells Prometheus of itself, through its own door."""

from collections.abc import Mapping

from dependency_injector import providers
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from prometheus_client.parser import text_string_to_metric_families as prometheus

from application.ports.machine import GpuReading, MachineReading
from infrastructure.app import app_of
from infrastructure.container import Container
from tests.fakes.machine import ScriptedMachine
from tests.fakes.service import Service

TEXT = "text/plain; version=0.0.4; charset=utf-8"
OPEN = "application/openmetrics-text"

Sample = tuple[str, frozenset[tuple[str, str]]]


def read(text: str) -> Mapping[Sample, float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in prometheus(text)
        for sample in family.samples
    }


def of(name: str, /, **labels: str) -> Sample:
    return name, frozenset(labels.items())


async def scraped(client: AsyncClient) -> Mapping[Sample, float]:
    return read((await client.get("/metrics")).text)


async def test_all_metrics_of_the_founding_service_are_there(
    client: AsyncClient, clip_id: str
) -> None:
    await client.post("/api/transcribe", params={"clip_id": clip_id})
    told = await scraped(client)
    names = {name for name, _ in told}
    assert names >= {
        "whisperx_requests_total",
        "whisperx_request_duration_seconds_bucket",
        "whisperx_active_transcriptions",
        "whisperx_loaded_models",
        "whisperx_audio_duration_seconds_bucket",
        "whisperx_audio_size_megabytes_bucket",
        "whisperx_vram_allocated_bytes",
        "whisperx_service_info",
    }
    assert told[of("whisperx_vram_allocated_bytes")] == 0


async def test_requests_are_counted_by_the_template_of_their_path(
    client: AsyncClient, clip_id: str
) -> None:
    assert (await client.get(f"/api/audio/{clip_id}")).status_code == 200
    assert (await client.get(f"/api/audio/{'0' * 8}-0000-4000-8000-{'0' * 12}")).status_code == 404
    told = await scraped(client)
    requests = "whisperx_requests_total"
    assert told[of(requests, endpoint="/api/audio", status="ok")] == 1
    assert told[of(requests, endpoint="/api/audio/{clip_id}", status="ok")] == 1
    assert told[of(requests, endpoint="/api/audio/{clip_id}", status="http_404")] == 1
    assert told[of("whisperx_request_duration_seconds_count", endpoint="/api/audio")] == 1


async def test_paths_that_nobody_knows_are_one_endpoint(client: AsyncClient) -> None:
    for name in ("one", "two", "three"):
        await client.get(f"/{name}")
    told = await scraped(client)
    assert told[of("whisperx_requests_total", endpoint="unknown", status="http_404")] == 3
    assert not any("/one" in value for _, labels in told for _, value in labels)


async def test_a_request_that_breaks_us_is_an_error(app: FastAPI, client: AsyncClient) -> None:
    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError

    assert (await client.get("/broken")).status_code == 500
    told = await scraped(client)
    assert told[of("whisperx_requests_total", endpoint="/broken", status="error")] == 1


async def test_a_finished_transcription_leaves_its_traces(
    client: AsyncClient, clip_id: str
) -> None:
    for _ in range(2):
        answer = await client.post("/api/transcribe", params={"clip_id": clip_id})
        assert answer.status_code == 200, answer.text
    told = await scraped(client)
    ended = of("hexavox_jobs_ended_total", kind="full_process", outcome="succeeded")
    assert told[ended] == 1
    assert told[of("hexavox_transcript_cache_total", result="miss")] == 1
    assert told[of("hexavox_transcript_cache_total", result="hit")] == 1
    for stage in ("decode", "detect_speech", "transcribe", "align_words", "diarize"):
        assert told[of("hexavox_stage_duration_seconds_count", stage=stage)] == 1
    assert told[of("hexavox_stage_duration_seconds_count", stage="assign_speakers")] == 1
    assert told[of("hexavox_real_time_factor_count", model="base")] == 1
    assert told[of("whisperx_audio_duration_seconds_sum")] == 2.0
    assert told[of("whisperx_audio_size_megabytes_count")] == 1
    assert told[of("hexavox_queue_depth")] == 0
    assert told[of("whisperx_active_transcriptions")] == 0


async def test_a_failed_job_says_what_was_wrong(
    client: AsyncClient, clip_id: str, service: Service
) -> None:
    def fail() -> None:
        raise RuntimeError

    service.transcriber.before_answering = fail
    answer = await client.post("/api/transcribe", params={"clip_id": clip_id})
    assert answer.status_code == 500
    told = await scraped(client)
    assert told[of("hexavox_job_failures_total", code="transcription-failed")] == 1
    assert told[of("hexavox_jobs_ended_total", kind="full_process", outcome="failed")] == 1
    requests = of("whisperx_requests_total", endpoint="/api/transcribe", status="http_500")
    assert told[requests] == 1


async def test_a_repeated_request_is_counted_as_such(client: AsyncClient, wav: bytes) -> None:
    for _ in range(2):
        sent = {"file": ("talk.wav", wav)}
        await client.post("/api/audio", files=sent, headers={"Idempotency-Key": "once"})
    assert (await scraped(client))[of("hexavox_idempotency_replays_total")] == 1


async def test_the_format_is_the_one_that_is_asked_for(client: AsyncClient) -> None:
    usual = await client.get("/metrics")
    assert usual.headers["content-type"] == TEXT
    assert usual.text.startswith("# HELP ")
    asked = await client.get("/metrics", headers={"Accept": f"{OPEN}; version=1.0.0"})
    assert asked.headers["content-type"].startswith(OPEN)
    assert asked.text.endswith("# EOF\n")
    assert "# TYPE whisperx_service info\n" in asked.text


async def test_gpus_are_told_of_one_by_one(container: Container, client: AsyncClient) -> None:
    gpu = GpuReading(
        device="cuda:0",
        name="NVIDIA H200",
        memory_total=150,
        memory_used=40,
        memory_own=30,
        utilisation=0.5,
    )
    divided = GpuReading(
        device="cuda:1",
        name="NVIDIA H200",
        memory_total=150,
        memory_used=1,
        memory_own=0,
        utilisation=None,
    )
    machine = ScriptedMachine(MachineReading(gpus=(gpu, divided), disks_free={"clips": 7}))
    container.machine.override(providers.Object(machine))
    told = await scraped(client)
    first = {"device": "cuda:0", "name": "NVIDIA H200"}
    assert told[of("hexavox_gpu_memory_used_bytes", **first)] == 40
    assert told[of("hexavox_gpu_memory_total_bytes", **first)] == 150
    assert told[of("hexavox_gpu_utilisation_ratio", **first)] == 0.5
    assert of("hexavox_gpu_utilisation_ratio", **first | {"device": "cuda:1"}) not in told
    assert told[of("whisperx_vram_allocated_bytes")] == 30
    assert told[of("hexavox_disk_free_bytes", place="clips")] == 7


async def test_models_in_memory_are_counted_by_what_they_are_for(
    client: AsyncClient, service: Service
) -> None:
    service.models.listed = ["whisper base", "whisper tiny", "voices campplus"]
    told = await scraped(client)
    assert told[of("whisperx_loaded_models")] == 2
    assert told[of("hexavox_loaded_models", kind="voices")] == 1


async def test_an_engine_that_cannot_run_is_told(client: AsyncClient, service: Service) -> None:
    service.diarizer.problem = "It is not installed."
    told = await scraped(client)
    assert told[of("hexavox_engine_can_run", stage="diarize", engine="scripted")] == 0
    assert told[of("hexavox_engine_can_run", stage="transcribe", engine="scripted")] == 1


async def test_two_services_in_one_process_count_for_themselves(
    client: AsyncClient, container: Container
) -> None:
    await client.get("/health")
    container.meters.reset()
    other = ASGITransport(app_of(container))
    async with AsyncClient(transport=other, base_url="http://other") as another:
        told = await scraped(another)
    assert of("whisperx_requests_total", endpoint="/health", status="ok") not in told


async def test_whatever_is_accepted_there_is_an_answer(client: AsyncClient) -> None:
    for accept in ("", "*/*", "application/json", "text/plain;version=x"):
        answer = await client.get("/metrics", headers={"Accept": accept})
        assert answer.status_code == 200
        assert read(answer.text)
