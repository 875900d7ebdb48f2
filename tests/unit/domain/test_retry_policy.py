"""How often, and how soon, an attempt is made again."""

from datetime import timedelta

import pytest

from domain.errors import InvalidValueError
from domain.retry_policy import RetryPolicy


def test_each_pause_is_longer_than_the_one_before_up_to_a_limit() -> None:
    policy = RetryPolicy(
        initial_interval=timedelta(seconds=5), coefficient=2, max_interval=timedelta(seconds=30)
    )
    pauses = [policy.pause_after(attempts).total_seconds() for attempts in range(1, 6)]
    assert pauses == [5, 10, 20, 30, 30]


def test_even_the_first_pause_is_no_longer_than_the_longest() -> None:
    policy = RetryPolicy(initial_interval=timedelta(minutes=1), max_interval=timedelta(seconds=1))
    assert policy.pause_after(1) == timedelta(seconds=1)


def test_very_many_attempts_cost_no_more_than_the_longest_pause() -> None:
    policy = RetryPolicy(max_attempts=10_000, coefficient=10)
    assert policy.pause_after(9_999) == policy.max_interval


def test_the_attempts_are_counted() -> None:
    policy = RetryPolicy(max_attempts=3)
    assert [policy.allows_after(attempts) for attempts in (1, 2, 3)] == [True, True, False]


@pytest.mark.parametrize(("max_attempts", "coefficient"), [(0, 2.0), (3, 0.9)])
def test_a_policy_makes_sense(max_attempts: int, coefficient: float) -> None:
    with pytest.raises(InvalidValueError):
        RetryPolicy(max_attempts=max_attempts, coefficient=coefficient)
