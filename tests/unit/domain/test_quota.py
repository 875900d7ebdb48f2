"""How often somebody may ask, in words and as names."""

import pytest

from domain.errors import InvalidValueError
from domain.quota import Allowance, Quota, Verdict


@pytest.mark.parametrize(
    ("quota", "words", "name"),
    [
        (Quota(120, 60), "120 requests per minute", "120-per-minute"),
        (Quota(1, 1), "1 request per second", "1-per-second"),
        (Quota(5, 600), "5 requests per 10 minutes", "5-per-10-minutes"),
        (Quota(7, 90), "7 requests per 90 seconds", "7-per-90-seconds"),
        (Quota(9, 2_592_000), "9 requests per 30 days", "9-per-30-days"),
    ],
)
def test_a_quota_is_told_in_the_largest_unit_that_fits(quota: Quota, words: str, name: str) -> None:
    assert str(quota) == words
    assert quota.name == name


@pytest.mark.parametrize(("amount", "seconds"), [(0, 60), (1, 0), (-1, 1)])
def test_a_quota_of_nothing_is_none(amount: int, seconds: int) -> None:
    with pytest.raises(InvalidValueError):
        Quota(amount, seconds)


def test_of_two_quotas_that_are_used_up_the_one_that_lasts_counts() -> None:
    minute, hour = Quota(2, 60), Quota(10, 3600)
    allowances = (Allowance(minute, 0, 20.0), Allowance(hour, 0, 900.0))
    assert Verdict(False, allowances).tightest.quota == hour


def test_the_quota_of_which_least_is_left_is_the_tightest() -> None:
    minute, hour = Quota(2, 60), Quota(10, 3600)
    allowances = (Allowance(minute, 1, 20.0), Allowance(hour, 7, 900.0))
    assert Verdict(True, allowances).tightest.quota == minute
