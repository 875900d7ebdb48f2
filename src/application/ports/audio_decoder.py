"""Turning any file that holds sound into a waveform."""

from abc import abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.audio_clip import AudioFormat


@dataclass(frozen=True, slots=True, eq=False)
class DecodedAudio:
    waveform: Waveform
    warnings: tuple[str, ...] = ()
    """What was damaged and left out, fit for a client."""


class AudioDecoder(Protocol):
    """Computes: call it from a thread. Both methods raise UnusableAudioError (its kinds say why)
    and RecordingTooLongError."""

    @abstractmethod
    def probe(self, source: Path) -> AudioFormat:
        """What the file holds, without decoding all of it."""

    @abstractmethod
    def decode(self, source: Path, report: ReportFraction) -> AbstractContextManager[DecodedAudio]:
        """The sound, mono at 16 kHz, for as long as the context lasts. Memory does not grow with
        the recording. Damage in the middle is skipped with a warning."""
