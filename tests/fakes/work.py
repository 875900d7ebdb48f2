"""Jobs that begin, wait, and end when a test says so."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping

from application.patience import patiently
from application.ports.progress import (
    NoLongerWantedError,
    NoteHeard,
    ReportStage,
    ignore_numbered,
)
from application.use_cases.jobs.end_job import EndJob
from domain.transcript import Segment
from domain.transcription_job import JobId, Stage, TranscriptionJob
from tests.fakes.job_desk import FOUND
from tests.fakes.progress import PATIENCE
from tests.fakes.until import until


class ScriptedWork:
    """What a runner runs. A job waits until it is let go, and then succeeds or breaks."""

    def __init__(self, end: EndJob) -> None:
        self.begun: list[JobId] = []
        self.ended: list[JobId] = []
        self.most_at_once = 0
        self.errors: dict[JobId, Exception] = {}
        self._end = end
        self._at_once = 0
        self._reports: dict[JobId, ReportStage] = {}
        self._notes: dict[JobId, NoteHeard] = {}
        self._beginnings: defaultdict[JobId, asyncio.Event] = defaultdict(asyncio.Event)
        self._gates: defaultdict[JobId, asyncio.Event] = defaultdict(asyncio.Event)

    async def __call__(
        self, job: TranscriptionJob, report: ReportStage, note: NoteHeard = ignore_numbered
    ) -> None:
        self.begun.append(job.id)
        self._reports[job.id] = report
        self._notes[job.id] = note
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        self._beginnings[job.id].set()
        try:
            await self._gates[job.id].wait()
            if job.id in self.errors:
                raise self.errors[job.id]
            report(Stage.ALIGN_WORDS, 1)
            await patiently(lambda: self._end.succeeded(job, FOUND))
        except NoLongerWantedError:
            return
        finally:
            self._at_once -= 1
        self.ended.append(job.id)

    async def beginning_of(self, *job_ids: JobId) -> None:
        """Returns once these jobs have begun."""
        async with asyncio.timeout(PATIENCE):
            for job_id in job_ids:
                await self._beginnings[job_id].wait()

    def let_go(self, *job_ids: JobId) -> None:
        for job_id in job_ids:
            self._gates[job_id].set()

    def report(self, job_id: JobId, stage: Stage, fraction: float) -> None:
        """As the job does while it runs; it has begun."""
        self._reports[job_id](stage, fraction)

    def note(self, job_id: JobId, heard: Mapping[int, Segment]) -> None:
        """The same, with what it hears."""
        self._notes[job_id](heard)

    async def end_of_all(self) -> None:
        """Returns once nothing runs, however that came about."""
        await until(lambda: not self._at_once)

    async def unwanted(self, job_id: JobId) -> None:
        """Returns once a job that runs is told that nobody wants it any more."""
        await until(lambda: self._is_unwanted(job_id))

    def _is_unwanted(self, job_id: JobId) -> bool:
        try:
            self.report(job_id, Stage.TRANSCRIBE, 0.5)
        except NoLongerWantedError:
            return True
        return False
