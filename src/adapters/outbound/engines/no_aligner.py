"""Leaving the times of words as they come."""

from typing import final

from adapters.outbound.engines.kept_times import with_kept_times
from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.transcript import Transcription


@final
class NoAligner(Aligner):
    """Looks at nothing; whoever transcribed has said what is known."""

    def describe(self) -> EngineDescription:
        return EngineDescription(name="none")

    def align(
        self,
        waveform: Waveform,
        transcription: Transcription,
        options: AlignmentOptions,
        report: ReportFraction,
    ) -> Transcription:
        report(1)
        return with_kept_times(transcription, waveform.duration, options)
