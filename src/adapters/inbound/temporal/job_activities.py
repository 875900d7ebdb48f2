"""What Temporal has written down of jobs, beside their stages."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from temporalio import activity

from adapters.inbound.temporal.failing import told
from adapters.inbound.temporal.plan import Plan, Reason
from adapters.inbound.temporal.planning import Planning
from adapters.temporal_names import BEGIN, FAIL, NOTE_CANCELLED, NOTE_LOST_RUNNER
from application.errors import TranscriptionAbandonedError
from application.failures import error_of
from application.ports.progress import NoLongerWantedError
from application.use_cases.jobs.note_end import NoteEnd
from application.use_cases.jobs.note_interruption import NoteInterruption
from application.use_cases.jobs.plan_job import PlanJob
from domain.job_lease import RunnerId
from domain.transcription_job import Failure, JobId, Stage

Activity: TypeAlias = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobActivities:
    plan: PlanJob
    planning: Planning
    interruption: NoteInterruption
    end: NoteEnd

    def all(self) -> Sequence[Activity]:
        @activity.defn(name=BEGIN)
        async def begin(job_id: str) -> Plan:
            wanted = await self.plan(_job(job_id))
            if wanted is None:
                raise told(NoLongerWantedError())
            return self.planning(wanted)

        @activity.defn(name=NOTE_LOST_RUNNER)
        async def note_lost_runner(job_id: str, stage: str, runner: str | None) -> None:
            lost = None if runner is None else RunnerId(runner)
            try:
                await self.interruption.lost(_job(job_id), Stage(stage), lost)
            except TranscriptionAbandonedError as error:
                raise told(error) from error

        @activity.defn(name=FAIL)
        async def fail(job_id: str, reason: Reason) -> None:
            failure = Failure(code=reason.code, detail=reason.detail)
            await self.end.failed(_job(job_id), error_of(failure))

        @activity.defn(name=NOTE_CANCELLED)
        async def note_cancelled(job_id: str) -> None:
            await self.end.cancelled(_job(job_id))

        return [begin, note_lost_runner, fail, note_cancelled]


def _job(job_id: str) -> JobId:
    return JobId(UUID(job_id))
