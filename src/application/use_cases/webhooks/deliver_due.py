"""Sending what is due."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from application.errors import DeliveryNotFoundError
from application.patience import patiently
from application.ports.clock import Clock
from application.ports.meters import UNMETERED, DeliveryMeter
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.ports.webhooks import SendOutcome, WebhookMessage, WebhookSender
from domain.delivery_schedule import Schedules
from domain.webhook import WebhookEndpoint
from domain.webhook_delivery import DeliveryAttempt, Verdict, WebhookDelivery

AT_ONCE: Final = 16
AT_ONCE_PER_RECEIVER: Final = 4
"""So that a receiver which is slow, however much there is for it, leaves room for the others."""
_LOOK_AGAIN: Final = 0.5
"""Seconds: how long something that becomes due waits while other attempts are under way."""
_TO_RECORD: Final = timedelta(minutes=2)
"""What a lease lasts longer than an attempt: time to write down what came of it, even when the
database has to be waited for."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Claim:
    delivery: WebhookDelivery
    endpoint: WebhookEndpoint
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverDue:
    """Make an attempt at each delivery that is due, until none is; how many there were.

    Several processes may do so at once. A process that is lost while it sends leaves a lease
    behind; when that is over, the event is sent again, with the same id.
    """

    unit_of_work: UnitOfWorkFactory
    sender: WebhookSender
    clock: Clock
    schedules: Schedules
    meter: DeliveryMeter = UNMETERED

    async def __call__(self) -> int:
        count = 0
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                room = AT_ONCE - len(under_way)
                for claim in await patiently(partial(self._claimed, room)):
                    under_way.add(asyncio.create_task(self._deliver(claim)))
                    count += 1
                if not under_way:
                    return count
                _, under_way = await asyncio.wait(
                    under_way, timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED
                )
        finally:
            await _ended(under_way)

    async def _claimed(self, limit: int) -> Sequence[_Claim]:
        if not limit:
            return ()
        async with self.unit_of_work() as uow:
            due = await uow.deliveries.due(
                self.clock.now(),
                lease=self.sender.patience + _TO_RECORD,
                limit=limit,
                limit_per_receiver=AT_ONCE_PER_RECEIVER,
            )
            claims = [await self._claim(uow, delivery) for delivery in due]
            if claims:
                await uow.commit()
        return claims

    async def _claim(self, uow: UnitOfWork, delivery: WebhookDelivery) -> _Claim:
        endpoint = await uow.webhooks.get(delivery.owner, delivery.endpoint_id)
        return _Claim(delivery, endpoint, await uow.deliveries.body_of(delivery.id))

    async def _deliver(self, claim: _Claim) -> None:
        delivery = claim.delivery
        try:
            begun = self.clock.now()
            outcome = await self._outcome(claim)
            took = (self.clock.now() - begun).total_seconds()
            attempt = DeliveryAttempt(
                at=begun, status_code=outcome.status_code, error=outcome.error, seconds=took
            )
            await patiently(partial(self._record, delivery, attempt, outcome.verdict))
        except DeliveryNotFoundError:
            _LOG.info("the webhook of delivery %s was deleted while it was sent", delivery.id)
        except Exception:  # noqa: BLE001 - whatever it is, the attempts beside it go on
            # When the lease is over it is made again.
            _LOG.exception("the attempt at delivery %s could not be recorded", delivery.id)

    async def _outcome(self, claim: _Claim) -> SendOutcome:
        if claim.endpoint.disabled_at is not None:
            return SendOutcome(verdict=Verdict.REFUSED, error="The webhook is disabled.")
        try:
            return await self.sender.send(_message(claim, self.clock.now()))
        except Exception:  # noqa: BLE001 - it counts as an attempt, or it would be made for ever
            _LOG.exception("delivery %s could not be sent", claim.delivery.id)
            return SendOutcome(verdict=Verdict.FAILED, error="The message could not be sent.")

    async def _record(
        self, sent: WebhookDelivery, attempt: DeliveryAttempt, verdict: Verdict
    ) -> None:
        async with self.unit_of_work() as uow:
            delivery = await uow.deliveries.get(sent.owner, sent.id)
            await uow.deliveries.give_back(delivery.attempted(attempt, verdict, self.schedules))
            if verdict is Verdict.GONE:
                endpoint = await uow.webhooks.get(sent.owner, sent.endpoint_id)
                if not endpoint.is_for_callbacks:
                    await uow.webhooks.save(endpoint.disabled(now=attempt.at))
            await uow.commit()
        self.meter.delivery_attempted(verdict)


async def _ended(tasks: Collection[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _message(claim: _Claim, now: datetime) -> WebhookMessage:
    return WebhookMessage(
        event_id=claim.delivery.event_id,
        url=claim.delivery.url,
        body=claim.body,
        secrets=tuple(secret.value for secret in claim.endpoint.valid_secrets(now)),
        sent_at=now,
    )
