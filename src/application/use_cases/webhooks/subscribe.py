"""Asking to be told when jobs end, and asking no more."""

from dataclasses import dataclass
from typing import Final

from application.errors import CallbacksStayError, ConflictError
from application.ports.callback_targets import CallbackAddresses
from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.webhooks import NewSecret
from domain.audio_clip import OwnerId
from domain.webhook import (
    EVERY_EVENT,
    EndpointId,
    EventType,
    SigningSecret,
    WebhookEndpoint,
    callbacks_id,
)

MOST_ENDPOINTS: Final = 100
"""Of one owner: each costs a delivery for every job that ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    owner: OwnerId
    url: str
    events: frozenset[EventType] = EVERY_EVENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe:
    """Have the ends of an owner's jobs sent to an address. Raises InvalidWebhookError,
    InvalidUrlError, ForbiddenAddressError, and ConflictError where there are too many."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    new_id: NewId
    new_secret: NewSecret
    addresses: CallbackAddresses

    async def __call__(self, wanted: Subscription) -> WebhookEndpoint:
        endpoint = WebhookEndpoint(
            id=EndpointId(self.new_id()),
            owner=wanted.owner,
            url=wanted.url,
            events=wanted.events,
            secrets=(SigningSecret(self.new_secret()),),
            created_at=self.clock.now(),
        )
        await self.addresses.require_permitted(wanted.url)
        async with self.unit_of_work() as uow:
            if len(await uow.webhooks.all(wanted.owner)) >= MOST_ENDPOINTS:
                raise ConflictError(f"There are {MOST_ENDPOINTS} webhooks, and no room for more.")
            await uow.webhooks.add(endpoint)
            await uow.commit()
        return endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscribe:
    """Forget an endpoint with its deliveries; what is on its way is not sent any more.

    Raises WebhookNotFoundError, and CallbacksStayError for the endpoint of the callbacks.
    """

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, endpoint_id: EndpointId) -> None:
        if endpoint_id == callbacks_id(owner):
            raise CallbacksStayError("The endpoint that signs callbacks cannot be deleted.")
        async with self.unit_of_work() as uow:
            await uow.webhooks.get(owner, endpoint_id)
            await uow.webhooks.remove(endpoint_id)
            await uow.commit()
