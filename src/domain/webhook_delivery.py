"""One event on its way to one receiver, and how each attempt to bring it there went."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from domain.audio_clip import OwnerId
from domain.delivery_schedule import ScheduleName, Schedules
from domain.errors import InvalidValueError
from domain.transcription_job import JobId
from domain.web_address import origin_of
from domain.webhook import EndpointId, EventType

DeliveryId = NewType("DeliveryId", UUID)
EventId = NewType("EventId", UUID)


def message_id_of(event_id: EventId) -> str:
    return f"msg_{event_id.hex}"


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Verdict(StrEnum):
    """What an attempt means for those that would come after it."""

    RECEIVED = "received"
    FAILED = "failed"
    """It may succeed later."""
    REFUSED = "refused"
    """It cannot succeed: nothing may be sent to that address."""
    GONE = "gone"
    """The receiver says that it wants nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAttempt:
    at: datetime
    status_code: int | None = None
    error: str | None = None
    """What went wrong, in words for whoever owns the receiver."""
    seconds: float

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise InvalidValueError("the time of an attempt must carry a time zone")

    @property
    def ended_at(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDelivery:
    """Its body is kept beside it and not in it: a log of deliveries has no need of transcripts."""

    id: DeliveryId
    event_id: EventId
    """The same for every receiver and every attempt: by it a receiver knows what it has."""
    event: EventType
    owner: OwnerId
    endpoint_id: EndpointId
    job_id: JobId
    url: str
    schedule: ScheduleName = ScheduleName.STANDARD
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: tuple[DeliveryAttempt, ...] = ()
    """Oldest first."""
    tries: int = 0
    """How many of the attempts were made since it was last asked for."""
    next_attempt_at: datetime | None
    """None when there will be none."""
    created_at: datetime

    def __post_init__(self) -> None:
        if (self.status is DeliveryStatus.PENDING) != (self.next_attempt_at is not None):
            raise InvalidValueError("a delivery has a next attempt exactly while it is pending")

    def attempted(self, attempt: DeliveryAttempt, verdict: Verdict, schedules: Schedules) -> Self:
        """The same with what came of one more attempt; its end is never taken back."""
        tried = replace(self, attempts=(*self.attempts, attempt), tries=self.tries + 1)
        if self.status is not DeliveryStatus.PENDING:
            return tried
        if verdict is Verdict.RECEIVED:
            return replace(tried, status=DeliveryStatus.DELIVERED, next_attempt_at=None)
        pause = schedules[self.schedule].pause_after(tried.tries, self.id)
        if verdict is not Verdict.FAILED or pause is None:
            return tried.given_up()
        return replace(tried, next_attempt_at=attempt.ended_at + pause)

    def given_up(self) -> Self:
        return replace(self, status=DeliveryStatus.GIVEN_UP, next_attempt_at=None)

    def asked_for_again(self, *, now: datetime) -> Self:
        """Due at once, with its whole schedule before it."""
        return replace(self, status=DeliveryStatus.PENDING, tries=0, next_attempt_at=now)

    @property
    def message_id(self) -> str:
        """The event's id as receivers see it."""
        return message_id_of(self.event_id)

    @property
    def receiver(self) -> str:
        """Deliveries to the same server wait for each other, and not for those to others."""
        return origin_of(self.url)
