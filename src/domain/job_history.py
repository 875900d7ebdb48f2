"""What happened to a job, one event after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.job_lease import RunnerId
from domain.transcription_job import Failure, JobId, Stage


class Happening(StrEnum):
    QUEUED = "queued"
    STARTED = "started"
    STAGE_FINISHED = "stage_finished"
    ATTEMPT_FAILED = "attempt_failed"
    """And the job waits to be tried again."""
    RUNNER_LOST = "runner_lost"
    PUT_BACK = "put_back"
    """By a runner that was told to stop."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDS_ATTEMPT: Final = frozenset(Happening) - {
    Happening.QUEUED,
    Happening.STARTED,
    Happening.STAGE_FINISHED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent:
    """One entry; entries of a job are numbered from 1 by whoever keeps them."""

    job_id: JobId
    at: datetime
    what: Happening
    number: int = 0
    """0 as long as it is not kept."""
    attempt: int = 0
    runner: RunnerId | None = None
    stage: Stage | None = None
    seconds: float | None = None
    """How long the stage took."""
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One time that a job was started, and how that ended."""

    number: int
    started_at: datetime
    runner: RunnerId | None
    ended_at: datetime | None = None
    outcome: Happening | None = None
    """None while it is under way."""
    failure: Failure | None = None


def attempts_in(history: Sequence[JobEvent]) -> Sequence[Attempt]:
    """In the order in which they were made; those that were put back are among them."""
    attempts: list[Attempt] = []
    for event in history:
        if event.what is Happening.STARTED:
            attempts.append(Attempt(number=event.attempt, started_at=event.at, runner=event.runner))
        elif event.what in ENDS_ATTEMPT and attempts and attempts[-1].outcome is None:
            begun = attempts.pop()
            attempts.append(
                Attempt(
                    number=begun.number,
                    started_at=begun.started_at,
                    runner=begun.runner,
                    ended_at=event.at,
                    outcome=event.what,
                    failure=event.failure,
                )
            )
    return attempts


def seconds_per_stage(history: Sequence[JobEvent]) -> dict[Stage, float]:
    """How long each finished stage took, the last time that it was computed."""
    return {
        event.stage: event.seconds
        for event in history
        if event.stage is not None and event.seconds is not None
    }
