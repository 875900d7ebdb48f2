"""Taking in a clip, once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

from application.errors import EmptyFileError
from application.patience import patiently
from application.ports.audio_decoder import AudioDecoder
from application.ports.clip_storage import ClipStorage, StagedContent
from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.meters import UNMETERED, ClipMeter
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import AudioClip, AudioFormat, ClipId, OwnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadClipCommand:
    owner: OwnerId
    filename: str
    content: AsyncIterator[bytes]
    passing: bool = False
    """Its sender will not be told its id."""
    patience: timedelta = timedelta()
    """How long a database that is gone is waited for, once all of it has arrived."""


@dataclass(frozen=True, slots=True)
class UploadedClip:
    clip: AudioClip
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadClip:
    """Keep a clip's bytes and record it, unless its owner has sent the same bytes before.

    Raises UnusableAudioError, TooMuchAudioError, StorageFullError; nothing is kept then.

    Keeping can take minutes where the storage is on another machine, so it is done before the
    unit of work, for which all others wait. Bytes whose row is never written after all are left to
    MendStorage.
    """

    storage: ClipStorage
    decoder: AudioDecoder
    unit_of_work: UnitOfWorkFactory
    clock: Clock
    new_id: NewId
    largest_bytes: int
    meter: ClipMeter = UNMETERED

    async def __call__(self, command: UploadClipCommand) -> UploadedClip:
        async with self.storage.staged(command.content, at_most=self.largest_bytes) as staged:
            if not staged.size_bytes:
                raise EmptyFileError("The file is empty.")
            sound = await asyncio.to_thread(self.decoder.probe, staged.path)
            await self.storage.keep(staged)
            uploaded = await patiently(
                lambda: self._record(command, staged, sound), at_most=command.patience
            )
        self.meter.recording_taken(uploaded.clip)
        return uploaded

    async def _record(
        self, command: UploadClipCommand, staged: StagedContent, sound: AudioFormat
    ) -> UploadedClip:
        async with self.unit_of_work() as uow:
            known = await uow.clips.find(command.owner, staged.content_hash)
            if known is not None:
                await uow.clips.note_use(known.id, self.clock.now())
                if known.passing and not command.passing:
                    known = await uow.clips.keep(known.id)
                await uow.commit()
                return UploadedClip(known, is_new=False)
            clip = AudioClip(
                id=ClipId(self.new_id()),
                owner=command.owner,
                filename=command.filename,
                content_hash=staged.content_hash,
                size_bytes=staged.size_bytes,
                format=sound,
                created_at=self.clock.now(),
                passing=command.passing,
            )
            await uow.clips.add(clip)
            # Nobody can delete the bytes from here on; whoever did before had not seen this clip.
            await self.storage.keep(staged)
            await uow.commit()
        return UploadedClip(clip, is_new=True)
