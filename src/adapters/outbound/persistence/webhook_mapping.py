"""Between rows and the domain, for webhooks and their deliveries."""

from datetime import datetime
from typing import Any

from adapters.outbound.persistence.codecs.json_object import JsonObject, without_nothing
from adapters.outbound.persistence.tables import WebhookDeliveryRow, WebhookRow
from domain.audio_clip import OwnerId
from domain.delivery_schedule import ScheduleName
from domain.transcription_job import JobId
from domain.webhook import EndpointId, EventType, SigningSecret, WebhookEndpoint
from domain.webhook_delivery import (
    DeliveryAttempt,
    DeliveryId,
    DeliveryStatus,
    EventId,
    WebhookDelivery,
)


def endpoint_to_row(endpoint: WebhookEndpoint) -> WebhookRow:
    return WebhookRow(
        id=endpoint.id,
        owner=endpoint.owner,
        url=endpoint.url,
        events=sorted(event.value for event in endpoint.events),
        secrets={"newest_first": [_secret_to_json(secret) for secret in endpoint.secrets]},
        created_at=endpoint.created_at,
        disabled_at=endpoint.disabled_at,
    )


def endpoint_from_row(row: WebhookRow) -> WebhookEndpoint:
    return WebhookEndpoint(
        id=EndpointId(row.id),
        owner=OwnerId(row.owner),
        url=row.url,
        events=frozenset(EventType(event) for event in row.events),
        secrets=tuple(_secret_from_json(body) for body in row.secrets["newest_first"]),
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )


def delivery_to_columns(delivery: WebhookDelivery) -> dict[str, Any]:
    """All but the body and the lease, which are not the delivery's own."""
    return {
        "id": delivery.id,
        "event_id": delivery.event_id,
        "event": delivery.event.value,
        "owner": delivery.owner,
        "endpoint_id": delivery.endpoint_id,
        "job_id": delivery.job_id,
        "url": delivery.url,
        "receiver": delivery.receiver,
        "schedule": delivery.schedule.value,
        "status": delivery.status.value,
        "attempts": {"oldest_first": [_attempt_to_json(each) for each in delivery.attempts]},
        "tries": delivery.tries,
        "next_attempt_at": delivery.next_attempt_at,
        "created_at": delivery.created_at,
    }


def delivery_from_row(row: WebhookDeliveryRow) -> WebhookDelivery:
    return WebhookDelivery(
        id=DeliveryId(row.id),
        event_id=EventId(row.event_id),
        event=EventType(row.event),
        owner=OwnerId(row.owner),
        endpoint_id=EndpointId(row.endpoint_id),
        job_id=JobId(row.job_id),
        url=row.url,
        schedule=ScheduleName(row.schedule),
        status=DeliveryStatus(row.status),
        attempts=tuple(_attempt_from_json(body) for body in row.attempts["oldest_first"]),
        tries=row.tries,
        next_attempt_at=row.next_attempt_at,
        created_at=row.created_at,
    )


def _secret_to_json(secret: SigningSecret) -> JsonObject:
    at = secret.expires_at
    return without_nothing(value=secret.value, expires_at=None if at is None else at.isoformat())


def _secret_from_json(body: JsonObject) -> SigningSecret:
    at = body.get("expires_at")
    return SigningSecret(body["value"], None if at is None else datetime.fromisoformat(at))


def _attempt_to_json(attempt: DeliveryAttempt) -> JsonObject:
    return without_nothing(
        at=attempt.at.isoformat(),
        status_code=attempt.status_code,
        error=attempt.error,
        seconds=float(attempt.seconds),
    )


def _attempt_from_json(body: JsonObject) -> DeliveryAttempt:
    return DeliveryAttempt(
        at=datetime.fromisoformat(body["at"]),
        status_code=body.get("status_code"),
        error=body.get("error"),
        seconds=body["seconds"],
    )
