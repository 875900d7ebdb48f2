"""Webhooks and their deliveries as /api shows them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.rest.webhook_examples import DELIVERY, SECRETS, WEBHOOK, WEBHOOK_WITH_SECRET
from domain.webhook import EventType, SigningSecret, WebhookEndpoint
from domain.webhook_delivery import DeliveryAttempt, DeliveryStatus, WebhookDelivery


class SubscriptionBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"url": "https://example.org/hexavox", "events": ["job.succeeded"]}]
        },
    )

    url: str = Field(
        description="Where to send events: a whole https or http address.",
        examples=["https://example.org/hexavox"],
    )
    events: list[EventType] | None = Field(
        default=None,
        description="Which events to send; left out, all of them.",
        examples=[["job.succeeded"]],
    )


class WebhookBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [WEBHOOK]})

    id: UUID
    url: str | None = Field(
        description="null for the one at /api/webhooks/callbacks, which signs what is sent to a "
        "`callback_url`: the requests name it.",
        examples=["https://example.org/hexavox"],
    )
    events: list[EventType]
    created_at: datetime
    disabled_at: datetime | None = Field(
        description="When the receiver answered 410 Gone; nothing has been sent since."
    )

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> "WebhookBody":
        return cls(
            id=endpoint.id,
            url=endpoint.url,
            events=sorted(endpoint.events),
            created_at=endpoint.created_at,
            disabled_at=endpoint.disabled_at,
        )


class WebhookWithSecretBody(WebhookBody):
    model_config = ConfigDict(json_schema_extra={"examples": [WEBHOOK_WITH_SECRET]})

    secret: str = Field(description="Verify signatures with it, as Standard Webhooks says.")

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> "WebhookWithSecretBody":
        shown = WebhookBody.of(endpoint).model_dump()
        return cls(**shown, secret=endpoint.secrets[0].value)


class EarlierSecretBody(BaseModel):
    secret: str
    expires_at: datetime | None

    @classmethod
    def of(cls, secret: SigningSecret) -> "EarlierSecretBody":
        return cls(secret=secret.value, expires_at=secret.expires_at)


class SecretBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [SECRETS]})

    secret: str
    earlier: list[EarlierSecretBody] = Field(
        description="Rotated away, and good for signatures until they expire."
    )

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> "SecretBody":
        newest, *earlier = endpoint.secrets
        return cls(
            secret=newest.value, earlier=[EarlierSecretBody.of(secret) for secret in earlier]
        )


class WebhookListBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [WEBHOOK]}]})

    items: list[WebhookBody]


class AttemptBody(BaseModel):
    at: datetime
    status_code: int | None = Field(description="What the receiver answered, if it did.")
    error: str | None = Field(description="What went wrong; null where nothing did.")
    seconds: float

    @classmethod
    def of(cls, attempt: DeliveryAttempt) -> "AttemptBody":
        return cls(
            at=attempt.at,
            status_code=attempt.status_code,
            error=attempt.error,
            seconds=round(attempt.seconds, 3),
        )


class DeliveryBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [DELIVERY]})

    id: UUID
    webhook_id: str = Field(description="The header by which a receiver knows a repetition.")
    event: EventType
    job_id: UUID
    url: str
    status: DeliveryStatus
    attempts: list[AttemptBody] = Field(description="Oldest first.")
    next_attempt_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, delivery: WebhookDelivery) -> "DeliveryBody":
        return cls(
            id=delivery.id,
            webhook_id=delivery.message_id,
            event=delivery.event,
            job_id=delivery.job_id,
            url=delivery.url,
            status=delivery.status,
            attempts=[AttemptBody.of(attempt) for attempt in delivery.attempts],
            next_attempt_at=delivery.next_attempt_at,
            created_at=delivery.created_at,
        )


class DeliveryPageBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"items": [DELIVERY], "total": 1, "offset": 0, "limit": 50}]
        }
    )

    items: list[DeliveryBody]
    total: int = Field(description="How many deliveries there are on all pages.")
    offset: int
    limit: int
