"""How often, and how soon, an attempt that failed is made again."""

from dataclasses import dataclass
from datetime import timedelta

from domain.errors import InvalidValueError


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """Exponential backoff, as in Temporal: each pause is `coefficient` times the one before."""

    max_attempts: int = 3
    initial_interval: timedelta = timedelta(seconds=5)
    coefficient: float = 2.0
    max_interval: timedelta = timedelta(seconds=300)

    def __post_init__(self) -> None:
        if self.max_attempts < 1 or self.coefficient < 1:
            raise InvalidValueError("there is at least one attempt, and pauses do not shrink")

    def allows_after(self, attempts: int) -> bool:
        return attempts < self.max_attempts

    def pause_after(self, attempts: int) -> timedelta:
        """How long to wait after that many attempts, of which the first is 1."""
        longest = self.max_interval.total_seconds()
        seconds = self.initial_interval.total_seconds()
        for _ in range(attempts - 1):
            seconds = min(longest, seconds * self.coefficient)
        return timedelta(seconds=min(longest, seconds))
