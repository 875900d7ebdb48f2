"""URLs that lead to the bytes of clips, past this service."""

from abc import abstractmethod
from datetime import timedelta
from typing import Protocol

from domain.audio_clip import ContentHash


class ClipLinks(Protocol):
    @abstractmethod
    async def link(self, content_hash: ContentHash, *, lasting: timedelta) -> str:
        """A URL with which anybody may read the bytes for that long, whether they are there or not.
        Raises StorageUnavailableError."""
