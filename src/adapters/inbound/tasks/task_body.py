"""A task as the task API answers it, for the OpenAPI document: `task_document` writes it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.example_ids import JOB_ID
from adapters.inbound.tasks.task_examples import COMPLETED, LISTED
from domain.transcription_job import JobKind

TaskStatus = Literal["queued", "processing", "completed", "failed"]


class TaskSummaryBody(BaseModel):
    identifier: str
    status: TaskStatus
    task_type: JobKind
    file_name: str | None
    url: str | None
    audio_duration: float | None = Field(description="Seconds.")
    language: str | None = Field(description="As it was asked; null where it was to be found out.")
    error: str | None
    duration: float | None = Field(description="Seconds of processing.")
    start_time: datetime | None
    end_time: datetime | None


class TaskListBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"tasks": [LISTED], "total": 1}]})

    tasks: list[TaskSummaryBody]
    total: int = Field(description="How many there are, listed here or not.")


class MetadataBody(BaseModel):
    task_type: JobKind
    task_params: dict[str, Any]
    language: str | None
    file_name: str | None
    url: str | None
    callback_url: str | None
    duration: float | None = Field(description="Seconds of processing.")
    audio_duration: float | None = Field(description="Seconds.")
    start_time: datetime | None
    end_time: datetime | None
    progress: float = Field(description="The fraction done, 0 to 1.")
    warnings: list[str] = Field(description="What was asked for and could not be had, and why.")


class TaskBody(BaseModel):
    """The result: `{segments, word_segments, language}`, for `transcription` `{segments,
    language}`, for `diarization` a list of `{label, speaker, start, end}`."""

    model_config = ConfigDict(json_schema_extra={"examples": [COMPLETED]})

    identifier: str
    status: TaskStatus
    result: dict[str, Any] | list[dict[str, Any]] | None = Field(
        description="Null until the task is completed."
    )
    metadata: MetadataBody
    error: str | None = Field(
        description="Why it failed, or why a completed task has no result any more."
    )


class TaskDeletedBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"identifier": JOB_ID, "message": "Task deleted"}]}
    )

    identifier: str
    message: str
