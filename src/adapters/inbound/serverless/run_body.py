"""A job as RunPod's serverless API shows it:
https://docs.runpod.io/serverless/endpoints/operation-reference"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.example_ids import JOB_ID
from adapters.inbound.serverless.job_note import JobNote
from adapters.inbound.serverless.job_output import JobOutput
from application.advice import with_advice
from application.errors import StageTimeoutError
from application.ports.repositories import StoredTranscript
from domain.transcription_job import Failure, JobStatus, TranscriptionJob


class RunStatus(StrEnum):
    IN_QUEUE = "IN_QUEUE"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    TIMED_OUT = "TIMED_OUT"


STATUS_OF: Final[Mapping[JobStatus, RunStatus]] = MappingProxyType(
    {
        JobStatus.QUEUED: RunStatus.IN_QUEUE,
        JobStatus.RUNNING: RunStatus.IN_PROGRESS,
        JobStatus.SUCCEEDED: RunStatus.COMPLETED,
        JobStatus.FAILED: RunStatus.FAILED,
        JobStatus.CANCELLED: RunStatus.CANCELLED,
    }
)
_FORGOTTEN: Final = "The transcript of this job was deleted."


class RunBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": JOB_ID,
                    "status": "COMPLETED",
                    "delayTime": 12,
                    "executionTime": 1340,
                    "output": {
                        "segments": [
                            {
                                "start": 0.123,
                                "end": 0.9,
                                "text": "Hello there.",
                                "speaker": "SPEAKER_00",
                            }
                        ],
                        "detected_language": "en",
                        "language_probability": 0.988,
                        "speakers": {"SPEAKER_00": {"name": "Speaker 0", "time": 0.777}},
                    },
                }
            ]
        }
    )

    id: str
    status: RunStatus
    delayTime: int | None = Field(  # noqa: N815 - so it is called on the wire
        default=None, description="Milliseconds that it waited."
    )
    executionTime: int | None = Field(  # noqa: N815
        default=None, description="Milliseconds that it took."
    )
    output: JobOutput | None = Field(default=None, description="Of a job that is COMPLETED.")
    error: str | None = Field(default=None, description="Of a job that has FAILED or TIMED_OUT.")

    @classmethod
    def of(cls, job: TranscriptionJob, stored: StoredTranscript | None) -> "RunBody":
        """Raises JobNotFoundError for a job that came by another door."""
        note = JobNote.of(job)
        return cls(
            id=str(job.id),
            status=_status(job),
            delayTime=_milliseconds(job.requested_at, job.started_at),
            executionTime=_milliseconds(job.started_at, job.finished_at),
            output=None if stored is None else _output(stored, note),
            error=_error(job, stored),
        )


def run_as_json(job: TranscriptionJob, stored: StoredTranscript | None) -> str:
    """Raises JobNotFoundError for a job that came by another door."""
    return RunBody.of(job, stored).model_dump_json(exclude_none=True)


def _status(job: TranscriptionJob) -> RunStatus:
    ran_out_of_time = job.failure is not None and job.failure.code == StageTimeoutError.code
    return RunStatus.TIMED_OUT if ran_out_of_time else STATUS_OF[job.status]


def _output(stored: StoredTranscript, note: JobNote) -> JobOutput:
    return JobOutput.of(stored.transcript, with_words=note.with_words, warnings=note.warnings)


def _error(job: TranscriptionJob, stored: StoredTranscript | None) -> str | None:
    if job.status is JobStatus.SUCCEEDED:
        return _FORGOTTEN if stored is None else None
    return None if job.failure is None else _in_words(job.failure)


def _in_words(failure: Failure) -> str:
    return with_advice(failure.detail, failure.advice)


def _milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None:
        return None
    return max(0, (end - start) // timedelta(milliseconds=1))
