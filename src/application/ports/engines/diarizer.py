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
        """Who held the floor, and when; nobody twice at the same time.

        Labels are numbered in the order in which speakers first speak.
        Raises EngineUnavailableError, ModelUnavailableError.
        """
