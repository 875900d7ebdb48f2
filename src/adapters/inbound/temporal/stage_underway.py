"""One stage while it is worked on: how far it has come, what it has heard, and whether it is still
wanted."""

from dataclasses import dataclass, field

from adapters.inbound.heard_lately import HeardLately
from application.ports.progress import NoLongerWantedError
from domain.transcription_job import JobId, Stage


@dataclass(slots=True)
class StageUnderway:
    """Told from the stage's thread, read by the event loop."""

    job_id: JobId
    stage: Stage
    fraction: float = 0.0
    wanted: bool = True
    heard: HeardLately = field(default_factory=HeardLately)

    def report(self, fraction: float) -> None:
        """Raises NoLongerWantedError, which ends the work."""
        if not self.wanted:
            raise NoLongerWantedError
        self.fraction = fraction
