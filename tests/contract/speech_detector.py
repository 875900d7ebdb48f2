"""What every SpeechDetector does. An adapter's own test module names itself and inherits this."""

from abc import ABC, abstractmethod
from itertools import pairwise
from typing import Final

import pytest

from application.ports.engines.speech_detector import SpeechDetector
from application.ports.progress import ignore_fraction
from application.waveform import Waveform
from domain.speech import DEFAULT_THRESHOLDS

_LONGEST: Final = 30.0
"""Seconds; no engine hears more at once."""


class StoppedError(Exception):
    """Nobody wants the work any more."""


class SpeechDetectorContract(ABC):
    @pytest.fixture(scope="class")
    @classmethod
    @abstractmethod
    def detector(cls) -> SpeechDetector: ...

    @pytest.fixture(scope="class")
    @classmethod
    @abstractmethod
    def speech(cls) -> Waveform:
        """A recording in which somebody speaks."""

    def test_somebody_is_heard(self, detector: SpeechDetector, speech: Waveform) -> None:
        assert detector.detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)

    def test_stretches_stand_in_order_and_apart(
        self, detector: SpeechDetector, speech: Waveform
    ) -> None:
        for stretch, following in pairwise(
            detector.detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)
        ):
            assert stretch.end <= following.start

    def test_stretches_lie_within_the_recording(
        self, detector: SpeechDetector, speech: Waveform
    ) -> None:
        assert (
            detector.detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)[-1].end <= speech.duration
        )

    def test_no_stretch_is_longer_than_an_engine_hears_at_once(
        self, detector: SpeechDetector, speech: Waveform
    ) -> None:
        stretches = detector.detect(speech, DEFAULT_THRESHOLDS, ignore_fraction)
        assert max(stretch.duration for stretch in stretches) <= _LONGEST

    def test_progress_rises_to_one(self, detector: SpeechDetector, speech: Waveform) -> None:
        fractions: list[float] = []
        detector.detect(speech, DEFAULT_THRESHOLDS, fractions.append)
        assert fractions == sorted(fractions)
        assert 0 <= fractions[0] <= fractions[-1] == 1

    def test_whoever_listens_may_stop_the_work(
        self, detector: SpeechDetector, speech: Waveform
    ) -> None:
        def stop(_fraction: float) -> None:
            raise StoppedError

        with pytest.raises(StoppedError):
            detector.detect(speech, DEFAULT_THRESHOLDS, stop)

    def test_it_says_that_it_can_run(self, detector: SpeechDetector) -> None:
        assert detector.describe().can_run
