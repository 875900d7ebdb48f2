"""What is remembered: clips, jobs and transcripts."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NewType, Protocol, TypeVar
from uuid import UUID

from domain.audio_clip import AudioClip, ClipId, ContentHash, OwnerId
from domain.transcript import Transcript
from domain.transcription_job import JobId, TranscriptionJob
from domain.transcription_options import TranscriptionOptions

T = TypeVar("T")
TranscriptId = NewType("TranscriptId", UUID)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: Sequence[T]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTranscript:
    id: TranscriptId
    clip_id: ClipId
    job_id: JobId
    options: TranscriptionOptions
    transcript: Transcript
    created_at: datetime


class ClipRepository(Protocol):
    @abstractmethod
    async def add(self, clip: AudioClip) -> None:
        """Raises ConflictError if its owner has a clip with that content."""

    @abstractmethod
    async def get(self, owner: OwnerId, clip_id: ClipId) -> AudioClip:
        """Raises ClipNotFoundError, also for a clip of another owner."""

    @abstractmethod
    async def find(self, owner: OwnerId, content_hash: ContentHash) -> AudioClip | None: ...

    @abstractmethod
    async def page(self, owner: OwnerId, *, offset: int, limit: int) -> Page[AudioClip]:
        """Newest first."""

    @abstractmethod
    async def remove(self, clip_id: ClipId) -> None:
        """The clip with its jobs and transcripts. Removing what is not there is not an error."""

    @abstractmethod
    async def uses(self, content_hash: ContentHash) -> int:
        """How many clips, of whatever owner, have that content."""

    @abstractmethod
    async def content_of(self, clip_id: ClipId) -> ContentHash:
        """Raises ClipNotFoundError."""

    @abstractmethod
    async def content_of_all(self) -> Sequence[tuple[ClipId, ContentHash]]: ...


class JobRepository(Protocol):
    @abstractmethod
    async def add(self, job: TranscriptionJob) -> None: ...

    @abstractmethod
    async def get(self, job_id: JobId) -> TranscriptionJob:
        """Raises JobNotFoundError."""

    @abstractmethod
    async def exists(self, job_id: JobId) -> bool: ...

    @abstractmethod
    async def save(self, job: TranscriptionJob) -> None:
        """Keep a changed job. Raises JobNotFoundError."""

    @abstractmethod
    async def find_active(
        self, clip_id: ClipId, options: TranscriptionOptions
    ) -> TranscriptionJob | None:
        """A job with these very options that has not ended."""

    @abstractmethod
    async def active(self) -> Sequence[TranscriptionJob]:
        """Every job that has not ended, oldest first."""


class TranscriptRepository(Protocol):
    @abstractmethod
    async def put(self, stored: StoredTranscript) -> None:
        """Keep it in the place of one with the same clip and options."""

    @abstractmethod
    async def find(
        self, clip_id: ClipId, options: TranscriptionOptions
    ) -> StoredTranscript | None: ...

    @abstractmethod
    async def latest(self, clip_id: ClipId) -> StoredTranscript:
        """Raises TranscriptNotFoundError."""

    @abstractmethod
    async def remove_all(self, clip_id: ClipId) -> int:
        """How many there were."""
