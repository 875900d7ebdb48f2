"""Forgetting a clip completely."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.clip_storage import ClipStorage
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.cancel_job import CancelJob, has_ended
from domain.audio_clip import ClipId, OwnerId
from domain.transcription_job import TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteClip:
    """Remove a clip with its jobs, its transcripts and its bytes. Jobs that have not ended are
    cancelled first, so that whoever waits to be told of their end is told.

    The bytes go inside the transaction, while no upload of the same bytes can be recorded; a
    crash between the two leaves a clip without bytes, which the start-up sweep removes. Raises
    ClipNotFoundError.
    """

    storage: ClipStorage
    unit_of_work: UnitOfWorkFactory
    cancel: CancelJob

    async def __call__(self, owner: OwnerId, clip_id: ClipId) -> None:
        while active := await self._removed_unless_active(owner, clip_id):
            for job in active:
                await self.cancel(owner, job.id, unless=has_ended)

    async def _removed_unless_active(
        self, owner: OwnerId, clip_id: ClipId
    ) -> Sequence[TranscriptionJob]:
        async with self.unit_of_work() as uow:
            clip = await uow.clips.get(owner, clip_id)
            if active := await uow.jobs.active_of(clip_id):
                return active
            await uow.clips.remove(clip_id)
            if not await uow.clips.uses(clip.content_hash):
                await self.storage.delete(clip.content_hash)
            await uow.commit()
        return []
