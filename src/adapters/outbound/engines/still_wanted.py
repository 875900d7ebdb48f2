"""Asking, in the middle of a piece of work, whether anybody still wants it."""

from typing import final

from application.ports.progress import ReportFraction


@final
class StillWanted:
    """Reports how far the work has come. In between it says the same again, only to hear whether
    to go on: a single window may take half a minute of tries at rising temperatures."""

    def __init__(self, report: ReportFraction) -> None:
        self._report = report
        self._reached = 0.0

    def __call__(self, fraction: float) -> None:
        self._reached = fraction
        self._report(fraction)

    def go_on(self) -> None:
        """Raises what the report raises."""
        self._report(self._reached)
