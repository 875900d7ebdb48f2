"""One job as Temporal sees it: its stages in order, and what is done when one does not end well."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any, Final, TypeVar

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    TimeoutError,  # noqa: A004 - Temporal's own
    TimeoutType,
    is_cancelled_exception,
)

with workflow.unsafe.imports_passed_through():
    from adapters.inbound.temporal.plan import NO_LONGER_WANTED, PUT_BACK, Plan, Reason, Step
    from adapters.temporal_names import BEGIN, FAIL, NOTE_CANCELLED, NOTE_LOST_RUNNER, WORKFLOW
    from domain.transcription_job import Stage

T = TypeVar("T")
_BOOKING: Final = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=60),
    retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=15)),
)
"""For what is only written down, on the workflow's own queue, where no long stage is before it. It
takes a moment, unless the database is gone; then it is tried until it is there again, for otherwise
nobody would learn what became of the job."""
_PAUSE: Final = 1.0
"""Seconds."""
_LOSS: Final = "TemporalTimeout:Heartbeat"
"""Not retried by Temporal, which would count it with failures: a runner that is lost is counted
for the job, whichever stage it had."""


@workflow.defn(name=WORKFLOW)
class TranscriptionWorkflow:
    """Carries names and ids only. Results go to the database, which alone knows what has become of
    the job; whether it is still wanted is asked of it at every step."""

    def __init__(self) -> None:
        self._job_id = workflow.info().workflow_id

    @workflow.run
    async def run(self) -> None:
        try:
            await self._work(await self._planned())
        except (ActivityError, asyncio.CancelledError) as error:
            if is_cancelled_exception(error):
                await self._book(NOTE_CANCELLED)
                raise
            if _type_of(error) == NO_LONGER_WANTED:
                return
            reason = _reason_of(error)
            await self._book(FAIL, reason)
            raise ApplicationError(reason.detail, type=reason.code, non_retryable=True) from error

    async def _work(self, plan: Plan) -> None:
        for step in plan.first:
            await self._stage(plan, step)
        if not plan.is_complete:
            await self._work(await self._planned())
            return
        chains = await _side_by_side([self._chain(plan, chain) for chain in plan.chains])
        without = next((reason for reason in chains if reason is not None), None)
        await self._stage(plan, plan.last, without)

    async def _chain(self, plan: Plan, chain: Sequence[Step]) -> Reason | None:
        """Why there are no labels, or no names, where that is all that is missing."""
        for step in chain:
            try:
                await self._stage(plan, step)
            except ActivityError as error:
                if _is_needed(plan, step) or _is_final(error):
                    raise
                return _reason_of(error)
        return None

    async def _stage(self, plan: Plan, step: Step, *more: object) -> None:
        while True:
            try:
                await workflow.execute_activity(
                    step.stage,
                    args=[self._job_id, *more],
                    task_queue=step.queue,
                    start_to_close_timeout=timedelta(seconds=step.limit),
                    heartbeat_timeout=timedelta(seconds=step.heartbeat),
                    retry_policy=_retry_policy(plan),
                    priority=Priority(priority_key=step.urgency, fairness_key=plan.owner),
                )
            except ActivityError as error:
                if _was_lost(error):
                    await self._book(NOTE_LOST_RUNNER, step.stage, _runner_of(error))
                elif _type_of(error) != PUT_BACK:
                    raise
                await asyncio.sleep(_PAUSE)
            else:
                return

    async def _planned(self) -> Plan:
        plan: Plan = await workflow.execute_activity(
            BEGIN, self._job_id, result_type=Plan, **_BOOKING
        )
        return plan

    async def _book(self, what: str, *more: object) -> None:
        await workflow.execute_activity(what, args=[self._job_id, *more], **_BOOKING)


async def _side_by_side(coroutines: Sequence[Coroutine[Any, Any, T]]) -> Sequence[T]:
    tasks = [asyncio.create_task(each) for each in coroutines]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


def _is_needed(plan: Plan, step: Step) -> bool:
    """Nobody needs names; labels are the whole of a job that was to make nothing else."""
    if step.stage == Stage.IDENTIFY_SPEAKERS:
        return False
    return step.stage != Stage.DIARIZE or not plan.labels_may_fail


def _retry_policy(plan: Plan) -> RetryPolicy:
    return RetryPolicy(
        initial_interval=timedelta(seconds=plan.retries.first_pause),
        backoff_coefficient=plan.retries.coefficient,
        maximum_interval=timedelta(seconds=plan.retries.longest_pause),
        maximum_attempts=plan.retries.most_attempts,
        non_retryable_error_types=[_LOSS],
    )


def _was_lost(error: ActivityError) -> bool:
    cause = error.cause
    return isinstance(cause, TimeoutError) and cause.type is TimeoutType.HEARTBEAT


def _runner_of(error: ActivityError) -> str | None:
    """Who had the stage, as the last heartbeat said."""
    cause = error.cause
    told = cause.last_heartbeat_details if isinstance(cause, TimeoutError) else ()
    return str(told[-1]) if told else None


def _type_of(error: BaseException) -> str | None:
    cause = error.__cause__
    return cause.type if isinstance(cause, ApplicationError) else None


def _is_final(error: ActivityError) -> bool:
    """It ends the job, whatever can be done without."""
    return is_cancelled_exception(error) or _type_of(error) in _ENDINGS


def _reason_of(error: BaseException) -> Reason:
    cause = error.__cause__
    if isinstance(cause, ApplicationError) and cause.type:
        return Reason(code=cause.type, detail=cause.message)
    if isinstance(cause, TimeoutError):
        return Reason(code="stage-timeout", detail="A stage took longer than it may.")
    return Reason(code="transcription-failed", detail="The transcription failed.")


_ENDINGS: Final = frozenset({NO_LONGER_WANTED, "transcription-abandoned"})
