"""Leaving the times of words as the transcriber gave them, tidied."""

from typing import final

from adapters.outbound.engines.kept_times import with_kept_times
from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.engine_kinds import AlignerKind
from domain.transcript import Transcription


@final
class KeptTimesAligner(Aligner):
    """Looks at nothing, and only makes words follow each other: where a transcriber takes times
    from its attention, that is by Whisper; where it has none of its own, by nobody."""

    def __init__(self, name: AlignerKind) -> None:
        self._name = name

    def describe(self) -> EngineDescription:
        return EngineDescription(name=self._name.value)

    def align(
        self,
        waveform: Waveform,
        transcription: Transcription,
        options: AlignmentOptions,
        report: ReportFraction,
    ) -> Transcription:
        report(1)
        return with_kept_times(transcription, waveform.duration, options)
