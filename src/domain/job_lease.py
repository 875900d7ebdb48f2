"""Who works on a job, and until when that is believed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NewType
from uuid import UUID

from domain.errors import InvalidValueError

LeaseId = NewType("LeaseId", UUID)
RunnerId = NewType("RunnerId", str)
"""One process that runs jobs, for as long as it lives."""

LEASE_LASTS: Final = timedelta(seconds=30)
"""How long a runner may be silent before its job is given to another. It speaks every second; the
rest is for a database that is gone for a while, and for clocks that differ between machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A runner's right to work on a job. Its id is new with every start, so that a runner which
    comes back from the dead cannot speak for a job that another has taken over."""

    id: LeaseId
    runner: RunnerId
    expires_at: datetime

    def __post_init__(self) -> None:
        if self.expires_at.tzinfo is None:
            raise InvalidValueError("the end of a lease must carry a time zone")

    def has_expired(self, *, now: datetime) -> bool:
        return self.expires_at <= now
