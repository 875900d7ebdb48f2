"""Telling what a purge would remove."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.use_cases.upkeep.purge_expired import Expired
from domain.audio_clip import ClipId
from domain.retention import RetentionPolicy, oldest_kept
from domain.transcription_job import JobKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CountExpired:
    """What PurgeExpired would remove now; nothing is changed. Raises DatabaseUnavailableError."""

    policy: RetentionPolicy
    unit_of_work: UnitOfWorkFactory
    clock: Clock

    async def __call__(self) -> Expired:
        async with self.unit_of_work() as uow:
            return Expired(
                transcripts=await self._transcripts(uow),
                jobs=sum([await self._jobs(uow, kind) for kind in JobKind]),
                webhook_deliveries=await self._deliveries(uow),
                # Removed in a unit that is not committed.
                idempotency_keys=await uow.idempotency.forget_expired(self.clock.now()),
                clips=await self._clips(uow),
            )

    async def _transcripts(self, uow: UnitOfWork) -> int:
        before = self._oldest_kept(self.policy.transcripts)
        return 0 if before is None else len(await uow.transcripts.made_before(before))

    async def _jobs(self, uow: UnitOfWork, kind: JobKind) -> int:
        before = self._oldest_kept(self.policy.of_jobs(kind))
        return 0 if before is None else len(await uow.jobs.ended_before(before, kind=kind))

    async def _deliveries(self, uow: UnitOfWork) -> int:
        before = self._oldest_kept(self.policy.deliveries)
        # As above: the unit is not committed.
        return 0 if before is None else await uow.deliveries.remove_ended(before=before)

    async def _clips(self, uow: UnitOfWork) -> int:
        expired: set[ClipId] = set()
        for kept_for, passing in ((self.policy.clips, False), (self.policy.passing_clips, True)):
            if before := self._oldest_kept(kept_for):
                expired.update(await uow.clips.unused_since(before, passing=passing))
        return len(expired)

    def _oldest_kept(self, kept_for: timedelta | None) -> datetime | None:
        return oldest_kept(kept_for, now=self.clock.now())
