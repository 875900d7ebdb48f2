"""Giving away a URL that leads to a clip's bytes, past this service."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.errors import ClipNotFoundError, NoClipLinksError
from application.ports.clip_links import ClipLinks
from application.ports.clip_storage import ClipStorage
from application.ports.clock import Clock
from domain.audio_clip import AudioClip


@dataclass(frozen=True, slots=True)
class ClipLink:
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkClip:
    """Raises NoClipLinksError where there are no such URLs, ClipNotFoundError for lost bytes."""

    links: ClipLinks | None
    storage: ClipStorage
    clock: Clock
    lasting: timedelta

    async def __call__(self, clip: AudioClip) -> ClipLink:
        if self.links is None:
            raise NoClipLinksError("Recordings are kept on this server, where no link leads.")
        if not await self.storage.has(clip.content_hash):
            raise ClipNotFoundError(f"There is no recording with the content {clip.content_hash}.")
        expires_at = self.clock.now() + self.lasting
        return ClipLink(await self.links.link(clip.content_hash, lasting=self.lasting), expires_at)
