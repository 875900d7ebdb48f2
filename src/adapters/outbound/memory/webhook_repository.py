"""Endpoints of webhooks in a dictionary."""

from collections.abc import Sequence
from typing import final

from adapters.outbound.memory.records import Records
from application.errors import WebhookNotFoundError
from application.ports.webhooks import WebhookRepository
from domain.audio_clip import OwnerId
from domain.webhook import EndpointId, WebhookEndpoint


@final
class InMemoryWebhookRepository(WebhookRepository):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def add(self, endpoint: WebhookEndpoint) -> None:
        self._records.webhooks[endpoint.id] = endpoint

    async def get(self, owner: OwnerId, endpoint_id: EndpointId) -> WebhookEndpoint:
        endpoint = self._records.webhooks.get(endpoint_id)
        if endpoint is None or endpoint.owner != owner:
            raise WebhookNotFoundError(f"There is no webhook {endpoint_id}.")
        return endpoint

    async def all(self, owner: OwnerId) -> Sequence[WebhookEndpoint]:
        theirs = [each for each in self._records.webhooks.values() if each.owner == owner]
        return sorted(theirs, key=lambda endpoint: (endpoint.created_at, endpoint.id))

    async def save(self, endpoint: WebhookEndpoint) -> None:
        await self.get(endpoint.owner, endpoint.id)
        self._records.webhooks[endpoint.id] = endpoint

    async def remove(self, endpoint_id: EndpointId) -> None:
        self._records.webhooks.pop(endpoint_id, None)
        entries = self._records.deliveries.values()
        for gone in [e.delivery.id for e in entries if e.delivery.endpoint_id == endpoint_id]:
            del self._records.deliveries[gone]
