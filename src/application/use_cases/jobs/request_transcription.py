"""Asking for a transcription, which may be there already."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from application.errand import CurrentErrand, current_errand
from application.errors import QueueFullError
from application.gallery import Gallery
from application.job_audience import JobAudience
from application.ports.callback_targets import CallbackAddresses
from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.job_engine import JobEngine
from application.ports.meters import UNMETERED, Found, JobMeter
from application.ports.remote_recordings import RemoteRecordings
from application.ports.repositories import StoredTranscript
from application.ports.stage_results import StageResult
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.audio_clip import ClipId, OwnerId
from domain.callback import Callback
from domain.job_history import Happening, JobEvent
from domain.speaker_sample import SpeakerSample
from domain.transcription_job import JobId, JobKind, Priority, Stage, TranscriptionJob
from domain.transcription_options import TranscriptionOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionRequest:
    owner: OwnerId
    clip_id: ClipId
    options: TranscriptionOptions
    force: bool = False
    """Run it again even if a transcript with these options is kept."""
    priority: Priority = Priority.INTERACTIVE
    given: Mapping[Stage, StageResult] = field(default_factory=dict)
    """What the caller knows already: these stages are not run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """A job of one's own, to come back for."""

    owner: OwnerId
    clip_id: ClipId | None
    options: TranscriptionOptions
    source_url: str | None = field(default=None, repr=False)
    """Where the sound is, if there is no clip of it yet."""
    speaker_samples: tuple[SpeakerSample, ...] = ()
    """Voices to recognise that are still to be fetched."""
    kind: JobKind = JobKind.FULL
    force: bool = False
    priority: Priority = Priority.BATCH
    callback: Callback | None = None
    note: Mapping[str, object] = field(default_factory=dict)
    given: Mapping[Stage, StageResult] = field(default_factory=dict)
    """What the caller knows already: these stages are not run."""
    may_share: bool = False
    """A job that is making the same already will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueJob:
    """Put a new job into the queue, in the caller's transaction.

    Raises QueueFullError, ClipNotFoundError.
    """

    clock: Clock
    new_id: NewId
    most_waiting: int
    errand: CurrentErrand = current_errand

    async def __call__(self, uow: UnitOfWork, request: JobRequest, *, detached: bool) -> JobId:
        if (await uow.jobs.tally()).waiting >= self.most_waiting:
            raise QueueFullError(f"{self.most_waiting} jobs are waiting already.")
        now, errand = self.clock.now(), self.errand()
        job = TranscriptionJob(
            id=JobId(self.new_id()),
            owner=request.owner,
            clip_id=request.clip_id,
            source_url=request.source_url,
            speaker_samples=request.speaker_samples,
            options=request.options,
            requested_at=now,
            kind=request.kind,
            priority=request.priority,
            force=request.force,
            detached=detached,
            callback=request.callback,
            note=request.note,
            request_id=errand.request_id,
            traceparent=errand.traceparent,
        )
        await uow.jobs.add(job)
        await uow.history.add(JobEvent(job_id=job.id, at=now, what=Happening.QUEUED))
        for stage, result in request.given.items():
            await uow.stage_results.put(job.id, stage, result)
        return job.id


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestJob:
    """A job that goes on whoever leaves. One whose transcript is kept already ends with that.

    Raises ClipNotFoundError, QueueFullError, and for a URL that makes no sense InvalidUrlError and
    ForbiddenAddressError, also for that of a callback; whatever else is wrong with a recording's
    URL becomes the job's failure.
    """

    unit_of_work: UnitOfWorkFactory
    jobs: JobEngine
    queue: QueueJob
    recordings: RemoteRecordings
    addresses: CallbackAddresses
    gallery: Gallery
    meter: JobMeter = UNMETERED

    async def check(self, request: JobRequest) -> None:
        """What can be told before there is a clip: its URLs. Raises InvalidUrlError,
        ForbiddenAddressError."""
        if request.source_url is not None:
            self.recordings.check(request.source_url)
        for sample in request.speaker_samples:
            self.recordings.check(sample.url)
        if request.callback is not None:
            await self.addresses.require_permitted(request.callback.url)

    async def __call__(self, request: JobRequest) -> TranscriptionJob:
        await self.check(request)
        async with self.unit_of_work() as uow:
            if request.clip_id is not None:
                await uow.clips.get(request.owner, request.clip_id)
            options = await self.gallery.settled(uow, request.owner, request.options)
            request = replace(request, options=options)
            job = await self._shared(uow, request)
            if job is None:
                job = await uow.jobs.get(await self.queue(uow, request, detached=True))
            await uow.commit()
        await self.jobs.submit(job.id)
        return job

    async def _shared(self, uow: UnitOfWork, request: JobRequest) -> TranscriptionJob | None:
        if not request.may_share or request.clip_id is None:
            return None
        active = await uow.jobs.find_active(request.clip_id, request.options)
        if active is None:
            return None
        shared = active.wanted_by_more(priority=request.priority, detached=True)
        await uow.jobs.save(shared)
        self.meter.transcript_looked_for(Found.UNDERWAY)
        return shared


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTranscription:
    """Answer with the stored transcript, or else with the job that is going to make it, for a
    caller who waits. Whoever asks for what is being made already shares that job.

    Raises ClipNotFoundError, QueueFullError.
    """

    unit_of_work: UnitOfWorkFactory
    jobs: JobEngine
    queue: QueueJob
    audience: JobAudience
    gallery: Gallery
    meter: JobMeter = UNMETERED

    async def __call__(self, request: TranscriptionRequest) -> StoredTranscript | TranscriptionJob:
        async with self.unit_of_work() as uow:
            await uow.clips.get(request.owner, request.clip_id)
            options = await self.gallery.settled(uow, request.owner, request.options)
            request = replace(request, options=options)
            if not request.force:
                stored = await uow.transcripts.find(request.clip_id, request.options)
                if stored is not None:
                    self.meter.transcript_looked_for(Found.KEPT)
                    return stored
            job = await self._job(uow, request)
            await uow.commit()
        await self.jobs.submit(job.id)
        return job

    async def _job(self, uow: UnitOfWork, request: TranscriptionRequest) -> TranscriptionJob:
        active = await uow.jobs.find_active(request.clip_id, request.options)
        if active is None:
            own = JobRequest(
                owner=request.owner,
                clip_id=request.clip_id,
                options=request.options,
                force=request.force,
                priority=request.priority,
                given=request.given,
            )
            return await uow.jobs.get(await self.queue(uow, own, detached=False))
        # Whoever else waits for it may be in another process, where nobody sees them leave.
        shared = active.wanted_by_more(
            priority=request.priority, detached=not self.audience.waits_for(active.id)
        )
        await uow.jobs.save(shared)
        self.meter.transcript_looked_for(Found.UNDERWAY)
        return shared
