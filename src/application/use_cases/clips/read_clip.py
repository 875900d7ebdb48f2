"""Reading a clip's bytes back, in full or in part, so that a player can seek."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from application.ports.clip_storage import ClipStorage
from domain.audio_clip import AudioClip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClip:
    """Bytes [start, stop) of a clip. Raises ClipNotFoundError."""

    storage: ClipStorage

    def __call__(self, clip: AudioClip, *, start: int, stop: int) -> AsyncIterator[bytes]:
        return self.storage.read(clip.content_hash, start=start, stop=stop)
