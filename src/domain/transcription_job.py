"""The life of one transcription, from request to result."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType, Self
from uuid import UUID

from domain.audio_clip import ClipId, OwnerId
from domain.callback import Callback
from domain.errors import IllegalTransitionError, InvalidValueError
from domain.job_lease import Lease, LeaseId
from domain.speaker_naming import SpeakerNaming
from domain.speaker_sample import SpeakerSample
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

    FETCH = "fetch"
    DECODE = "decode"
    DETECT_SPEECH = "detect_speech"
    TRANSCRIBE = "transcribe"
    ALIGN_WORDS = "align_words"
    DIARIZE = "diarize"
    IDENTIFY_SPEAKERS = "identify_speakers"
    ASSIGN_SPEAKERS = "assign_speakers"


STAGE_WEIGHTS: Final[Mapping[Stage, float]] = MappingProxyType(
    {
        Stage.FETCH: 0.05,
        Stage.DECODE: 0.02,
        Stage.DETECT_SPEECH: 0.03,
        Stage.TRANSCRIBE: 0.60,
        Stage.ALIGN_WORDS: 0.02,
        Stage.DIARIZE: 0.32,
        Stage.IDENTIFY_SPEAKERS: 0.01,
        Stage.ASSIGN_SPEAKERS: 0.01,
    }
)
"""The share of a job's time that each stage takes (base on two CPU cores, with speakers). Fetching
comes on top, where there is something to fetch: who knows how far away it is. So does learning what
the speakers sound like, where somebody wants to know."""


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

    def of_finished(self) -> "Progress":
        """What another attempt need not do again."""
        return Progress({stage: done for stage, done in self.stages.items() if done == 1})

    def with_stage(self, stage: Stage, fraction: float) -> "Progress":
        return Progress({**self.stages, stage: min(1.0, max(0.0, fraction))})


NOTHING_DONE: Final = Progress(MappingProxyType({}))


class JobKind(StrEnum):
    """What a job is to make: the whole, or one part of it."""

    FULL = "full_process"
    """A transcript, with speakers if the options ask for them."""
    TRANSCRIPTION = "transcription"
    """Text, with the times that the transcriber gives it."""
    ALIGNMENT = "transcription_alignment"
    """Times of words, for text that is given."""
    DIARIZATION = "diarization"
    """Who spoke when, and no text."""
    COMBINATION = "combine_transcript&diarization"
    """Speakers for words, out of a transcript and a diarization that are given."""


CHAINS: Final[Mapping[JobKind, tuple[tuple[Stage, ...], ...]]] = MappingProxyType(
    {
        JobKind.FULL: (
            (Stage.DETECT_SPEECH, Stage.TRANSCRIBE, Stage.ALIGN_WORDS),
            (Stage.DIARIZE, Stage.IDENTIFY_SPEAKERS),
        ),
        JobKind.TRANSCRIPTION: ((Stage.DETECT_SPEECH, Stage.TRANSCRIBE),),
        JobKind.ALIGNMENT: ((Stage.ALIGN_WORDS,),),
        JobKind.DIARIZATION: ((Stage.DIARIZE, Stage.IDENTIFY_SPEAKERS),),
        JobKind.COMBINATION: (),
    }
)
"""The stages that need the sound, as chains that do not depend on each other."""

RESULT_STAGE: Final[Mapping[JobKind, Stage]] = MappingProxyType(
    {
        JobKind.FULL: Stage.ASSIGN_SPEAKERS,
        JobKind.TRANSCRIPTION: Stage.TRANSCRIBE,
        JobKind.ALIGNMENT: Stage.ALIGN_WORDS,
        JobKind.DIARIZATION: Stage.DIARIZE,
        JobKind.COMBINATION: Stage.ASSIGN_SPEAKERS,
    }
)
"""The stage whose result is the job's. That of a full job is kept as a transcript."""


def chains(kind: JobKind, options: TranscriptionOptions) -> tuple[tuple[Stage, ...], ...]:
    """What has to be computed from the sound: the chains may run side by side."""
    unwanted = _unwanted(kind, options)
    wanted = (tuple(stage for stage in chain if stage not in unwanted) for chain in CHAINS[kind])
    return tuple(chain for chain in wanted if chain)


def _unwanted(kind: JobKind, options: TranscriptionOptions) -> frozenset[Stage]:
    if kind is JobKind.FULL and not options.diarize:
        return frozenset({Stage.DIARIZE, Stage.IDENTIFY_SPEAKERS})
    wants_voices = options.naming.is_wanted or options.speaker_embeddings
    return frozenset() if wants_voices else frozenset({Stage.IDENTIFY_SPEAKERS})


def planned_stages(options: TranscriptionOptions, kind: JobKind = JobKind.FULL) -> frozenset[Stage]:
    """The stages that such a job goes through."""
    computed = {stage for chain in chains(kind, options) for stage in chain}
    decoded = {Stage.DECODE} if computed else set()
    assigns = kind is JobKind.COMBINATION or (kind is JobKind.FULL and options.diarize)
    return frozenset(computed | decoded | ({Stage.ASSIGN_SPEAKERS} if assigns else set()))


class Priority(StrEnum):
    """Who is served first."""

    INTERACTIVE = "interactive"
    """Somebody waits for it."""
    BATCH = "batch"
    """Whenever there is time."""


MOST_LOSSES: Final = 3
"""How often a job may take its runner down with it in the same stage. Once or twice may be chance,
such as a power cut; after that the recording itself is taken for the cause, and would be so at
every start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a job failed, in words that can be shown and kept."""

    code: str
    """The stable name of the error, as in a problem document's type."""
    detail: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionJob:
    """A request to work on a clip. Every change is a new value with the same id."""

    id: JobId
    owner: OwnerId
    clip_id: ClipId | None
    """None where no sound is needed, and where it has not been fetched."""
    options: TranscriptionOptions
    requested_at: datetime
    source_url: str | None = field(default=None, repr=False)
    """Where its sound is to be fetched; gone as soon as that is done or the job has ended, and
    never shown, since whoever knows a presigned URL may use it."""
    speaker_samples: tuple[SpeakerSample, ...] = ()
    """Where voices that it is to recognise are to be fetched; gone and hidden as the URL is."""
    kind: JobKind = JobKind.FULL
    priority: Priority = Priority.INTERACTIVE
    force: bool = False
    """Work even if the same transcript is kept."""
    detached: bool = False
    """Somebody will come back for it, so that it goes on when nobody waits."""
    callback: Callback | None = None
    note: Mapping[str, object] = field(default_factory=dict)
    """What the door that took the request has to remember, as JSON; nobody else reads it."""
    request_id: str | None = None
    """Of the request that it came with, by which logs name it."""
    traceparent: str | None = None
    """The span of that request, where it was traced."""
    status: JobStatus = JobStatus.QUEUED
    attempts: int = 0
    """How often it was started, without the times that its runner was told to stop."""
    times_lost: int = 0
    """How often its runner was gone without a word, since it last got on."""
    not_before: datetime | None = None
    """When a job that failed may be tried again."""
    lease: Lease | None = None
    """Whose it is while it runs; None where the job engine itself sees to that."""
    progress: Progress = NOTHING_DONE
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failure: Failure | None = None
    warnings: tuple[str, ...] = ()
    """What was asked for and could not be had, and why."""

    def __post_init__(self) -> None:
        if self.clip_id is not None and self.source_url is not None:
            raise InvalidValueError("a job that has its clip fetches nothing")
        has_sound = self.clip_id is not None or self.source_url is not None
        if chains(self.kind, self.options) and not (has_sound or self.status.is_final):
            raise InvalidValueError(
                "a job that needs sound needs a clip, or a URL to fetch it from"
            )

    def start(self, *, now: datetime, lease: Lease | None = None) -> Self:
        return replace(
            self._moved_to(JobStatus.RUNNING),
            started_at=now,
            attempts=self.attempts + 1,
            not_before=None,
            lease=lease,
            progress=self.progress.of_finished(),
        )

    def reached(self, progress: Progress) -> Self:
        return replace(self, progress=progress)

    def fetched(self, clip_id: ClipId) -> Self:
        """With its sound, and without the URL where it was."""
        progress = self.progress.with_stage(Stage.FETCH, 1)
        return replace(self, clip_id=clip_id, source_url=None, progress=progress)

    def with_voices_of_samples(self, version: str) -> Self:
        """Once they have been fetched, or given up."""
        options = replace(self.options, naming=self.options.naming.among_samples(version))
        progress = self.progress.with_stage(Stage.FETCH, 1)
        return replace(self, options=options, speaker_samples=(), progress=progress)

    def named_after(self, naming: SpeakerNaming) -> Self:
        """With the voices that its speakers were compared with in the end."""
        return replace(self, options=replace(self.options, naming=naming))

    def succeed(self, *, now: datetime, warnings: tuple[str, ...] = ()) -> Self:
        return replace(self._ended(JobStatus.SUCCEEDED, now), warnings=warnings)

    def fail(self, failure: Failure, *, now: datetime) -> Self:
        return replace(self._ended(JobStatus.FAILED, now), failure=failure)

    def cancel(self, *, now: datetime) -> Self:
        return self._ended(JobStatus.CANCELLED, now)

    def try_again(self, *, not_before: datetime) -> Self:
        """Back to the queue, after an attempt that failed."""
        return replace(self._queued(), not_before=not_before)

    def requeue(self) -> Self:
        """Back to the queue, for a runner that was lost."""
        return replace(self._queued(), times_lost=self.times_lost + 1)

    def got_on(self) -> Self:
        """A stage is behind it that was not before: what it was lost in earlier did not stop it."""
        return replace(self, times_lost=min(1, self.times_lost))

    def put_back(self) -> Self:
        """Back to the queue, by a runner that was told to stop: nothing that counts against it."""
        return replace(self._queued(), attempts=self.attempts - 1)

    def wanted_by_more(self, *, priority: Priority, detached: bool) -> Self:
        """The same work, asked for once more: whoever waits is served as if the job were theirs."""
        urgent = Priority.INTERACTIVE in (priority, self.priority)
        return replace(
            self,
            priority=Priority.INTERACTIVE if urgent else Priority.BATCH,
            detached=self.detached or detached,
        )

    @property
    def sound(self) -> ClipId:
        """The clip that it needs. Raises InvalidValueError where it needs none, or has none yet."""
        if self.clip_id is None:
            raise InvalidValueError("this job has no sound to work on")
        return self.clip_id

    def is_still(self, started: Self) -> bool:
        """Whether whoever holds it as `started` may speak for it: it has not ended, nor been given
        to another."""
        return (self.status, self.lease_id) == (started.status, started.lease_id)

    @property
    def lease_id(self) -> LeaseId | None:
        return None if self.lease is None else self.lease.id

    @property
    def is_suspect(self) -> bool:
        """It may have ended a runner, so it runs alone: what runs beside it would be ended too."""
        return self.times_lost > 0

    @property
    def survives_another_loss(self) -> bool:
        return self.times_lost + 1 < MOST_LOSSES

    @property
    def planned(self) -> frozenset[Stage]:
        fetches = self.has_to_fetch or Stage.FETCH in self.progress.stages
        return planned_stages(self.options, self.kind) | ({Stage.FETCH} if fetches else set())

    @property
    def has_to_fetch(self) -> bool:
        return self.source_url is not None or bool(self.speaker_samples)

    @property
    def fraction_done(self) -> float:
        if self.status is JobStatus.SUCCEEDED:
            return 1.0
        return self.progress.of_all(self.planned)

    def _queued(self) -> Self:
        return replace(self._moved_to(JobStatus.QUEUED), started_at=None, lease=None)

    def _ended(self, status: JobStatus, now: datetime) -> Self:
        ended = self._moved_to(status)
        return replace(
            ended,
            finished_at=now,
            lease=None,
            not_before=None,
            source_url=None,
            speaker_samples=(),
        )

    def _moved_to(self, status: JobStatus) -> Self:
        if status not in _NEXT[self.status]:
            raise IllegalTransitionError(f"a {self.status} job cannot become {status}")
        return replace(self, status=status)
