"""Recording an end that the job engine has seen to, for a job of which only the id is known."""

from dataclasses import dataclass

from application.errors import ApplicationError
from application.ports.clock import Clock
from application.ports.job_news import JobNews
from application.ports.meters import UNMETERED, JobMeter
from application.ports.progress import NoLongerWantedError
from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.jobs.begin_job import wanted_job
from application.use_cases.jobs.end_job import AnnounceEnd, EndJob, record_end
from domain.transcription_job import JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEnd:
    """A job that has ended already, or is gone, is left as it is."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    news: JobNews
    announce: AnnounceEnd
    end: EndJob
    meter: JobMeter = UNMETERED

    async def failed(self, job_id: JobId, error: ApplicationError) -> None:
        async with self.unit_of_work() as uow:
            try:
                job = await wanted_job(uow, job_id)
            except NoLongerWantedError:
                return
        await self.end.failed_for_good(job, error)

    async def cancelled(self, job_id: JobId) -> None:
        """Somebody cancelled it where the job engine is looked after, and not here."""
        async with self.unit_of_work() as uow:
            try:
                job = await wanted_job(uow, job_id)
            except NoLongerWantedError:
                return
            now = self.clock.now()
            cancelled = job.cancel(now=now)
            await record_end(uow, cancelled, now, self.announce)
            await uow.commit()
        self.meter.job_ended(cancelled)
        self.news.tell(job_id)
