"""Looking at an owner's endpoints."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.webhooks.owned_endpoint import OwnedEndpoint
from domain.audio_clip import OwnerId
from domain.webhook import EndpointId, WebhookEndpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWebhooks:
    """Oldest first."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId) -> Sequence[WebhookEndpoint]:
        async with self.unit_of_work() as uow:
            return await uow.webhooks.all(owner)


@dataclass(frozen=True, slots=True, kw_only=True)
class GetWebhook:
    """One endpoint. Raises WebhookNotFoundError."""

    unit_of_work: UnitOfWorkFactory
    owned: OwnedEndpoint

    async def __call__(self, owner: OwnerId, endpoint_id: EndpointId) -> WebhookEndpoint:
        async with self.unit_of_work() as uow:
            endpoint = await self.owned(uow, owner, endpoint_id)
            await uow.commit()
        return endpoint
