"""A transcript as the worker answers it."""

from pydantic import BaseModel, Field

from application.formats.reviewed_transcript import speakers_by_label
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcript, Word


class OutputWord(BaseModel):
    word: str
    start: float
    end: float
    score: float = Field(description="The engine's confidence, 0 to 1.")
    speaker: str | None = None

    @classmethod
    def of(cls, word: Word) -> "OutputWord":
        start, end = _times(word.span)
        return cls(
            word=word.text.strip(),
            start=start,
            end=end,
            score=round(word.score, 3),
            speaker=word.speaker,
        )


class OutputSegment(BaseModel):
    start: float
    end: float
    text: str
    words: list[OutputWord] | None = Field(default=None, description="With align_output.")
    speaker: str | None = Field(default=None, description="With diarization.")

    @classmethod
    def of(cls, segment: Segment, *, with_words: bool) -> "OutputSegment":
        start, end = _times(segment.span)
        return cls(
            start=start,
            end=end,
            text=segment.text.strip(),
            words=[OutputWord.of(word) for word in segment.words] if with_words else None,
            speaker=segment.speaker,
        )


class OutputSpeaker(BaseModel):
    name: str
    time: float = Field(description="Seconds that they speak.")


class JobOutput(BaseModel):
    segments: list[OutputSegment]
    detected_language: str
    language_probability: float
    speakers: dict[str, OutputSpeaker] | None = Field(
        default=None, description="By label, where speakers were told apart."
    )
    warnings: list[str] | None = Field(
        default=None, description="What was asked for and could not be had, and why."
    )

    @classmethod
    def of(
        cls, transcript: Transcript, *, with_words: bool, warnings: tuple[str, ...]
    ) -> "JobOutput":
        speakers = {
            label: OutputSpeaker.model_validate(told)
            for label, told in speakers_by_label(transcript).items()
        }
        return cls(
            segments=[OutputSegment.of(s, with_words=with_words) for s in transcript.segments],
            detected_language=transcript.language.code,
            language_probability=round(transcript.language_probability, 3),
            speakers=speakers or None,
            warnings=[*warnings, *transcript.warnings] or None,
        )


def _times(span: TimeSpan) -> tuple[float, float]:
    return round(span.start, 3), round(span.end, 3)
