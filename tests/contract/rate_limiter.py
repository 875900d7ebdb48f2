"""What everything that counts requests must do."""

import asyncio
from typing import Final

from application.ports.rate_limiter import RateLimiter
from domain.quota import Quota

TWO_A_MINUTE: Final = Quota(2, 60)
THREE_AN_HOUR: Final = Quota(3, 3600)


class RateLimiterContract:
    async def test_what_is_within_the_quota_is_allowed_and_counted(
        self, limiter: RateLimiter
    ) -> None:
        verdicts = [await limiter.take("ada", [TWO_A_MINUTE]) for _ in range(3)]
        assert [each.is_allowed for each in verdicts] == [True, True, False]
        assert [each.tightest.remaining for each in verdicts] == [1, 0, 0]
        assert all(0 < each.tightest.renewed_in <= 60 for each in verdicts)

    async def test_each_caller_is_counted_alone(self, limiter: RateLimiter) -> None:
        for _ in range(3):
            await limiter.take("ada", [TWO_A_MINUTE])
        assert (await limiter.take("bob", [TWO_A_MINUTE])).is_allowed

    async def test_all_quotas_hold(self, limiter: RateLimiter) -> None:
        quotas = [THREE_AN_HOUR, Quota(100, 60)]
        verdicts = [await limiter.take("ada", quotas) for _ in range(4)]
        assert [each.is_allowed for each in verdicts] == [True, True, True, False]
        assert verdicts[-1].tightest.quota == THREE_AN_HOUR
        assert [each.quota for each in verdicts[-1].allowances] == quotas

    async def test_who_hammers_uses_up_no_longer_quota(self, limiter: RateLimiter) -> None:
        quotas = [THREE_AN_HOUR, TWO_A_MINUTE]
        verdicts = [await limiter.take("ada", quotas) for _ in range(20)]
        assert [each.remaining for each in verdicts[-1].allowances] == [1, 0]

    async def test_what_a_longer_quota_refuses_uses_up_no_shorter_one(
        self, limiter: RateLimiter
    ) -> None:
        quotas = [THREE_AN_HOUR, Quota(100, 60)]
        verdicts = [await limiter.take("ada", quotas) for _ in range(20)]
        assert [each.remaining for each in verdicts[-1].allowances] == [0, 97]

    async def test_to_look_counts_nothing(self, limiter: RateLimiter) -> None:
        for _ in range(5):
            assert (await limiter.look("ada", [TWO_A_MINUTE])).is_allowed
        assert (await limiter.take("ada", [TWO_A_MINUTE])).tightest.remaining == 1
        await limiter.take("ada", [TWO_A_MINUTE])
        assert not (await limiter.look("ada", [TWO_A_MINUTE])).is_allowed

    async def test_of_many_at_once_no_more_than_the_quota_are_allowed(
        self, limiter: RateLimiter
    ) -> None:
        quota = Quota(5, 3600)
        verdicts = await asyncio.gather(*(limiter.take("ada", [quota]) for _ in range(20)))
        assert sum(each.is_allowed for each in verdicts) == 5
