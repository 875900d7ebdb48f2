"""All that is done with jobs, over one database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import uuid4

from adapters.outbound.jobs.news import InProcessJobNews
from adapters.outbound.memory.callback_addresses import InMemoryCallbackAddresses
from adapters.outbound.memory.remote_recordings import InMemoryRemoteRecordings
from adapters.outbound.memory.runners import InMemoryRunnerRegister
from application.gallery import Gallery
from application.job_audience import JobAudience
from application.name_speakers import NameSpeakers
from application.ports.clock import Clock
from application.ports.repositories import StoredTranscript
from application.ports.stage_results import SoundDecoded, StageResult
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.stage_work import Results
from application.use_cases.jobs.cancel_job import CancelJob, DeleteJob
from application.use_cases.jobs.end_job import EndJob
from application.use_cases.jobs.hear_job import HearJob
from application.use_cases.jobs.keep_leases import KeepLeases
from application.use_cases.jobs.keep_result import KeepResult
from application.use_cases.jobs.look_at_jobs import GetJob
from application.use_cases.jobs.request_transcription import (
    QueueJob,
    RequestJob,
    RequestTranscription,
)
from application.use_cases.jobs.take_job import TakeJob
from application.use_cases.jobs.watch_job import AwaitJob, WatchJob
from application.use_cases.upkeep.put_jobs_back import PutJobsBack
from application.use_cases.upkeep.release_abandoned_jobs import ReleaseAbandonedJobs
from domain.job_history import Happening
from domain.job_lease import RunnerId
from domain.retry_policy import RetryPolicy
from domain.transcript import Segment
from domain.transcription_job import JobId, JobStatus, Stage, TranscriptionJob
from tests.fakes.clock import FakeClock
from tests.fakes.engines import HELLO, TWO_SPEAKERS
from tests.fakes.job_engine import ScriptedJobEngine
from tests.fakes.voices import MODEL

FOUND: Final[Mapping[Stage, StageResult]] = {
    Stage.DECODE: SoundDecoded(2.0),
    Stage.TRANSCRIBE: HELLO,
    Stage.ALIGN_WORDS: HELLO,
    Stage.DIARIZE: TWO_SPEAKERS,
}
"""What the stages of a job have found."""


@dataclass(frozen=True, slots=True)
class Announcement:
    job_id: JobId
    status: JobStatus
    with_transcript: bool


@dataclass
class JobDesk:
    """`announced` is what others were told of the ends of jobs, kept or not."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock = field(default_factory=FakeClock)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    most_waiting: int = 100
    news: InProcessJobNews = field(default_factory=InProcessJobNews)
    audience: JobAudience = field(default_factory=JobAudience)
    runners: InMemoryRunnerRegister = field(default_factory=InMemoryRunnerRegister)
    engine: ScriptedJobEngine = field(default_factory=ScriptedJobEngine)
    announced: list[Announcement] = field(default_factory=list)
    gallery: Gallery = field(default_factory=lambda: Gallery(model=MODEL))

    def of_runner(self, runner: RunnerId) -> "JobDesk":
        """The same, as another process does it."""
        return replace(self, runners=InMemoryRunnerRegister(runner), news=InProcessJobNews())

    async def announce(
        self, _uow: UnitOfWork, job: TranscriptionJob, stored: StoredTranscript | None
    ) -> None:
        self.announced.append(Announcement(job.id, job.status, stored is not None))

    async def add(self, *jobs: TranscriptionJob, results: Results | None = None) -> None:
        """With their clips kept already; each with these results."""
        async with self.unit_of_work() as uow:
            for job in jobs:
                await uow.jobs.add(job)
                for stage, result in (results or {}).items():
                    await uow.stage_results.put(job.id, stage, result)
            await uow.commit()

    async def save(self, job: TranscriptionJob) -> None:
        async with self.unit_of_work() as uow:
            await uow.jobs.save(job)
            await uow.commit()

    async def kept(self, job_id: JobId) -> TranscriptionJob:
        async with self.unit_of_work() as uow:
            return await uow.jobs.get(job_id)

    async def results_of(self, job_id: JobId) -> set[Stage]:
        async with self.unit_of_work() as uow:
            return set(await uow.stage_results.of(job_id))

    async def heard_of(self, job_id: JobId) -> Sequence[Segment]:
        """What others can read of a job that is not done."""
        async with self.unit_of_work() as uow:
            return await uow.heard.of(job_id)

    async def happenings_of(self, job_id: JobId) -> list[Happening]:
        async with self.unit_of_work() as uow:
            return [event.what for event in await uow.history.of(job_id)]

    async def taken(self) -> TranscriptionJob:
        """The job whose turn it is, which now runs."""
        job = await self.take(beside=0)
        assert job is not None
        return job

    @property
    def queue(self) -> QueueJob:
        return QueueJob(clock=self.clock, new_id=uuid4, most_waiting=self.most_waiting)

    @property
    def request(self) -> RequestTranscription:
        return RequestTranscription(
            unit_of_work=self.unit_of_work,
            jobs=self.engine,
            queue=self.queue,
            audience=self.audience,
            gallery=self.gallery,
        )

    @property
    def request_job(self) -> RequestJob:
        return RequestJob(
            unit_of_work=self.unit_of_work,
            jobs=self.engine,
            queue=self.queue,
            recordings=InMemoryRemoteRecordings(),
            addresses=InMemoryCallbackAddresses(),
            gallery=self.gallery,
        )

    @property
    def take(self) -> TakeJob:
        return TakeJob(
            unit_of_work=self.unit_of_work, runners=self.runners, clock=self.clock, new_id=uuid4
        )

    @property
    def keep(self) -> KeepResult:
        return KeepResult(unit_of_work=self.unit_of_work, clock=self.clock)

    @property
    def keep_leases(self) -> KeepLeases:
        return KeepLeases(unit_of_work=self.unit_of_work, clock=self.clock)

    @property
    def end(self) -> EndJob:
        return EndJob(
            unit_of_work=self.unit_of_work,
            clock=self.clock,
            new_id=uuid4,
            news=self.news,
            announce=self.announce,
            name_speakers=NameSpeakers(unit_of_work=self.unit_of_work, gallery=self.gallery),
            retry=self.retry,
        )

    @property
    def cancel(self) -> CancelJob:
        return CancelJob(
            unit_of_work=self.unit_of_work,
            jobs=self.engine,
            clock=self.clock,
            news=self.news,
            announce=self.announce,
        )

    @property
    def delete(self) -> DeleteJob:
        return DeleteJob(unit_of_work=self.unit_of_work, cancel=self.cancel, news=self.news)

    @property
    def release(self) -> ReleaseAbandonedJobs:
        return ReleaseAbandonedJobs(
            unit_of_work=self.unit_of_work,
            runners=self.runners,
            clock=self.clock,
            news=self.news,
            announce=self.announce,
        )

    @property
    def put_back(self) -> PutJobsBack:
        return PutJobsBack(unit_of_work=self.unit_of_work, runners=self.runners, clock=self.clock)

    @property
    def look(self) -> GetJob:
        return GetJob(unit_of_work=self.unit_of_work, at_once=2)

    @property
    def hear(self) -> HearJob:
        return HearJob(unit_of_work=self.unit_of_work, news=self.news)

    @property
    def watch(self) -> WatchJob:
        return WatchJob(look=self.look, news=self.news, unit_of_work=self.unit_of_work)

    @property
    def wait(self) -> AwaitJob:
        return AwaitJob(unit_of_work=self.unit_of_work, news=self.news)
