"""How long each stage takes, told by its own reports."""

from datetime import datetime

from application.ports.clock import Clock
from application.ports.progress import ReportStage
from domain.transcription_job import Stage


class StageClock:
    """A stage begins with the first report of it. Reports come from several threads, and each
    stage's from one at a time."""

    def __init__(self, clock: Clock, report: ReportStage) -> None:
        self._clock = clock
        self._report = report
        self._begun: dict[Stage, datetime] = {}

    def report(self, stage: Stage, fraction: float) -> None:
        self._begun.setdefault(stage, self._clock.now())
        self._report(stage, fraction)

    def seconds_in(self, stage: Stage) -> float:
        """Until now; 0 for one that has not begun."""
        now = self._clock.now()
        return max(0.0, (now - self._begun.get(stage, now)).total_seconds())
