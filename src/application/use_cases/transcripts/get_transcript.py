"""Reading and forgetting the transcripts of a clip."""

from dataclasses import dataclass

from application.errors import TranscriptNotFoundError
from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import ClipId, OwnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class GetTranscript:
    """A clip's latest transcript. Raises ClipNotFoundError, TranscriptNotFoundError."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, clip_id: ClipId) -> StoredTranscript:
        async with self.unit_of_work() as uow:
            await uow.clips.get(owner, clip_id)
            return await uow.transcripts.latest(clip_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTranscripts:
    """Forget every transcript of a clip. Raises ClipNotFoundError, TranscriptNotFoundError."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, clip_id: ClipId) -> None:
        async with self.unit_of_work() as uow:
            await uow.clips.get(owner, clip_id)
            if not await uow.transcripts.remove_all(clip_id):
                raise TranscriptNotFoundError(f"The clip {clip_id} has no transcript.")
            await uow.commit()
