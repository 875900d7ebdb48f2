"""Which device does what, for each number of GPUs."""

from asyncio import Semaphore
from pathlib import Path
from typing import Any

import pytest

from adapters.outbound.engines.spread_transcriber import SpreadTranscriber
from application.transcription_pipeline import NO_TURNS
from domain.transcription_job import Stage
from infrastructure.app import make_container
from infrastructure.chores import every_chore
from infrastructure.devices import diarization_device, transcription_devices
from infrastructure.jobs import gpu_places, gpu_turns, stage_turns
from infrastructure.settings import Settings
from infrastructure.spread import spread
from tests.fakes.clock import FakeClock
from tests.fakes.engines import ScriptedTranscriber
from tests.fakes.environment import unset_everything

NAMES = "adapters.outbound.engines.devices.gpu_names"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    unset_everything(monkeypatch, tmp_path)


def on_a_machine_with(gpus: int, monkeypatch: pytest.MonkeyPatch, **given: Any) -> Settings:  # noqa: ANN401
    monkeypatch.setattr(NAMES, lambda: ["GPU"] * gpus)
    return Settings(**given)


@pytest.mark.parametrize(
    ("gpus", "given", "transcribe", "diarize"),
    [
        (0, {}, ["cpu"], "cpu"),
        (0, {"device": "cuda"}, ["cuda"], "cuda"),
        (0, {"device": "mps"}, ["cpu"], "mps"),
        (1, {}, ["cuda:0"], "cuda:0"),
        (1, {"device": "cpu"}, ["cpu"], "cpu"),
        (1, {"diarization_device": "cpu"}, ["cuda:0"], "cpu"),
        (2, {}, ["cuda:0"], "cuda:1"),
        (2, {"device": "cuda:1"}, ["cuda:1"], "cuda:1"),
        (2, {"diarization_device": "cuda:0"}, ["cuda:1"], "cuda:0"),
        (2, {"diarization_device": "cuda"}, ["cuda:1"], "cuda"),
        (2, {"diarization_device": "cpu"}, ["cuda:0", "cuda:1"], "cpu"),
        (2, {"diarizer": "none"}, ["cuda:0", "cuda:1"], "cuda:1"),
        (4, {"device": "cuda"}, ["cuda:0", "cuda:1", "cuda:2"], "cuda:3"),
    ],
)
def test_speakers_are_told_apart_on_a_gpu_of_their_own_where_there_are_two(
    monkeypatch: pytest.MonkeyPatch,
    gpus: int,
    given: dict[str, Any],
    transcribe: list[str],
    diarize: str,
) -> None:
    settings = on_a_machine_with(gpus, monkeypatch, **given)
    assert transcription_devices(settings) == transcribe
    assert diarization_device(settings) == diarize


@pytest.mark.parametrize(("gpus", "places"), [(1, 2), (2, 4), (4, 8)])
def test_each_gpu_takes_so_many_recordings(
    monkeypatch: pytest.MonkeyPatch, gpus: int, places: int
) -> None:
    settings = on_a_machine_with(gpus, monkeypatch, gpu_concurrency=2)
    assert gpu_places(settings) == places


def test_there_are_turns_only_where_there_is_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    assert gpu_turns(on_a_machine_with(0, monkeypatch)) is NO_TURNS
    assert isinstance(gpu_turns(on_a_machine_with(1, monkeypatch)), Semaphore)


def test_diarization_takes_turns_on_a_gpu_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stage_turns(on_a_machine_with(1, monkeypatch)) == {}
    assert list(stage_turns(on_a_machine_with(2, monkeypatch))) == [Stage.DIARIZE]


def test_on_one_device_there_is_one_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    places = spread(on_a_machine_with(1, monkeypatch), FakeClock())
    engine = ScriptedTranscriber()
    assert places.over(lambda _layout, _workers: engine) is engine


def test_on_several_gpus_there_is_one_engine_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    places = spread(on_a_machine_with(3, monkeypatch), FakeClock())
    made: list[str] = []

    def make(layout: Any, _workers: object) -> ScriptedTranscriber:  # noqa: ANN401
        made.append(layout.device)
        return ScriptedTranscriber()

    assert isinstance(places.over(make), SpreadTranscriber)
    assert made == ["cuda:0", "cuda:1"]


def test_what_a_device_does_not_compute_in_is_told_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    places = spread(on_a_machine_with(0, monkeypatch, compute_type="float16"), FakeClock())
    assert places.places["cpu"][0].compute_type == "int8"
    assert "COMPUTE_TYPE=float16 needs a GPU" in caplog.text


@pytest.mark.parametrize(("given", "seconds"), [(None, 60), (5, 30), (30, 30), (600, 600)])
def test_idle_models_are_not_looked_for_all_the_time(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    given: int | None,
    seconds: int,
) -> None:
    if given is not None:
        monkeypatch.setenv("MODEL_EVICTION_INTERVAL_SECONDS", str(given))
    chores = every_chore(make_container(Settings(model_keep_alive_seconds=600)))
    [evicting] = [chore for chore in chores if chore.name == "evicting models"]
    assert evicting.every.total_seconds() == seconds
    told = f"MODEL_EVICTION_INTERVAL_SECONDS={given} is taken for 30" in caplog.text
    assert told is (given is not None and given < seconds)
