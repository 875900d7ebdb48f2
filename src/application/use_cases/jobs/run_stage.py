"""Running one stage of a job, wherever the others are run."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from application.errand import WorkingOn, working_on
from application.live_text import LiveText
from application.patience import patiently
from application.ports.audio_decoder import DecodedAudio
from application.ports.clip_storage import ClipStorage
from application.ports.clock import Clock
from application.ports.progress import (
    NoteHeard,
    ReportFraction,
    ReportSegments,
    ignore_numbered,
    ignore_segments,
)
from application.ports.stage_results import SoundDecoded, StageResult
from application.ports.unit_of_work import UnitOfWorkFactory
from application.sound_desk import SoundDesk
from application.stage_work import Results
from application.transcription_pipeline import NO_TURNS, Turn
from application.use_cases.jobs.begin_job import BeginJob, wanted_job
from application.use_cases.jobs.fetch_recording import FetchRecording
from application.use_cases.jobs.keep_result import KeepResult
from application.work_room import WorkRoom
from domain.transcription_job import JobId, Stage, TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStage:
    """Fetch a job's recording; or decode it, compute a stage from it, and keep the result. A stage
    whose result is kept is left alone. The stages before it have been run, by whomever.

    Raises RemoteError, UnusableAudioError, TooMuchAudioError, UnavailableError, StageTimeoutError,
    NoLongerWantedError, and whatever an engine raises.
    """

    desk: SoundDesk
    storage: ClipStorage
    unit_of_work: UnitOfWorkFactory
    clock: Clock
    begin: BeginJob
    fetch: FetchRecording
    keep: KeepResult
    room: WorkRoom
    turn: Turn = NO_TURNS
    """Entered once the sound is decoded: lets only so many stages use a GPU at a time."""
    stage_turns: Mapping[Stage, Turn] = field(default_factory=dict)
    """Entered instead by a stage that has a device of its own."""
    working_on: WorkingOn = working_on

    async def __call__(
        self,
        job_id: JobId,
        stage: Stage,
        report: ReportFraction,
        note: NoteHeard = ignore_numbered,
    ) -> None:
        """`note` is told what is heard, as far as no earlier attempt has told it."""
        async with self.room.entered(await self._wanted(job_id), lambda: report(0)):
            # Not before: what waits here when the process is lost was not the cause of it.
            job = await patiently(lambda: self.begin(job_id))
            with self.working_on(job):
                if stage is Stage.FETCH:
                    await self.fetch(job, report)
                else:
                    await self._run(job, stage, report, note)

    async def _run(
        self, job: TranscriptionJob, stage: Stage, report: ReportFraction, note: NoteHeard
    ) -> None:
        done = await patiently(lambda: self._kept(job.id))
        if stage in done:
            return
        begun = self.clock.now()
        tell = await patiently(lambda: self._telling(job.id, stage, note))
        result = await self._result(job, stage, done, report, tell)
        seconds = (self.clock.now() - begun).total_seconds()
        await patiently(lambda: self.keep(job, stage, result, seconds=seconds))

    async def _wanted(self, job_id: JobId) -> TranscriptionJob:
        async def look() -> TranscriptionJob:
            async with self.unit_of_work() as uow:
                return await wanted_job(uow, job_id)

        return await patiently(look)

    async def _kept(self, job_id: JobId) -> Results:
        async with self.unit_of_work() as uow:
            return await uow.stage_results.of(job_id)

    async def _telling(self, job_id: JobId, stage: Stage, note: NoteHeard) -> ReportSegments:
        if stage is not Stage.TRANSCRIBE:
            return ignore_segments
        async with self.unit_of_work() as uow:
            return LiveText(await uow.heard.of(job_id), note).tell

    async def _result(
        self,
        job: TranscriptionJob,
        stage: Stage,
        done: Results,
        report: ReportFraction,
        tell: ReportSegments,
    ) -> StageResult:
        if stage is Stage.DECODE:
            async with self._decoded(job, report) as decoded:
                return SoundDecoded(decoded.waveform.duration, decoded.warnings)
        turn = self.stage_turns.get(stage, self.turn)
        async with self._decoded(job, lambda _fraction: report(0)) as decoded, turn:
            return await self.desk.result(stage, decoded, job.options, done, report, tell=tell)

    @asynccontextmanager
    async def _decoded(
        self, job: TranscriptionJob, report: ReportFraction
    ) -> AsyncIterator[DecodedAudio]:
        async with self.unit_of_work() as uow:
            content_hash = await uow.clips.content_of(job.sound)
        async with (
            self.storage.as_file(content_hash) as source,
            self.desk.decoded(source, report) as decoded,
        ):
            yield decoded
