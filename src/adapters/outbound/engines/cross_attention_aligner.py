"""Word times as the transcriber took them from its attention, tidied."""

from dataclasses import replace
from typing import Final, final

from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcription, Word

_SHORTEST: Final = 0.02
"""Seconds; the step of Whisper's attention."""


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
        earliest = 0.0
        segments = []
        for segment in transcription.segments:
            words = []
            for word in segment.words:
                words.append(_not_before(earliest, word, waveform.duration))
                earliest = words[-1].span.start
            segments.append(_spanning(segment, words))
        report(1)
        return replace(transcription, segments=tuple(segments))


def _not_before(earliest: float, word: Word, duration: float) -> Word:
    start = min(max(earliest, word.span.start), max(0.0, duration - _SHORTEST))
    return replace(word, span=TimeSpan(start, max(start + _SHORTEST, word.span.end)))


def _spanning(segment: Segment, words: list[Word]) -> Segment:
    if not words:
        return segment
    span = TimeSpan(words[0].span.start, max(word.span.end for word in words))
    return replace(segment, span=span, words=tuple(words))
