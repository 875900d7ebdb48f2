"""Finding where somebody speaks."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from application.ports.engines.description import Engine
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.speech import SpeechThresholds
from domain.time_span import TimeSpan


class SpeechDetector(Engine, Protocol):
    @abstractmethod
    def detect(
        self, waveform: Waveform, thresholds: SpeechThresholds, report: ReportFraction
    ) -> Sequence[TimeSpan]:
        """Stretches of speech, in order, apart from each other, none longer than the thresholds
        allow, which is usually 30 s.
        Raises EngineUnavailableError."""
