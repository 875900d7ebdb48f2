"""Transcripts, and what they are made of, to test with."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from application.ports.repositories import StoredTranscript, TranscriptId
from domain.audio_clip import ClipId
from domain.languages import Language
from domain.speaker import SpeakerLabel, speaker_label
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment, Transcript, Word
from domain.transcription_job import JobId
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import TINY

SURE: Final = Decoding(
    average_log_probability=-0.2,
    no_speech_probability=0.01,
    compression_ratio=1.4,
    temperature=0.0,
)


def a_word(
    text: str, start: float, end: float, *, score: float = 0.9, speaker: SpeakerLabel | None = None
) -> Word:
    return Word(text, TimeSpan(start, end), score, speaker)


def a_segment(*words: Word, speaker: SpeakerLabel | None = None) -> Segment:
    """The sentence that the words make up."""
    return Segment(
        span=TimeSpan(words[0].span.start, words[-1].span.end),
        text="".join(word.text for word in words).strip(),
        words=words,
        decoding=SURE,
        speaker=speaker,
    )


def a_transcript(*segments: Segment) -> Transcript:
    """One that says "Hello there." unless told what it says."""
    ada = speaker_label(0)
    hello = a_segment(
        a_word(" Hello", 0.1, 0.4, speaker=ada),
        a_word(" there.", 0.4, 0.9, speaker=ada),
        speaker=ada,
    )
    return Transcript(
        language=Language("en"),
        language_probability=0.98,
        duration=12.5,
        segments=segments or (hello,),
        model="tiny",
    )


def a_stored_transcript(
    clip_id: ClipId, *, options: TranscriptionOptions = TINY, created_at: datetime = NEW_YEAR
) -> StoredTranscript:
    return StoredTranscript(
        id=TranscriptId(uuid4()),
        clip_id=clip_id,
        job_id=JobId(uuid4()),
        options=options,
        transcript=a_transcript(),
        created_at=created_at,
    )
