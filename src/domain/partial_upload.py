"""A file on its way in: how much of it has arrived, and what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType, Self
from uuid import UUID

from domain.audio_clip import ClipId, OwnerId
from domain.errors import InvalidUploadError

UploadId = NewType("UploadId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialUpload:
    """One file that is sent in as many goes as its line makes necessary."""

    id: UploadId
    owner: OwnerId
    filename: str
    expires_at: datetime
    length: int | None = None
    """Bytes that the whole file has; None until the client knows."""
    offset: int = 0
    """Bytes that have arrived."""
    note: str = ""
    """What the client wants to be told again about its file; nothing here reads it."""
    clip_id: ClipId | None = None
    """The clip that the file became."""

    def __post_init__(self) -> None:
        if self.expires_at.tzinfo is None:
            raise InvalidUploadError("the time of expiry must carry a time zone")
        if self.length is not None and self.length < 0:
            raise InvalidUploadError("a file cannot have fewer than no bytes")
        if self.offset < 0 or (self.length is not None and self.offset > self.length):
            raise InvalidUploadError("more has arrived than the whole file has")

    @property
    def has_arrived(self) -> bool:
        return self.offset == self.length

    @property
    def is_kept(self) -> bool:
        return self.clip_id is not None

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at

    def of_length(self, length: int) -> Self:
        """The same upload, with its length known. Said twice, it must be the same."""
        if self.length not in {None, length}:
            raise InvalidUploadError(f"The length of this upload is {self.length:,} bytes already.")
        return replace(self, length=length)

    def lasting_until(self, moment: datetime) -> Self:
        return replace(self, expires_at=moment)

    def become(self, clip_id: ClipId) -> Self:
        return replace(self, clip_id=clip_id)
