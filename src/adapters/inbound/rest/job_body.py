"""A job as /api answers it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.rest.job_examples import PAGE, QUEUED, RUNNING
from application.use_cases.jobs.look_at_jobs import JobView
from domain.job_history import Attempt, Happening, JobEvent
from domain.transcription_job import (
    Failure,
    JobKind,
    JobStatus,
    Priority,
    Stage,
    TranscriptionJob,
)


class FailureBody(BaseModel):
    code: str = Field(description="A stable name, as in a problem's type.")
    detail: str
    advice: str

    @classmethod
    def of(cls, failure: Failure | None) -> "FailureBody | None":
        if failure is None:
            return None
        return cls(code=failure.code, detail=failure.detail, advice=failure.advice)


class AttemptBody(BaseModel):
    number: int
    started_at: datetime
    ended_at: datetime | None
    outcome: Happening | None = Field(description="Null while it is under way.")
    runner: str | None = Field(description="The process that made it.")
    failure: FailureBody | None

    @classmethod
    def of(cls, attempt: Attempt) -> "AttemptBody":
        return cls(
            number=attempt.number,
            started_at=attempt.started_at,
            ended_at=attempt.ended_at,
            outcome=attempt.outcome,
            runner=attempt.runner,
            failure=FailureBody.of(attempt.failure),
        )


class JobSummaryBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [QUEUED]})

    id: UUID
    url: str = Field(description="Where to look at the job.")
    status: JobStatus
    kind: JobKind
    priority: Priority
    clip_id: UUID | None = Field(
        description="Null where it needs no sound, or has still to fetch it."
    )
    model: str
    stage: Stage | None = Field(description="What is being done, or was last; null at the end.")
    progress: float = Field(description="The fraction done, 0 to 1.")
    attempt: int = Field(description="How often it was started; 0 while it has not been.")
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    not_before: datetime | None = Field(
        description="When it is tried again, if an attempt has failed."
    )
    failure: FailureBody | None
    warnings: list[str] = Field(description="What was asked for and could not be had, and why.")
    transcript_url: str | None = Field(description="Where the transcript is, once it is there.")

    @classmethod
    def of(cls, job: TranscriptionJob) -> "JobSummaryBody":
        return cls(**_summary(job))


class JobBody(JobSummaryBody):
    model_config = ConfigDict(json_schema_extra={"examples": [RUNNING]})

    place: int | None = Field(
        description="How many jobs are taken before it while it waits; 0 for the next."
    )
    seconds_left: float | None = Field(
        description="An estimate; null when there is nothing to make it from, and at the end."
    )
    attempts: list[AttemptBody]
    seconds_per_stage: dict[Stage, float] = Field(description="How long finished stages took.")

    @classmethod
    def of_view(cls, view: JobView) -> "JobBody":
        left = view.seconds_left
        return cls(
            **_summary(view.job),
            place=view.place,
            seconds_left=None if left is None else round(left, 1),
            attempts=[AttemptBody.of(attempt) for attempt in view.attempts],
            seconds_per_stage={
                stage: round(seconds, 3) for stage, seconds in view.seconds_per_stage.items()
            },
        )


class JobPageBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [PAGE]})

    items: list[JobSummaryBody]
    total: int = Field(description="How many there are on all pages.")
    offset: int
    limit: int


class JobEventBody(BaseModel):
    """What an event of a job's stream says."""

    job_id: UUID
    number: int
    at: datetime
    what: Happening
    attempt: int
    stage: Stage | None
    seconds: float | None
    failure: FailureBody | None

    @classmethod
    def of(cls, event: JobEvent) -> "JobEventBody":
        return cls(
            job_id=event.job_id,
            number=event.number,
            at=event.at,
            what=event.what,
            attempt=event.attempt,
            stage=event.stage,
            seconds=event.seconds,
            failure=FailureBody.of(event.failure),
        )


def job_url(job: TranscriptionJob) -> str:
    return f"/api/jobs/{job.id}"


def _summary(job: TranscriptionJob) -> dict[str, Any]:
    has_transcript = job.status is JobStatus.SUCCEEDED and job.kind is JobKind.FULL
    return {
        "id": job.id,
        "url": job_url(job),
        "status": job.status,
        "kind": job.kind,
        "priority": job.priority,
        "clip_id": job.clip_id,
        "model": job.options.model,
        "stage": None if job.status.is_final else job.progress.stage,
        "progress": round(job.fraction_done, 4),
        "attempt": job.attempts,
        "requested_at": job.requested_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "not_before": job.not_before,
        "failure": FailureBody.of(job.failure),
        "warnings": list(job.warnings),
        "transcript_url": f"{job_url(job)}/transcript" if has_transcript else None,
    }
