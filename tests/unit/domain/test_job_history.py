"""Reading what happened to a job."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.job_history import (
    Attempt,
    Happening,
    JobEvent,
    attempts_in,
    seconds_per_stage,
)
from domain.job_lease import RunnerId
from domain.transcription_job import Failure, JobId, Stage
from tests.fakes.clock import NEW_YEAR

JOB: Final = JobId(UUID(int=1))
FIRST: Final = RunnerId("first")
BROKEN: Final = Failure(code="transcription-failed", detail="It broke.")


def at(minute: int, what: Happening, attempt: int = 0) -> JobEvent:
    return JobEvent(
        job_id=JOB,
        at=NEW_YEAR + timedelta(minutes=minute),
        what=what,
        attempt=attempt,
        runner=FIRST if what is Happening.STARTED else None,
        failure=BROKEN if what in {Happening.FAILED, Happening.ATTEMPT_FAILED} else None,
    )


def an_attempt(
    number: int, begun: int, ended: int | None = None, outcome: Happening | None = None
) -> Attempt:
    return Attempt(
        number=number,
        started_at=NEW_YEAR + timedelta(minutes=begun),
        runner=FIRST,
        ended_at=None if ended is None else NEW_YEAR + timedelta(minutes=ended),
        outcome=outcome,
        failure=BROKEN if outcome is Happening.ATTEMPT_FAILED else None,
    )


def took(stage: Stage, seconds: float) -> JobEvent:
    return JobEvent(
        job_id=JOB, at=NEW_YEAR, what=Happening.STAGE_FINISHED, stage=stage, seconds=seconds
    )


def test_every_time_that_a_job_was_started_is_an_attempt() -> None:
    history = [
        at(0, Happening.QUEUED),
        at(1, Happening.STARTED, 1),
        at(2, Happening.STAGE_FINISHED, 1),
        at(3, Happening.ATTEMPT_FAILED, 1),
        at(4, Happening.STARTED, 2),
        at(5, Happening.RUNNER_LOST, 2),
        at(6, Happening.STARTED, 3),
        at(7, Happening.PUT_BACK, 3),
        at(8, Happening.STARTED, 3),
    ]
    assert attempts_in(history) == [
        an_attempt(1, 1, 3, Happening.ATTEMPT_FAILED),
        an_attempt(2, 4, 5, Happening.RUNNER_LOST),
        an_attempt(3, 6, 7, Happening.PUT_BACK),
        an_attempt(3, 8),
    ]


def test_a_job_that_ends_while_it_waits_ends_no_attempt() -> None:
    lost = [at(1, Happening.STARTED, 1), at(2, Happening.RUNNER_LOST, 1)]
    assert attempts_in([at(0, Happening.QUEUED), at(1, Happening.CANCELLED)]) == []
    assert attempts_in([*lost, at(3, Happening.CANCELLED, 1)]) == [
        an_attempt(1, 1, 2, Happening.RUNNER_LOST)
    ]


def test_a_stage_that_ran_twice_took_as_long_as_the_last_time() -> None:
    history = [
        at(0, Happening.STARTED, 1),
        took(Stage.DECODE, 3),
        took(Stage.DECODE, 2),
        took(Stage.DIARIZE, 0),
    ]
    assert seconds_per_stage(history) == {Stage.DECODE: 2, Stage.DIARIZE: 0}
