"""Turning only the beginning of a file into a waveform."""

from abc import abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from application.waveform import Waveform


class BeginningDecoder(Protocol):
    @abstractmethod
    def beginning(self, source: Path, *, seconds: float) -> AbstractContextManager[Waveform]:
        """Its first sound, so long or as long as there is any, for as long as the context lasts.
        What comes after is not looked at. Computes: call it from a thread.

        Raises UnusableAudioError.
        """
