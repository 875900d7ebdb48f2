"""Giving words the times at which they were said."""

from abc import abstractmethod
from typing import Protocol

from application.ports.engines.description import Engine
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.transcript import Transcription


class Aligner(Engine, Protocol):
    @abstractmethod
    def align(
        self,
        waveform: Waveform,
        transcription: Transcription,
        options: AlignmentOptions,
        report: ReportFraction,
    ) -> Transcription:
        """The same words in the same order, at the times they were said: no word begins before
        the one before it."""
