"""Telling speakers apart."""

from abc import abstractmethod
from typing import Protocol

from application.ports.engines.description import Engine
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.speaker import SpeakerCount
from domain.transcript import Diarization


class Diarizer(Engine, Protocol):
    @abstractmethod
    def diarize(
        self, waveform: Waveform, speakers: SpeakerCount, report: ReportFraction
    ) -> Diarization:
        """Who held the floor, one at a time, and every voice that was heard, also meanwhile.

        A speaker has the same label in both. Labels are numbered in the order in which speakers
        first hold the floor; whoever never does, and is only heard while others speak, comes
        after them.
        Raises EngineUnavailableError, ModelUnavailableError, CorruptWeightsError, and
        TranscriptionFailedError where only this recording is at fault.
        """
