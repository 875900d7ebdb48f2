"""Forgetting a clip completely."""

from dataclasses import dataclass

from application.ports.clip_storage import ClipStorage
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import ClipId, OwnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteClip:
    """Remove a clip with its jobs, its transcripts and its bytes. Raises ClipNotFoundError.

    The bytes go inside the transaction, while no upload of the same bytes can be recorded; a
    crash between the two leaves a clip without bytes, which the start-up sweep removes.
    """

    storage: ClipStorage
    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, clip_id: ClipId) -> None:
        async with self.unit_of_work() as uow:
            clip = await uow.clips.get(owner, clip_id)
            await uow.clips.remove(clip_id)
            if not await uow.clips.uses(clip.content_hash):
                await self.storage.delete(clip.content_hash)
            await uow.commit()
