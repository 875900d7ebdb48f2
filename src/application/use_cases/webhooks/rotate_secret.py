"""Giving an endpoint a new secret."""

from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.webhooks import NewSecret
from application.use_cases.webhooks.owned_endpoint import OwnedEndpoint
from domain.audio_clip import OwnerId
from domain.webhook import EndpointId, SigningSecret, WebhookEndpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateSecret:
    """Sign with a new secret from now on, and for a day with those of before too. Raises
    WebhookNotFoundError."""

    unit_of_work: UnitOfWorkFactory
    owned: OwnedEndpoint
    clock: Clock
    new_secret: NewSecret

    async def __call__(self, owner: OwnerId, endpoint_id: EndpointId) -> WebhookEndpoint:
        async with self.unit_of_work() as uow:
            endpoint = await self.owned(uow, owner, endpoint_id)
            rotated = endpoint.rotated(SigningSecret(self.new_secret()), now=self.clock.now())
            await uow.webhooks.save(rotated)
            await uow.commit()
        return rotated
