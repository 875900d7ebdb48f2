import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from application.errors import DatabaseUnavailableError
from application.ports.unit_of_work import UnitOfWork
from application.ports.webhooks import SendOutcome, WebhookMessage
from application.use_cases.webhooks.deliver_due import AT_ONCE, AT_ONCE_PER_RECEIVER, DeliverDue
from domain.delivery_schedule import ScheduleName, delivery_schedules
from domain.webhook import SigningSecret, WebhookEndpoint
from domain.webhook_delivery import DeliveryStatus, Verdict, WebhookDelivery
from tests.fakes.clips import ADA
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.progress import PATIENCE
from tests.fakes.service import Service
from tests.fakes.webhooks import (
    FAILED,
    HOOK,
    RECEIVED,
    ScriptedSender,
    a_delivery,
    a_secret,
    an_endpoint,
)

GONE = SendOutcome(verdict=Verdict.GONE, status_code=410, error="Gone.")
REFUSED = SendOutcome(verdict=Verdict.REFUSED, error="A private address.")
SLOW = "https://slow.example/hook"


@pytest.fixture
def sender() -> ScriptedSender:
    return ScriptedSender()


@pytest.fixture
def deliver(service: Service, sender: ScriptedSender, clock: FakeClock) -> DeliverDue:
    return DeliverDue(
        unit_of_work=service.unit_of_work,
        sender=sender,
        clock=clock,
        schedules=delivery_schedules(task_tries=3),
    )


async def kept(service: Service, endpoint: WebhookEndpoint, *deliveries: WebhookDelivery) -> None:
    async with service.unit_of_work() as uow:
        await uow.webhooks.add(endpoint)
        for delivery in deliveries:
            await uow.deliveries.add(delivery, f"body of {delivery.id}")
        await uow.commit()


def now_of(service: Service, delivery: WebhookDelivery) -> WebhookDelivery:
    return service.database.committed.deliveries[delivery.id].delivery


async def test_what_is_due_is_sent_and_written_down(
    service: Service, deliver: DeliverDue, sender: ScriptedSender
) -> None:
    endpoint = an_endpoint()
    delivery = a_delivery(endpoint)
    later = a_delivery(endpoint, due=NEW_YEAR + timedelta(seconds=1))
    await kept(service, endpoint, delivery, later)
    assert await deliver() == 1
    [message] = sender.sent
    assert message == WebhookMessage(
        event_id=delivery.event_id,
        url=HOOK,
        body=f"body of {delivery.id}",
        secrets=(a_secret(),),
        sent_at=NEW_YEAR,
    )
    assert now_of(service, delivery).status is DeliveryStatus.DELIVERED
    assert await deliver() == 0


async def test_what_failed_is_sent_again_with_the_same_id_when_its_time_comes(
    service: Service, deliver: DeliverDue, sender: ScriptedSender, clock: FakeClock
) -> None:
    endpoint = an_endpoint()
    delivery = a_delivery(endpoint)
    await kept(service, endpoint, delivery)
    sender.outcomes[HOOK] = [FAILED, RECEIVED]
    assert await deliver() == 1
    assert await deliver() == 0
    clock.advance(timedelta(seconds=6))
    assert await deliver() == 1
    ended = now_of(service, delivery)
    assert ended.status is DeliveryStatus.DELIVERED
    assert [attempt.status_code for attempt in ended.attempts] == [500, 200]
    assert [attempt.error for attempt in ended.attempts] == ["It answered 500.", None]
    assert len({message.event_id for message in sender.sent}) == 1


async def test_after_the_last_try_it_is_given_up(
    service: Service, deliver: DeliverDue, sender: ScriptedSender, clock: FakeClock
) -> None:
    endpoint = an_endpoint(url=None)
    delivery = replace(a_delivery(endpoint), schedule=ScheduleName.TASK)
    await kept(service, endpoint, delivery)
    sender.outcomes[HOOK] = [FAILED] * 9
    for _ in range(9):
        await deliver()
        clock.advance(timedelta(hours=1))
    assert len(sender.sent) == 3
    assert now_of(service, delivery).status is DeliveryStatus.GIVEN_UP


async def test_after_a_rotation_it_is_signed_with_both_secrets(
    service: Service, deliver: DeliverDue, sender: ScriptedSender, clock: FakeClock
) -> None:
    endpoint = an_endpoint().rotated(SigningSecret(a_secret(1)), now=NEW_YEAR)
    tomorrow = NEW_YEAR + timedelta(days=1)
    await kept(service, endpoint, a_delivery(endpoint), a_delivery(endpoint, due=tomorrow))
    await deliver()
    assert sender.sent[0].secrets == (a_secret(1), a_secret())
    clock.advance(timedelta(days=1))
    await deliver()
    assert sender.sent[1].secrets == (a_secret(1),)


async def test_a_forbidden_address_is_given_up_with_its_reason(
    service: Service, deliver: DeliverDue, sender: ScriptedSender
) -> None:
    endpoint = an_endpoint()
    delivery = a_delivery(endpoint)
    await kept(service, endpoint, delivery)
    sender.outcomes[HOOK] = [REFUSED]
    await deliver()
    ended = now_of(service, delivery)
    assert ended.status is DeliveryStatus.GIVEN_UP
    assert ended.attempts[0].error == "A private address."


async def test_an_endpoint_that_is_gone_is_sent_nothing_more(
    service: Service, deliver: DeliverDue, sender: ScriptedSender, clock: FakeClock
) -> None:
    endpoint = an_endpoint()
    first = a_delivery(endpoint)
    second = a_delivery(endpoint, due=NEW_YEAR + timedelta(minutes=1))
    await kept(service, endpoint, first, second)
    sender.outcomes[HOOK] = [GONE]
    await deliver()
    async with service.unit_of_work() as uow:
        assert (await uow.webhooks.get(ADA, endpoint.id)).disabled_at == NEW_YEAR
    clock.advance(timedelta(minutes=1))
    await deliver()
    assert len(sender.sent) == 1
    ended = now_of(service, second)
    assert (ended.status, ended.attempts[0].error) == (
        DeliveryStatus.GIVEN_UP,
        "The webhook is disabled.",
    )


async def test_a_callback_that_is_gone_takes_nothing_from_other_callbacks(
    service: Service, deliver: DeliverDue, sender: ScriptedSender
) -> None:
    endpoint = an_endpoint(url=None)
    await kept(service, endpoint, a_delivery(endpoint, url=SLOW))
    sender.outcomes[SLOW] = [GONE]
    await deliver()
    async with service.unit_of_work() as uow:
        assert (await uow.webhooks.get(ADA, endpoint.id)).disabled_at is None


async def test_a_slow_receiver_holds_up_nobody_else(
    service: Service, deliver: DeliverDue, sender: ScriptedSender
) -> None:
    endpoint = an_endpoint()
    slow = [a_delivery(endpoint, url=SLOW) for _ in range(2 * AT_ONCE)]
    fast = [a_delivery(endpoint, url=f"https://fast{n}.example/") for n in range(2 * AT_ONCE)]
    await kept(service, endpoint, *slow, *fast)
    answer = sender.silent[SLOW] = asyncio.Event()
    delivering = asyncio.create_task(deliver())
    async with asyncio.timeout(PATIENCE):
        await sender.have_begun(AT_ONCE_PER_RECEIVER + len(fast))
    assert sum(message.url == SLOW for message in sender.sent) == AT_ONCE_PER_RECEIVER
    answer.set()
    assert await delivering == len(slow) + len(fast)
    assert sender.most_at_once <= AT_ONCE


async def test_two_processes_never_send_the_same(
    service: Service, deliver: DeliverDue, sender: ScriptedSender
) -> None:
    endpoint = an_endpoint()
    deliveries = [a_delivery(endpoint, url=f"https://r{n}.example/") for n in range(40)]
    await kept(service, endpoint, *deliveries)
    assert sum(await asyncio.gather(deliver(), deliver(), deliver())) == 40
    assert len({message.event_id for message in sender.sent}) == len(sender.sent) == 40


async def test_what_a_lost_process_was_sending_is_sent_when_its_lease_is_over(
    service: Service, deliver: DeliverDue, sender: ScriptedSender, clock: FakeClock
) -> None:
    endpoint = an_endpoint(url=SLOW)
    delivery = a_delivery(endpoint)
    await kept(service, endpoint, delivery)
    sender.silent[SLOW] = asyncio.Event()
    lost = asyncio.create_task(deliver())
    await sender.have_begun(1)
    lost.cancel()
    await asyncio.wait([lost])
    del sender.silent[SLOW]
    assert await deliver() == 0
    clock.advance(timedelta(minutes=5))
    assert await deliver() == 1
    assert now_of(service, delivery).status is DeliveryStatus.DELIVERED


async def test_what_is_deleted_while_it_is_sent_is_forgotten(
    service: Service, deliver: DeliverDue, sender: ScriptedSender
) -> None:
    endpoint = an_endpoint(url=SLOW)
    await kept(service, endpoint, a_delivery(endpoint))
    answer = sender.silent[SLOW] = asyncio.Event()
    delivering = asyncio.create_task(deliver())
    await sender.have_begun(1)
    async with service.unit_of_work() as uow:
        await uow.webhooks.remove(endpoint.id)
        await uow.commit()
    answer.set()
    assert await delivering == 1
    assert service.database.committed.deliveries == {}


async def test_a_sender_that_breaks_costs_an_attempt_and_nothing_else(
    service: Service, deliver: DeliverDue, sender: ScriptedSender
) -> None:
    endpoint = an_endpoint()
    broken, fine = a_delivery(endpoint), a_delivery(endpoint, url="https://fine.example/")
    await kept(service, endpoint, broken, fine)
    sender.broken.add(HOOK)
    assert await deliver() == 2
    assert now_of(service, broken).attempts[0].error == "The message could not be sent."
    assert now_of(service, fine).status is DeliveryStatus.DELIVERED


async def test_what_was_sent_while_the_database_was_gone_is_not_sent_twice(
    service: Service, deliver: DeliverDue, sender: ScriptedSender
) -> None:
    endpoint = an_endpoint()
    delivery = a_delivery(endpoint)
    await kept(service, endpoint, delivery)
    units = count()

    def sometimes_gone() -> UnitOfWork:
        """There for the first unit, in which it is claimed, and gone for the second."""
        if next(units) == 1:
            raise DatabaseUnavailableError("The database is gone.")
        return service.unit_of_work()

    assert await replace(deliver, unit_of_work=sometimes_gone)() == 1
    assert len(sender.sent) == 1
    assert now_of(service, delivery).status is DeliveryStatus.DELIVERED
