"""Mending what a crash between bytes and rows left behind."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias

from application.ports.clip_storage import ClipStorage
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import ClipId, ContentHash

_LOG: Final = logging.getLogger(__name__)
_UNDER_WAY: Final = timedelta(hours=6)
"""Longer than any upload takes; what arrived since may be another server's, waiting for its row."""

_Contents: TypeAlias = Iterable[tuple[ClipId, ContentHash]]


@dataclass(frozen=True, slots=True)
class Mended:
    clips_without_bytes: int
    bytes_without_clips: int
    abandoned_uploads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MendStorage:
    """Make rows and bytes agree again; run when the service starts, whatever others are running.

    Where no clip at all has its bytes, it is rather the wrong storage, or the wrong database, and
    both are left alone.
    """

    storage: ClipStorage
    unit_of_work: UnitOfWorkFactory
    clock: Clock

    async def __call__(self) -> Mended:
        before = self.clock.now() - _UNDER_WAY
        kept = {content_hash async for content_hash in self.storage.kept(before=before)}
        async with self.unit_of_work() as uow:
            clips = await uow.clips.content_of_all()
        lost = await self._without_bytes(
            [(clip_id, wanted) for clip_id, wanted in clips if wanted not in kept]
        )
        stray = kept - {content_hash for _, content_hash in clips}
        if len(lost) == len(clips) and (lost or stray):
            _LOG.error(
                "none of the %d clips has its bytes, and %d others are kept: is this the storage "
                "that belongs to the database? Both are left as they are",
                len(lost),
                len(stray),
            )
            lost, stray = [], set()
        return Mended(
            clips_without_bytes=await self._forget(lost),
            bytes_without_clips=await self._delete(stray),
            abandoned_uploads=await self.storage.forget_abandoned(before=before),
        )

    async def _without_bytes(self, clips: _Contents) -> list[tuple[ClipId, ContentHash]]:
        return [each for each in clips if not await self.storage.has(each[1])]

    async def _forget(self, lost: _Contents) -> int:
        """Bytes that have come back meanwhile save their clips."""
        async with self.unit_of_work() as uow:
            still_lost = await self._without_bytes(lost)
            for clip_id, _ in still_lost:
                await uow.clips.remove(clip_id)
            await uow.commit()
        return len(still_lost)

    async def _delete(self, stray: Iterable[ContentHash]) -> int:
        """A unit of work for each, so that nobody waits for all; a clip that has come meanwhile
        saves its bytes."""
        deleted = 0
        for content_hash in stray:
            async with self.unit_of_work() as uow:
                if not await uow.clips.uses(content_hash):
                    await self.storage.delete(content_hash)
                    deleted += 1
        return deleted
