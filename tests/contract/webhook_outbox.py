"""What every WebhookOutbox does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import pytest

from application.errors import DeliveryNotFoundError, WebhookNotFoundError
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.delivery_schedule import ScheduleName, delivery_schedules
from domain.webhook import EndpointId, WebhookEndpoint
from domain.webhook_delivery import (
    DeliveryAttempt,
    DeliveryId,
    DeliveryStatus,
    EventId,
    Verdict,
    WebhookDelivery,
)
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR
from tests.fakes.webhooks import a_delivery, an_endpoint

LEASE: Final = timedelta(minutes=1)
SECOND: Final = timedelta(seconds=1)
_SCHEDULES: Final = delivery_schedules(task_tries=3)
_FAILED: Final = DeliveryAttempt(at=NEW_YEAR, status_code=500, error="It answered 500.", seconds=1)
_RECEIVED: Final = DeliveryAttempt(at=NEW_YEAR, status_code=204, seconds=0.25)


def _lives_of(delivery: WebhookDelivery) -> Sequence[WebhookDelivery]:
    failed = delivery.attempted(_FAILED, Verdict.FAILED, _SCHEDULES)
    delivered = failed.attempted(_RECEIVED, Verdict.RECEIVED, _SCHEDULES)
    return failed, delivered, failed.given_up(), delivered.asked_for_again(now=NEW_YEAR)


async def _added(uow: UnitOfWork, *deliveries: WebhookDelivery) -> None:
    for delivery in deliveries:
        await uow.deliveries.add(delivery, f"the body of {delivery.id}")


async def _an_endpoint(uow: UnitOfWork) -> WebhookEndpoint:
    endpoint = an_endpoint()
    await uow.webhooks.add(endpoint)
    return endpoint


async def _due(
    uow: UnitOfWork, now: datetime, *, limit: int = 10, limit_per_receiver: int = 10
) -> list[DeliveryId]:
    given = await uow.deliveries.due(
        now, lease=LEASE, limit=limit, limit_per_receiver=limit_per_receiver
    )
    return [delivery.id for delivery in given]


class WebhookOutboxContract:
    async def test_a_delivery_comes_back_in_whatever_state_it_was_saved(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            delivery = replace(
                a_delivery(await _an_endpoint(uow)),
                schedule=ScheduleName.TASK,
                event_id=EventId(uuid4()),
            )
            await uow.deliveries.add(delivery, '{"text": "Grüße 👋"}')
            assert await uow.deliveries.get(ADA, delivery.id) == delivery
            await uow.commit()
        for changed in _lives_of(delivery):
            async with unit_of_work() as uow:
                await uow.deliveries.save(changed)
                assert await uow.deliveries.get(ADA, delivery.id) == changed
                await uow.commit()
            async with unit_of_work() as uow:
                assert await uow.deliveries.get(ADA, delivery.id) == changed
                assert await uow.deliveries.body_of(delivery.id) == '{"text": "Grüße 👋"}'

    async def test_a_delivery_that_is_not_theirs_is_not_found(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            endpoint = await _an_endpoint(uow)
            delivery, unknown = a_delivery(endpoint), a_delivery(endpoint)
            await _added(uow, delivery)
            with pytest.raises(DeliveryNotFoundError):
                await uow.deliveries.get(GRACE, delivery.id)
            with pytest.raises(DeliveryNotFoundError):
                await uow.deliveries.save(unknown)
            with pytest.raises(DeliveryNotFoundError):
                await uow.deliveries.give_back(unknown)
            with pytest.raises(DeliveryNotFoundError):
                await uow.deliveries.body_of(unknown.id)

    async def test_a_delivery_belongs_to_an_endpoint_that_is_there(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            with pytest.raises(WebhookNotFoundError):
                await _added(uow, a_delivery(an_endpoint()))

    async def test_deliveries_go_with_their_endpoint(self, unit_of_work: UnitOfWorkFactory) -> None:
        async with unit_of_work() as uow:
            endpoint, other = await _an_endpoint(uow), await _an_endpoint(uow)
            gone, kept = a_delivery(endpoint), a_delivery(other)
            await _added(uow, gone, kept)
            await uow.webhooks.remove(endpoint.id)
            await uow.commit()
        async with unit_of_work() as uow:
            with pytest.raises(DeliveryNotFoundError):
                await uow.deliveries.get(ADA, gone.id)
            assert await _due(uow, NEW_YEAR) == [kept.id]

    async def test_what_is_due_comes_in_the_order_in_which_it_became_so(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            endpoint = await _an_endpoint(uow)
            late, early, future = (
                a_delivery(endpoint, due=NEW_YEAR + n * SECOND) for n in (1, 0, 2)
            )
            await _added(
                uow,
                late,
                early,
                future,
            )
            assert await _due(uow, NEW_YEAR + SECOND) == [early.id, late.id]

    async def test_what_has_ended_is_not_due(self, unit_of_work: UnitOfWorkFactory) -> None:
        async with unit_of_work() as uow:
            delivery = a_delivery(await _an_endpoint(uow))
            await _added(uow, delivery)
            for changed in _lives_of(delivery)[1:3]:
                await uow.deliveries.give_back(changed)
                assert await _due(uow, NEW_YEAR + timedelta(days=9)) == []

    async def test_what_is_given_out_is_nobody_elses_until_the_lease_is_over(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            delivery = a_delivery(await _an_endpoint(uow))
            await _added(uow, delivery)
            assert await _due(uow, NEW_YEAR) == [delivery.id]
            await uow.commit()
        async with unit_of_work() as uow:
            assert await _due(uow, NEW_YEAR + LEASE - SECOND) == []
            assert await _due(uow, NEW_YEAR + LEASE) == [delivery.id]

    async def test_what_is_given_back_may_be_given_out_again(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            delivery = a_delivery(await _an_endpoint(uow))
            await _added(uow, delivery)
            await _due(uow, NEW_YEAR)
            await uow.deliveries.give_back(delivery)
            assert await _due(uow, NEW_YEAR) == [delivery.id]

    async def test_saving_ends_nobodys_lease(self, unit_of_work: UnitOfWorkFactory) -> None:
        async with unit_of_work() as uow:
            delivery = a_delivery(await _an_endpoint(uow))
            await _added(uow, delivery)
            await _due(uow, NEW_YEAR)
            await uow.deliveries.save(delivery)
            assert await _due(uow, NEW_YEAR) == []

    async def test_no_more_is_given_out_than_was_asked_for(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            endpoint = await _an_endpoint(uow)
            deliveries = [a_delivery(endpoint, due=NEW_YEAR + n * SECOND) for n in range(3)]
            await _added(uow, *deliveries)
            later = NEW_YEAR + 5 * SECOND
            assert await _due(uow, later, limit=2) == [each.id for each in deliveries[:2]]
            assert await _due(uow, later, limit=2) == [deliveries[2].id]

    async def test_nobody_is_given_more_for_one_receiver_than_it_may_have_at_once(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            endpoint = await _an_endpoint(uow)
            first, second, third = (
                a_delivery(endpoint, url=f"https://slow.example/{n}", due=NEW_YEAR + n * SECOND)
                for n in range(3)
            )
            other = a_delivery(
                endpoint, url="https://fast.example:8443/", due=NEW_YEAR + 3 * SECOND
            )
            await _added(uow, first, second, third, other)
            later = NEW_YEAR + 5 * SECOND
            assert await _due(uow, later, limit_per_receiver=2) == [first.id, second.id, other.id]
            assert await _due(uow, later, limit_per_receiver=2) == []
            await uow.deliveries.give_back(first.given_up())
            assert await _due(uow, later, limit_per_receiver=2) == [third.id]

    async def test_the_log_of_an_endpoint_is_read_newest_first(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            endpoint, other = await _an_endpoint(uow), await _an_endpoint(uow)
            log = [a_delivery(endpoint, created_at=NEW_YEAR + n * SECOND) for n in range(3)]
            await _added(uow, *log, a_delivery(other))
            ended = log[1].given_up()
            await uow.deliveries.save(ended)
            page = await uow.deliveries.page(endpoint.id, None, offset=1, limit=2)
            assert (list(page.items), page.total) == ([ended, log[0]], 3)
            page = await uow.deliveries.page(
                endpoint.id, DeliveryStatus.GIVEN_UP, offset=0, limit=9
            )
            assert (list(page.items), page.total) == ([ended], 1)
            page = await uow.deliveries.page(EndpointId(uuid4()), None, offset=0, limit=9)
            assert (list(page.items), page.total) == ([], 0)

    async def test_what_is_old_and_over_is_forgotten(self, unit_of_work: UnitOfWorkFactory) -> None:
        async with unit_of_work() as uow:
            endpoint = await _an_endpoint(uow)
            old, pending, new = (
                a_delivery(endpoint, created_at=NEW_YEAR + n * SECOND) for n in (0, 0, 1)
            )
            await _added(uow, old, pending, new)
            for delivery in (old, new):
                await uow.deliveries.save(delivery.given_up())
            assert await uow.deliveries.remove_ended(before=NEW_YEAR + SECOND) == 1
            page = await uow.deliveries.page(endpoint.id, None, offset=0, limit=9)
            assert {delivery.id for delivery in page.items} == {pending.id, new.id}
