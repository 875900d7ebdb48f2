"""Hearing what was said."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from application.ports.engines.description import Engine
from application.ports.progress import ReportFraction, ReportHeard, ignore_heard
from application.waveform import Waveform
from domain.time_span import TimeSpan
from domain.transcript import Transcription
from domain.transcription_options import TranscriptionOptions


class Transcriber(Engine, Protocol):
    @abstractmethod
    def transcribe(
        self,
        waveform: Waveform,
        speech: Sequence[TimeSpan],
        options: TranscriptionOptions,
        report: ReportFraction,
        heard: ReportHeard = ignore_heard,
    ) -> Transcription:
        """What was said in the stretches of `speech`, with times on the recording's time line.

        `heard` is told of it part by part: the segments of all parts are those of the answer, and
        each part has the answer's language. Every segment has its words. Safe to call from several
        threads at once. Options that the engine does not have are named in the warnings of what it
        answers.
        Raises ModelUnavailableError, EngineUnavailableError.
        """
