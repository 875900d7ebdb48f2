"""Telling speakers apart with the embedded weights: the contract, and what is particular to it."""

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, final

import numpy as np
import numpy.typing as npt
import pytest

from adapters.outbound.engines.campplus_encoder import PRINTS_OF
from adapters.outbound.engines.diarization.frames import FRAMES, Codes, windows_of
from adapters.outbound.engines.diarization.heard import Heard, Stretches
from adapters.outbound.engines.diarization.hearing import BLOCK, Networks, hear, look_again
from adapters.outbound.engines.diarization.rules import RULES
from adapters.outbound.engines.diarization.second_look import stretches
from adapters.outbound.engines.diarization.telling_apart import tell_apart
from adapters.outbound.engines.embedded_diarizer import EmbeddedDiarizer
from adapters.outbound.engines.model_cache import ModelCache
from application.errors import (
    CorruptWeightsError,
    EngineUnavailableError,
    ModelUnavailableError,
    TranscriptionFailedError,
)
from application.ports.engines.diarizer import Diarizer
from application.ports.progress import ignore_fraction
from application.waveform import SAMPLE_RATE, ArrayWaveform, Samples, Waveform
from domain.speaker import ANY_NUMBER, SpeakerCount
from domain.transcript import Diarization
from tests.adapters.test_diarizers import SKIPPED, error_rate
from tests.conftest import Recording
from tests.contract.diarizer import DiarizerContract
from tests.fakes.clock import FakeClock
from tests.fakes.one_folder import OneFolder
from tests.fakes.sounds import silence

MOVED: Final = (-0.1, 0.0, 0.1)
SECOND: Final = ArrayWaveform(silence(1))


@final
class ReadOnlyInParts(Waveform):
    """As long as it says, and silent; nobody may have all of it at once."""

    def __init__(self, seconds: float) -> None:
        self._count = round(seconds * SAMPLE_RATE)
        self.longest = 0

    @property
    def sample_count(self) -> int:
        return self._count

    def read(self, start: int, stop: int) -> Samples:
        samples = np.zeros(min(stop, self._count) - start, np.float32)
        self.longest = max(self.longest, len(samples))
        return samples

    def whole(self) -> Samples:
        raise AssertionError("the whole recording was asked for")

    def release(self) -> None:
        """There is nothing to give back."""


@final
class ScriptedNetworks(Networks):
    """Somebody speaks all the time, or the network fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    def who_speaks(self, windows: Sequence[Samples]) -> Codes:
        if self._error is not None:
            raise self._error
        return np.ones((len(windows), FRAMES), np.uint8)

    def features(self, samples: Samples) -> npt.NDArray[np.float32]:
        return np.ones((len(samples) // 160 - 2, 80), np.float32)

    def voice(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        assert 25 <= len(rows) <= 500
        return np.ones(192, np.float32)


def embedded(
    folder: Path | ModelUnavailableError,
    models: ModelCache | None = None,
    damage: CorruptWeightsError | None = None,
) -> EmbeddedDiarizer:
    return EmbeddedDiarizer(
        catalog=OneFolder(folder, damage), models=models or ModelCache(FakeClock()), device="cpu"
    )


def embedded_with(networks: ScriptedNetworks) -> EmbeddedDiarizer:
    """A diarizer whose networks are in memory already."""
    models = ModelCache(FakeClock())
    with models.lease("speakers embedded", lambda: networks, device="cpu"):
        return embedded(Path("nowhere"), models)


@pytest.fixture(scope="module")
def networks(speaker_weights: Path) -> Networks:
    voice_networks = pytest.importorskip("adapters.outbound.engines.diarization.networks")
    loaded: Networks = voice_networks.VoiceNetworks(speaker_weights, "cpu", 1)
    return loaded


@pytest.fixture(scope="module")
def conversation(recording: Recording) -> Waveform:
    """Two people on the telephone."""
    return ArrayWaveform(recording("sample.wav").whole()[SKIPPED * SAMPLE_RATE :])


@pytest.fixture(scope="module")
def four_voices(recording: Recording) -> Waveform:
    """A reader, two people on the telephone and an actor."""
    tale, phone = recording("two_cities.wav").whole(), recording("sample.wav").whole()
    stage = recording("endgame_nagg_nell.wav").whole()
    turns = [(tale, 1, 6), (phone, 18, 28), (stage, 13, 18), (tale, 10, 15), (phone, 10, 18)]
    parts = [sound[start * SAMPLE_RATE : end * SAMPLE_RATE] for sound, start, end in turns]
    pause = silence(0.5)
    return ArrayWaveform(np.concatenate([each for part in parts for each in (part, pause)]))


Known = tuple[Heard, Stretches]


def known(networks: Networks, waveform: Waveform) -> Known:
    """All that a network is needed for."""
    heard = hear(networks, waveform, ignore_fraction)
    again = look_again(networks, waveform, stretches(heard.codes), ignore_fraction)
    return heard, again


def found(known_of: Known, count: SpeakerCount = ANY_NUMBER, moved: float = 0.0) -> int:
    told = tell_apart(*known_of, RULES.moved(moved), count)
    return len({name for *_, name in told.floor})


class TestEmbeddedDiarizer(DiarizerContract):
    @pytest.fixture(scope="class")
    @classmethod
    def diarizer(cls, speaker_weights: Path) -> Diarizer:
        return embedded(speaker_weights)

    def test_few_errors_are_made_on_a_conversation_that_is_known(
        self, told_apart: Diarization, sample_speech: Path
    ) -> None:
        assert error_rate(sample_speech / "sample.rttm", told_apart.overlapping) <= 6.0

    def test_people_are_heard_who_speak_at_the_same_time(self, told_apart: Diarization) -> None:
        pairs = pairwise(told_apart.overlapping)
        assert any(turn.span.overlap(following.span) for turn, following in pairs)

    def test_everybody_has_a_voice_and_they_differ(self, told_apart: Diarization) -> None:
        one, other = told_apart.voices
        assert {one.label, other.label} == {turn.speaker for turn in told_apart.turns}
        assert one.print.model == PRINTS_OF
        assert one.print.similarity(other.print) < 0.75


class TestTheThreshold:
    @pytest.fixture(scope="class")
    @classmethod
    def two(cls, networks: Networks, conversation: Waveform) -> Known:
        return known(networks, conversation)

    @pytest.fixture(scope="class")
    @classmethod
    def four(cls, networks: Networks, four_voices: Waveform) -> Known:
        return known(networks, four_voices)

    @pytest.mark.parametrize("moved", MOVED)
    def test_two_people_stay_two_when_it_moves(self, two: Known, moved: float) -> None:
        assert found(two, moved=moved) == 2

    @pytest.mark.parametrize("moved", MOVED)
    def test_four_people_stay_four_when_it_moves(self, four: Known, moved: float) -> None:
        assert found(four, moved=moved) == 4

    @pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
    def test_a_known_number_of_people_is_found_whatever_voices_say(
        self, four: Known, number: int
    ) -> None:
        assert found(four, SpeakerCount(number, number)) == number

    def test_bounds_hold(self, two: Known, four: Known) -> None:
        assert found(two, SpeakerCount(at_least=3)) == 3
        assert found(four, SpeakerCount(at_most=3)) <= 3


def test_one_reader_is_one_person(networks: Networks, recording: Recording) -> None:
    reader = ArrayWaveform(recording("two_cities.wav").whole()[: 20 * SAMPLE_RATE])
    heard = known(networks, reader)
    assert [found(heard, moved=moved) for moved in MOVED] == [1, 1, 1]


def test_a_long_recording_is_never_in_memory_as_a_whole() -> None:
    waveform = ReadOnlyInParts(900)
    told_apart = embedded_with(ScriptedNetworks()).diarize(waveform, ANY_NUMBER, ignore_fraction)
    assert len({turn.speaker for turn in told_apart.turns}) == 1
    assert waveform.longest <= (BLOCK + 9) * SAMPLE_RATE


@pytest.mark.parametrize(
    ("seconds", "count"), [(0.2, 1), (10, 1), (10.01, 2), (11, 2), (60, 51), (60.5, 52)]
)
def test_windows_reach_to_the_end(seconds: float, count: int) -> None:
    assert windows_of(round(seconds * SAMPLE_RATE)) == count


def test_a_failure_of_the_networks_is_told_without_its_details() -> None:
    diarizer = embedded_with(ScriptedNetworks(RuntimeError("/secret/path")))
    with pytest.raises(TranscriptionFailedError, match="failed on this recording") as raised:
        diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction)
    assert "secret" not in str(raised.value)


def test_weights_that_cannot_be_had_are_told_as_they_are() -> None:
    diarizer = embedded(ModelUnavailableError("There are no weights."))
    assert diarizer.describe().problem == "There are no weights."
    with pytest.raises(ModelUnavailableError, match=r"There are no weights\."):
        diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction)


def test_damage_is_named_when_the_networks_cannot_be_loaded(tmp_path: Path) -> None:
    diarizer = embedded(tmp_path, damage=CorruptWeightsError("pytorch_model.bin is damaged."))
    with pytest.raises(CorruptWeightsError, match=r"pytorch_model\.bin"):
        diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction)
    with pytest.raises(EngineUnavailableError, match="could not be loaded"):
        embedded(tmp_path).diarize(SECOND, ANY_NUMBER, ignore_fraction)


def test_weights_of_another_kind_are_told_where_every_file_is_what_it_was(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="needs the speakers extra")
    (tmp_path / "segmentation").mkdir()
    (tmp_path / "segmentation" / "pytorch_model.bin").write_bytes(b"something else")
    with pytest.raises(CorruptWeightsError, match=r"pytorch_model\.bin is no checkpoint"):
        embedded(tmp_path).diarize(SECOND, ANY_NUMBER, ignore_fraction)


@pytest.mark.parametrize("package", ["torch", "torchaudio", "onnxruntime"])
def test_without_the_speakers_extra_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    diarizer = embedded(Path("nowhere"))
    assert "SLIM=1" in (diarizer.describe().problem or "")
    with pytest.raises(EngineUnavailableError, match="SLIM=1"):
        diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction)


def test_pyannote_is_not_needed(monkeypatch: pytest.MonkeyPatch, speaker_weights: Path) -> None:
    for package in ("pyannote", "pyannote.audio", "scipy"):
        monkeypatch.setitem(sys.modules, package, None)
    diarizer = embedded(speaker_weights)
    assert diarizer.describe().can_run
    assert diarizer.diarize(SECOND, ANY_NUMBER, ignore_fraction) == Diarization(())
