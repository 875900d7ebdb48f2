"""The stages of jobs, as Temporal hands them out."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias
from uuid import UUID

from temporalio import activity

from adapters.inbound.temporal.attendance import Attendance, Work, WorkerStoppingError
from adapters.inbound.temporal.failing import given_back, known_error, told
from adapters.inbound.temporal.plan import Reason
from adapters.inbound.temporal.stage_underway import StageUnderway
from application.errors import ApplicationError, DatabaseUnavailableError
from application.failures import error_of
from application.ports.progress import NoLongerWantedError, NoteHeard, ReportFraction
from application.use_cases.jobs.finish_job import FinishJob
from application.use_cases.jobs.note_interruption import NoteInterruption
from application.use_cases.jobs.run_stage import RunStage
from domain.retry_policy import RetryPolicy
from domain.transcription_job import Failure, JobId, Stage

Activity: TypeAlias = Callable[..., Awaitable[Any]]

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageActivities:
    """One activity for each stage, by the stage's name."""

    run: RunStage
    finish: FinishJob
    interruption: NoteInterruption
    attend: Attendance
    retry: RetryPolicy

    def of(self, stages: Iterable[Stage]) -> Sequence[Activity]:
        return [self._activity(stage) for stage in stages]

    def _activity(self, stage: Stage) -> Activity:
        if stage is Stage.ASSIGN_SPEAKERS:
            return self._finishing()

        @activity.defn(name=stage)
        async def run_stage(job_id: str) -> None:
            underway = StageUnderway(JobId(UUID(job_id)), stage)
            await self._worked_on(underway, partial(self.run, underway.job_id, stage))

        return run_stage

    def _finishing(self) -> Activity:
        @activity.defn(name=Stage.ASSIGN_SPEAKERS)
        async def finish(job_id: str, without: Reason | None = None) -> None:
            underway = StageUnderway(JobId(UUID(job_id)), Stage.ASSIGN_SPEAKERS)

            async def work(_report: ReportFraction, _note: NoteHeard) -> None:
                await self.finish(underway.job_id, without=_error_of(without))

            await self._worked_on(underway, work)

        return finish

    async def _worked_on(self, underway: StageUnderway, work: Work) -> None:
        try:
            await self.attend(underway, work)
        except WorkerStoppingError as stopping:
            await self._put_back(underway)
            raise given_back("The worker was told to stop.") from stopping
        except (NoLongerWantedError, DatabaseUnavailableError) as error:
            raise told(error) from error
        except Exception as error:
            known = known_error(error)
            await self._note(underway, known)
            raise told(known) from error

    async def _note(self, underway: StageUnderway, error: ApplicationError) -> None:
        """The last failure is recorded as the job's."""
        if not error.may_pass or not self.retry.allows_after(activity.info().attempt):
            return
        try:
            await self.interruption.failed(underway.job_id, underway.stage, error)
        except DatabaseUnavailableError as unavailable:
            raise told(unavailable) from unavailable

    async def _put_back(self, underway: StageUnderway) -> None:
        try:
            await self.interruption.put_back(underway.job_id, underway.stage)
        except DatabaseUnavailableError as error:
            _LOG.warning("that job %s was put back is not recorded: %s", underway.job_id, error)


def _error_of(reason: Reason | None) -> ApplicationError | None:
    return None if reason is None else error_of(Failure(code=reason.code, detail=reason.detail))
