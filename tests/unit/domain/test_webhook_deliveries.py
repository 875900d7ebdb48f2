from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.callback import CallbackStyle
from domain.delivery_schedule import SCHEDULE_OF, ScheduleName, delivery_schedules
from domain.errors import InvalidValueError
from domain.webhook_delivery import DeliveryAttempt, DeliveryStatus, Verdict, WebhookDelivery
from tests.fakes.clock import NEW_YEAR
from tests.fakes.webhooks import a_delivery, an_endpoint

SCHEDULES = delivery_schedules(task_tries=3)
SECOND = timedelta(seconds=1)
ATTEMPT = DeliveryAttempt(at=NEW_YEAR, status_code=500, error="No.", seconds=2)


def failed(delivery: WebhookDelivery, times: int) -> WebhookDelivery:
    for _ in range(times):
        delivery = delivery.attempted(ATTEMPT, Verdict.FAILED, SCHEDULES)
    return delivery


def test_every_style_of_callback_and_every_name_has_its_schedule() -> None:
    assert set(SCHEDULE_OF) == set(CallbackStyle)
    assert set(SCHEDULES) == set(ScheduleName)


@given(st.uuids())
def test_the_standard_schedule_tries_ten_times_in_three_to_four_days(delivery_id: UUID) -> None:
    standard = SCHEDULES[ScheduleName.STANDARD]
    pauses = [standard.pause_after(tries, delivery_id) for tries in range(1, 11)]
    assert pauses.pop() is None
    lengths = [pause for pause in pauses if pause is not None]
    assert len(lengths) == 9
    assert 5 * SECOND <= lengths[0] <= 5.5 * SECOND
    assert all(shorter < longer for shorter, longer in pairwise(lengths))
    assert timedelta(days=3) < sum(lengths, timedelta()) < timedelta(days=4)


def test_deliveries_that_fail_together_are_not_tried_again_together() -> None:
    standard = SCHEDULES[ScheduleName.STANDARD]
    assert len({standard.pause_after(5, uuid4()) for _ in range(50)}) > 10


def test_the_callback_of_a_task_is_tried_as_often_as_the_operator_says() -> None:
    task = delivery_schedules(task_tries=4)[ScheduleName.TASK]
    pauses = [task.pause_after(tries, uuid4()) for tries in range(1, 5)]
    assert pauses == [SECOND, 2 * SECOND, 4 * SECOND, None]
    once = delivery_schedules(task_tries=1)[ScheduleName.TASK]
    assert once.pause_after(1, uuid4()) is None
    with pytest.raises(InvalidValueError):
        delivery_schedules(task_tries=0)


def test_what_was_received_is_delivered() -> None:
    delivered = a_delivery(an_endpoint()).attempted(ATTEMPT, Verdict.RECEIVED, SCHEDULES)
    assert (delivered.status, delivered.next_attempt_at) == (DeliveryStatus.DELIVERED, None)
    assert delivered.attempts == (ATTEMPT,)


def test_what_failed_is_tried_again_after_a_pause() -> None:
    once = failed(replace(a_delivery(an_endpoint()), schedule=ScheduleName.TASK), 1)
    assert once.status is DeliveryStatus.PENDING
    assert once.next_attempt_at == NEW_YEAR + 3 * SECOND


def test_it_is_given_up_after_the_last_try() -> None:
    task = replace(a_delivery(an_endpoint()), schedule=ScheduleName.TASK)
    assert failed(task, 2).status is DeliveryStatus.PENDING
    given_up = failed(task, 3)
    assert (given_up.status, given_up.next_attempt_at) == (DeliveryStatus.GIVEN_UP, None)
    assert len(given_up.attempts) == 3


@pytest.mark.parametrize("verdict", [Verdict.REFUSED, Verdict.GONE])
def test_what_cannot_succeed_is_given_up_at_once(verdict: Verdict) -> None:
    given_up = a_delivery(an_endpoint()).attempted(ATTEMPT, verdict, SCHEDULES)
    assert given_up.status is DeliveryStatus.GIVEN_UP
    assert given_up.attempts == (ATTEMPT,)


def test_what_is_asked_for_again_has_its_whole_schedule_before_it() -> None:
    task = replace(a_delivery(an_endpoint()), schedule=ScheduleName.TASK)
    again = failed(task, 3).asked_for_again(now=NEW_YEAR)
    assert (again.status, again.next_attempt_at) == (DeliveryStatus.PENDING, NEW_YEAR)
    assert len(failed(again, 2).attempts) == 5
    assert failed(again, 2).status is DeliveryStatus.PENDING
    assert failed(again, 3).status is DeliveryStatus.GIVEN_UP


def test_an_attempt_that_comes_late_takes_nothing_back() -> None:
    delivered = a_delivery(an_endpoint()).attempted(ATTEMPT, Verdict.RECEIVED, SCHEDULES)
    late = delivered.attempted(ATTEMPT, Verdict.FAILED, SCHEDULES)
    assert late.status is DeliveryStatus.DELIVERED
    assert len(late.attempts) == 2


def test_a_delivery_has_a_next_attempt_exactly_while_it_is_pending() -> None:
    with pytest.raises(InvalidValueError):
        replace(a_delivery(an_endpoint()), next_attempt_at=None)


def test_times_of_attempts_have_a_zone() -> None:
    with pytest.raises(InvalidValueError):
        replace(ATTEMPT, at=NEW_YEAR.replace(tzinfo=None))
