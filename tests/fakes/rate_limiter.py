"""A limiter that says what a test has it say, or is out of reach."""

from collections import Counter
from collections.abc import Sequence
from typing import final

from adapters.outbound.rate_limits.moving_windows import StoreGoneError
from application.ports.rate_limiter import RateLimiter
from domain.quota import Allowance, Quota, Verdict


@final
class CountingLimiter(RateLimiter):
    """Of each quota as much is gone as was taken, and it is renewed in a quarter of its time."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.is_gone = False
        self.is_closed = False

    async def take(self, caller: str, quotas: Sequence[Quota]) -> Verdict:
        before = await self.look(caller, quotas)
        if before.is_allowed:
            self.taken[caller] += 1
        return Verdict(before.is_allowed, self._allowances(caller, quotas))

    async def look(self, caller: str, quotas: Sequence[Quota]) -> Verdict:
        if self.is_gone:
            raise StoreGoneError
        allowances = self._allowances(caller, quotas)
        return Verdict(all(each.remaining for each in allowances), allowances)

    async def close(self) -> None:
        self.is_closed = True

    def _allowances(self, caller: str, quotas: Sequence[Quota]) -> tuple[Allowance, ...]:
        taken = self.taken[caller]
        return tuple(
            Allowance(each, max(0, each.amount - taken), each.seconds / 4) for each in quotas
        )
