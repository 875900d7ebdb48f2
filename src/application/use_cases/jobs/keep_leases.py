"""The heartbeat of a runner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.job_lease import LEASE_LASTS, Lease
from domain.transcription_job import JobId, Progress


@dataclass(frozen=True, slots=True)
class HeldJob:
    lease: Lease
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepLeases:
    """Say that these jobs are being worked on and how far they have come; answer with those that
    are no longer this runner's, because they were cancelled, deleted, or given to another."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, held: Mapping[JobId, HeldJob]) -> frozenset[JobId]:
        until = self.clock.now() + LEASE_LASTS
        async with self.unit_of_work() as uow:
            lost = {
                job_id
                for job_id, job in held.items()
                if not await uow.jobs.extend(
                    job_id, replace(job.lease, expires_at=until), job.progress
                )
            }
            await uow.commit()
        return frozenset(lost)
