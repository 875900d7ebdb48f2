"""Decoded sound, as every engine takes it."""

from abc import abstractmethod
from typing import Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from domain.time_span import TimeSpan

SAMPLE_RATE: Final = 16_000
"""Hertz; what Whisper, Silero and pyannote were all trained on."""
Samples: TypeAlias = npt.NDArray[np.float32]
"""Shape (n,), in [-1, 1]."""


class Waveform(Protocol):
    """Mono samples at 16 kHz, which need not be in memory."""

    @property
    @abstractmethod
    def sample_count(self) -> int: ...

    @abstractmethod
    def read(self, start: int, stop: int) -> Samples:
        """A copy of samples [start, stop), cut at the ends of the recording."""

    @abstractmethod
    def whole(self) -> Samples:
        """All samples as a view that costs no memory until it is touched. Never write to it."""

    @abstractmethod
    def release(self) -> None:
        """Give back the memory that reading took; the waveform stays readable."""

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.sample_count / SAMPLE_RATE

    def cut(self, span: TimeSpan) -> Samples:
        """A copy of the samples of a stretch."""
        return self.read(round(span.start * SAMPLE_RATE), round(span.end * SAMPLE_RATE))


class ArrayWaveform(Waveform):
    """A waveform that is in memory: short sounds and tests."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples

    @property
    def sample_count(self) -> int:
        return len(self._samples)

    def read(self, start: int, stop: int) -> Samples:
        return self._samples[max(0, start) : max(0, stop)].copy()

    def whole(self) -> Samples:
        return self._samples

    def release(self) -> None:
        """Nothing to give back: the samples are the waveform."""
