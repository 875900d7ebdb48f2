"""Forgetting what has been kept for as long as it is to be kept."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeAlias

from application.ports.clip_storage import ClipStorage
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.retention import RetentionPolicy, oldest_kept
from domain.transcription_job import JobKind

_AT_ONCE: Final = 25
"""So many in a unit of work, since all others wait for it."""
_PAUSE: Final = 0.02
"""Seconds between two units, in which those of other processes have their turn."""

Remove: TypeAlias = Callable[[UnitOfWork, datetime], Awaitable[int]]
"""Removes some of what is older; how many there were, none when there is nothing left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """How much of each kind; what goes along with its clip is not counted."""

    transcripts: int
    jobs: int
    webhook_deliveries: int
    idempotency_keys: int
    clips: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeExpired:
    """Remove what has expired, a few at a time, each few in a unit of work of their own. Others may
    be doing the same.

    Raises DatabaseUnavailableError and StorageUnavailableError: what is gone by then stays gone,
    and the rest goes the next time.
    """

    policy: RetentionPolicy
    storage: ClipStorage
    unit_of_work: UnitOfWorkFactory
    clock: Clock

    async def __call__(self) -> Expired:
        keep = self.policy
        return Expired(
            transcripts=await self._purge(keep.transcripts, _remove_transcripts),
            jobs=await self._purge_jobs(),
            webhook_deliveries=await self._purge(keep.deliveries, _remove_deliveries),
            idempotency_keys=await self._purge(timedelta(), _remove_keys),
            # The last, since their bytes may be out of reach.
            clips=await self._purge(keep.clips, self._remove_clip)
            + await self._purge(keep.passing_clips, partial(self._remove_clip, passing=True)),
        )

    async def _purge_jobs(self) -> int:
        gone = 0
        for kind in JobKind:
            gone += await self._purge(self.policy.of_jobs(kind), partial(_remove_jobs, kind))
        return gone

    async def _purge(self, kept_for: timedelta | None, remove: Remove) -> int:
        before, gone = oldest_kept(kept_for, now=self.clock.now()), 0
        while before is not None:
            async with self.unit_of_work() as uow:
                removed = await remove(uow, before)
                await uow.commit()
            if not removed:
                break
            gone += removed
            await asyncio.sleep(_PAUSE)
        return gone

    async def _remove_clip(
        self, uow: UnitOfWork, before: datetime, *, passing: bool = False
    ) -> int:
        """One, since its bytes may take a while; they go as in DeleteClip."""
        unused = await uow.clips.unused_since(before, limit=1, passing=passing)
        for clip_id in unused:
            content_hash = await uow.clips.content_of(clip_id)
            await uow.clips.remove(clip_id)
            if not await uow.clips.uses(content_hash):
                await self.storage.delete(content_hash)
        return len(unused)


async def _remove_transcripts(uow: UnitOfWork, before: datetime) -> int:
    old = await uow.transcripts.made_before(before, limit=_AT_ONCE)
    await uow.transcripts.remove(old)
    return len(old)


async def _remove_jobs(kind: JobKind, uow: UnitOfWork, before: datetime) -> int:
    ended = await uow.jobs.ended_before(before, kind=kind, limit=_AT_ONCE)
    for job_id in ended:
        job = await uow.jobs.get(job_id)
        if job.clip_id is not None:
            # As long as the job is there, it tells by itself that its clip was wanted.
            await uow.clips.note_use(job.clip_id, job.requested_at)
        await uow.jobs.remove(job_id)
    return len(ended)


async def _remove_deliveries(uow: UnitOfWork, before: datetime) -> int:
    return await uow.deliveries.remove_ended(before=before, limit=_AT_ONCE)


async def _remove_keys(uow: UnitOfWork, before: datetime) -> int:
    return await uow.idempotency.forget_expired(before, limit=_AT_ONCE)
