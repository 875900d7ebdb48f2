"""Engines that never end by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Final, Never, final

import pytest

from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.transcriber import Transcriber
from application.ports.progress import ReportFraction, ReportHeard, ignore_heard
from application.waveform import Waveform
from domain.speaker import SpeakerCount
from domain.time_span import TimeSpan
from domain.transcript import Diarization, Transcription
from domain.transcription_options import TranscriptionOptions
from tests.fakes.progress import PATIENCE

SCRIPTED: Final = EngineDescription(name="scripted")


def _report_until_stopped(report: ReportFraction, stopped: Event) -> Never:
    patience_ends = monotonic() + PATIENCE
    try:
        while monotonic() < patience_ends:
            report(0.5)
    except BaseException:
        stopped.set()
        raise
    pytest.fail("Nobody stopped it.")


@final
@dataclass
class EndlessTranscriber(Transcriber):
    begun: Event = field(default_factory=Event)
    stopped: Event = field(default_factory=Event)

    def describe(self) -> EngineDescription:
        return SCRIPTED

    def transcribe(
        self,
        waveform: Waveform,
        speech: Sequence[TimeSpan],
        options: TranscriptionOptions,
        report: ReportFraction,
        heard: ReportHeard = ignore_heard,
    ) -> Transcription:
        self.begun.set()
        _report_until_stopped(report, self.stopped)


@final
@dataclass
class EndlessDiarizer(Diarizer):
    begun: Event = field(default_factory=Event)
    stopped: Event = field(default_factory=Event)

    def describe(self) -> EngineDescription:
        return SCRIPTED

    def diarize(
        self, waveform: Waveform, speakers: SpeakerCount, report: ReportFraction
    ) -> Diarization:
        self.begun.set()
        _report_until_stopped(report, self.stopped)
