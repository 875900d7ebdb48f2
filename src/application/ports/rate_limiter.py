"""Counting requests, so that nobody asks more often than they may."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.quota import Quota, Verdict


class RateLimiter(Protocol):
    """Counts each caller by itself. It never fails: where its memory is out of reach, it counts as
    well as it can, because a service that refuses everybody is worse than one that is generous."""

    @abstractmethod
    async def take(self, caller: str, quotas: Sequence[Quota]) -> Verdict:
        """Count one request, unless a quota is used up: one that is refused does not make the
        next wait longer."""

    @abstractmethod
    async def look(self, caller: str, quotas: Sequence[Quota]) -> Verdict:
        """Whether one more would be allowed. Nothing is counted."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of whatever counts elsewhere."""
