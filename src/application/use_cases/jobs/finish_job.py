"""Bringing a job to its end, when all that needs sound has been computed."""

from dataclasses import dataclass

from application.errand import WorkingOn, working_on
from application.errors import ApplicationError
from application.patience import patiently
from application.ports.unit_of_work import UnitOfWorkFactory
from application.stage_work import Results
from application.transcription_pipeline import lacking
from application.use_cases.jobs.begin_job import BeginJob
from application.use_cases.jobs.end_job import EndJob
from domain.transcription_job import JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishJob:
    """Make of the results of the stages what the job was to make. `without` is why speakers could
    not be told apart, or recognised, which costs the labels or the names.

    Raises TranscriptionFailedError where a result is missing, NoLongerWantedError for a job that
    has ended or is gone, DatabaseUnavailableError.
    """

    unit_of_work: UnitOfWorkFactory
    begin: BeginJob
    end: EndJob
    working_on: WorkingOn = working_on

    async def __call__(self, job_id: JobId, *, without: ApplicationError | None = None) -> None:
        job = await patiently(lambda: self.begin(job_id))
        with self.working_on(job):
            results = dict(await patiently(lambda: self._kept(job_id)))
            if without is not None:
                results |= lacking(results, without)
            await patiently(lambda: self.end.succeeded(job, results))

    async def _kept(self, job_id: JobId) -> Results:
        async with self.unit_of_work() as uow:
            return await uow.stage_results.of(job_id)
