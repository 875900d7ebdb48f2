"""Deliveries of webhooks in a dictionary."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import final

from adapters.outbound.memory.outbox_entry import OutboxEntry
from adapters.outbound.memory.records import Records
from application.errors import DeliveryNotFoundError, WebhookNotFoundError
from application.ports.repositories import Page
from application.ports.webhooks import WebhookOutbox
from domain.audio_clip import OwnerId
from domain.webhook import EndpointId
from domain.webhook_delivery import DeliveryId, DeliveryStatus, WebhookDelivery


@final
class InMemoryWebhookOutbox(WebhookOutbox):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def add(self, delivery: WebhookDelivery, body: str) -> None:
        if delivery.endpoint_id not in self._records.webhooks:
            raise WebhookNotFoundError(f"There is no webhook {delivery.endpoint_id}.")
        self._records.deliveries[delivery.id] = OutboxEntry(delivery, body)

    async def due(
        self, now: datetime, *, lease: timedelta, limit: int, limit_per_receiver: int
    ) -> Sequence[WebhookDelivery]:
        entries = self._records.deliveries.values()
        busy = Counter(entry.delivery.receiver for entry in entries if entry.is_out(now))
        due = [entry.delivery for entry in entries if entry.is_due(now)]
        given: list[WebhookDelivery] = []
        for delivery in sorted(due, key=lambda each: (each.next_attempt_at or now, each.id)):
            if len(given) < limit and busy[delivery.receiver] < limit_per_receiver:
                busy[delivery.receiver] += 1
                given.append(delivery)
                self._keep(delivery, leased_until=now + lease)
        return given

    async def give_back(self, delivery: WebhookDelivery) -> None:
        self._keep(delivery, leased_until=None)

    async def body_of(self, delivery_id: DeliveryId) -> str:
        return self._entry(delivery_id).body

    async def get(self, owner: OwnerId, delivery_id: DeliveryId) -> WebhookDelivery:
        delivery = self._entry(delivery_id).delivery
        if delivery.owner != owner:
            raise _not_found(delivery_id)
        return delivery

    async def save(self, delivery: WebhookDelivery) -> None:
        self._keep(delivery, leased_until=self._entry(delivery.id).leased_until)

    async def page(
        self, endpoint_id: EndpointId, status: DeliveryStatus | None, *, offset: int, limit: int
    ) -> Page[WebhookDelivery]:
        theirs = [
            entry.delivery
            for entry in self._records.deliveries.values()
            if entry.delivery.endpoint_id == endpoint_id and status in {None, entry.delivery.status}
        ]
        theirs.sort(key=lambda delivery: (delivery.created_at, delivery.id), reverse=True)
        return Page(theirs[offset : offset + limit], len(theirs))

    async def remove_ended(self, *, before: datetime, limit: int | None = None) -> int:
        old = [
            entry.delivery.id
            for entry in self._records.deliveries.values()
            if entry.delivery.created_at < before
            and entry.delivery.status is not DeliveryStatus.PENDING
        ][:limit]
        for delivery_id in old:
            del self._records.deliveries[delivery_id]
        return len(old)

    def _entry(self, delivery_id: DeliveryId) -> OutboxEntry:
        if delivery_id not in self._records.deliveries:
            raise _not_found(delivery_id)
        return self._records.deliveries[delivery_id]

    def _keep(self, delivery: WebhookDelivery, *, leased_until: datetime | None) -> None:
        entry = self._entry(delivery.id)
        self._records.deliveries[delivery.id] = replace(
            entry, delivery=delivery, leased_until=leased_until
        )


def _not_found(delivery_id: DeliveryId) -> DeliveryNotFoundError:
    return DeliveryNotFoundError(f"There is no delivery {delivery_id}.")
