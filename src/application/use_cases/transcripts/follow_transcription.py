"""Transcribing while the caller reads along."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TypeAlias

from application.ports.repositories import StoredTranscript
from application.use_cases.jobs.request_transcription import TranscriptionRequest
from application.use_cases.transcripts.transcribe import Transcribe
from domain.transcript import Segment
from domain.transcription_job import TranscriptionJob


@dataclass(frozen=True, slots=True)
class Heard:
    """What has been heard since the last of these: in order of time, and never taken back.

    Its words are those of the transcript. Their times are the transcriber's, before they are
    aligned; there are no speakers yet; and segments are as they were decoded, up to half a minute
    long, not yet sentences.
    """

    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Underway:
    """Nothing new was heard, but the job has come on."""

    job: TranscriptionJob


@dataclass(frozen=True, slots=True)
class Made:
    """The last of all."""

    stored: StoredTranscript


Following: TypeAlias = Heard | Underway | Made


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowTranscription:
    """What `Transcribe` does, told as it happens. All that is heard is told before it is Made, also
    of a transcript that was kept. A caller who leaves closes the iterator. Raises what Transcribe
    raises, the first time something is asked for."""

    transcribe: Transcribe

    async def __call__(self, request: TranscriptionRequest) -> AsyncIterator[Following]:
        stored = await self.transcribe(request)
        yield Heard(stored.transcript.segments)
        yield Made(stored)
