"""A key that opens the service to whoever holds it: what it lets them do, and to whose things."""

import hashlib
import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType, Self
from uuid import UUID

from domain.audio_clip import OwnerId
from domain.errors import InvalidKeyError

KeyId = NewType("KeyId", UUID)
Secret = NewType("Secret", str)
"""What a client sends. It is told once, when the key is made, and kept nowhere."""
Digest = NewType("Digest", str)
"""SHA-256 of a secret, in hexadecimal."""

SECRET_PREFIX: Final = "hvx_"  # noqa: S105 - what every secret begins with, so that scanners know one
HINT_LENGTH: Final = 10
"""Characters of a secret by which people tell keys apart: the prefix and 36 of its 256 bits."""
LONGEST_NAME: Final = 100
LONGEST_OWNER: Final = 128

_OWNER: Final = re.compile(rf"[\w.@+-]{{1,{LONGEST_OWNER}}}")


class Scope(StrEnum):
    """What a key lets its holder do."""

    READ = "read"
    """Look at what is kept: clips, jobs, transcripts, speakers."""
    WRITE = "write"
    """Have work done: upload, transcribe, enrol, be told by webhooks."""
    DELETE = "delete"
    MODELS = "models"
    """Load models, unload and fetch them, for everybody."""
    METRICS = "metrics"
    """Look at how the whole service does."""


EVERY_SCOPE: Final = frozenset(Scope)
USUAL_SCOPES: Final = frozenset({Scope.READ, Scope.WRITE, Scope.DELETE})
"""All that concerns one's own things, and nothing that concerns everybody's."""


def digest_of(secret: str) -> Digest:
    """A plain hash, and no slow one with a salt: those make up for passwords that people can
    remember. Nobody guesses 256 random bits, and every request has to pay for it."""
    return Digest(hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest())


def hint_of(secret: Secret) -> str:
    return secret[:HINT_LENGTH]


def owner_named(text: str) -> OwnerId:
    """Raises InvalidKeyError."""
    if not _OWNER.fullmatch(text):
        raise InvalidKeyError(
            f"an owner has 1 to {LONGEST_OWNER} letters, digits and . _ @ + - in its name"
        )
    return OwnerId(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    id: KeyId
    name: str
    """What people call it, as in `laptop of Ada`."""
    owner: OwnerId
    hint: str
    digest: Digest = field(repr=False)
    scopes: frozenset[Scope] = USUAL_SCOPES
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.name.strip()) <= LONGEST_NAME:
            raise InvalidKeyError(f"a key has a name of 1 to {LONGEST_NAME} characters")
        if not self.scopes:
            raise InvalidKeyError("a key without a scope opens nothing")
        if self.expires_at is not None and self.expires_at <= self.created_at:
            raise InvalidKeyError("a key expires after it was made")

    def has(self, digest: Digest) -> bool:
        """However much of it is right, the answer takes as long."""
        return hmac.compare_digest(self.digest, digest)

    def is_live(self, now: datetime) -> bool:
        return self.revoked_at is None and not self.has_expired(now)

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes

    def revoked(self, *, now: datetime) -> Self:
        """For good; a key that was revoked before keeps the time."""
        return replace(self, revoked_at=self.revoked_at or now)


def key_with(keys: Collection[ApiKey], secret: str) -> ApiKey | None:
    """The key that the secret belongs to. All are compared, wherever it is among them."""
    digest = digest_of(secret)
    matching = [key for key in keys if key.has(digest)]
    return matching[0] if matching else None
