"""A transcript as /api answers it."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.rest.transcript_examples import DOCUMENT
from application.formats.json_document import to_document
from application.ports.repositories import StoredTranscript
from domain.confidence_levels import ConfidenceLevel, ConfidenceLevels
from domain.doubt import Doubt
from domain.transcription_options import Task


class StretchBody(BaseModel):
    start: float
    end: float


class WordBody(BaseModel):
    word: str
    start: float
    end: float
    score: float = Field(description="The engine's confidence, 0 to 1.")
    speaker: str | None = None
    confidence_level: ConfidenceLevel | None = Field(
        default=None, description="What the score is called, with confidence=true."
    )
    interpolated: bool | None = Field(
        default=None,
        description="True where the times are guessed from those of the neighbours, as for numbers "
        "and symbols; absent everywhere else.",
    )


class CharacterBody(BaseModel):
    char: str
    start: float | None = None
    end: float | None = None
    score: float | None = None


class SegmentBody(BaseModel):
    speaker: str | None = Field(
        description="SPEAKER_00 and so on, or, with identify=true, the name of whoever was "
        "recognised; null where nobody is named."
    )
    start: float = Field(description="Seconds.")
    end: float = Field(description="Seconds.")
    text: str
    confidence: float | None = Field(
        default=None, description="The mean score of its words, with confidence=true."
    )
    confidence_level: ConfidenceLevel | None = Field(default=None, description="What it is called.")
    low_confidence: list[StretchBody] | None = Field(
        default=None,
        description="Where words in a row have low scores for long enough, with confidence=true.",
    )
    doubts: list[Doubt] = Field(
        default=[], description="Why it may not have been said; absent where nothing speaks for it."
    )
    words: list[WordBody] = Field(default=[], description="Only with word_timestamps=true.")
    chars: list[CharacterBody] | None = Field(
        default=None, description="Characters with their times, with return_char_alignments=true."
    )


class SpeakerShareBody(BaseModel):
    speaker: str = Field(description="As the segments name them.")
    name: str = Field(description="Of whoever was recognised; of others the number.")
    time: float = Field(description="Seconds that they speak.")
    similarity: float | None = Field(
        default=None,
        description="How much they sound like whoever has that name, with identify=true.",
    )


class TranscriptBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [DOCUMENT]})

    segments: list[SegmentBody]
    language: str = Field(description="The code of the language that was spoken.")
    language_probability: float = Field(description="1 where the caller named the language.")
    duration: float = Field(description="Seconds of sound.")
    text: str
    model: str
    task: Task
    speakers: list[SpeakerShareBody] = Field(description="In the order in which they first speak.")
    speaker_embeddings: dict[str, list[float]] | None = Field(
        default=None,
        description="What each speaker sounds like, only with speaker_embeddings=true.",
    )
    warnings: list[str] = Field(description="What was asked for and could not be had, and why.")
    clip_id: UUID
    job_id: UUID
    created_at: datetime

    @classmethod
    def of(
        cls,
        stored: StoredTranscript,
        *,
        with_words: bool,
        levels: ConfidenceLevels | None = None,
    ) -> "TranscriptBody":
        """With levels, how sure the engine was."""
        return cls.model_validate(
            {
                **to_document(stored.transcript, with_words=with_words, levels=levels),
                "task": stored.options.task,
                "clip_id": stored.clip_id,
                "job_id": stored.job_id,
                "created_at": stored.created_at,
            }
        )
