"""A job that has been done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PastRun:
    """How long it took, for how much sound, both in seconds."""

    seconds: float
    duration: float
