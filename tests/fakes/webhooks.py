"""Webhooks, deliveries and whoever sends them, to test with."""

import asyncio
import base64
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Final, final
from uuid import uuid4

from application.ports.webhooks import SendOutcome, WebhookMessage, WebhookSender
from domain.audio_clip import ClipId, OwnerId
from domain.callback import Callback
from domain.transcription_job import JobId, TranscriptionJob
from domain.transcription_options import TranscriptionOptions
from domain.webhook import EVERY_EVENT, EndpointId, EventType, SigningSecret, WebhookEndpoint
from domain.webhook_delivery import DeliveryId, EventId, Verdict, WebhookDelivery
from tests.fakes.clips import ADA
from tests.fakes.clock import NEW_YEAR

HOOK: Final = "https://ada.example/hook"
RECEIVED: Final = SendOutcome(verdict=Verdict.RECEIVED, status_code=200)
FAILED: Final = SendOutcome(verdict=Verdict.FAILED, status_code=500, error="It answered 500.")


def a_secret(number: int = 0) -> str:
    return "whsec_" + base64.b64encode(number.to_bytes(32, "big")).decode()


def secrets_in_turn() -> Callable[[], str]:
    """a_secret(1), a_secret(2) and so on."""
    numbers = count(1)
    return lambda: a_secret(next(numbers))


def an_endpoint(
    *,
    owner: OwnerId = ADA,
    url: str | None = HOOK,
    events: frozenset[EventType] = EVERY_EVENT,
    created_at: datetime = NEW_YEAR,
) -> WebhookEndpoint:
    return WebhookEndpoint(
        id=EndpointId(uuid4()),
        owner=owner,
        url=url,
        events=events,
        secrets=(SigningSecret(a_secret()),),
        created_at=created_at,
    )


def a_delivery(
    endpoint: WebhookEndpoint,
    *,
    url: str | None = None,
    due: datetime = NEW_YEAR,
    created_at: datetime = NEW_YEAR,
) -> WebhookDelivery:
    return WebhookDelivery(
        id=DeliveryId(uuid4()),
        event_id=EventId(uuid4()),
        event=EventType.JOB_SUCCEEDED,
        owner=endpoint.owner,
        endpoint_id=endpoint.id,
        job_id=JobId(uuid4()),
        url=url or endpoint.url or HOOK,
        next_attempt_at=due,
        created_at=created_at,
    )


@final
@dataclass
class ScriptedSender(WebhookSender):
    """Receives everything, unless a script says what comes of the attempts at a URL."""

    outcomes: defaultdict[str, list[SendOutcome]] = field(default_factory=lambda: defaultdict(list))
    silent: dict[str, asyncio.Event] = field(default_factory=dict)
    """Receivers that answer once their event is set."""
    broken: set[str] = field(default_factory=set)
    """Whoever sends to these finds a fault in the sender."""
    sent: list[WebhookMessage] = field(default_factory=list)
    begun: asyncio.Condition = field(default_factory=asyncio.Condition)
    under_way: int = 0
    most_at_once: int = 0

    @property
    def patience(self) -> timedelta:
        return timedelta(seconds=10)

    async def send(self, message: WebhookMessage) -> SendOutcome:
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        async with self.begun:
            self.sent.append(message)
            self.begun.notify_all()
        if message.url in self.silent:
            await self.silent[message.url].wait()
        self.under_way -= 1
        if message.url in self.broken:
            raise ZeroDivisionError
        script = self.outcomes[message.url]
        return script.pop(0) if script else RECEIVED

    async def have_begun(self, attempts: int) -> None:
        """Returns once so many attempts have begun."""
        async with self.begun:
            await self.begun.wait_for(lambda: len(self.sent) >= attempts)


def a_queued_job(*, callback: Callback | None = None) -> TranscriptionJob:
    return TranscriptionJob(
        id=JobId(uuid4()),
        owner=ADA,
        clip_id=ClipId(uuid4()),
        options=TranscriptionOptions(model="tiny"),
        callback=callback,
        requested_at=NEW_YEAR,
    )


def a_succeeded_job(*, callback: Callback | None = None) -> TranscriptionJob:
    return a_queued_job(callback=callback).start(now=NEW_YEAR).succeed(now=NEW_YEAR)
