"""/health and /"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from importlib.metadata import version

from dependency_injector import providers
from httpx import AsyncClient

from adapters.outbound.engines.faster_whisper_transcriber import FASTER_WHISPER
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_transcriber import WhisperTranscriber
from adapters.outbound.memory.model_catalog import InMemoryModelCatalog
from application.use_cases.service.report_health import GpuSeen
from infrastructure.container import Container
from tests.fakes.clock import FakeClock
from tests.fakes.engine_tables import any_transcriber
from tests.fakes.service import Service


async def test_a_healthy_service_says_what_it_runs(client: AsyncClient, service: Service) -> None:
    service.models.listed = ["tiny"]
    answer = await client.get("/health")
    assert answer.status_code == 200
    body = answer.json()
    assert body["stages"].keys() == {
        "detect_speech",
        "transcribe",
        "align_words",
        "diarize",
        "identify_speakers",
    }
    assert body.pop("stages")["transcribe"] == {
        "engine": "scripted",
        "model": "tiny",
        "device": "cpu",
        "compute_type": None,
        "can_run": True,
        "problem": None,
        "warnings": [],
    }
    assert body == {
        "status": "healthy",
        "device": "cpu",
        "gpus": [],
        "loaded_models": ["tiny"],
        "version": version("hexavox"),
        "serve_mode": "simple",
    }


async def test_a_service_that_cannot_transcribe_is_degraded_and_says_why(
    client: AsyncClient, service: Service
) -> None:
    service.transcriber.problem = "ctranslate2 is not installed."
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["stages"]["transcribe"]["problem"] == "ctranslate2 is not installed."


async def test_what_is_not_as_the_settings_want_it_is_told(
    container: Container, client: AsyncClient
) -> None:
    layout = WhisperLayout.of(
        device="cpu", compute_type="int8", cores=1, warning="int8 is used instead"
    )
    transcriber = WhisperTranscriber(
        FASTER_WHISPER,
        catalog=InMemoryModelCatalog(),
        models=ModelCache(FakeClock()),
        layout=layout,
        workers=SharedWorkers(ThreadPoolExecutor(1), 1),
        default_model="base",
    )
    container.transcribers.override(providers.Object(any_transcriber(transcriber)))
    told = (await client.get("/health")).json()["stages"]["transcribe"]
    assert told["can_run"]
    assert (told["compute_type"], told["warnings"]) == ("int8", ["int8 is used instead"])


async def test_every_gpu_is_told_of(container: Container, client: AsyncClient) -> None:
    gpu = GpuSeen(
        device="cuda:0", name="NVIDIA H200", memory_bytes=150_000_000_000, compute_capability="9.0"
    )
    container.gpus.override(providers.Object([gpu]))
    assert (await client.get("/health")).json()["gpus"] == [asdict(gpu)]


async def test_a_service_without_a_diarizer_is_healthy(
    client: AsyncClient, service: Service
) -> None:
    service.diarizer.problem = "pyannote.audio is not installed."
    answer = await client.get("/health")
    assert answer.json()["status"] == "healthy"
    assert answer.json()["stages"]["diarize"]["can_run"] is False


async def test_health_is_told_while_the_database_is_busy(
    client: AsyncClient, service: Service
) -> None:
    async with service.unit_of_work():
        assert (await client.get("/health")).status_code == 200


async def test_a_probe_may_ask_for_no_body(client: AsyncClient) -> None:
    answer = await client.head("/health")
    assert (answer.status_code, answer.content) == (200, b"")


async def test_the_front_page_leads_to_the_documentation(client: AsyncClient) -> None:
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/docs")
    assert (await client.get("/docs")).status_code == 200
