"""Loading models at the start, in the background."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from dependency_injector import providers

from adapters.outbound.memory.model_catalog import InMemoryModelCatalog
from application.errors import ModelUnavailableError
from infrastructure.app import make_container
from infrastructure.container import Container
from infrastructure.preloading import preloading
from infrastructure.settings import Settings
from tests.fakes.engine_tables import any_aligner, any_detector, any_diarizer, any_transcriber
from tests.fakes.engines import (
    ScriptedDiarizer,
    ScriptedSpeechDetector,
    ScriptedTranscriber,
    UnchangingAligner,
)
from tests.fakes.progress import PATIENCE


@pytest.fixture
def transcriber() -> ScriptedTranscriber:
    return ScriptedTranscriber()


@pytest.fixture
def container(tmp_path: Path, transcriber: ScriptedTranscriber) -> Iterator[Container]:
    container = make_container(Settings(data_dir=tmp_path).resolved())
    container.model_catalog.override(providers.Singleton(InMemoryModelCatalog))
    container.transcribers.override(providers.Object(any_transcriber(transcriber)))
    container.speech_detectors.override(providers.Object(any_detector(ScriptedSpeechDetector())))
    container.aligners.override(providers.Object(any_aligner(UnchangingAligner())))
    container.diarizers.override(providers.Object(any_diarizer(ScriptedDiarizer())))
    yield container
    container.stage_threads().shutdown()


def set_to(container: Container, **settings: object) -> None:
    wanted = container.settings().model_copy(update=settings)
    container.settings.override(providers.Object(wanted))


async def test_nothing_is_loaded_unless_it_is_asked_for(
    container: Container, transcriber: ScriptedTranscriber
) -> None:
    await preloading(container)
    assert transcriber.loaded == []


@pytest.mark.parametrize(("named", "loaded"), [("base", "base"), ("turbo", "large-v3-turbo")])
async def test_the_model_that_is_named_is_loaded(
    container: Container, transcriber: ScriptedTranscriber, named: str, loaded: str
) -> None:
    set_to(container, preload_model=named)
    await preloading(container)
    assert transcriber.loaded == [loaded]


async def test_the_usual_models_of_all_stages_are_loaded(
    container: Container, transcriber: ScriptedTranscriber
) -> None:
    set_to(container, preload=True)
    await preloading(container)
    assert transcriber.loaded == [None]


@pytest.mark.parametrize("error", [ModelUnavailableError("no hub"), ValueError("unforeseen")])
async def test_a_model_that_cannot_be_had_is_told_and_no_more(
    container: Container,
    transcriber: ScriptedTranscriber,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    def fail() -> None:
        raise error

    transcriber.before_answering = fail
    set_to(container, preload_model="base")
    await preloading(container)
    assert "not preloaded" in caplog.text
    assert str(error) in caplog.text


async def test_it_goes_on_in_the_background(
    container: Container, transcriber: ScriptedTranscriber
) -> None:
    may_load = Event()

    def wait() -> None:
        may_load.wait(PATIENCE)

    transcriber.before_answering = wait
    set_to(container, preload_model="base")
    loading = preloading(container)
    await asyncio.sleep(0)
    assert not loading.done()
    may_load.set()
    await loading
    assert transcriber.loaded == ["base"]


@pytest.mark.parametrize("variable", ["PRELOAD_MODEL", "WHISPER_MODEL"])
def test_the_model_that_is_preloaded_is_the_default_model(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "tiny.en")
    settings = Settings()
    assert settings.whisper_model == "tiny.en"
    assert settings.preload_model == ("tiny.en" if variable == "PRELOAD_MODEL" else None)
