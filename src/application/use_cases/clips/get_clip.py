"""Looking at clips that are kept."""

from dataclasses import dataclass

from application.ports.repositories import Page
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import AudioClip, ClipId, OwnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class GetClip:
    """One clip. Raises ClipNotFoundError."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, clip_id: ClipId) -> AudioClip:
        async with self.unit_of_work() as uow:
            return await uow.clips.get(owner, clip_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListClips:
    """An owner's clips, newest first, a page at a time."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, *, offset: int, limit: int) -> Page[AudioClip]:
        async with self.unit_of_work() as uow:
            return await uow.clips.page(owner, offset=offset, limit=limit)
