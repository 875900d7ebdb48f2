"""From the outbox in a real database to a real receiver, however that behaves."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_client import guarded_client
from adapters.outbound.notifications.http_webhook_sender import HttpWebhookSender
from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.webhooks.deliver_due import DeliverDue
from domain.delivery_schedule import delivery_schedules
from domain.webhook_delivery import DeliveryStatus, WebhookDelivery
from infrastructure.database import make_engine, sessions
from tests.fakes.clips import ADA
from tests.fakes.clock import FakeClock
from tests.fakes.progress import PATIENCE
from tests.fakes.receiver import endless, receiving, silence
from tests.fakes.site import page, redirect
from tests.fakes.webhooks import a_delivery, an_endpoint

LONG = timedelta(days=2)
METADATA = "http://169.254.169.254/latest/meta-data/"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def unit_of_work(sql_engine: AsyncEngine) -> UnitOfWorkFactory:
    return partial(SqlUnitOfWork, sessions(sql_engine))


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    rules = AddressRules.of(protected=True, allowed=["127.0.0.1"], blocked=[])
    async with guarded_client(rules, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def deliver(
    unit_of_work: UnitOfWorkFactory, client: httpx.AsyncClient, clock: FakeClock
) -> DeliverDue:
    return DeliverDue(
        unit_of_work=unit_of_work,
        sender=HttpWebhookSender(client, patience=timedelta(seconds=1)),
        clock=clock,
        schedules=delivery_schedules(task_tries=3),
    )


async def kept(unit_of_work: UnitOfWorkFactory, *urls: str) -> list[WebhookDelivery]:
    endpoint = an_endpoint()
    deliveries = [a_delivery(endpoint, url=url) for url in urls]
    async with unit_of_work() as uow:
        await uow.webhooks.add(endpoint)
        for delivery in deliveries:
            await uow.deliveries.add(delivery, "{}")
        await uow.commit()
    return deliveries


async def now_of(unit_of_work: UnitOfWorkFactory, delivery: WebhookDelivery) -> WebhookDelivery:
    async with unit_of_work() as uow:
        return await uow.deliveries.get(ADA, delivery.id)


async def test_a_receiver_that_fails_in_every_way_hears_of_it_in_the_end(
    deliver: DeliverDue, unit_of_work: UnitOfWorkFactory, clock: FakeClock
) -> None:
    answers = (page(status="503 No"), silence, b"nonsense\r\n\r\n", redirect(METADATA), endless)
    async with receiving(*answers) as receiver:
        [delivery] = await kept(unit_of_work, receiver.url)
        for _ in answers:
            assert await deliver() == 1
            clock.advance(LONG)
        assert await deliver() == 0
    ended = await now_of(unit_of_work, delivery)
    assert ended.status is DeliveryStatus.DELIVERED
    assert [attempt.status_code for attempt in ended.attempts] == [503, None, None, 302, 200]
    assert [attempt.error is None for attempt in ended.attempts] == [False] * 4 + [True]
    assert len({each.headers["webhook-id"] for each in receiver.received}) == 1


async def test_a_receiver_at_a_private_address_hears_nothing(
    deliver: DeliverDue, unit_of_work: UnitOfWorkFactory
) -> None:
    [delivery] = await kept(unit_of_work, METADATA)
    assert await deliver() == 1
    ended = await now_of(unit_of_work, delivery)
    assert ended.status is DeliveryStatus.GIVEN_UP
    assert "169.254.169.254" in (ended.attempts[0].error or "")


async def test_two_processes_deliver_each_event_once(
    deliver: DeliverDue, unit_of_work: UnitOfWorkFactory, sql_database: str
) -> None:
    other_engine = make_engine(sql_database)
    other = DeliverDue(
        unit_of_work=partial(SqlUnitOfWork, sessions(other_engine)),
        sender=deliver.sender,
        clock=deliver.clock,
        schedules=deliver.schedules,
    )
    async with receiving(*[page()] * 24) as receiver:
        deliveries = await kept(unit_of_work, *[receiver.url] * 24)
        assert sum(await asyncio.gather(deliver(), other())) == 24
        assert len({each.headers["webhook-id"] for each in receiver.received}) == 24
    await other_engine.dispose()
    ended = [await now_of(unit_of_work, delivery) for delivery in deliveries]
    assert {delivery.status for delivery in ended} == {DeliveryStatus.DELIVERED}
