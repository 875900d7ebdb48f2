"""Guessing how long a job still takes, from how long others took."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Self

from domain.past_run import PastRun


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of work for a second of sound: the real-time factor of whole jobs."""

    factor: float

    @classmethod
    def of(cls, runs: Sequence[PastRun]) -> Self | None:
        """None where nobody has run yet."""
        factors = [run.seconds / run.duration for run in runs if run.duration > 0]
        return cls(median(factors)) if factors else None

    def seconds_for(self, sound: float) -> float:
        """How long that many seconds of sound take."""
        return self.factor * sound
