"""What is posted to /run and /runsync: a job's input, and how to go about it."""

from typing import Annotated, Any

from pydantic import Field

from adapters.inbound.serverless.job_input import JobInput, WorkerModel
from domain.callback import Callback, CallbackStyle
from domain.transcription_job import Priority

Milliseconds = Annotated[int, Field(ge=0, le=10**12)]


class ExecutionPolicy(WorkerModel):
    executionTimeout: Milliseconds | None = Field(  # noqa: N815 - so it is called on the wire
        default=None,
        description="Has no effect yet: the limits of the stages are settings.",
        examples=[600_000],
    )
    lowPriority: bool = Field(  # noqa: N815
        default=False, description="Let jobs that somebody waits for go first."
    )
    ttl: Milliseconds | None = Field(
        default=None,
        description="Has no effect yet: how long jobs are kept is a setting.",
        examples=[86_400_000],
    )


class RunRequest(WorkerModel):
    input: JobInput
    webhook: str | None = Field(
        default=None,
        description="Where to send, when the job has ended, what /status answers.",
        examples=["https://example.org/transcribed"],
    )
    policy: ExecutionPolicy = ExecutionPolicy()
    s3Config: dict[str, Any] | None = Field(  # noqa: N815
        default=None,
        description="Has no effect, and is not kept: output comes with the job.",
        examples=[{}],
    )

    @property
    def callback(self) -> Callback | None:
        """Raises InvalidWebhookError."""
        return None if self.webhook is None else Callback(self.webhook, CallbackStyle.RUN)

    def priority(self, *, somebody_waits: bool) -> Priority:
        if somebody_waits and not self.policy.lowPriority:
            return Priority.INTERACTIVE
        return Priority.BATCH
