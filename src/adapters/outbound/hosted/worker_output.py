"""What a worker answers for a transcription: segments, their words, and the language."""

from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import BaseModel, ValidationError

from adapters.outbound.hosted.spoken_words import TimedWord, words_of
from application.errors import HostedServiceError
from domain.errors import InvalidOptionError
from domain.languages import Language
from domain.speaker import SpeakerLabel
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment, Transcript

NAME: Final = "The worker"
_SHORTEST: Final = 0.01
_UNTOLD: Final = Decoding(
    average_log_probability=0.0, no_speech_probability=0.0, compression_ratio=0.0, temperature=0.0
)
"""Workers keep these figures to themselves."""


class _Segment(BaseModel):
    start: float
    end: float
    text: str
    words: list[TimedWord] = []
    speaker: str | None = None


class _Output(BaseModel):
    segments: list[_Segment]
    detected_language: str | None = None
    language_probability: float | None = None
    model: str | None = None
    duration: float | None = None
    warning: str | None = None
    warnings: list[str] = []


def transcript_of(answer: object, *, model: str | None, language: Language | None) -> Transcript:
    """Raises HostedServiceError."""
    try:
        output = _Output.model_validate(answer)
    except ValidationError as error:
        raise HostedServiceError(f"{NAME} answered without segments.") from error
    segments = sorted(_segments(output.segments), key=lambda segment: segment.span.start)
    ends = [segment.span.end for segment in segments]
    return Transcript(
        language=_language(output.detected_language, language),
        language_probability=output.language_probability or (1.0 if language else 0.0),
        duration=output.duration or max(ends, default=0.0),
        segments=tuple(segments),
        model=output.model or model or "chosen by the worker",
        warnings=tuple(filter(None, (*output.warnings, output.warning))),
    )


def _segments(told: Sequence[_Segment]) -> Iterator[Segment]:
    for segment in told:
        start = max(0.0, segment.start)
        span = TimeSpan(start, max(segment.end, start + _SHORTEST))
        words = words_of(segment.text, span, segment.words)
        speaker = None if segment.speaker is None else SpeakerLabel(segment.speaker)
        yield Segment(
            span=span, text=segment.text.strip(), words=words, decoding=_UNTOLD, speaker=speaker
        )


def _language(told: str | None, asked: Language | None) -> Language:
    try:
        return asked or Language.named(told or "")
    except InvalidOptionError as error:
        raise HostedServiceError(
            f"{NAME} did not say which language it heard: name it with --language."
        ) from error
