"""Who is told when jobs end, what is on its way to them, and how it gets there."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from application.ports.repositories import Page
from domain.audio_clip import OwnerId
from domain.webhook import EndpointId, WebhookEndpoint
from domain.webhook_delivery import (
    DeliveryId,
    DeliveryStatus,
    EventId,
    Verdict,
    WebhookDelivery,
)

NewSecret: TypeAlias = Callable[[], str]
"""A new signing secret that nobody can foresee, as SigningSecret wants it."""


class WebhookRepository(Protocol):
    """Part of a unit of work."""

    @abstractmethod
    async def add(self, endpoint: WebhookEndpoint) -> None: ...

    @abstractmethod
    async def get(self, owner: OwnerId, endpoint_id: EndpointId) -> WebhookEndpoint:
        """Raises WebhookNotFoundError, also for an endpoint of another owner."""

    @abstractmethod
    async def all(self, owner: OwnerId) -> Sequence[WebhookEndpoint]:
        """Oldest first."""

    @abstractmethod
    async def save(self, endpoint: WebhookEndpoint) -> None:
        """Keep a changed endpoint. Raises WebhookNotFoundError."""

    @abstractmethod
    async def remove(self, endpoint_id: EndpointId) -> None:
        """With its deliveries, those on their way included. Removing what is not there is not an
        error."""


class WebhookOutbox(Protocol):
    """Part of a unit of work: what is written here is sent if, and only if, all else that is
    written in it is kept."""

    @abstractmethod
    async def add(self, delivery: WebhookDelivery, body: str) -> None:
        """Raises WebhookNotFoundError when its endpoint is not there."""

    @abstractmethod
    async def due(
        self, now: datetime, *, lease: timedelta, limit: int, limit_per_receiver: int
    ) -> Sequence[WebhookDelivery]:
        """Deliveries whose time has come, the longest due first, for the caller to send: nobody
        else is given them until they are given back or the lease is over. Nobody is given more
        than so many for one receiver, those counted that are out on a lease already."""

    @abstractmethod
    async def give_back(self, delivery: WebhookDelivery) -> None:
        """Save it and end the lease on it. Raises DeliveryNotFoundError."""

    @abstractmethod
    async def body_of(self, delivery_id: DeliveryId) -> str:
        """Raises DeliveryNotFoundError."""

    @abstractmethod
    async def get(self, owner: OwnerId, delivery_id: DeliveryId) -> WebhookDelivery:
        """Raises DeliveryNotFoundError, also for a delivery of another owner."""

    @abstractmethod
    async def save(self, delivery: WebhookDelivery) -> None:
        """Keep a changed delivery; a lease on it goes on. Raises DeliveryNotFoundError."""

    @abstractmethod
    async def page(
        self, endpoint_id: EndpointId, status: DeliveryStatus | None, *, offset: int, limit: int
    ) -> Page[WebhookDelivery]:
        """Newest first; None is every status."""

    @abstractmethod
    async def remove_ended(self, *, before: datetime, limit: int | None = None) -> int:
        """Forget what was written before that time and is not on its way, but not more than so
        many; how many there were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMessage:
    event_id: EventId
    url: str
    body: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    """It is signed with each of them."""
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOutcome:
    verdict: Verdict
    status_code: int | None = None
    error: str | None = None
    """What went wrong, in words for whoever owns the receiver."""


class WebhookSender(Protocol):
    @property
    @abstractmethod
    def patience(self) -> timedelta:
        """No attempt takes longer."""

    @abstractmethod
    async def send(self, message: WebhookMessage) -> SendOutcome:
        """Make one signed attempt. Raises nothing that a receiver can cause: that is the
        outcome."""
