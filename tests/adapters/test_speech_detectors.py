"""Finding speech: Silero under the contract, and among sounds that are none."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.no_detector import NoSpeechDetector
from adapters.outbound.engines.pyannote_detector import PyannoteSpeechDetector
from adapters.outbound.engines.silero_detector import SileroSpeechDetector
from application.errors import EngineUnavailableError
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.model_catalog import ModelCatalog
from application.ports.progress import ignore_fraction
from application.waveform import SAMPLE_RATE, ArrayWaveform, Samples, Waveform
from domain.speech import DEFAULT_THRESHOLDS, SpeechThresholds, speech_thresholds
from tests.conftest import Recording
from tests.contract.speech_detector import SpeechDetectorContract
from tests.fakes.clock import FakeClock
from tests.fakes.engines import ScriptedSpeechDetector
from tests.fakes.sounds import noise, silence, tone

ABOUT = 0.1
"""Seconds."""


class TestScriptedSpeechDetector(SpeechDetectorContract):
    @pytest.fixture(scope="class")
    @classmethod
    def detector(cls) -> SpeechDetector:
        return ScriptedSpeechDetector()

    @pytest.fixture(scope="class")
    @classmethod
    def speech(cls) -> Waveform:
        return ArrayWaveform(silence(2))


@pytest.fixture(scope="module")
def detector() -> SpeechDetector:
    return SileroSpeechDetector()


class TestSileroSpeechDetector(SpeechDetectorContract):
    @pytest.fixture(scope="class")
    @classmethod
    def detector(cls) -> SpeechDetector:
        return SileroSpeechDetector()

    @pytest.fixture(scope="class")
    @classmethod
    def speech(cls, recording: Recording) -> Waveform:
        return recording("two_cities.wav")

    def test_most_of_what_a_reader_reads_is_speech(
        self, detector: SpeechDetector, speech: Waveform
    ) -> None:
        stretches = detector.detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)
        assert sum(stretch.duration for stretch in stretches) > 0.8 * speech.duration

    def test_recordings_may_be_given_at_once(
        self, detector: SpeechDetector, speech: Waveform
    ) -> None:
        alone = detector.detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)
        with ThreadPoolExecutor(2) as threads:
            both = [
                threads.submit(detector.detect, speech, DEFAULT_THRESHOLDS, ignore_fraction)
                for _ in range(2)
            ]
            assert [each.result() for each in both] == [alone] * 2


@pytest.fixture(scope="module")
def pyannote(catalog: ModelCatalog, speaker_weights: Path) -> SpeechDetector:
    return PyannoteSpeechDetector(
        catalog=catalog, models=ModelCache(FakeClock()), device="cpu", batch_size=3
    )


class TestPyannoteSpeechDetector(SpeechDetectorContract):
    @pytest.fixture(scope="class")
    @classmethod
    def detector(cls, pyannote: SpeechDetector) -> SpeechDetector:
        return pyannote

    @pytest.fixture(scope="class")
    @classmethod
    def speech(cls, recording: Recording) -> Waveform:
        return recording("beckett.wav")

    def test_it_hears_what_silero_hears(self, detector: SpeechDetector, speech: Waveform) -> None:
        heard = detector.detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)
        expected = SileroSpeechDetector().detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)
        assert heard[0].start == pytest.approx(expected[0].start, abs=0.4)
        assert heard[-1].end == pytest.approx(expected[-1].end, abs=0.4)

    @pytest.mark.parametrize("seconds", [0, 1 / SAMPLE_RATE, 12])
    def test_nobody_speaks_in_silence(self, detector: SpeechDetector, seconds: float) -> None:
        quiet = ArrayWaveform(silence(seconds))
        assert detector.detect(quiet, DEFAULT_THRESHOLDS, ignore_fraction) == []

    def test_times_count_from_the_beginning_however_late_somebody_speaks(
        self, detector: SpeechDetector, speech: Waveform
    ) -> None:
        late = ArrayWaveform(np.concatenate([silence(23), speech.whole()]))
        expected = detector.detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)
        found = detector.detect(late, DEFAULT_THRESHOLDS, ignore_fraction)
        assert found[0].start == pytest.approx(23 + expected[0].start, abs=ABOUT)
        assert found[-1].end == pytest.approx(23 + expected[-1].end, abs=ABOUT)


class TestNoSpeechDetector(SpeechDetectorContract):
    @pytest.fixture(scope="class")
    @classmethod
    def detector(cls) -> SpeechDetector:
        return NoSpeechDetector()

    @pytest.fixture(scope="class")
    @classmethod
    def speech(cls, recording: Recording) -> Waveform:
        return recording("two_cities.wav")

    def test_all_sound_is_taken_for_speech(
        self, detector: SpeechDetector, speech: Waveform
    ) -> None:
        found = detector.detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)
        assert sum(each.duration for each in found) == pytest.approx(speech.duration)

    def test_it_is_cut_in_a_pause(self, detector: SpeechDetector) -> None:
        """Ten seconds of noise, and one of silence in the second half of what fits."""
        sound = np.concatenate([noise(22), silence(1), noise(17)])
        first, second = detector.detect(ArrayWaveform(sound), DEFAULT_THRESHOLDS, ignore_fraction)
        assert 22 <= first.end == second.start <= 23

    def test_there_is_nothing_in_a_recording_without_samples(
        self, detector: SpeechDetector
    ) -> None:
        assert detector.detect(ArrayWaveform(silence(0)), DEFAULT_THRESHOLDS, ignore_fraction) == []


@pytest.mark.parametrize("kind", ["silero", "pyannote"])
def test_whoever_begins_later_hears_less(
    kind: str, detector: SpeechDetector, pyannote: SpeechDetector, recording: Recording
) -> None:
    """Speech under as much noise: of clear speech every detector is sure."""
    clear = recording("beckett.wav").whole()
    noisy = ArrayWaveform(clear + 0.6 * noise(len(clear) / SAMPLE_RATE)[: len(clear)])
    engine = {"silero": detector, "pyannote": pyannote}[kind]
    heard = [
        sum(each.duration for each in engine.detect(noisy, thresholds, ignore_fraction))
        for thresholds in map(surer_than, (0.2, 0.5, 0.95))
    ]
    assert heard == sorted(heard, reverse=True)
    assert heard[0] > heard[-1]


def surer_than(probability: float) -> SpeechThresholds:
    return speech_thresholds(onset=probability, offset=probability, min_silence=0, padding=0)


def test_what_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, catalog: ModelCatalog
) -> None:
    monkeypatch.setattr("adapters.outbound.engines.needed_packages.find_spec", lambda _: None)
    detector = PyannoteSpeechDetector(catalog=catalog, models=ModelCache(FakeClock()), device="cpu")
    assert "speakers extra" in (detector.describe().problem or "")
    with pytest.raises(EngineUnavailableError, match="speakers extra"):
        detector.detect(ArrayWaveform(silence(1)), DEFAULT_THRESHOLDS, ignore_fraction)


@pytest.mark.parametrize(
    "samples",
    [
        silence(0),
        silence(1 / SAMPLE_RATE),
        silence(5),
        silence(70),
        noise(5),
        noise(5) / 100,
        tone(5),
        tone(5, hertz=100),
    ],
    ids=["nothing", "one sample", "silence", "long silence", "noise", "hiss", "tone", "hum"],
)
def test_nobody_speaks_in_other_sounds(detector: SpeechDetector, samples: Samples) -> None:
    assert detector.detect(ArrayWaveform(samples), DEFAULT_THRESHOLDS, ignore_fraction) == []


def test_times_count_from_the_beginning_however_late_somebody_speaks(
    detector: SpeechDetector, recording: Recording
) -> None:
    beckett = recording("beckett.wav")
    late = ArrayWaveform(np.concatenate([silence(120), beckett.whole()]))
    expected = detector.detect(beckett, DEFAULT_THRESHOLDS, ignore_fraction)
    found = detector.detect(late, DEFAULT_THRESHOLDS, ignore_fraction)
    assert found[0].start == pytest.approx(120, abs=0.5)
    assert found[-1].end == pytest.approx(120 + expected[-1].end, abs=ABOUT)


def test_a_speaker_who_never_pauses_is_cut_into_stretches(
    detector: SpeechDetector, recording: Recording
) -> None:
    two_cities = recording("two_cities.wav")
    spoken = [
        two_cities.cut(span)
        for span in detector.detect(two_cities, DEFAULT_THRESHOLDS, ignore_fraction)
    ]
    breathless = ArrayWaveform(np.concatenate(spoken * 3))
    stretches = detector.detect(breathless, DEFAULT_THRESHOLDS, ignore_fraction)
    assert max(stretch.duration for stretch in stretches) <= 30
