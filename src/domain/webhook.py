"""Who is told when jobs end, and the secrets that prove who tells them."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType, Self
from uuid import UUID, uuid5

from domain.audio_clip import OwnerId
from domain.errors import InvalidWebhookError
from domain.transcription_job import JobStatus
from domain.web_address import require_web_address

EndpointId = NewType("EndpointId", UUID)

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what every secret of Standard Webhooks begins with
SECRET_LIVES_ON: Final = timedelta(hours=24)
"""After a rotation, so that receivers can change over without losing an event."""
MOST_SECRETS: Final = 5
"""That are valid together: each adds a signature to every message."""
_CALLBACKS: Final = UUID("d5a3a52c-3ab7-4c3c-9f0d-5b1f6f3f2b0e")


class EventType(StrEnum):
    JOB_SUCCEEDED = "job.succeeded"
    JOB_FAILED = "job.failed"
    JOB_CANCELLED = "job.cancelled"


EVERY_EVENT: Final = frozenset(EventType)
EVENT_OF: Final[Mapping[JobStatus, EventType]] = MappingProxyType(
    {
        JobStatus.SUCCEEDED: EventType.JOB_SUCCEEDED,
        JobStatus.FAILED: EventType.JOB_FAILED,
        JobStatus.CANCELLED: EventType.JOB_CANCELLED,
    }
)


@dataclass(frozen=True, slots=True)
class SigningSecret:
    value: str = field(repr=False)
    expires_at: datetime | None = None
    """None for the newest one, which lives until it is rotated."""

    def __post_init__(self) -> None:
        if not (self.value.startswith(SECRET_PREFIX) and self._has_a_key):
            raise InvalidWebhookError(f"a secret is {SECRET_PREFIX} and 24 to 64 bytes in base64")

    def is_valid(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at

    def expiring(self, at: datetime) -> Self:
        """The same until then, or until its own end if that is sooner."""
        return replace(self, expires_at=min(at, self.expires_at or at))

    @property
    def _has_a_key(self) -> bool:
        try:
            key = base64.b64decode(self.value.removeprefix(SECRET_PREFIX), validate=True)
        except binascii.Error:
            return False
        return 24 <= len(key) <= 64


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoint:
    """An address that one owner wants the ends of jobs sent to."""

    id: EndpointId
    owner: OwnerId
    url: str | None
    """None for the endpoint behind which an owner's callbacks stand: it has only their secrets."""
    events: frozenset[EventType] = EVERY_EVENT
    secrets: tuple[SigningSecret, ...]
    """Newest first."""
    created_at: datetime
    disabled_at: datetime | None = None
    """When its receiver answered that it is gone."""

    def __post_init__(self) -> None:
        if self.url is not None:
            require_web_address(self.url)
        if not self.events:
            raise InvalidWebhookError("a webhook must want at least one kind of event")
        if not self.secrets:
            raise InvalidWebhookError("a webhook must have a secret")

    def wants(self, event: EventType) -> bool:
        return self.url is not None and self.disabled_at is None and event in self.events

    def rotated(self, new: SigningSecret, *, now: datetime) -> Self:
        """Sign with the new secret, and with those of before for a while."""
        end = now + SECRET_LIVES_ON
        earlier = [secret.expiring(end) for secret in self.valid_secrets(now)]
        return replace(self, secrets=(new, *earlier)[:MOST_SECRETS])

    def valid_secrets(self, now: datetime) -> tuple[SigningSecret, ...]:
        return tuple(secret for secret in self.secrets if secret.is_valid(now))

    def disabled(self, *, now: datetime) -> Self:
        return replace(self, disabled_at=self.disabled_at or now)

    @property
    def is_for_callbacks(self) -> bool:
        return self.url is None


def callbacks_id(owner: OwnerId) -> EndpointId:
    """The endpoint of an owner's callbacks has the same id whoever makes it first."""
    return EndpointId(uuid5(_CALLBACKS, owner))
