"""The service behind its doors, wired as it is, but with everything in memory and engines that read
from a script."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from dependency_injector import providers
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from adapters.outbound.memory.model_catalog import InMemoryModelCatalog
from adapters.outbound.memory.runners import InMemoryRunnerRegister
from infrastructure.app import app_of, make_container
from infrastructure.container import Container
from infrastructure.settings import Settings
from tests.fakes.clock import FakeClock
from tests.fakes.engine_tables import any_aligner, any_detector, any_diarizer, any_transcriber
from tests.fakes.engines import UnchangingAligner
from tests.fakes.environment import unset_everything
from tests.fakes.service import LARGEST, Service
from tests.fakes.wiring import instead_of


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """One attempt for each job: the next would wait for a clock that stands still."""
    unset_everything(monkeypatch, tmp_path)
    return Settings(data_dir=tmp_path, device="cpu", temporal_max_attempts=1).resolved()


@pytest.fixture
def container(
    wiring: Container, service: Service, clock: FakeClock, settings: Settings
) -> Iterator[Container]:
    container = make_container(settings)
    container.clock.override(providers.Object(clock))
    container.unit_of_work.override(providers.Factory(service.unit_of_work))
    container.clip_storage.override(providers.Object(service.storage))
    container.decoder.override(providers.Object(service.decoder))
    container.remote_recordings.override(providers.Object(service.elsewhere))
    container.callback_addresses.override(providers.Object(service.addresses))
    container.largest_upload.override(providers.Object(LARGEST))
    container.model_catalog.override(providers.Singleton(InMemoryModelCatalog))
    container.gpus.override(providers.Object([]))
    container.loaded_models.override(providers.Object(service.models))
    container.speech_detectors.override(providers.Object(any_detector(service.detector)))
    container.transcribers.override(providers.Object(any_transcriber(service.transcriber)))
    container.aligners.override(providers.Object(any_aligner(UnchangingAligner())))
    container.diarizers.override(providers.Object(any_diarizer(service.diarizer)))
    container.voice_encoder.override(providers.Object(service.encoder))
    container.runners.override(providers.Singleton(InMemoryRunnerRegister))
    with instead_of(wiring, container):
        yield container
    container.stage_threads().shutdown()
    container.voice_threads().shutdown()


@pytest.fixture
def app(container: Container) -> FastAPI:
    return app_of(container)


@pytest.fixture
async def client(app: FastAPI, container: Container) -> AsyncIterator[AsyncClient]:
    """Jobs are run for as long as it lasts."""
    transport = ASGITransport(app, raise_app_exceptions=False)
    runner = container.job_runner()
    await runner.start()
    async with AsyncClient(transport=transport, base_url="http://hexavox") as client:
        yield client
    await runner.close()


@pytest.fixture
def wav() -> bytes:
    """What the decoder in memory takes for two seconds of sound."""
    return b"RIFF" + bytes(range(256)) * 4


@pytest.fixture
async def clip_id(client: AsyncClient, wav: bytes) -> str:
    answer = await client.post("/api/audio", files={"file": ("talk.wav", wav)})
    clip_id = answer.json()["clip_id"]
    assert isinstance(clip_id, str)
    return clip_id
