"""The life of one transcription, from request to result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType, Self
from uuid import UUID

from domain.audio_clip import ClipId
from domain.errors import IllegalTransitionError, InvalidValueError
from domain.transcription_options import TranscriptionOptions

JobId = NewType("JobId", UUID)


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return not _NEXT[self]


_NEXT: Final[Mapping[JobStatus, frozenset[JobStatus]]] = MappingProxyType(
    {
        JobStatus.QUEUED: frozenset({JobStatus.RUNNING, JobStatus.FAILED, JobStatus.CANCELLED}),
        JobStatus.RUNNING: frozenset(
            {JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.QUEUED}
        ),
        JobStatus.SUCCEEDED: frozenset(),
        JobStatus.FAILED: frozenset(),
        JobStatus.CANCELLED: frozenset(),
    }
)


class Stage(StrEnum):
    """What a job goes through. Stages that do not depend on each other may overlap."""

    DECODE = "decode"
    DETECT_SPEECH = "detect_speech"
    TRANSCRIBE = "transcribe"
    ALIGN_WORDS = "align_words"
    DIARIZE = "diarize"
    ASSIGN_SPEAKERS = "assign_speakers"


STAGE_WEIGHTS: Final[Mapping[Stage, float]] = MappingProxyType(
    {
        Stage.DECODE: 0.02,
        Stage.DETECT_SPEECH: 0.03,
        Stage.TRANSCRIBE: 0.60,
        Stage.ALIGN_WORDS: 0.02,
        Stage.DIARIZE: 0.32,
        Stage.ASSIGN_SPEAKERS: 0.01,
    }
)
"""The share of a job's time that each stage takes (base on two CPU cores, with speakers)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come: the fraction, 0..1, of each stage that has begun."""

    stages: Mapping[Stage, float]

    def __post_init__(self) -> None:
        if not all(0 <= fraction <= 1 for fraction in self.stages.values()):
            raise InvalidValueError("progress is a fraction between 0 and 1")

    @property
    def stage(self) -> Stage | None:
        """The stage that is under way: the first that has begun and not ended, or the last."""
        begun = [stage for stage in Stage if stage in self.stages]
        return next((s for s in begun if self.stages[s] < 1), begun[-1] if begun else None)

    def of_all(self, planned: frozenset[Stage]) -> float:
        """The fraction, 0..1, of everything that is planned."""
        whole = sum(STAGE_WEIGHTS[stage] for stage in planned)
        done = sum(STAGE_WEIGHTS[s] * self.stages.get(s, 0.0) for s in planned)
        return min(1.0, done / whole) if whole else 0.0

    def with_stage(self, stage: Stage, fraction: float) -> "Progress":
        return Progress({**self.stages, stage: min(1.0, max(0.0, fraction))})


NOTHING_DONE: Final = Progress(MappingProxyType({}))


def planned_stages(options: TranscriptionOptions) -> frozenset[Stage]:
    """The stages that a job with these options goes through."""
    speakers = {Stage.DIARIZE, Stage.ASSIGN_SPEAKERS}
    return frozenset(Stage) - (frozenset() if options.diarize else speakers)


MOST_ATTEMPTS: Final = 3
"""How often a job may take its runner down with it. Once or twice may be chance, such as a power
cut; after that the recording itself is taken for the cause, and would be so at every start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a job failed, in words that can be shown and kept."""

    code: str
    """The stable name of the error, as in a problem document's type."""
    detail: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionJob:
    """A request to transcribe a clip. Every change is a new value with the same id."""

    id: JobId
    clip_id: ClipId
    options: TranscriptionOptions
    requested_at: datetime
    status: JobStatus = JobStatus.QUEUED
    attempts: int = 0
    """How often it was started, without the times that its runner was told to stop."""
    progress: Progress = NOTHING_DONE
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failure: Failure | None = None

    def start(self, *, now: datetime) -> Self:
        return replace(
            self._moved_to(JobStatus.RUNNING), started_at=now, attempts=self.attempts + 1
        )

    def reached(self, progress: Progress) -> Self:
        return replace(self, progress=progress)

    def succeed(self, *, now: datetime) -> Self:
        return replace(self._moved_to(JobStatus.SUCCEEDED), finished_at=now)

    def fail(self, failure: Failure, *, now: datetime) -> Self:
        return replace(self._moved_to(JobStatus.FAILED), finished_at=now, failure=failure)

    def cancel(self, *, now: datetime) -> Self:
        return replace(self._moved_to(JobStatus.CANCELLED), finished_at=now)

    def requeue(self) -> Self:
        """Back to the queue, for a runner that was lost."""
        return replace(self._moved_to(JobStatus.QUEUED), started_at=None)

    def put_back(self) -> Self:
        """Back to the queue, by a runner that was told to stop: nothing that counts against it."""
        return replace(self.requeue(), attempts=self.attempts - 1)

    @property
    def may_be_tried_again(self) -> bool:
        return self.attempts < MOST_ATTEMPTS

    @property
    def fraction_done(self) -> float:
        if self.status is JobStatus.SUCCEEDED:
            return 1.0
        return self.progress.of_all(planned_stages(self.options))

    def _moved_to(self, status: JobStatus) -> Self:
        if status not in _NEXT[self.status]:
            raise IllegalTransitionError(f"a {self.status} job cannot become {status}")
        return replace(self, status=status)
