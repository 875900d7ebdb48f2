"""The log of what was sent to an endpoint, and sending it once more."""

from dataclasses import dataclass

from application.errors import ConflictError, DeliveryNotFoundError
from application.ports.clock import Clock
from application.ports.repositories import Page
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.webhooks.owned_endpoint import OwnedEndpoint
from domain.audio_clip import OwnerId
from domain.webhook import EndpointId
from domain.webhook_delivery import DeliveryId, DeliveryStatus, WebhookDelivery


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDeliveries:
    """Newest first, a page at a time. Raises WebhookNotFoundError."""

    unit_of_work: UnitOfWorkFactory
    owned: OwnedEndpoint

    async def __call__(
        self,
        owner: OwnerId,
        endpoint_id: EndpointId,
        status: DeliveryStatus | None,
        *,
        offset: int,
        limit: int,
    ) -> Page[WebhookDelivery]:
        async with self.unit_of_work() as uow:
            endpoint = await self.owned(uow, owner, endpoint_id)
            return await uow.deliveries.page(endpoint.id, status, offset=offset, limit=limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendDelivery:
    """Have a delivery sent now, whatever became of it before.

    Raises WebhookNotFoundError, DeliveryNotFoundError, and ConflictError where the receiver said
    that it wants nothing any more.
    """

    unit_of_work: UnitOfWorkFactory
    clock: Clock

    async def __call__(
        self, owner: OwnerId, endpoint_id: EndpointId, delivery_id: DeliveryId
    ) -> WebhookDelivery:
        async with self.unit_of_work() as uow:
            endpoint = await uow.webhooks.get(owner, endpoint_id)
            delivery = await uow.deliveries.get(owner, delivery_id)
            if delivery.endpoint_id != endpoint.id:
                raise DeliveryNotFoundError(f"This webhook has no delivery {delivery_id}.")
            if endpoint.disabled_at is not None:
                raise ConflictError("The receiver answered 410 Gone; subscribe it anew.")
            again = delivery.asked_for_again(now=self.clock.now())
            await uow.deliveries.save(again)
            await uow.commit()
        return again
