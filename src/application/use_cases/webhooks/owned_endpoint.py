"""Finding an owner's endpoint; the one for callbacks is made when it is first asked for."""

from contextlib import suppress
from dataclasses import dataclass

from application.errors import WebhookNotFoundError
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWork
from application.ports.webhooks import NewSecret
from domain.audio_clip import OwnerId
from domain.webhook import EndpointId, SigningSecret, WebhookEndpoint, callbacks_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedEndpoint:
    """Part of other use cases: whoever owns the unit of work commits it. Raises
    WebhookNotFoundError."""

    clock: Clock
    new_secret: NewSecret

    async def __call__(
        self, uow: UnitOfWork, owner: OwnerId, endpoint_id: EndpointId
    ) -> WebhookEndpoint:
        if endpoint_id != callbacks_id(owner):
            return await uow.webhooks.get(owner, endpoint_id)
        with suppress(WebhookNotFoundError):  # nobody has needed it before
            return await uow.webhooks.get(owner, endpoint_id)
        made = WebhookEndpoint(
            id=endpoint_id,
            owner=owner,
            url=None,
            secrets=(SigningSecret(self.new_secret()),),
            created_at=self.clock.now(),
        )
        await uow.webhooks.add(made)
        return made
