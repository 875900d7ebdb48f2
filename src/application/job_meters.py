"""Several who count what becomes of jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from application.ports.meters import Found, JobMeter
from domain.transcription_job import Failure, Stage, TranscriptionJob


@final
@dataclass(frozen=True, slots=True)
class SeveralJobMeters(JobMeter):
    """Each is told all of it."""

    meters: Sequence[JobMeter]

    def stage_finished(self, stage: Stage, seconds: float) -> None:
        for meter in self.meters:
            meter.stage_finished(stage, seconds)

    def job_ended(self, job: TranscriptionJob, *, sound_seconds: float | None = None) -> None:
        for meter in self.meters:
            meter.job_ended(job, sound_seconds=sound_seconds)

    def attempt_failed(self, failure: Failure) -> None:
        for meter in self.meters:
            meter.attempt_failed(failure)

    def transcript_looked_for(self, found: Found) -> None:
        for meter in self.meters:
            meter.transcript_looked_for(found)
