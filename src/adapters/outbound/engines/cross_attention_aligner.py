"""Word times as the transcriber took them from its attention, tidied."""

from dataclasses import replace
from typing import Final, final

from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.transcript import Transcription
from domain.word_order import in_order

_GUESSED: Final = (
    "The transcriber did not say when each word was spoken: words share the time of the speech"
    " that they stand in."
)


@final
class CrossAttentionAligner(Aligner):
    """Trusts the transcriber's times, and only makes words follow each other."""

    def describe(self) -> EngineDescription:
        return EngineDescription(name="whisper")

    def align(
        self,
        waveform: Waveform,
        transcription: Transcription,
        options: AlignmentOptions,  # noqa: ARG002 - there is nothing to choose
        report: ReportFraction,
    ) -> Transcription:
        report(1)
        words = (word for segment in transcription.segments for word in segment.words)
        guessed = (_GUESSED,) if any(word.interpolated for word in words) else ()
        return replace(
            transcription,
            segments=in_order(transcription.segments, waveform.duration),
            warnings=(*transcription.warnings, *guessed),
        )
