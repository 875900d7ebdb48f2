"""A delivery with what an outbox keeps beside it."""

from dataclasses import dataclass
from datetime import datetime

from domain.webhook_delivery import WebhookDelivery


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    delivery: WebhookDelivery
    body: str
    leased_until: datetime | None = None

    def is_out(self, now: datetime) -> bool:
        return self.leased_until is not None and now < self.leased_until

    def is_due(self, now: datetime) -> bool:
        next_attempt_at = self.delivery.next_attempt_at
        return next_attempt_at is not None and next_attempt_at <= now and not self.is_out(now)
