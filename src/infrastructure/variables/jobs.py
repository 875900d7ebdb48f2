"""How many jobs there may be, who runs them, and how long and how often they are tried."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from infrastructure.variables.reading import Variables, named


class JobEngineKind(StrEnum):
    EMBEDDED = "embedded"
    TEMPORAL = "temporal"


Minutes = Annotated[float, Field(gt=0, le=525_600, allow_inf_nan=False)]


class JobSettings(Variables):
    job_concurrency: Annotated[int, Field(ge=1, le=256)] | None = None
    """Jobs that are worked on together; the rest wait. Unset: two for each core."""

    gpu_concurrency: Annotated[int, Field(ge=1, le=64)] = Field(
        default=1, validation_alias=named("GPU_CONCURRENCY", "MAX_CONCURRENT_GPU_TASKS")
    )
    """Recordings that use a GPU at a time, on each one; decoding goes on beside them. Without a GPU
    it says nothing."""

    job_engine: JobEngineKind = JobEngineKind.EMBEDDED
    """Who hands jobs to those that run them. embedded: the queue in this service's own database.
    temporal: a Temporal server."""

    server_runs_jobs: bool = True
    """0 leaves all jobs to processes started with `hexavox worker`."""

    max_queue_size: Annotated[int, Field(ge=1)] = 32
    """Jobs that may wait; whoever asks for one more is told to come back later."""

    temporal_server_url: str = "localhost:7233"
    """Where the Temporal server is."""

    temporal_namespace: str = "default"
    """The namespace there."""

    temporal_task_queue: str = "whisperx-task-queue"
    """The queue there for jobs; those for stages that want a GPU or a processor are called the same
    with -gpu and -cpu."""

    temporal_heartbeat_timeout: Annotated[float, Field(ge=2, le=86_400, allow_inf_nan=False)] = 30.0
    """Seconds that a worker may be silent before Temporal gives its stages to another."""

    diarization_capability: Literal["gpu", "cpu"] = "cpu"
    """What a worker for Temporal must take to tell speakers apart."""

    temporal_max_attempts: Annotated[int, Field(ge=1, le=100)] = Field(
        default=3, validation_alias=named("TEMPORAL_MAX_ATTEMPTS", "JOB_MAX_ATTEMPTS")
    )
    """How often a job, or with Temporal each of its stages, is tried when it fails in a way that
    may pass. It holds for every job engine."""

    temporal_initial_interval: Annotated[float, Field(gt=0, le=604_800, allow_inf_nan=False)] = (
        Field(
            default=5.0, validation_alias=named("TEMPORAL_INITIAL_INTERVAL", "JOB_RETRY_INTERVAL")
        )
    )
    """Seconds before the second try. It holds for every job engine, as do the next two."""

    temporal_backoff_coefficient: Annotated[float, Field(ge=1, le=100, allow_inf_nan=False)] = (
        Field(
            default=2.0,
            validation_alias=named("TEMPORAL_BACKOFF_COEFFICIENT", "JOB_BACKOFF_COEFFICIENT"),
        )
    )
    """By how much each pause is longer than the one before."""

    temporal_max_interval: Annotated[float, Field(gt=0, le=604_800, allow_inf_nan=False)] = Field(
        default=300.0,
        validation_alias=named("TEMPORAL_MAX_INTERVAL", "JOB_MAX_RETRY_INTERVAL"),
    )
    """The longest pause, in seconds."""

    transcription_timeout: Minutes = 30.0
    """Minutes that finding speech and transcribing may take, each, for a recording of up to an
    hour; a longer one gets as much more as it is longer. So it is with the next three."""

    alignment_timeout: Minutes = 10.0
    """Minutes that aligning words may take."""

    diarization_timeout: Minutes = 10.0
    """Minutes that telling speakers apart may take. Without a GPU it takes about as long as
    transcribing."""

    speaker_assignment_timeout: Minutes = 5.0
    """Minutes that putting words and speakers together may take."""
