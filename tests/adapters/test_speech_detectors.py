"""Finding speech: Silero under the contract, and among sounds that are none."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from adapters.outbound.engines.silero_detector import SileroSpeechDetector
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.progress import ignore_fraction
from application.waveform import SAMPLE_RATE, ArrayWaveform, Samples, Waveform
from domain.speech import DEFAULT_THRESHOLDS
from tests.conftest import Recording
from tests.contract.speech_detector import SpeechDetectorContract
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
