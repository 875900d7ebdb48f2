"""Learning a voice from a sample, which is not kept."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from application.errors import TooLittleSpeechError
from application.ports.clip_storage import ClipStorage
from application.ports.unit_of_work import UnitOfWorkFactory
from application.voice_desk import VoiceDesk
from domain.audio_clip import AudioClip, ClipId, OwnerId
from domain.voice_print import VoicePrint


@dataclass(frozen=True, slots=True, kw_only=True)
class HearVoice:
    """The voice in sound that arrives, or in a clip that is kept. Either is on this machine's disk
    while it is listened to, and never whole in memory.

    Raises TooLittleSpeechError and the other kinds of UnusableAudioError, TooMuchAudioError,
    StorageFullError, UnavailableError.
    """

    desk: VoiceDesk
    storage: ClipStorage
    unit_of_work: UnitOfWorkFactory
    largest_bytes: int

    async def in_upload(self, content: AsyncIterator[bytes]) -> VoicePrint:
        async with self.storage.staged(content, at_most=self.largest_bytes) as staged:
            return await self.desk.voice_in(staged.path)

    async def in_clip(self, owner: OwnerId, clip_id: ClipId) -> VoicePrint:
        """Raises ClipNotFoundError."""
        async with self.unit_of_work() as uow:
            clip = await uow.clips.get(owner, clip_id)
        try:
            return await self.in_recording(clip)
        except TooLittleSpeechError as error:
            raise TooLittleSpeechError(f"The clip {clip_id}: {error}") from error

    async def in_recording(self, clip: AudioClip) -> VoicePrint:
        """For a caller who never hears that it is kept as a clip."""
        async with self.storage.as_file(clip.content_hash) as path:
            return await self.desk.voice_in(path)

    async def in_clips(self, owner: OwnerId, clip_ids: Sequence[ClipId]) -> tuple[VoicePrint, ...]:
        """Raises ClipNotFoundError, before any of them is listened to."""
        async with self.unit_of_work() as uow:
            for clip_id in clip_ids:
                await uow.clips.get(owner, clip_id)
        return tuple([await self.in_clip(owner, clip_id) for clip_id in clip_ids])
