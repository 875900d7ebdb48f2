"""Word times as the transcriber took them from its attention, tidied."""

from typing import final

from adapters.outbound.engines.kept_times import with_kept_times
from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.transcript import Transcription


@final
class CrossAttentionAligner(Aligner):
    """Trusts the transcriber's times, and only makes words follow each other."""

    def describe(self) -> EngineDescription:
        return EngineDescription(name="whisper")

    def align(
        self,
        waveform: Waveform,
        transcription: Transcription,
        options: AlignmentOptions,
        report: ReportFraction,
    ) -> Transcription:
        report(1)
        return with_kept_times(transcription, waveform.duration, options)
