"""One job while it is run: how far it has come, what was heard of it, and whether it is still
wanted."""

import asyncio
from dataclasses import dataclass, field
from threading import Lock

from adapters.inbound.heard_lately import HeardLately
from application.ports.progress import NoLongerWantedError
from application.use_cases.jobs.keep_leases import HeldJob
from domain.job_lease import Lease
from domain.transcription_job import Progress, Stage, TranscriptionJob


@dataclass(slots=True)
class JobUnderway:
    """Told from the threads of its stages, read by the event loop."""

    job: TranscriptionJob
    lease: Lease
    task: "asyncio.Task[None] | None" = None
    wanted: bool = True
    heard: HeardLately = field(default_factory=HeardLately)
    _progress: Progress = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._progress = self.job.progress

    def report(self, stage: Stage, fraction: float) -> None:
        """Raises NoLongerWantedError, which ends the work."""
        if not self.wanted:
            raise NoLongerWantedError
        with self._lock:
            self._progress = self._progress.with_stage(stage, fraction)

    @property
    def held(self) -> HeldJob:
        return HeldJob(self.lease, self._progress, self.heard.segments)
