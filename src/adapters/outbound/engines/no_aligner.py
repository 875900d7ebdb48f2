"""Leaving the times of words as they come."""

from dataclasses import replace
from typing import final

from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.transcript import Transcription
from domain.word_order import in_order


@final
class NoAligner(Aligner):
    """Looks at nothing; whoever transcribed has said what is known."""

    def describe(self) -> EngineDescription:
        return EngineDescription(name="none")

    def align(
        self,
        waveform: Waveform,
        transcription: Transcription,
        options: AlignmentOptions,  # noqa: ARG002 - there is nothing to choose
        report: ReportFraction,
    ) -> Transcription:
        report(1)
        return replace(transcription, segments=in_order(transcription.segments, waveform.duration))
