"""What is remembered: clips, jobs and transcripts."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NewType, Protocol, TypeVar
from uuid import UUID

from domain.audio_clip import AudioClip, ClipId, ContentHash, OwnerId
from domain.fair_order import WaitingJob
from domain.job_lease import Lease
from domain.past_run import PastRun
from domain.transcript import Transcript
from domain.transcription_job import JobId, JobKind, JobStatus, Progress, TranscriptionJob
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


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """Which jobs to list; None is every one."""

    status: JobStatus | None = None
    clip_id: ClipId | None = None
    kind: JobKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTally:
    """Jobs of all owners."""

    waiting: int
    running: int
    oldest_waiting: datetime | None
    """When the job was asked for that has waited longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobGlance:
    """The little of a job by which those who follow it see whether to look closer."""

    owner: OwnerId
    status: JobStatus
    progress: Progress
    version: int
    """The number of the last entry in its history; 0 where there is none."""
    heard: int
    """How many segments have been heard of it."""


class ClipRepository(Protocol):
    @abstractmethod
    async def add(self, clip: AudioClip) -> None:
        """Raises ConflictError if its owner has a clip with that content."""

    @abstractmethod
    async def get(self, owner: OwnerId, clip_id: ClipId) -> AudioClip:
        """Raises ClipNotFoundError, also for a clip of another owner."""

    @abstractmethod
    async def those(self, clip_ids: Collection[ClipId]) -> Mapping[ClipId, AudioClip]:
        """Those of them that are there, of whatever owner."""

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
    async def duration_of(self, clip_id: ClipId) -> float:
        """Seconds. Raises ClipNotFoundError."""

    @abstractmethod
    async def content_of_all(self) -> Sequence[tuple[ClipId, ContentHash]]: ...

    @abstractmethod
    async def note_use(self, clip_id: ClipId, at: datetime) -> None:
        """That it was wanted once more, unless a later use is noted. Noting it of what is not
        there is not an error."""

    @abstractmethod
    async def keep(self, clip_id: ClipId) -> AudioClip:
        """As one that does not pass any more. Raises ClipNotFoundError."""

    @abstractmethod
    async def unused_since(
        self, time: datetime, *, limit: int | None = None, passing: bool = False
    ) -> Sequence[ClipId]:
        """Those that were uploaded and used before that time, and that no job which was asked for
        later or has not ended works on; the oldest first. With `passing` only those that pass."""


class JobRepository(Protocol):
    @abstractmethod
    async def add(self, job: TranscriptionJob) -> None:
        """Raises ClipNotFoundError."""

    @abstractmethod
    async def get(self, job_id: JobId) -> TranscriptionJob:
        """Raises JobNotFoundError."""

    @abstractmethod
    async def glance(self, job_id: JobId) -> JobGlance:
        """Cheap, whatever the job is and has. Raises JobNotFoundError."""

    @abstractmethod
    async def exists(self, job_id: JobId) -> bool: ...

    @abstractmethod
    async def save(self, job: TranscriptionJob) -> None:
        """Keep a changed job. Raises JobNotFoundError."""

    @abstractmethod
    async def remove(self, job_id: JobId) -> None:
        """With its history and the results of its stages. Removing what is not there is not an
        error."""

    @abstractmethod
    async def page(
        self, owner: OwnerId, wanted: JobFilter, *, offset: int, limit: int
    ) -> Page[TranscriptionJob]:
        """Newest first."""

    @abstractmethod
    async def find_active(
        self, clip_id: ClipId, options: TranscriptionOptions
    ) -> TranscriptionJob | None:
        """A full job with these very options that has not ended."""

    @abstractmethod
    async def active_of(self, clip_id: ClipId) -> Sequence[TranscriptionJob]:
        """Every job of that clip that has not ended."""

    @abstractmethod
    async def running(self) -> Sequence[TranscriptionJob]:
        """Oldest first."""

    @abstractmethod
    async def running_per_owner(self) -> Mapping[OwnerId, int]: ...

    @abstractmethod
    async def waiting(self) -> Sequence[WaitingJob]:
        """Every job that is queued, in no order."""

    @abstractmethod
    async def first_in_line(self, *, now: datetime) -> Sequence[WaitingJob]:
        """Of the queued jobs that may be started now each owner's oldest of each priority, in no
        order."""

    @abstractmethod
    async def tally(self) -> QueueTally:
        """Counted where they are kept: no job is read for it."""

    @abstractmethod
    async def extend(self, job_id: JobId, lease: Lease, progress: Progress) -> bool:
        """Keep how far it has come, and its lease with the new end. False, and nothing is kept,
        where it does not run under that lease any more."""

    @abstractmethod
    async def recent_runs(self, model: str, *, limit: int) -> Sequence[PastRun]:
        """Of the full jobs with that model that made a transcript last; those that ended with
        one that was kept took no time."""

    @abstractmethod
    async def ended_before(
        self, time: datetime, *, kind: JobKind | None = None, limit: int | None = None
    ) -> Sequence[JobId]:
        """The longest ended first; None is every kind."""


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

    @abstractmethod
    async def made_before(
        self, time: datetime, *, limit: int | None = None
    ) -> Sequence[TranscriptId]:
        """The oldest first."""

    @abstractmethod
    async def remove(self, transcript_ids: Sequence[TranscriptId]) -> None:
        """Removing what is not there is not an error."""
