"""What stands between a stage and its result, and is not the end of the job."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from application.errors import ApplicationError
from application.failures import abandoned, failure_of
from application.ports.clock import Clock
from application.ports.meters import UNMETERED, JobMeter
from application.ports.progress import NoLongerWantedError
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.begin_job import after_loss, last_turn, wanted_job
from domain.job_history import Happening, JobEvent
from domain.job_lease import RunnerId
from domain.transcription_job import Failure, JobId, JobStatus, Stage, TranscriptionJob

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteInterruption:
    """Enter into a job's history why its attempt is over although the job goes on; BeginJob starts
    it again. A job that has ended or is gone is left alone."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    meter: JobMeter = UNMETERED

    async def failed(self, job_id: JobId, stage: Stage, error: ApplicationError) -> None:
        """An attempt at a stage has failed, and is to be made again."""
        _LOG.warning("job %s, %s will be tried again: %s", job_id, stage, error)
        failure = failure_of(error)
        await self._note(job_id, Happening.ATTEMPT_FAILED, stage, failure)
        self.meter.attempt_failed(failure)

    async def put_back(self, job_id: JobId, stage: Stage) -> None:
        """Whoever worked on it was told to stop."""
        await self._note(job_id, Happening.PUT_BACK, stage)

    async def lost(self, job_id: JobId, stage: Stage, runner: RunnerId | None) -> None:
        """Whoever worked on it is gone without a word. It is counted if an attempt was under way;
        however many of the job's stages went with the same runner, that is one loss.

        Raises TranscriptionAbandonedError for a job that was lost often enough.
        """
        async with self.unit_of_work() as uow:
            try:
                job = await wanted_job(uow, job_id)
            except NoLongerWantedError:
                return
            history = await uow.history.of(job_id)
            if last_turn(history) is not Happening.STARTED or _is_counted(runner, history):
                return
            if not job.survives_another_loss:
                raise abandoned(job)
            _LOG.warning("job %s was lost with its runner in the stage %s", job_id, stage)
            await uow.jobs.save(after_loss(job, self.clock.now()))
            await uow.history.add(self._event(job, Happening.RUNNER_LOST, stage, runner=runner))
            await uow.commit()

    async def _note(
        self, job_id: JobId, what: Happening, stage: Stage, failure: Failure | None = None
    ) -> None:
        async with self.unit_of_work() as uow:
            try:
                job = await wanted_job(uow, job_id)
            except NoLongerWantedError:
                return
            if job.status is JobStatus.RUNNING:
                await uow.history.add(self._event(job, what, stage, failure=failure))
                await uow.commit()

    def _event(
        self,
        job: TranscriptionJob,
        what: Happening,
        stage: Stage,
        *,
        failure: Failure | None = None,
        runner: RunnerId | None = None,
    ) -> JobEvent:
        return JobEvent(
            job_id=job.id,
            at=self.clock.now(),
            what=what,
            attempt=job.attempts,
            stage=stage,
            failure=failure,
            runner=runner,
        )


def _is_counted(runner: RunnerId | None, history: Sequence[JobEvent]) -> bool:
    return runner is not None and any(
        event.what is Happening.RUNNER_LOST and event.runner == runner for event in history
    )
