"""Progress in parts, and whether it was the listener who stopped the work."""

from collections.abc import Callable

from application.ports.progress import ReportFraction


class Progress:
    """`report` may raise to stop the work; `stopped_by` is what it raised."""

    def __init__(self, report: ReportFraction) -> None:
        self._report = report
        self.stopped_by: Exception | None = None

    def part(self, begin: float, end: float) -> Callable[[float], None]:
        return lambda fraction: self._advance(begin + (end - begin) * fraction)

    def finish(self) -> None:
        self._advance(1.0)

    def _advance(self, fraction: float) -> None:
        try:
            self._report(fraction)
        except Exception as error:
            self.stopped_by = error
            raise
