"""Keys by which clients say that a request is one they sent before, and what was answered to it."""

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType, Protocol
from uuid import UUID

from domain.audio_clip import OwnerId
from domain.job_lease import RunnerId

IdempotencyKey = NewType("IdempotencyKey", str)
ClaimId = NewType("ClaimId", UUID)
"""New with every claim, so that who has lost a key cannot speak for who has it now."""
RequestFingerprint = NewType("RequestFingerprint", str)
"""What tells a request from others, its body apart, as 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class BodyFingerprint:
    """What tells a request's body from others."""

    sha256: str
    """Of what counts; 64 hexadecimal digits."""
    size: int = field(compare=False)
    """Bytes on the wire; those of a form differ with the boundary that its client chose."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a request was answered, to be answered again."""

    answer: Answer
    to_body: BodyFingerprint | None
    """None where the answer was given without a look at the body, so that it fits any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """A key, and the request that came with it first."""

    owner: OwnerId
    key: IdempotencyKey
    request: RequestFingerprint
    claim: ClaimId
    runner: RunnerId
    """The process that works on the request, or did."""
    expires_at: datetime
    """The end of its claim while it does; then the end of the time for which answers are kept."""
    answered: KeptAnswer | None = None

    def has_expired(self, *, now: datetime) -> bool:
        return self.expires_at <= now


class IdempotencyRecords(Protocol):
    """Part of a unit of work."""

    @abstractmethod
    async def add(self, record: KeyRecord) -> None:
        """Raises ConflictError if that owner's key is recorded."""

    @abstractmethod
    async def find(self, owner: OwnerId, key: IdempotencyKey) -> KeyRecord | None:
        """Also one that has expired."""

    @abstractmethod
    async def under_claim(self, claim: ClaimId) -> KeyRecord | None: ...

    @abstractmethod
    async def save(self, record: KeyRecord) -> None:
        """Keep a changed record. What is not there any more stays away."""

    @abstractmethod
    async def remove(self, claim: ClaimId) -> None:
        """Removing what is not there is not an error."""

    @abstractmethod
    async def forget_expired(self, before: datetime, *, limit: int | None = None) -> int:
        """Remove what expired at that time or earlier, but not more than so much; how much it was.
        Nothing needs this but the database's size: whoever claims a key takes an expired one for
        free."""
