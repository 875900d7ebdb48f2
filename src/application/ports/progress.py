"""How work under way tells how far it has come."""

from collections.abc import Callable
from typing import TypeAlias

from domain.transcription_job import Stage

ReportFraction: TypeAlias = Callable[[float], None]
"""Called with 0..1, from any thread. It may raise, and then the work stops with what it raised."""

ReportStage: TypeAlias = Callable[[Stage, float], None]
"""The same, naming the stage."""


class NoLongerWantedError(Exception):
    """What a report raises to stop the work: nobody wants it any more. It is no failure."""


def ignore_fraction(_fraction: float) -> None:
    """For whoever does not care how far the work has come."""
