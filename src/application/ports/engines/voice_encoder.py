"""Learning what a voice sounds like."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from application.ports.engines.description import Engine
from application.waveform import Waveform
from domain.time_span import TimeSpan
from domain.voice_print import VoicePrint


class VoiceEncoder(Engine, Protocol):
    @property
    @abstractmethod
    def prints_of(self) -> str:
        """The model that the prints will name: those of any other cannot be compared with them."""

    @abstractmethod
    def encode(self, waveform: Waveform, spans: Sequence[TimeSpan]) -> VoicePrint:
        """The voice that speaks in these stretches; of long ones as much as it takes to know it.

        Computes: call it from a thread, several at once if need be. Raises TooLittleSpeechError,
        EngineUnavailableError, ModelUnavailableError, CorruptWeightsError, and
        TranscriptionFailedError where only this recording is at fault.
        """
