"""An audio clip: what a client uploaded, known by what it contains."""

import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NewType
from uuid import UUID

from domain.errors import InvalidAudioClipError

ClipId = NewType("ClipId", UUID)
OwnerId = NewType("OwnerId", str)

EVERYONE: Final = OwnerId("everyone")
"""Owner of all that is kept while the service runs without keys."""

_SHA256_HEX: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ContentHash:
    """SHA-256 of a clip's bytes: the key by which uploads are deduplicated."""

    hex: str

    def __post_init__(self) -> None:
        if not _SHA256_HEX.fullmatch(self.hex):
            raise InvalidAudioClipError("a content hash is 64 lower-case hexadecimal digits")

    def __str__(self) -> str:
        return self.hex


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFormat:
    """What a file says of its sound: seconds, hertz, channels, and the codec's FFmpeg name."""

    duration: float
    sample_rate: int
    channels: int
    codec: str

    def __post_init__(self) -> None:
        if not 0 < self.duration < math.inf:
            raise InvalidAudioClipError("a clip lasts longer than zero seconds, and not for ever")
        if self.sample_rate <= 0 or self.channels <= 0:
            raise InvalidAudioClipError("a clip has a sample rate and at least one channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioClip:
    """Audio that one owner uploaded once, however often they send it."""

    id: ClipId
    owner: OwnerId
    filename: str
    content_hash: ContentHash
    size_bytes: int
    format: AudioFormat
    created_at: datetime
    passing: bool = False
    """Nobody was told its id, so nobody comes back for it: it is kept for a while only, to answer
    the same request again."""

    def __post_init__(self) -> None:
        if self.size_bytes <= 0:
            raise InvalidAudioClipError("a clip cannot be empty")
        if self.created_at.tzinfo is None:
            raise InvalidAudioClipError("the time of upload must carry a time zone")
