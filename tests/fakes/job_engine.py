"""A job engine that runs nothing by itself."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import final

from application.ports.job_engine import JobEngine
from domain.transcription_job import NOTHING_DONE, JobId, Progress


async def _nothing_more(_job_id: JobId) -> None:
    """What it does with a job unless a test says otherwise."""


@final
@dataclass
class ScriptedJobEngine(JobEngine):
    """Remembers what was submitted. `work` is done while somebody waits for the job."""

    work: Callable[[JobId], Awaitable[None]] = _nothing_more
    on_submit: Callable[[JobId], Awaitable[None]] = _nothing_more
    submitted: list[JobId] = field(default_factory=list)

    async def submit(self, job_id: JobId) -> None:
        self.submitted.append(job_id)
        await self.on_submit(job_id)

    async def wait(self, job_id: JobId) -> None:
        await self.work(job_id)

    async def watch(self, job_id: JobId) -> AsyncIterator[Progress]:
        yield NOTHING_DONE
