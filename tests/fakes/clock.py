"""A clock that stands still until it is told to move."""

from datetime import UTC, datetime, timedelta
from typing import Final, final

from application.ports.clock import Clock

NEW_YEAR: Final = datetime(2026, 1, 1, tzinfo=UTC)


@final
class FakeClock(Clock):
    def __init__(self, now: datetime = NEW_YEAR) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by
