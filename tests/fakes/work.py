"""Jobs that begin, wait, and end when a test says so."""

import asyncio
from collections import defaultdict

from application.ports.progress import ReportStage
from domain.transcription_job import JobId, Stage
from tests.fakes.progress import PATIENCE


class ScriptedWork:
    """What a job engine runs. A job waits until it is let go, or breaks with its error."""

    def __init__(self) -> None:
        self.begun: list[JobId] = []
        self.ended: list[JobId] = []
        self.most_at_once = 0
        self.errors: dict[JobId, Exception] = {}
        self._at_once = 0
        self._reports: dict[JobId, ReportStage] = {}
        self._beginnings: defaultdict[JobId, asyncio.Event] = defaultdict(asyncio.Event)
        self._gates: defaultdict[JobId, asyncio.Event] = defaultdict(asyncio.Event)

    async def __call__(self, job_id: JobId, report: ReportStage) -> None:
        self.begun.append(job_id)
        self._reports[job_id] = report
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        self._beginnings[job_id].set()
        try:
            await self._gates[job_id].wait()
            if job_id in self.errors:
                raise self.errors[job_id]
            report(Stage.ASSIGN_SPEAKERS, 1)
        finally:
            self._at_once -= 1
        self.ended.append(job_id)

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
