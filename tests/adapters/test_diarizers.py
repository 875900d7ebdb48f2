"""Telling speakers apart: pyannote under the contract, and what surrounds it."""

import shutil
import sys
import wave
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Final, final

import numpy as np
import pytest

from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.no_diarizer import NoDiarizer
from adapters.outbound.engines.pyannote_diarizer import PyannoteDiarizer
from adapters.outbound.engines.pyannote_turns import Track, Voices
from application.errors import (
    CorruptWeightsError,
    EngineUnavailableError,
    ModelUnavailableError,
    TranscriptionFailedError,
)
from application.ports.engines.diarizer import Diarizer
from application.ports.progress import ignore_fraction
from application.waveform import SAMPLE_RATE, ArrayWaveform, Samples, Waveform
from bench.transcript import Turn
from domain.speaker import ANY_NUMBER, SpeakerCount, SpeakerTurn
from domain.transcript import Diarization
from tests.contract.diarizer import DiarizerContract
from tests.fakes.clock import FakeClock
from tests.fakes.one_folder import OneFolder
from tests.fakes.sounds import silence

SKIPPED: Final = 6
"""Seconds of silence with which pyannote's sample begins."""
SECOND: Final = ArrayWaveform(silence(1))


@final
class ScriptedModel:
    """What `PyannotePipeline` would be, without its weights."""

    def __init__(self, tracks: Sequence[Track] = (), error: Exception | None = None) -> None:
        self._tracks = tracks
        self._error = error
        self.asked: list[SpeakerCount] = []

    def hear(self, samples: Samples, speakers: SpeakerCount, hook: Callable[..., None]) -> Voices:
        self.asked.append(speakers)
        hook("segmentation", None, completed=8, total=4)
        if self._error is not None:
            raise self._error
        return Voices(floor=self._tracks, overlapping=self._tracks)


@final
class WatchedWaveform(Waveform):
    """Counts how often its memory was given back."""

    def __init__(self, seconds: float) -> None:
        self._samples = silence(seconds)
        self.releases = 0

    @property
    def sample_count(self) -> int:
        return len(self._samples)

    def read(self, start: int, stop: int) -> Samples:
        return self._samples[start:stop].copy()

    def whole(self) -> Samples:
        return self._samples

    def release(self) -> None:
        self.releases += 1


def pyannote(
    folder: Path | ModelUnavailableError,
    models: ModelCache | None = None,
    damage: CorruptWeightsError | None = None,
) -> Diarizer:
    return PyannoteDiarizer(
        catalog=OneFolder(folder, damage),
        models=models or ModelCache(FakeClock()),
        model_name="embedded",
        device="cpu",
    )


def pyannote_with(model: ScriptedModel) -> Diarizer:
    """A diarizer whose model is in memory already."""
    models = ModelCache(FakeClock())
    with models.lease("speakers embedded", lambda: model, device="cpu"):
        return pyannote(Path("nowhere"), models)


@pytest.fixture(scope="module")
def sample() -> Path:
    """The folder of the two-speaker recording that pyannote.audio brings along."""
    package = find_spec("pyannote.audio") if find_spec("pyannote") else None
    if package is None or package.origin is None:
        pytest.skip("needs the speakers extra")
    return Path(package.origin).parent / "sample"


@pytest.fixture(scope="module")
def conversation(sample: Path) -> Waveform:
    with wave.open(str(sample / "sample.wav")) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return ArrayWaveform(pcm[SKIPPED * SAMPLE_RATE :].astype(np.float32) / np.float32(32768))


class TestPyannoteDiarizer(DiarizerContract):
    @pytest.fixture(scope="class")
    @classmethod
    def diarizer(cls, speaker_weights: Path) -> Diarizer:
        return pyannote(speaker_weights)

    def test_recordings_may_be_given_at_once(
        self, diarizer: Diarizer, conversation: Waveform, told_apart: Diarization
    ) -> None:
        def diarize(_: int) -> Diarization:
            return diarizer.diarize(conversation, ANY_NUMBER, ignore_fraction)

        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(diarize, range(2))) == [told_apart] * 2

    @pytest.mark.parametrize("name", ["nvidia", "speechbrain", "pyannote"])
    def test_the_model_may_lie_in_a_folder_named_like_another_kind_of_model(
        self, speaker_weights: Path, tmp_path: Path, name: str
    ) -> None:
        folder = shutil.copytree(speaker_weights, tmp_path / name / "speakers")
        assert pyannote(folder).diarize(SECOND, ANY_NUMBER, ignore_fraction) == Diarization(())

    def test_few_errors_are_made_on_a_conversation_that_is_known(
        self, told_apart: Diarization, sample: Path
    ) -> None:
        assert error_rate(sample / "sample.rttm", told_apart.overlapping) <= 6.0

    def test_everybody_has_a_voice_and_they_differ(self, told_apart: Diarization) -> None:
        one, other = told_apart.voices
        assert {one.label, other.label} == {turn.speaker for turn in told_apart.turns}
        assert one.print.similarity(other.print) < 0.75

    def test_people_are_heard_who_speak_at_the_same_time(self, told_apart: Diarization) -> None:
        pairs = pairwise(told_apart.overlapping)
        assert any(turn.span.overlap(following.span) for turn, following in pairs)


def error_rate(reference: Path, turns: Sequence[SpeakerTurn]) -> float:
    """In percent, without a collar, overlapping speech included."""
    from bench.der import read_rttm, speaker_errors  # noqa: PLC0415 - needs the speakers extra

    found = (
        Turn(turn.speaker, turn.span.start + SKIPPED, turn.span.end + SKIPPED) for turn in turns
    )
    return speaker_errors(read_rttm(reference), found, duration=30).percent


def test_the_count_of_speakers_reaches_the_model() -> None:
    model = ScriptedModel()
    pyannote_with(model).diarize(SECOND, SpeakerCount(2, 4), ignore_fraction)
    assert model.asked == [SpeakerCount(2, 4)]


def test_fewer_speakers_than_asked_for_is_worth_a_warning() -> None:
    diarizer = pyannote_with(ScriptedModel([(0, 1, "A")]))
    told_apart = diarizer.diarize(SECOND, SpeakerCount(at_least=2), ignore_fraction)
    assert told_apart.warnings == ("Asked for at least 2 speakers, but heard only 1.",)


def test_a_failure_of_the_model_is_told_without_its_details() -> None:
    diarizer = pyannote_with(ScriptedModel(error=RuntimeError("/secret/path")))
    with pytest.raises(TranscriptionFailedError, match="failed on this recording") as raised:
        diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("error", [None, RuntimeError("broken")])
def test_memory_is_given_back_whatever_happens(error: RuntimeError | None) -> None:
    waveform = WatchedWaveform(1)
    try:
        pyannote_with(ScriptedModel(error=error)).diarize(waveform, ANY_NUMBER, ignore_fraction)
    except TranscriptionFailedError:
        assert error is not None
    assert waveform.releases == 1


def test_weights_that_cannot_be_had_are_told_as_they_are() -> None:
    diarizer = pyannote(ModelUnavailableError("There are no weights."))
    with pytest.raises(ModelUnavailableError, match=r"There are no weights\."):
        diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction)


def test_a_folder_without_a_pipeline_cannot_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailableError, match="could not be loaded"):
        pyannote(tmp_path).diarize(SECOND, ANY_NUMBER, ignore_fraction)


def test_damage_is_named_when_a_model_cannot_be_loaded(tmp_path: Path) -> None:
    diarizer = pyannote(tmp_path, damage=CorruptWeightsError("The file config.yaml is damaged."))
    with pytest.raises(CorruptWeightsError, match=r"config\.yaml"):
        diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction)


@pytest.mark.parametrize("package", ["torch", "pyannote", "pyannote.audio"])
def test_without_the_speakers_extra_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    diarizer = pyannote(Path("nowhere"))
    assert "SLIM=1" in (diarizer.describe().problem or "")
    with pytest.raises(EngineUnavailableError, match="SLIM=1"):
        diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction)


def test_without_a_diarizer_nobody_is_told_apart() -> None:
    assert not NoDiarizer().describe().can_run
    with pytest.raises(EngineUnavailableError, match="DIARIZER=none") as refused:
        NoDiarizer().diarize(SECOND, ANY_NUMBER, ignore_fraction)
    assert "missing" not in refused.value.advice


@pytest.mark.skipif(find_spec("pyannote") is None, reason="needs the speakers extra")
def test_it_cannot_run_without_its_weights_or_its_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.outbound.engines.devices.gpu_names", list)
    assert pyannote(Path("here")).describe().can_run
    assert pyannote(ModelUnavailableError("Not here.")).describe().problem == "Not here."
    on_gpu = PyannoteDiarizer(
        catalog=OneFolder(Path("here")),
        models=ModelCache(FakeClock()),
        model_name="embedded",
        device="cuda",
    )
    assert "DEVICE=cuda" in (on_gpu.describe().problem or "")
