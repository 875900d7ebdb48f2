"""Mending what a crash between bytes and rows left behind."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.ports.clip_storage import ClipStorage
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory

_ABANDONED_AFTER: Final = timedelta(hours=6)
"""Longer than any upload takes; another process may be staging one now."""


@dataclass(frozen=True, slots=True)
class Mended:
    clips_without_bytes: int
    bytes_without_clips: int
    abandoned_uploads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MendStorage:
    """Make rows and bytes agree again; run once when the service starts."""

    storage: ClipStorage
    unit_of_work: UnitOfWorkFactory
    clock: Clock

    async def __call__(self) -> Mended:
        async with self.unit_of_work() as uow:
            clips = await uow.clips.content_of_all()
            lost = [clip_id for clip_id, key in clips if not await self.storage.has(key)]
            for clip_id in lost:
                await uow.clips.remove(clip_id)
            wanted = {content_hash for _, content_hash in clips}
            stray = [key async for key in self.storage.kept() if key not in wanted]
            for content_hash in stray:
                await self.storage.delete(content_hash)
            await uow.commit()
        abandoned = await self.storage.forget_abandoned(before=self.clock.now() - _ABANDONED_AFTER)
        return Mended(len(lost), len(stray), abandoned)
