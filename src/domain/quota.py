"""How often somebody may ask in a stretch of time, and how much of that is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.errors import InvalidValueError

_UNITS: Final[Mapping[int, str]] = MappingProxyType(
    {86_400: "day", 3_600: "hour", 60: "minute", 1: "second"}
)


@dataclass(frozen=True, slots=True)
class Quota:
    """So many requests in any stretch of so many seconds."""

    amount: int
    seconds: int

    def __post_init__(self) -> None:
        if self.amount < 1 or self.seconds < 1:
            raise InvalidValueError("A quota allows one request or more in a second or more.")

    def __str__(self) -> str:
        """As in `120 requests per minute`."""
        noun = "request" if self.amount == 1 else "requests"
        return f"{self.amount} {noun} per {self._stretch}"

    @property
    def name(self) -> str:
        """As in `120-per-minute`: no two quotas share it."""
        return f"{self.amount}-per-{self._stretch.replace(' ', '-')}"

    @property
    def _stretch(self) -> str:
        unit = next(each for each in _UNITS if self.seconds % each == 0)
        count = self.seconds // unit
        return _UNITS[unit] if count == 1 else f"{count} {_UNITS[unit]}s"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a quota."""

    quota: Quota
    remaining: int
    renewed_in: float
    """Seconds until the oldest request that counts does so no more."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one more request is within all quotas, and what is left of each."""

    is_allowed: bool
    allowances: tuple[Allowance, ...]

    @property
    def tightest(self) -> Allowance:
        """The one that is used up first; of several, the one that takes longest to be renewed."""
        return min(self.allowances, key=lambda each: (each.remaining, -each.renewed_in))
