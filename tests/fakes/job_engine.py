"""A job engine that runs nothing by itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import final

from application.ports.job_engine import JobEngine
from domain.transcription_job import JobId


async def _nothing_more(_job_id: JobId) -> None:
    """What it does with a job unless a test says otherwise."""


@final
@dataclass
class ScriptedJobEngine(JobEngine):
    """Remembers what was submitted and cancelled; `on_submit` may do the work at once."""

    on_submit: Callable[[JobId], Awaitable[None]] = _nothing_more
    submitted: list[JobId] = field(default_factory=list)
    cancelled: list[JobId] = field(default_factory=list)

    async def submit(self, job_id: JobId) -> None:
        self.submitted.append(job_id)
        await self.on_submit(job_id)

    async def cancel(self, job_id: JobId) -> None:
        self.cancelled.append(job_id)
