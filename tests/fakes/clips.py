"""Clips to test with."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from domain.audio_clip import AudioClip, AudioFormat, ClipId, ContentHash, OwnerId
from tests.fakes.clock import NEW_YEAR

ADA: Final = OwnerId("ada")
GRACE: Final = OwnerId("grace")
SPEECH: Final = AudioFormat(duration=12.5, sample_rate=44_100, channels=2, codec="mp3")


def content(letter: str) -> ContentHash:
    """The hash of some content that a letter of a..f tells from other content."""
    return ContentHash(letter * 64)


def a_clip(
    *,
    owner: OwnerId = ADA,
    content_hash: ContentHash | None = None,
    created_at: datetime = NEW_YEAR,
) -> AudioClip:
    return AudioClip(
        id=ClipId(uuid4()),
        owner=owner,
        filename="Gespräch 1.mp3",
        content_hash=content_hash or content("a"),
        size_bytes=3_000_000_000,
        format=SPEECH,
        created_at=created_at,
    )
