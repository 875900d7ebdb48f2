"""The heartbeat of a runner."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.job_lease import LEASE_LASTS, Lease
from domain.transcript import Segment
from domain.transcription_job import JobId, Progress


@dataclass(frozen=True, slots=True)
class HeldJob:
    lease: Lease
    progress: Progress
    heard: Mapping[int, Segment] = field(default_factory=dict)
    """By their numbers, those that are not kept yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepLeases:
    """Say that these jobs are being worked on, how far they have come, and what was heard; answer
    with those that are no longer this runner's, because they were cancelled, deleted, or given to
    another."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, held: Mapping[JobId, HeldJob]) -> frozenset[JobId]:
        until = self.clock.now() + LEASE_LASTS
        async with self.unit_of_work() as uow:
            kept = [
                job_id for job_id, job in held.items() if await _extended(uow, job_id, job, until)
            ]
            await uow.commit()
        return frozenset(held.keys() - kept)


async def _extended(uow: UnitOfWork, job_id: JobId, job: HeldJob, until: datetime) -> bool:
    extended = await uow.jobs.extend(job_id, replace(job.lease, expires_at=until), job.progress)
    if extended and job.heard:
        await uow.heard.put(job_id, job.heard)
    return extended
