"""Running one job, from what earlier attempts have kept to its end."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from application.errors import (
    ApplicationError,
    DatabaseUnavailableError,
)
from application.failures import unforeseen
from application.live_text import LiveText
from application.patience import patiently
from application.ports.clip_storage import ClipStorage
from application.ports.clock import Clock
from application.ports.progress import (
    NoLongerWantedError,
    NoteHeard,
    ReportStage,
    ignore_numbered,
)
from application.ports.stage_results import StageResult
from application.ports.unit_of_work import UnitOfWorkFactory
from application.stage_clock import StageClock
from application.stage_work import Results
from application.transcription_pipeline import PipelineRun, TranscriptionPipeline
from application.use_cases.jobs.end_job import EndJob
from application.use_cases.jobs.fetch_recording import FetchRecording
from application.use_cases.jobs.keep_result import KeepResult
from domain.audio_clip import ContentHash
from domain.transcript import Segment
from domain.transcription_job import Stage, TranscriptionJob, chains

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunJob:
    """Take a job that was started through the pipeline, once its recording is here, and record
    how it ended. Nothing that a recording can cause is raised: it is kept as the job's failure.

    Results of finished stages are kept on the way, so that the next attempt goes on after them.
    A job that is no longer wanted, as the report says by raising, is left as it is recorded.
    Raises DatabaseUnavailableError when the database stays away.
    """

    pipeline: TranscriptionPipeline
    storage: ClipStorage
    unit_of_work: UnitOfWorkFactory
    clock: Clock
    fetch: FetchRecording
    keep: KeepResult
    end: EndJob

    async def __call__(
        self, job: TranscriptionJob, report: ReportStage, note: NoteHeard = ignore_numbered
    ) -> None:
        """`note` is told what is heard, as far as no earlier attempt has told it."""
        try:
            await self._run(await self.fetch(job, partial(report, Stage.FETCH)), report, note)
        except NoLongerWantedError:
            _LOG.info("job %s was stopped", job.id)
        except DatabaseUnavailableError:
            raise  # nothing that the recording can cause
        except ApplicationError as error:
            await self._failed(job, error)
        except Exception as error:  # noqa: BLE001 - whatever an engine does, the job must record it
            _LOG.exception("job %s failed", job.id)
            await self._failed(job, unforeseen(error))

    async def _run(self, job: TranscriptionJob, report: ReportStage, note: NoteHeard) -> None:
        if await patiently(lambda: self.end.with_kept(job)):
            return
        results = await self._results(job, report, note)
        await patiently(lambda: self.end.succeeded(job, results))

    async def _results(
        self, job: TranscriptionJob, report: ReportStage, note: NoteHeard
    ) -> Results:
        done, heard = await patiently(lambda: self._kept(job))
        if not chains(job.kind, job.options):
            return done
        stages = StageClock(self.clock, report)

        async def keep(stage: Stage, result: StageResult) -> None:
            seconds = stages.seconds_in(stage)
            await patiently(lambda: self.keep(job, stage, result, seconds=seconds))

        async with self._source(job) as source:
            run = PipelineRun(
                source=source,
                options=job.options,
                kind=job.kind,
                report=stages.report,
                keep=keep,
                tell=LiveText(heard, note).tell,
                done=done,
            )
            return {**done, **await self.pipeline(run)}

    async def _kept(self, job: TranscriptionJob) -> tuple[Results, Sequence[Segment]]:
        async with self.unit_of_work() as uow:
            return await uow.stage_results.of(job.id), await uow.heard.of(job.id)

    @asynccontextmanager
    async def _source(self, job: TranscriptionJob) -> AsyncIterator[Path]:
        content_hash = await patiently(lambda: self._content_of(job))
        async with self.storage.as_file(content_hash) as source:
            yield source

    async def _content_of(self, job: TranscriptionJob) -> ContentHash:
        async with self.unit_of_work() as uow:
            return await uow.clips.content_of(job.sound)

    async def _failed(self, job: TranscriptionJob, error: ApplicationError) -> None:
        await patiently(lambda: self.end.failed(job, error))
