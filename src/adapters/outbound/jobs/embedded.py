"""The queue in the service's own database, from which runners take jobs."""

from typing import final

from application.ports.job_engine import JobEngine
from application.ports.job_news import JobNews
from domain.transcription_job import JobId


@final
class EmbeddedJobEngine(JobEngine):
    """A job that is recorded as queued is in the queue, and one that is recorded as cancelled is
    let go at its runner's next heartbeat. All there is to do is to say so at once to the runner of
    this process; others look for themselves."""

    def __init__(self, news: JobNews) -> None:
        self._news = news

    async def submit(self, job_id: JobId) -> None:
        self._news.tell(job_id)

    async def cancel(self, job_id: JobId) -> None:
        self._news.tell(job_id)
